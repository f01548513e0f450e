package afterwait

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadSecondGroup derives the second group's context from that of the first.
func BadSecondGroup(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	g, ctx = errgroup.WithContext(ctx) // want `group derived from ctx after g.Wait\(\): that cancelled it even on success, so the new group is dead from the start \(afterwait/derived\)`
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return g.Wait()
}

// GoodSecondGroup derives both from the parent.
func GoodSecondGroup(ctx context.Context) error {
	g, actx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(actx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	g, bctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(bctx, work.Quick) })
	return g.Wait()
}

// GoodSameNames derives both from the parent, under the same names.
func GoodSameNames(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	for range 2 {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	g, gctx = errgroup.WithContext(ctx)
	for range 2 {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	}
	return g.Wait()
}

// BadLoop derives the group of every batch but the first from that of the batch
// before.
func BadLoop(ctx context.Context) error {
	var g *errgroup.Group
	for range 2 {
		g, ctx = errgroup.WithContext(ctx) // want `group derived from ctx after g.Wait\(\): that cancelled it even on success, so from the second round on the new group is dead from the start \(afterwait/derived\)`
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodLoop shadows the parent in each round.
func GoodLoop(ctx context.Context) error {
	for range 2 {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodLoopOnce leaves the loop after the wait.
func GoodLoopOnce(ctx context.Context) error {
	for n := range 3 {
		if n < 2 {
			if err := work.Fetch(ctx, work.Quick); err != nil {
				return err
			}
			continue
		}
		var g *errgroup.Group
		g, ctx = errgroup.WithContext(ctx)
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		return g.Wait()
	}
	return nil
}

// BadRound uses what the round before has left, before it makes a group.
func BadRound(ctx context.Context) error {
	for range 2 {
		if err := work.Fetch(ctx, work.Quick); err != nil { // want `derived context ctx passed to work.Fetch after g.Wait\(\): that cancelled it even on success, from the second round on \(afterwait/derived\)`
			return err
		}
		var g *errgroup.Group
		g, ctx = errgroup.WithContext(ctx)
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodNewEachRound makes a new group for the next round when it has waited.
func GoodNewEachRound(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	for range 3 {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
		g, gctx = errgroup.WithContext(ctx)
	}
	return work.Fetch(gctx, work.Quick)
}

// BadReused starts another task in a group that has been waited for.
func BadReused(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	g.Go(func() error {
		return work.Fetch(gctx, work.Quick) // want `derived context gctx passed to work.Fetch after g.Wait\(\)`
	})
	return g.Wait()
}

// BadReusedTask starts the same task again.
func BadReusedTask(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	task := func() error { return work.Fetch(gctx, work.Quick) }
	g.Go(task)
	if err := g.Wait(); err != nil {
		return err
	}
	g.Go(task) // want `derived context gctx used by task after g.Wait\(\): that cancelled it even on success \(afterwait/derived\)`
	return g.Wait()
}

// GoodReused starts another task, which uses the parent. The group has no use
// for its context any more.
func GoodReused(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return g.Wait()
}

// BadReusedLoop waits for the group in every round and goes on with it.
func BadReusedLoop(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	for range 2 {
		g.Go(func() error {
			return work.Fetch(gctx, work.Quick) // want `derived context gctx passed to work.Fetch after g.Wait\(\): that cancelled it even on success, from the second round on \(afterwait/derived\)`
		})
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodWaitPerhaps waits when there is enough to wait for, and makes a new group
// only then.
func GoodWaitPerhaps(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	for n := range 5 {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
		if n%2 == 1 {
			if err := g.Wait(); err != nil {
				return err
			}
			g, gctx = errgroup.WithContext(ctx)
		}
	}
	return g.Wait()
}

// GoodInParallel uses the context of the group only in the rounds that have made
// none.
func GoodInParallel(ctx context.Context) error {
	for n := range 4 {
		use := ctx
		parallel := n%2 == 0
		if parallel {
			var g *errgroup.Group
			g, use = errgroup.WithContext(ctx)
			g.Go(func() error { return work.Fetch(use, work.Quick) })
			if err := g.Wait(); err != nil {
				return err
			}
		}
		if !parallel {
			if err := work.Fetch(use, work.Quick); err != nil {
				return err
			}
		}
	}
	return nil
}

// GoodReplaced has a function that puts a new group in the place of the old one.
func GoodReplaced(ctx context.Context) error {
	var g *errgroup.Group
	var gctx context.Context
	renew := func() { g, gctx = errgroup.WithContext(ctx) }
	renew()
	for range 3 {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
		renew()
	}
	return work.Fetch(gctx, work.Quick)
}

// GoodWhenFull waits in one branch of a loop and starts tasks in the other.
func GoodWhenFull(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	for n := range 3 {
		switch {
		case n < 2:
			g.Go(func() error { return work.Fetch(gctx, work.Quick) })
		default:
			if err := g.Wait(); err != nil {
				return err
			}
		}
	}
	return nil
}
