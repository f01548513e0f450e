package orphan

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadDetached starts what its context does not end.
func BadDetached(ctx context.Context) error {
	go work.Fetch(context.Background(), work.Slow) // want `spawned call of work.Fetch is given a context that nothing ends, with ctx at hand: it goes on when ctx is over \(orphan/detached\)`
	return work.Fetch(ctx, work.Quick)
}

// GoodDetached starts what ends with it.
func GoodDetached(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go work.Fetch(ctx, work.Slow)
	return work.Fetch(ctx, work.Quick)
}

// GoodDetachedSaid says that the work is to outlive it.
func GoodDetachedSaid(ctx context.Context) error {
	go work.Fetch(context.WithoutCancel(ctx), work.Slow)
	return work.Fetch(ctx, work.Quick)
}

// BadDetachedMethod starts a method so.
func BadDetachedMethod(ctx context.Context) error {
	var site work.Site
	u := work.Slow
	go site.Fetch(context.TODO(), u) // want `spawned call of site.Fetch is given a context that nothing ends, with ctx at hand`
	return work.Fetch(ctx, work.Quick)
}

// GoodDetachedTask has a task of a group do what is to be done whatever fails.
func GoodDetachedTask(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	g.Go(func() error { return work.Fetch(context.Background(), work.Quick) })
	return g.Wait()
}

// GoodDetachedNoContext has no other context.
func GoodDetachedNoContext(context.Context) error {
	go work.Fetch(context.Background(), work.Slow)
	return nil
}
