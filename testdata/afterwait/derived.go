package afterwait

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadOverwritten overwrites the parameter with the derived context, and goes on
// with it.
func BadOverwritten(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for range 3 {
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\): that cancelled it even on success \(afterwait/derived\)`
}

// GoodOwnName gives the derived context a name of its own.
func GoodOwnName(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	for range 3 {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// BadWrongName has two names and takes the wrong one.
func BadWrongName(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(gctx, work.Quick) // want `derived context gctx passed to work.Fetch after g.Wait\(\)`
}

// GoodShadowed shadows the parameter in a block that ends with the wait.
func GoodShadowed(ctx context.Context) error {
	{
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return work.Fetch(ctx, work.Quick)
}

// BadTwice uses it in two calls: one report is enough, at the first.
func BadTwice(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	if err := work.Fetch(ctx, work.Quick); err != nil { // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
		return err
	}
	_, err := work.Get(ctx, work.Quick)
	return err
}

// BadTimeout gives the dead context a time limit. That does not revive it.
func BadTimeout(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// BadValue puts a value into it while it is alive.
func BadValue(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	vctx := work.WithRequest(gctx, "crawl")
	g.Go(func() error { return work.Fetch(vctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(vctx, work.Quick) // want `derived context vctx passed to work.Fetch after g.Wait\(\)`
}

// GoodValueOfParent puts a value into the parent.
func GoodValueOfParent(ctx context.Context) error {
	ctx = work.WithRequest(ctx, "crawl")
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// BadSelect waits for an event, or so it seems: the other case is ready.
func BadSelect(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	event := make(chan struct{})
	g.Go(func() error {
		time.AfterFunc(time.Minute, func() { close(event) })
		return work.Fetch(ctx, work.Quick)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	select {
	case <-event:
		return nil
	case <-ctx.Done(): // want `context ctx waited for after g.Wait\(\): that cancelled it even on success, so the wait is over at once \(afterwait/derived\)`
		return ctx.Err()
	}
}

// GoodSelect waits for the event or the end of the parent.
func GoodSelect(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	event := make(chan struct{})
	g.Go(func() error {
		time.AfterFunc(time.Minute, func() { close(event) })
		return work.Fetch(gctx, work.Quick)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	select {
	case <-event:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// BadLiteral uses it in a function that is made and called afterwards.
func BadLiteral(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	retry := func() error {
		return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
	}
	return retry()
}

// BadEarlierLiteral uses it in a function that is made before, for the tasks, and
// called once more afterwards.
func BadEarlierLiteral(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	fetch := func() error { return work.Fetch(ctx, work.Quick) }
	g.Go(fetch)
	if err := g.Wait(); err != nil {
		return err
	}
	return fetch() // want `derived context ctx used by fetch after g.Wait\(\): that cancelled it even on success \(afterwait/derived\)`
}

// GoodEarlierLiteral calls a function that was made before with the parent.
func GoodEarlierLiteral(ctx context.Context) error {
	fetch := func() error { return work.Fetch(ctx, work.Quick) }
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return fetch()
}

// GoodOtherBranch waits in one branch and uses the context in the other.
func GoodOtherBranch(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	fetch := func() error { return work.Fetch(ctx, work.Quick) }
	if _, parallel := ctx.Deadline(); parallel {
		g.Go(fetch)
		return g.Wait()
	}
	return work.Fetch(ctx, work.Quick)
}

// BadBothBranches waits in either.
func BadBothBranches(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if _, hurry := ctx.Deadline(); hurry {
		_ = g.Wait()
	} else if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `derived context ctx passed to work.Fetch after g.Wait\(\)`
}

// GoodBeforeWait uses the derived context outside of the tasks, but before the
// wait.
func GoodBeforeWait(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := work.Fetch(ctx, work.Quick); err != nil {
		_ = work.Fetch(ctx, work.Quick)
		return err
	}
	return g.Wait()
}

// GoodDeferredWait waits when it returns.
func GoodDeferredWait(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	defer g.Wait()
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return work.Fetch(ctx, work.Quick)
}

// GoodFresh gives the variable a new context after the wait.
func GoodFresh(ctx context.Context) error {
	parent := ctx
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	ctx = parent
	return work.Fetch(ctx, work.Quick)
}

// GoodPerhaps has a context that is the derived one only if there was a group.
func GoodPerhaps(ctx context.Context) error {
	use := ctx
	g := new(errgroup.Group)
	if _, hurry := ctx.Deadline(); hurry {
		g, use = errgroup.WithContext(ctx)
	}
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(use, work.Quick)
}

// GoodPlain waits for a group that has no context.
func GoodPlain(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var g errgroup.Group
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodOtherGroup waits for one group and uses the context of another.
func GoodOtherGroup(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	h, hctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	h.Go(func() error { return work.Fetch(hctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	if err := work.Fetch(hctx, work.Quick); err != nil {
		return err
	}
	return h.Wait()
}

// BadInner waits for an outer group, from whose context the inner one is derived.
func BadInner(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	h, hctx := errgroup.WithContext(gctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	h.Go(func() error { return work.Fetch(hctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(hctx, work.Quick) // want `derived context hctx passed to work.Fetch after g.Wait\(\)`
}
