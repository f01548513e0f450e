package ctxthread

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadTimeout derives the context of a task from the parent. The time limit is
// no replacement for the first error.
func BadTimeout(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			tctx, cancel := context.WithTimeout(ctx, 2*time.Hour) // want `parent context ctx passed to context.WithTimeout inside g.Go.*\(ctxthread/parent\)`
			defer cancel()
			return work.Fetch(tctx, u)
		})
	}
	return g.Wait()
}

// GoodTimeout derives it from the group's.
func GoodTimeout(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			tctx, cancel := context.WithTimeout(gctx, 2*time.Hour)
			defer cancel()
			return work.Fetch(tctx, u)
		})
	}
	return g.Wait()
}

// BadValue puts a value into the parent before the tasks use it.
func BadValue(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	vctx := work.WithRequest(ctx, "crawl")
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(vctx, u) // want `parent context vctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodValue puts it into the group's.
func GoodValue(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(work.WithRequest(ctx, "crawl"))
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(work.WithRequest(gctx, u), u) })
	}
	return g.Wait()
}

// BadWait waits for the parent to end, itself.
func BadWait(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	g.Go(func() error {
		select {
		case <-time.After(time.Hour):
			return nil
		case <-ctx.Done(): // want `parent context ctx waited for inside g.Go.*\(ctxthread/parent\)`
			return ctx.Err()
		}
	})
	return g.Wait()
}

// GoodWait waits for either to end.
func GoodWait(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	g.Go(func() error {
		select {
		case <-time.After(time.Hour):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-gctx.Done():
			return gctx.Err()
		}
	})
	return g.Wait()
}

// A session has a context that is one by its type only.
type session struct{ context.Context }

// BadNamedType uses a parent whose type merely implements context.Context.
func BadNamedType(ctx context.Context, urls []string) error {
	s := session{ctx}
	g, gctx := errgroup.WithContext(s)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(s, u) // want `parent context s passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodOtherRoot uses a context that has nothing to do with the group's: that of
// each job, which others may cancel.
func GoodOtherRoot(ctx context.Context, jobs []Job) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, j := range jobs {
		g.Go(func() error {
			work.Log(gctx, "job")
			return work.Fetch(j.Context, j.URL)
		})
	}
	return g.Wait()
}

// A Job is part of somebody's request.
type Job struct {
	Context context.Context
	URL     string
}

// GoodEither picks the group's context unless the work has to be finished.
func GoodEither(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			use := gctx
			if u == work.Quick {
				use = context.WithoutCancel(ctx)
			}
			return work.Fetch(use, u)
		})
	}
	return g.Wait()
}

// GoodPlainClone keeps a copy of the parent's values without its end.
func GoodPlainClone(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			if err := work.Fetch(gctx, u); err != nil {
				return err
			}
			return work.Fetch(context.WithoutCancel(ctx), work.Quick)
		})
	}
	return g.Wait()
}

// BadReassignedContext puts a value into the parent, under its own name, when
// the group is there already.
func BadReassignedContext(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	ctx = work.WithRequest(ctx, "crawl")
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodReassignedContext puts it into the group's, under the parent's name.
func GoodReassignedContext(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	ctx = work.WithRequest(gctx, "crawl")
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(ctx, u) })
	}
	return g.Wait()
}
