package afterwait

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/afterwait/house"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadFixedPaths uses the derived context in front of the wait outside of the
// tasks as well, and in the arguments of the wait: all of that keeps it.
func BadFixedPaths(ctx context.Context) error {
	eg, ctx := errgroup.WithContext(ctx)
	eg.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := work.Fetch(ctx, work.Quick); err != nil {
		return err
	}
	if err := house.Finish(eg, work.Request(ctx)); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after house.Finish\(\)`
}

// BadFixedBlock shadows the parent: the block goes on with the parent.
func BadFixedBlock(ctx context.Context) error {
	for range 2 {
		wg, ctx := errgroup.WithContext(ctx)
		wg.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := wg.Wait(); err != nil {
			return err
		}
		if err := work.Fetch(ctx, work.Quick); err != nil { // want `derived context ctx passed to work.Fetch after wg.Wait\(\)`
			return err
		}
	}
	return nil
}

// BadNotFixedReassigned gives the derived context a value, which the old name
// would not have.
func BadNotFixedReassigned(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	ctx = work.WithRequest(ctx, "crawl")
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// BadNotFixedCaptured has a task that was made in front of the group. It gets to
// the derived context because that has the name of the parent.
func BadNotFixedCaptured(ctx context.Context) error {
	task := func() error { return work.Fetch(ctx, work.Quick) }
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// BadNotFixedTaken has a variable of the name that the fix would use.
func BadNotFixedTaken(ctx context.Context) error {
	gctx := work.WithRequest(ctx, "crawl")
	g, ctx := errgroup.WithContext(gctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// BadNotFixedUnused would leave the derived context unused.
func BadNotFixedUnused(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(context.Background(), work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// BadNotFixedShadow assigns to the variable that shadows the parent: without it,
// that would be an assignment to the parent.
func BadNotFixedShadow(ctx context.Context) error {
	{
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
		g, ctx = errgroup.WithContext(ctx) // want `group derived from ctx after g.Wait\(\)`
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return work.Fetch(ctx, work.Quick)
}

// scope is a context of a type of its own.
type scope struct{ context.Context }

// BadNotFixedType shadows a variable of another type, which does not fit where
// the derived context is copied to.
func BadNotFixedType(parent context.Context) error {
	ctx := scope{parent}
	{
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
		named := ctx
		named = work.WithRequest(named, "crawl")
		return work.Fetch(named, work.Quick) // want `derived context named passed to work.Fetch after g.Wait\(\)`
	}
}
