package ctxthread

import (
	"context"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/testdata/work"
)

// GoodFutureLazy has work with a context of its own, which lasts as long as
// anybody waits.
func GoodFutureLazy(ctx context.Context) (*future.Lazy[string], error) {
	l := future.NewLazy(func(ctx context.Context) (string, error) { return work.Get(ctx, work.Quick) })
	return l, ctx.Err()
}

// BadFutureLazy captures the context of the one who makes it: when he is done,
// everyone fails.
func BadFutureLazy(ctx context.Context) (*future.Lazy[string], error) {
	l := future.NewLazy(func(lctx context.Context) (string, error) {
		return work.Get(ctx, work.Quick) // want `parent context ctx passed to work.Get in a callback of future.NewLazy that is given the shared work's context as lctx.*\(ctxthread/callback\)`
	})
	return l, ctx.Err()
}

// flights is what callers share.
type flights = future.Flight[string, string]

// GoodFutureFlight has work that goes on when the caller who started it gives up.
func GoodFutureFlight(ctx context.Context, shared *flights) error {
	_, _, err := shared.Do(ctx, "key", func(ctx context.Context) (string, error) {
		return work.Get(ctx, work.Slow)
	})
	return err
}

// BadFutureFlight lets its own context decide for all callers.
func BadFutureFlight(ctx context.Context, shared *flights) error {
	_, _, err := shared.Do(ctx, "key", func(fctx context.Context) (string, error) {
		return work.Get(ctx, work.Slow) // want `parent context ctx passed to work.Get in a callback of shared.Do that is given the shared work's context as fctx.*\(ctxthread/callback\)`
	})
	return err
}
