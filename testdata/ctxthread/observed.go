package ctxthread

import (
	"context"
	"runtime/pprof"
	"runtime/trace"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadLabels does the work under a profiler's labels, with a context that stems
// from the parent.
func BadLabels(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() (err error) {
			pprof.Do(ctx, pprof.Labels("url", u), func(ctx context.Context) { // want `parent context ctx passed to pprof.Do inside g.Go.*\(ctxthread/parent\)`
				err = work.Fetch(ctx, u)
			})
			return err
		})
	}
	return g.Wait()
}

// GoodLabels does it with one that stems from the group's.
func GoodLabels(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() (err error) {
			pprof.Do(gctx, pprof.Labels("url", u), func(ctx context.Context) {
				err = work.Fetch(ctx, u)
			})
			return err
		})
	}
	return g.Wait()
}

// GoodLabelsAround makes the group under the labels.
func GoodLabelsAround(ctx context.Context, urls []string) (err error) {
	pprof.Do(ctx, pprof.Labels("job", "fetch"), func(ctx context.Context) {
		g, gctx := errgroup.WithContext(ctx)
		for _, u := range urls {
			g.Go(func() error { return work.Fetch(gctx, u) })
		}
		err = g.Wait()
	})
	return err
}

// GoodLabelsOnly takes the labels from the parent and nothing else.
func GoodLabelsOnly(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			pprof.SetGoroutineLabels(pprof.WithLabels(ctx, pprof.Labels("url", u)))
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// BadTask does the work in a task of the tracer that stems from the parent.
func BadTask(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			tctx, task := trace.NewTask(ctx, "fetch") // want `parent context ctx passed to trace.NewTask inside g.Go.*\(ctxthread/parent\)`
			defer task.End()
			return work.Fetch(tctx, u)
		})
	}
	return g.Wait()
}

// GoodTask does it in one that stems from the group's context.
func GoodTask(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			tctx, task := trace.NewTask(gctx, "fetch")
			defer task.End()
			return work.Fetch(tctx, u)
		})
	}
	return g.Wait()
}

// GoodRegion marks a region of the parent's task, in which the group's context
// is used.
func GoodRegion(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() (err error) {
			trace.Log(ctx, "url", u)
			trace.WithRegion(ctx, "fetch", func() { err = work.Fetch(gctx, u) })
			return err
		})
	}
	return g.Wait()
}
