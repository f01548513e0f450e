package ctxthread

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadLiteral uses the parent in the function literal of a task.
func BadLiteral(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go: it outlives the first error \(group context is gctx\) \(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodLiteral uses the group's context.
func GoodLiteral(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	return g.Wait()
}

// GoodShadow uses the group's context under the name of the parent, as far as
// there is one.
func GoodShadow(ctx context.Context, urls []string) error {
	if len(urls) > 0 {
		g, ctx := errgroup.WithContext(ctx)
		for _, u := range urls {
			g.Go(func() error { return work.Fetch(ctx, u) })
		}
		return g.Wait()
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodOverwritten does so where the derived context overwrites the parameter.
func GoodOverwritten(ctx context.Context, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(ctx, u) })
	}
	return g.Wait()
}

// BadTryGo uses it in a task that is started only if there is room.
func BadTryGo(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		if !g.TryGo(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.TryGo.*\(ctxthread/parent\)`
		}) {
			break
		}
	}
	return g.Wait()
}

// GoodTryGo uses the group's context.
func GoodTryGo(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, u := range urls {
		if !g.TryGo(func() error { return work.Fetch(gctx, u) }) {
			break
		}
	}
	return g.Wait()
}

// BadSecondStep threads the group's context through the first step and the
// parent through the second.
func BadSecondStep(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			if err := work.Fetch(gctx, work.Quick); err != nil {
				return err
			}
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// BadTwice uses the parent in two places of one task. It is reported once.
func BadTwice(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			if err := work.Fetch(ctx, work.Quick); err != nil { // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
				return err
			}
			return work.Fetch(ctx, u)
		})
	}
	return g.Wait()
}

// GoodAfterWait uses the parent where the group is done.
func GoodAfterWait(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodBetween uses the parent in the spawner, between the tasks.
func GoodBetween(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	if err := work.Fetch(ctx, work.Quick); err != nil {
		return errgroupError(g, err)
	}
	return g.Wait()
}

// errgroupError waits for the group and returns err.
func errgroupError(g *errgroup.Group, err error) error {
	g.Wait()
	return err
}

// GoodSingle has one task only: there is no sibling whose error it could miss.
func GoodSingle(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		work.Log(gctx, "the only task")
		return work.Fetch(ctx, work.Fails)
	})
	return g.Wait()
}

// BadLoopCopy uses a copy of the parent. The copy would not be used any more if
// the task did not: the fix has to be more than another name.
func BadLoopCopy(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		ctx := ctx
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}
