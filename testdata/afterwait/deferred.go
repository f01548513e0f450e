package afterwait

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadDeferred has the clean-up done with the derived context, which the wait has
// ended when it comes to that.
func BadDeferred(ctx context.Context) (err error) {
	g, ctx := errgroup.WithContext(ctx)
	if err := work.Fetch(ctx, work.Quick); err != nil {
		return err
	}
	defer release(ctx, &err) // want `derived context ctx passed to release by a deferred call, which runs after g.Wait\(\): that cancelled it even on success \(afterwait/derived\)`
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return g.Wait()
}

func release(ctx context.Context, err *error) { *err = errors.Join(*err, work.Fetch(ctx, work.Quick)) }

// GoodDeferred has it done with the parent.
func GoodDeferred(ctx context.Context) (err error) {
	g, gctx := errgroup.WithContext(ctx)
	defer release(ctx, &err)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	return g.Wait()
}

// BadDeferredLiteral does the same in a function literal.
func BadDeferredLiteral(ctx context.Context) (err error) {
	g, gctx := errgroup.WithContext(ctx)
	defer func() {
		err = errors.Join(err, work.Fetch(gctx, work.Quick)) // want `derived context gctx passed to work.Fetch by a deferred call, which runs after g.Wait\(\)`
	}()
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := work.Fetch(gctx, work.Quick); err != nil {
		return err
	}
	return g.Wait()
}

// GoodDeferredOnFailure cleans up when something has failed, which may have
// been early.
func GoodDeferredOnFailure(ctx context.Context) (err error) {
	g, ctx := errgroup.WithContext(ctx)
	defer func() {
		if err != nil {
			err = errors.Join(err, work.Fetch(ctx, work.Quick))
		}
	}()
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return g.Wait()
}

// GoodDeferredNoWait need not come to the wait.
func GoodDeferredNoWait(ctx context.Context) (err error) {
	g, ctx := errgroup.WithContext(ctx)
	defer release(ctx, &err)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := work.Fetch(ctx, work.Quick); err == nil {
		return nil
	}
	return g.Wait()
}

// GoodDeferredDetached detaches the clean-up.
func GoodDeferredDetached(ctx context.Context) (err error) {
	g, ctx := errgroup.WithContext(ctx)
	defer release(context.WithoutCancel(ctx), &err)
	defer func() { work.Log(ctx, "done") }()
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return g.Wait()
}

// GoodDeferredBefore defers the clean-up before there is a group.
func GoodDeferredBefore(ctx context.Context) (err error) {
	defer release(ctx, &err)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return g.Wait()
}
