package ctxthread

import (
	"context"
	"sync"
	"time"

	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// GoodPondAsked asks a group of pond's for its context. The workers end by
// themselves.
func GoodPondAsked(ctx context.Context, urls []string) error {
	g := pond.NewPool(8).NewGroupContext(ctx)
	for _, u := range urls {
		g.SubmitErr(func() error { return work.Fetch(g.Context(), u) })
	}
	return g.Wait()
}

// GoodElsewhere starts, beside a group, work that does not belong to it: in a
// goroutine, a wait group, a timer and a pool.
func GoodElsewhere(ctx context.Context, urls []string) error {
	workers, err := ants.NewPool(2)
	if err != nil {
		return err
	}
	defer workers.ReleaseTimeout(time.Minute)
	var wg sync.WaitGroup
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	wg.Add(3)
	go func() {
		defer wg.Done()
		_ = work.Fetch(ctx, work.Quick)
	}()
	time.AfterFunc(time.Millisecond, func() {
		defer wg.Done()
		_ = work.Fetch(ctx, work.Quick)
	})
	if err := workers.Submit(func() {
		defer wg.Done()
		_ = work.Fetch(ctx, work.Quick)
	}); err != nil {
		return err
	}
	wg.Go(func() { _ = work.Fetch(ctx, work.Quick) })
	err = g.Wait()
	wg.Wait()
	return err
}
