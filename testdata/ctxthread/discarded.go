package ctxthread

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadDiscarded derives a context and throws it away.
func BadDiscarded(ctx context.Context, urls []string) error {
	g, _ := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go: it outlives the first error .*discarded.*\(ctxthread/discarded\)`
		})
	}
	return g.Wait()
}

// BadDiscardedLater assigns the group to a variable that is there already.
func BadDiscardedLater(ctx context.Context, urls []string) error {
	var g *errgroup.Group
	g, _ = errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			_, err := work.Get(ctx, u) // want `parent context ctx passed to work.Get inside g.Go.*\(ctxthread/discarded\)`
			return err
		})
	}
	return g.Wait()
}

// GoodNotDiscarded uses what it derives.
func GoodNotDiscarded(ctx context.Context, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			_, err := work.Get(ctx, u)
			return err
		})
	}
	return g.Wait()
}

// GoodDiscardedNeverFails has tasks that do not fail, so that nothing ends the
// context but Wait.
func GoodDiscardedNeverFails(ctx context.Context, urls []string, l *work.Ledger) error {
	g, _ := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			if err := work.Fetch(ctx, u); err != nil {
				work.Log(ctx, err.Error())
			}
			_ = l.Write(ctx, "entry")
			return nil
		})
	}
	return g.Wait()
}

// GoodDiscardedDetached has tasks that do not care who fails.
func GoodDiscardedDetached(ctx context.Context, l *work.Ledger) error {
	g, _ := errgroup.WithContext(ctx)
	for _, u := range []string{work.Fails, work.Quick} {
		g.Go(func() error {
			wctx := context.WithoutCancel(ctx)
			if err := work.Fetch(wctx, u); err != nil {
				return err
			}
			return l.Write(wctx, "entry")
		})
	}
	return g.Wait()
}

// GoodDiscardedLogs uses the parent for the log alone.
func GoodDiscardedLogs(ctx context.Context, urls []string) error {
	g, _ := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			work.Log(ctx, u)
			return parse(u)
		})
	}
	return g.Wait()
}

// parse fails without having waited for anything.
func parse(u string) error {
	if u == work.Fails {
		return work.ErrFailed
	}
	return nil
}
