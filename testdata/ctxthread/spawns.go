package ctxthread

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/ctxthread/crew"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadStart starts the task through a function of another package.
func BadStart(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	crew.Start(g, func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		crew.Start(g, func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside crew.Start.*group context is gctx.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodStart uses the group's context.
func GoodStart(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		crew.Start(g, func() error { return work.Fetch(gctx, u) })
	}
	return g.Wait()
}

// BadStartNamed starts what a function of another package makes of the task.
func BadStartNamed(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(crew.Named(u, func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		}))
	}
	return g.Wait()
}

// GoodStartNamed uses the group's context.
func GoodStartNamed(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(crew.Named(u, func() error { return work.Fetch(gctx, u) }))
	}
	return g.Wait()
}

// BadCrew uses the parent in a task of another package's group.
func BadCrew(ctx context.Context, urls []string) error {
	c, cctx := crew.New(ctx)
	c.Go("quick", func() error { return work.Fetch(cctx, work.Quick) })
	for _, u := range urls {
		c.Go(u, func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside c.Go.*group context is cctx.*\(ctxthread/parent\)`
		})
	}
	return c.Wait()
}

// GoodCrew uses that group's context.
func GoodCrew(ctx context.Context, urls []string) error {
	c, cctx := crew.New(ctx)
	for _, u := range urls {
		c.Go(u, func() error { return work.Fetch(cctx, u) })
	}
	return c.Wait()
}

// BadSpawnExpression starts the tasks through a method expression.
func BadSpawnExpression(ctx context.Context, urls []string) error {
	start := (*errgroup.Group).Go
	g, gctx := errgroup.WithContext(ctx)
	start(g, func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		start(g, func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside start.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodSpawnExpression uses the group's context.
func GoodSpawnExpression(ctx context.Context, urls []string) error {
	start := (*errgroup.Group).Go
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		start(g, func() error { return work.Fetch(gctx, u) })
	}
	return g.Wait()
}

// BadMethodExpression calls a method expression in the task.
func BadMethodExpression(ctx context.Context, urls []string) error {
	fetch := site.fetch
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return fetch(site{}, gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return fetch(site{}, ctx, u) // want `parent context ctx passed to fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodMethodExpression calls it with the group's context.
func GoodMethodExpression(ctx context.Context, urls []string) error {
	fetch := site.fetch
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return fetch(site{}, gctx, u) })
	}
	return g.Wait()
}

// A fan starts a task for every item.
type fan[T any] struct{ group *errgroup.Group }

func (f fan[T]) each(items []T, do func(T) error) {
	for _, item := range items {
		f.group.Go(func() error { return do(item) })
	}
}

// BadGenericMethod starts the tasks through a method of a generic type.
func BadGenericMethod(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	fan[string]{g}.each(urls, func(u string) error {
		return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside fan\[string\]\{…\}.each.*\(ctxthread/parent\)`
	})
	return g.Wait()
}

// GoodGenericMethod uses the group's context.
func GoodGenericMethod(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	fan[string]{g}.each(urls, func(u string) error { return work.Fetch(gctx, u) })
	return g.Wait()
}

// BadBatches makes a group for every batch, and uses the parent in all of them.
func BadBatches(ctx context.Context, urls []string) error {
	var (
		g    *errgroup.Group
		gctx context.Context
	)
	for range 2 {
		g, gctx = errgroup.WithContext(ctx)
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
		for _, u := range urls {
			g.Go(func() error {
				return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodBatches uses each group's context in it.
func GoodBatches(ctx context.Context, urls []string) error {
	var (
		g    *errgroup.Group
		gctx context.Context
	)
	for range 2 {
		g, gctx = errgroup.WithContext(ctx)
		for _, u := range urls {
			g.Go(func() error { return work.Fetch(gctx, u) })
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodBesideGroup uses the parent in a goroutine that is no task of the group.
func GoodBesideGroup(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { _ = l.Write(ctx, "entry") })
	g.Go(func() error { return work.Fetch(gctx, work.Fails) })
	g.Go(func() error { return work.Fetch(gctx, work.Slow) })
	wg.Wait()
	return g.Wait()
}

// share has the work done in a goroutine, for whoever else may want it, and waits
// for it as long as ctx lives.
func share(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- fmt.Errorf("panic: %v", r)
			}
		}()
		done <- do()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func fetchShared(ctx context.Context, u string) error {
	return share(ctx, func() error { return work.Fetch(context.WithoutCancel(ctx), u) })
}

// BadShared waits with the parent for work that is done elsewhere.
func BadShared(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return fetchShared(ctx, u) // want `parent context ctx passed to fetchShared inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodShared waits with the group's context.
func GoodShared(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return fetchShared(gctx, u) })
	}
	return g.Wait()
}

// BadSpawnedAgain uses the parent in a task that a task starts, which is where it
// is reported.
func BadSpawnedAgain(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	c := g
	g.Go(func() error {
		for _, u := range urls {
			c.Go(func() error {
				return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside c.Go.*\(ctxthread/parent\)`
			})
		}
		return work.Fetch(gctx, work.Quick)
	})
	return g.Wait()
}
