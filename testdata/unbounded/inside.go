package unbounded

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadInside waits for room in the goroutines, all of which are there.
func BadInside(ctx context.Context, files []string) error {
	sem := semaphore.NewWeighted(8)
	g, gctx := errgroup.WithContext(ctx)
	for _, f := range files {
		g.Go(func() error { // want `g.Go starts a task for each element of files, which waits for room when it has been started.*\(unbounded/inside\)`
			defer proof.Count(ctx)()
			if err := sem.Acquire(gctx, 1); err != nil {
				return err
			}
			defer sem.Release(1)
			return work.Fetch(gctx, f)
		})
	}
	return g.Wait()
}

// BadInsideSlots does so with a channel.
func BadInsideSlots(ctx context.Context, files []string) error {
	slots := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for _, f := range files {
		wg.Add(1)
		go func() { // want `go starts a task for each element of files, which waits for room .*\(unbounded/inside\)`
			defer wg.Done()
			defer proof.Count(ctx)()
			slots <- struct{}{}
			defer func() { <-slots }()
			_ = work.Fetch(ctx, f)
		}()
	}
	wg.Wait()
	return nil
}

// GoodBefore waits before it starts one.
func GoodBefore(ctx context.Context, files []string) error {
	slots := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for _, f := range files {
		slots <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-slots }()
			_ = work.Fetch(ctx, f)
		}()
	}
	wg.Wait()
	return nil
}
