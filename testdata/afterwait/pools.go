package afterwait

import (
	"context"
	"errors"

	"github.com/alitto/pond"
	pond2 "github.com/alitto/pond/v2"
	"github.com/sourcegraph/conc/pool"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadPoolEscape takes the context that a pool gives its tasks out of the task.
func BadPoolEscape(ctx context.Context) error {
	var pctx context.Context
	p := pool.New().WithContext(ctx)
	p.Go(func(ctx context.Context) error {
		pctx = ctx
		return work.Fetch(ctx, work.Quick)
	})
	if err := p.Wait(); err != nil {
		return err
	}
	return work.Fetch(pctx, work.Quick) // want `derived context pctx passed to work.Fetch after p.Wait\(\): that cancelled it even on success \(afterwait/derived\)`
}

// GoodPool uses the parent afterwards.
func GoodPool(ctx context.Context) error {
	p := pool.New().WithContext(ctx).WithCancelOnError()
	p.Go(func(ctx context.Context) error { return work.Fetch(ctx, work.Quick) })
	if err := p.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodErrorPool waits for a pool that has no context.
func GoodErrorPool(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := pool.New().WithErrors()
	p.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := p.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// BadPondGroup overwrites the parameter with the context of a pond group.
func BadPondGroup(ctx context.Context) error {
	workers := pond.New(2, 0)
	defer workers.StopAndWait()
	g, ctx := workers.GroupContext(ctx)
	g.Submit(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// GoodPondGroup gives it a name of its own.
func GoodPondGroup(ctx context.Context) error {
	workers := pond.New(2, 0)
	defer workers.StopAndWait()
	g, gctx := workers.GroupContext(ctx)
	g.Submit(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodPond2Group uses the context of a group whose Wait does not end it.
func GoodPond2Group(ctx context.Context) error {
	workers := pond2.NewPool(2)
	defer workers.StopAndWait()
	g := workers.NewGroupContext(ctx)
	gctx := g.Context()
	g.SubmitErr(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	if gctx.Err() != nil {
		return errors.New("ended by Wait")
	}
	return work.Fetch(gctx, work.Quick)
}
