package ctxthread

import (
	"context"

	"github.com/sourcegraph/conc/pool"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadPool uses the parent in a task of a pool that cancels at the first error,
// and that hands the task a context to be cancelled.
func BadPool(ctx context.Context, urls []string) error {
	p := pool.New().WithContext(ctx).WithCancelOnError()
	for _, u := range urls {
		p.Go(func(c context.Context) error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside p.Go: it outlives the first error \(group context is c\) \(ctxthread/parent\)`
		})
	}
	return p.Wait()
}

// GoodPool uses the context that it is handed.
func GoodPool(ctx context.Context, urls []string) error {
	p := pool.New().WithContext(ctx).WithCancelOnError()
	for _, u := range urls {
		p.Go(func(c context.Context) error { return work.Fetch(c, u) })
	}
	return p.Wait()
}

// BadPoolSettings has a pool with other settings before and behind the one that
// matters.
func BadPoolSettings(ctx context.Context, urls []string) error {
	p := pool.New().WithMaxGoroutines(8).WithErrors().WithContext(ctx).WithCancelOnError().WithFirstError()
	for _, u := range urls {
		p.Go(func(c context.Context) error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside p.Go.*\(ctxthread/parent\)`
		})
	}
	return p.Wait()
}

// BadPoolLater has a pool that is set up in two steps.
func BadPoolLater(ctx context.Context, urls []string) error {
	p := pool.New().WithContext(ctx)
	p = p.WithCancelOnError()
	for _, u := range urls {
		p.Go(func(c context.Context) error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside p.Go.*\(ctxthread/parent\)`
		})
	}
	return p.Wait()
}

// GoodPoolGoesOn has a pool that an error does not cancel: its context and the
// parent are the same to the tasks.
func GoodPoolGoesOn(ctx context.Context, l *work.Ledger) error {
	p := pool.New().WithContext(ctx)
	p.Go(func(c context.Context) error { return work.Fetch(c, work.Fails) })
	p.Go(func(c context.Context) error { return l.Write(ctx, "entry") })
	return p.Wait()
}

// GoodPoolFirstError has one that returns the first error and goes on.
func GoodPoolFirstError(ctx context.Context, l *work.Ledger) error {
	p := pool.New().WithContext(ctx).WithFirstError()
	p.Go(func(c context.Context) error { return work.Fetch(c, work.Fails) })
	p.Go(func(c context.Context) error { return l.Write(ctx, "entry") })
	return p.Wait()
}

// GoodPoolErrors has one that knows no context.
func GoodPoolErrors(ctx context.Context, l *work.Ledger) error {
	p := pool.New().WithErrors()
	p.Go(func() error { return work.Fetch(ctx, work.Fails) })
	p.Go(func() error { return l.Write(ctx, "entry") })
	return p.Wait()
}

// BadResultPool uses the parent in a task that has a result.
func BadResultPool(ctx context.Context, urls []string) error {
	p := pool.NewWithResults[string]().WithContext(ctx).WithCancelOnError()
	for _, u := range urls {
		p.Go(func(c context.Context) (string, error) {
			return work.Get(ctx, u) // want `parent context ctx passed to work.Get inside p.Go.*\(ctxthread/parent\)`
		})
	}
	_, err := p.Wait()
	return err
}

// GoodResultPool uses the context that it is handed.
func GoodResultPool(ctx context.Context, urls []string) error {
	p := pool.NewWithResults[string]().WithContext(ctx).WithCancelOnError()
	for _, u := range urls {
		p.Go(func(ctx context.Context) (string, error) { return work.Get(ctx, u) })
	}
	_, err := p.Wait()
	return err
}

// GoodResultPoolGoesOn has a pool that an error does not cancel.
func GoodResultPoolGoesOn(ctx context.Context, l *work.Ledger) error {
	p := pool.NewWithResults[string]().WithContext(ctx).WithCollectErrored()
	p.Go(func(c context.Context) (string, error) { return work.Get(c, work.Fails) })
	p.Go(func(c context.Context) (string, error) { return "", l.Write(ctx, "entry") })
	_, err := p.Wait()
	return err
}
