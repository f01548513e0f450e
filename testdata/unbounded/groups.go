package unbounded

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/unbounded/house"
	"github.com/futurelint/futurelint/testdata/work"
)

// fetchInto starts its tasks in a group of its caller: who makes the group knows
// whether it has a limit.
func fetchInto(ctx context.Context, g *errgroup.Group, keys []string) {
	for _, k := range keys {
		g.Go(func() error { return work.Fetch(ctx, k) })
	}
}

// BadHanded hands a group without a limit to a function that fans out into it.
func BadHanded(ctx context.Context, keys []string) error {
	g, gctx := errgroup.WithContext(ctx)
	fetchInto(gctx, g, keys) // want `fetchInto starts a task for each element of keys.*\(unbounded/size\)`
	return g.Wait()
}

// GoodHanded hands it one that has a limit.
func GoodHanded(ctx context.Context, keys []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	fetchInto(gctx, g, keys)
	return g.Wait()
}

// fetchDeeper hands its caller's group on.
func fetchDeeper(ctx context.Context, keys []string, g *errgroup.Group) {
	fetchInto(ctx, g, keys)
}

// BadHandedOn hands the group to a function that hands it on.
func BadHandedOn(ctx context.Context, keys []string) error {
	g, gctx := errgroup.WithContext(ctx)
	fetchDeeper(gctx, keys, g) // want `fetchDeeper starts a task for each element of keys.*\(unbounded/size\)`
	return g.Wait()
}

// BadHouse hands the group to another package.
func BadHouse(ctx context.Context, blobs []string) error {
	g, gctx := errgroup.WithContext(ctx)
	house.FetchAll(gctx, g, blobs) // want `house.FetchAll starts a task for each element of data.*\(unbounded/size\)`
	return g.Wait()
}

// GoodHouse has a limit when it does so.
func GoodHouse(ctx context.Context, blobs []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	house.FetchAll(gctx, g, blobs)
	return g.Wait()
}

// BadEach hands it there for each of the blobs.
func BadEach(ctx context.Context, blobs []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, b := range blobs {
		house.FetchOne(gctx, g, b) // want `house.FetchOne starts a task for each element of blobs.*\(unbounded/size\)`
	}
	return g.Wait()
}

// GoodMadeElsewhere has a group that another package has limited.
func GoodMadeElsewhere(ctx context.Context, blobs []string) error {
	g, gctx := house.WithLimit(ctx)
	for _, b := range blobs {
		if gctx.Err() != nil {
			break
		}
		g.Go(func() error { return work.Fetch(gctx, b) })
	}
	return g.Wait()
}

// BadMadeElsewhere has one that another package has not.
func BadMadeElsewhere(ctx context.Context, blobs []string) error {
	g, gctx := house.WithoutLimit(ctx)
	for _, b := range blobs {
		g.Go(func() error { return work.Fetch(gctx, b) }) // want `g.Go starts a task for each element of blobs.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadStarter starts its goroutines by a function of another package.
func BadStarter(ctx context.Context, blobs []string) error {
	var wg sync.WaitGroup
	for _, b := range blobs {
		house.Start(&wg, func() { work.Log(ctx, fmt.Sprint(work.Fetch(ctx, b))) }) // want `house.Start starts a task for each element of blobs.*\(unbounded/size\)`
	}
	wg.Wait()
	return nil
}

// GoodBand limits a group of the house, whose Go is told more than the task.
func GoodBand(ctx context.Context, blobs []string) error {
	band, bctx := house.NewBand(ctx)
	band.SetLimit(8)
	for _, b := range blobs {
		band.Go(func() error { return work.Fetch(bctx, b) }, b)
	}
	return band.Wait()
}

// BadBand does not.
func BadBand(ctx context.Context, blobs []string) error {
	band, bctx := house.NewBand(ctx)
	for _, b := range blobs {
		band.Go(func() error { return work.Fetch(bctx, b) }, b) // want `band.Go starts a task for each element of blobs.*\(unbounded/size\)`
	}
	return band.Wait()
}

// GoodBeside calls, for each blob, a function that starts tasks in a callback and
// waits for them.
func GoodBeside(ctx context.Context, blobs []string) error {
	for _, b := range blobs {
		err := beside(func(string) error { return work.Fetch(ctx, b) })
		if err != nil {
			return err
		}
	}
	return nil
}

func beside(f func(string) error) error {
	g := new(errgroup.Group)
	g.SetLimit(2)
	var mirrors sync.Map
	mirrors.Store("here", true)
	mirrors.Store("there", true)
	mirrors.Range(func(k, _ any) bool {
		g.Go(func() error { return f(k.(string)) })
		return true
	})
	return g.Wait()
}

// GoodVisit calls, for each blob, a function of the house that has goroutines and
// is done with them when it returns.
func GoodVisit(ctx context.Context, blobs []string) error {
	for _, b := range blobs {
		err := house.Visit(ctx, 1, func(int) { _ = work.Fetch(ctx, b) })
		if err != nil {
			return err
		}
	}
	return nil
}

// GoodStarter does so by one that waits for room.
func GoodStarter(ctx context.Context, blobs []string) error {
	crew := house.NewCrew()
	for _, b := range blobs {
		crew.Start(func() { work.Log(ctx, fmt.Sprint(work.Fetch(ctx, b))) })
	}
	crew.Wait()
	return nil
}

// GoodParty counts in a wait group that has a size.
func GoodParty(ctx context.Context, blobs []string) error {
	party := house.NewParty(8)
	for _, b := range blobs {
		party.Add()
		go func() {
			defer party.Done()
			work.Log(ctx, fmt.Sprint(work.Fetch(ctx, b)))
		}()
	}
	party.Wait()
	return nil
}

// BadLocal starts them by a function literal that it has in a variable.
func BadLocal(ctx context.Context, blobs []string) error {
	var wg sync.WaitGroup
	start := func(b string) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			work.Log(ctx, fmt.Sprint(work.Fetch(ctx, b)))
		}()
	}
	for _, b := range blobs {
		start(b) // want `start starts a task for each element of blobs.*\(unbounded/size\)`
	}
	wg.Wait()
	return nil
}

// A mirror copies in the background.
type mirror struct {
	ctx context.Context
	wg  sync.WaitGroup
}

func (m *mirror) copy(u string) {
	m.wg.Add(1)
	go m.run(u)
}

func (m *mirror) run(u string) {
	defer m.wg.Done()
	work.Log(m.ctx, fmt.Sprint(work.Fetch(m.ctx, u)))
}

// BadMethod starts them by a method.
func BadMethod(ctx context.Context, urls []string) error {
	m := &mirror{ctx: ctx}
	for _, u := range urls {
		m.copy(u) // want `m.copy starts a task for each element of urls.*\(unbounded/size\)`
	}
	m.wg.Wait()
	return nil
}

// forEach runs f for each element, generically.
func forEach[T any](ctx context.Context, files []T, f func(context.Context, T) error) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, e := range files {
		g.Go(func() error { return f(gctx, e) }) // want `g.Go starts a task for each element of files.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadGeneric has a function that does it for all types.
func BadGeneric(ctx context.Context, files []string) error {
	return forEach(ctx, files, work.Fetch)
}

// BadTasks hands a named function and a method value.
func BadTasks(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		f := fetcher{gctx, u}
		g.Go(f.fetch) // want `g.Go starts a task for each element of urls.*\(unbounded/size\)`
	}
	return g.Wait()
}

type fetcher struct {
	ctx context.Context
	u   string
}

func (f fetcher) fetch() error { return work.Fetch(f.ctx, f.u) }
