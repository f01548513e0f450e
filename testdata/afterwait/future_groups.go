package afterwait

import (
	"context"
	"time"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadFutureEscape takes the context that a group of the reference runtime gives
// its tasks out of the task.
func BadFutureEscape(ctx context.Context) error {
	var gctx context.Context
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error {
		gctx = ctx
		return work.Fetch(ctx, work.Quick)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(gctx, work.Quick) // want `derived context gctx passed to work.Fetch after g.Wait\(\).*\(afterwait/derived\)`
}

// GoodFutureGroup uses the parent afterwards.
func GoodFutureGroup(ctx context.Context) error {
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// BadFutureAwait awaits with the group's context after Wait what is not settled
// yet.
func BadFutureAwait(ctx context.Context) error {
	var gctx context.Context
	f := future.Go(ctx, func(ctx context.Context) (string, error) {
		time.Sleep(time.Second)
		return work.Get(ctx, work.Quick)
	})
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error {
		gctx = ctx
		return work.Fetch(ctx, work.Quick)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	_, err := f.Await(gctx) // want `derived context gctx passed to f.Await after g.Wait\(\).*\(afterwait/derived\)`
	return err
}

// GoodFutureAwait awaits it in the group.
func GoodFutureAwait(ctx context.Context) error {
	f := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, work.Quick) })
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error {
		_, err := f.Await(ctx)
		return err
	})
	return g.Wait()
}

// GoodFutureSecondGroup has the tasks of a second group after the first one's.
func GoodFutureSecondGroup(ctx context.Context) error {
	for range 2 {
		g := future.NewGroup(ctx, future.Limit(2))
		g.Go(func(ctx context.Context) error { return work.Fetch(ctx, work.Quick) })
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodFutureForEach uses its context after all calls have returned.
func GoodFutureForEach(ctx context.Context) error {
	if err := future.ForEach(ctx, 2, []string{work.Quick, work.Quick}, work.Fetch); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodFutureFirst uses it after the losers have been called off.
func GoodFutureFirst(ctx context.Context) error {
	get := func(u string) func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) { return work.Get(ctx, u) }
	}
	if _, err := future.First(ctx, []func(context.Context) (string, error){get(work.Quick), get(work.Slow)}); err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// BadFutureCancelled awaits with a context of which it has just called the cancel
// function.
func BadFutureCancelled(ctx context.Context) error {
	wctx, cancel := context.WithCancel(ctx)
	f := future.NewFuture[string]()
	time.AfterFunc(time.Second, func() { f.Resolve("late") })
	err := work.Fetch(wctx, work.Quick)
	cancel()
	if err != nil {
		return err
	}
	_, err = f.Await(wctx) // want `context wctx passed to f.Await after cancel\(\).*\(afterwait/canceled\)`
	return err
}

// GoodFutureSettled calls the work off and reads what it has come to.
func GoodFutureSettled(ctx context.Context) error {
	wctx, cancel := context.WithCancel(ctx)
	f := future.Go(wctx, func(ctx context.Context) (string, error) { return work.Get(ctx, work.Quick) })
	<-f.Done()
	cancel()
	_, err := f.Await(ctx)
	return err
}

// BadFutureStarted starts work with it.
func BadFutureStarted(ctx context.Context) error {
	wctx, cancel := context.WithCancel(ctx)
	err := work.Fetch(wctx, work.Quick)
	cancel()
	if err != nil {
		return err
	}
	_, err = future.Go(wctx, func(ctx context.Context) (string, error) { return work.Get(ctx, work.Quick) }).Await(ctx) // want `context wctx passed to future.Go after cancel\(\).*\(afterwait/canceled\)`
	return err
}

// BadFutureMade makes a group with it.
func BadFutureMade(ctx context.Context) error {
	wctx, cancel := context.WithCancel(ctx)
	err := work.Fetch(wctx, work.Quick)
	cancel()
	if err != nil {
		return err
	}
	g := future.NewGroup(wctx) // want `context wctx passed to future.NewGroup after cancel\(\).*\(afterwait/canceled\)`
	if err := g.Go(func(ctx context.Context) error { return work.Fetch(ctx, work.Quick) }); err != nil {
		return err
	}
	return g.Wait()
}
