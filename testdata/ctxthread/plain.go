package ctxthread

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadPlain runs its tasks in a group that has no context.
func BadPlain(ctx context.Context, urls []string) error {
	var g errgroup.Group
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `context ctx passed to work.Fetch inside g.Go: the first error cancels nobody.*\(ctxthread/plain\)`
		})
	}
	return g.Wait()
}

// BadPlainLimited makes it of a literal, and limits it.
func BadPlainLimited(ctx context.Context, urls []string) error {
	g := &errgroup.Group{}
	g.SetLimit(8)
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `context ctx passed to work.Fetch inside g.Go: the first error cancels nobody.*\(ctxthread/plain\)`
		})
	}
	return g.Wait()
}

// BadPlainPair starts two different tasks.
func BadPlainPair(ctx context.Context, urls []string) error {
	g := new(errgroup.Group)
	g.Go(func() error {
		return work.Fetch(ctx, urls[0]) // want `context ctx passed to work.Fetch inside g.Go: the first error cancels nobody.*\(ctxthread/plain\)`
	})
	g.Go(func() error {
		_, err := work.Get(ctx, urls[1]) // want `context ctx passed to work.Get inside g.Go: the first error cancels nobody.*\(ctxthread/plain\)`
		return err
	})
	return g.Wait()
}

// A download keeps its group by value.
type download struct{ group errgroup.Group }

func (d *download) start(ctx context.Context, u string) {
	d.group.Go(func() error {
		return work.Fetch(ctx, u) // want `context ctx passed to work.Fetch inside d.group.Go: the first error cancels nobody.*\(ctxthread/plain\)`
	})
}

// BadPlainField runs its tasks in a group that stands in a field.
func BadPlainField(ctx context.Context, urls []string) error {
	var d download
	for _, u := range urls {
		d.start(ctx, u)
	}
	return d.group.Wait()
}

// GoodPlainCancel cancels the others by hand.
func GoodPlainCancel(ctx context.Context, urls []string) error {
	cctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var g errgroup.Group
	for _, u := range urls {
		g.Go(func() error {
			err := work.Fetch(cctx, u)
			if err != nil {
				cancel()
			}
			return err
		})
	}
	return g.Wait()
}

// GoodPlainNeverFails has tasks that do not fail.
func GoodPlainNeverFails(ctx context.Context, urls []string, l *work.Ledger) error {
	var g errgroup.Group
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

// GoodPlainSingle has one task that can fail and none beside it.
func GoodPlainSingle(ctx context.Context, urls []string) error {
	var g errgroup.Group
	g.Go(func() error { return work.Fetch(ctx, work.Fails) })
	return g.Wait()
}

// GoodPlainShort has tasks that wait for nothing.
func GoodPlainShort(ctx context.Context, urls []string) error {
	var g errgroup.Group
	for _, u := range urls {
		g.Go(func() error {
			work.Log(ctx, u)
			return parse(u)
		})
	}
	return g.Wait()
}

// GoodPlainDetached has tasks that do not care who fails.
func GoodPlainDetached(ctx context.Context, l *work.Ledger) error {
	var g errgroup.Group
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

// BadPlainInside is part of the work of a group that has a context. What that
// group ends is not ended by the errors of this one.
func BadPlainInside(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return fetchPlainly(gctx, urls) })
	return g.Wait()
}

func fetchPlainly(ctx context.Context, urls []string) error {
	var g errgroup.Group
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `context ctx passed to work.Fetch inside g.Go: the first error cancels nobody .*\(ctxthread/plain\)`
		})
	}
	return g.Wait()
}
