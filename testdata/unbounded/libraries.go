package unbounded

import (
	"context"
	"fmt"
	"sync"

	pondv1 "github.com/alitto/pond"
	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/pool"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadConcPool has a pool without a limit.
func BadConcPool(ctx context.Context, urls []string) error {
	p := pool.New().WithContext(ctx).WithCancelOnError()
	for _, u := range urls {
		p.Go(func(ctx context.Context) error { return work.Fetch(ctx, u) }) // want `p.Go starts a task for each element of urls.*\(unbounded/size\)`
	}
	return p.Wait()
}

// GoodConcPool sets one on the way.
func GoodConcPool(ctx context.Context, urls []string) error {
	p := pool.New().WithMaxGoroutines(8).WithContext(ctx).WithCancelOnError()
	for _, u := range urls {
		p.Go(func(ctx context.Context) error { return work.Fetch(ctx, u) })
	}
	return p.Wait()
}

// GoodConcLater sets it in a statement of its own.
func GoodConcLater(ctx context.Context, urls []string) error {
	p := pool.New().WithErrors()
	p.WithMaxGoroutines(8)
	for _, u := range urls {
		p.Go(func() error { return work.Fetch(ctx, u) })
	}
	return p.Wait()
}

// BadConcResults has one that collects results.
func BadConcResults(ctx context.Context, urls []string) error {
	p := pool.NewWithResults[string]().WithErrors()
	for _, u := range urls {
		p.Go(func() (string, error) { return work.Get(ctx, u) }) // want `p.Go starts a task for each element of urls.*\(unbounded/size\)`
	}
	_, err := p.Wait()
	return err
}

// BadConcGroup has a group of conc's.
func BadConcGroup(ctx context.Context, urls []string) error {
	var wg conc.WaitGroup
	for _, u := range urls {
		wg.Go(func() { work.Log(ctx, fmt.Sprint(work.Fetch(ctx, u))) }) // want `wg.Go starts a task for each element of urls.*\(unbounded/size\)`
	}
	wg.Wait()
	return nil
}

// GoodConcIter has a loop of conc's, which runs as many at a time as there are
// processors.
func GoodConcIter(ctx context.Context, urls []string) error {
	iter.ForEach(urls, func(u *string) { work.Log(ctx, fmt.Sprint(work.Fetch(ctx, *u))) })
	return nil
}

// GoodPond has a pool of eight.
func GoodPond(ctx context.Context, urls []string) error {
	group := pond.NewPool(8).NewGroup()
	for _, u := range urls {
		group.SubmitErr(func() error { return work.Fetch(ctx, u) })
	}
	return group.Wait()
}

// BadPond has a pool of any size.
func BadPond(ctx context.Context, urls []string) error {
	group := pond.NewPool(0).NewGroup()
	for _, u := range urls {
		group.SubmitErr(func() error { return work.Fetch(ctx, u) }) // want `group.SubmitErr starts a task for each element of urls.*\(unbounded/size\)`
	}
	return group.Wait()
}

// GoodPondV1 has a pool of eight.
func GoodPondV1(ctx context.Context, urls []string) error {
	p := pondv1.New(8, len(urls))
	defer p.StopAndWait()
	group := p.Group()
	for _, u := range urls {
		group.Submit(func() { work.Log(ctx, fmt.Sprint(work.Fetch(ctx, u))) })
	}
	group.Wait()
	return nil
}

// GoodAnts has a pool of eight.
func GoodAnts(ctx context.Context, urls []string) error {
	p, err := ants.NewPool(8)
	if err != nil {
		return err
	}
	defer p.Release()
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Add(1)
		err := p.Submit(func() {
			defer wg.Done()
			work.Log(ctx, fmt.Sprint(work.Fetch(ctx, u)))
		})
		if err != nil {
			return err
		}
	}
	wg.Wait()
	return nil
}

// BadAnts has a pool of any size.
func BadAnts(ctx context.Context, urls []string) error {
	p, err := ants.NewPool(-1)
	if err != nil {
		return err
	}
	defer p.Release()
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Add(1)
		err := p.Submit(func() { // want `p.Submit starts a task for each element of urls.*\(unbounded/size\)`
			defer wg.Done()
			work.Log(ctx, fmt.Sprint(work.Fetch(ctx, u)))
		})
		if err != nil {
			return err
		}
	}
	wg.Wait()
	return nil
}
