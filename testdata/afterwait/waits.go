package afterwait

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/afterwait/house"
	"github.com/futurelint/futurelint/testdata/work"
)

// finish waits for the tasks of g.
func finish(g *errgroup.Group) error { return g.Wait() }

// BadWaitFunction waits by a function of this package.
func BadWaitFunction(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := finish(g); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after finish\(\): that cancelled it even on success \(afterwait/derived\)`
}

// BadOtherWaitFunction waits by one of another package.
func BadOtherWaitFunction(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := house.Finish(g, "fetching"); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after house.Finish\(\)`
}

// GoodWaitsPerhaps calls a function that need not have waited.
func GoodWaitsPerhaps(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := house.FinishUnless(true, g); err != nil {
		return err
	}
	if err := work.Fetch(ctx, work.Quick); err != nil {
		return err
	}
	return g.Wait()
}

// BadHouseGroup has the group made by a function of the house.
func BadHouseGroup(ctx context.Context) error {
	g, ctx := house.NewGroup(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// BadHouseType has a group of the house's own type.
func BadHouseType(ctx context.Context) error {
	c, ctx := house.NewCrew(ctx)
	c.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := c.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after c.Wait\(\)`
}

// GoodHouseType has one whose Wait does not end the context.
func GoodHouseType(ctx context.Context) error {
	s, ctx := house.NewStaff(ctx)
	s.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := s.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// limited returns a group that runs two tasks at a time.
func limited(ctx context.Context) (*errgroup.Group, context.Context) {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	return g, gctx
}

// BadOwnMaker has the group made by a function of this package.
func BadOwnMaker(ctx context.Context) error {
	g, ctx := limited(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// patient returns a plain group, and the context as it is.
func patient(ctx context.Context) (*errgroup.Group, context.Context) {
	return new(errgroup.Group), ctx
}

// GoodOwnMaker has one made that has no context.
func GoodOwnMaker(ctx context.Context) error {
	g, ctx := patient(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// BadInside waits in a function literal, for the group around it.
func BadInside(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	finish := func() error {
		if err := g.Wait(); err != nil {
			return err
		}
		return work.Fetch(gctx, work.Quick) // want `derived context gctx passed to work.Fetch after g.Wait\(\)`
	}
	return finish()
}

// GoodElsewhere waits in another goroutine, and uses the derived context until
// that is over.
func GoodElsewhere(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	over := make(chan error, 1)
	go func() { over <- g.Wait() }()
	select {
	case err := <-over:
		return err
	case <-gctx.Done():
		return <-over
	}
}

// GoodBaseContext waits for a group whose context has the name that the literal
// gives to another.
func GoodBaseContext(ctx context.Context) error {
	baseCtx := ctx
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	merge := func() error {
		ctx := baseCtx
		if err := g.Wait(); err != nil {
			return err
		}
		return work.Fetch(ctx, work.Quick)
	}
	return merge()
}
