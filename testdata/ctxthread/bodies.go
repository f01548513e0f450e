package ctxthread

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// fetcher returns a task that fetches u with ctx.
func fetcher(ctx context.Context, u string) func() error {
	return func() error { return work.Fetch(ctx, u) }
}

// BadConstructor hands the parent to a function that makes the task. The
// mistake is made at its call: the function is as good as the context that it
// is given.
func BadConstructor(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(fetcher(gctx, work.Quick))
	for _, u := range urls {
		g.Go(fetcher(ctx, u)) // want `parent context ctx passed to fetcher inside g.Go.*\(ctxthread/parent\)`
	}
	return g.Wait()
}

// GoodConstructor hands it the group's context.
func GoodConstructor(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(fetcher(gctx, u))
	}
	return g.Wait()
}

// page knows the context that it is fetched with.
type page struct {
	ctx context.Context
	url string
}

func (p *page) fetch() error {
	return work.Fetch(p.ctx, p.url) // want `parent context p.ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
}

// BadMethodValue starts a method value whose receiver holds the parent.
func BadMethodValue(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		p := &page{ctx: ctx, url: u}
		g.Go(p.fetch)
	}
	return g.Wait()
}

// image knows the context that it is fetched with.
type image struct {
	ctx context.Context
	url string
}

func (i *image) fetch() error { return work.Fetch(i.ctx, i.url) }

// GoodMethodValue starts one whose receiver holds the group's.
func GoodMethodValue(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		i := &image{ctx: gctx, url: u}
		g.Go(i.fetch)
	}
	return g.Wait()
}

// site fetches what it is asked for.
type site struct{}

func (site) fetch(ctx context.Context, u string) error { return work.Fetch(ctx, u) }

// BadMethodCall calls a method in the task.
func BadMethodCall(ctx context.Context, urls []string) error {
	var s site
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return s.fetch(ctx, u) // want `parent context ctx passed to s.fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodMethodCall calls it with the group's context, through a bound method.
func GoodMethodCall(ctx context.Context, urls []string) error {
	fetch := site{}.fetch
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return fetch(gctx, u) })
	}
	return g.Wait()
}

// BadBoundMethod calls a bound method with the parent.
func BadBoundMethod(ctx context.Context, urls []string) error {
	fetch := site{}.fetch
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return fetch(ctx, u) // want `parent context ctx passed to fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// BadLocalFunction starts a function that stands in a local variable.
func BadLocalFunction(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		task := func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		}
		g.Go(task)
	}
	return g.Wait()
}

// GoodLocalFunction uses the group's context in it.
func GoodLocalFunction(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		task := func() error { return work.Fetch(gctx, u) }
		g.Go(task)
	}
	return g.Wait()
}

// named returns a task that says what it was when it fails.
func named(name string, task func() error) func() error {
	return func() error {
		if err := task(); err != nil {
			return &taskError{name, err}
		}
		return nil
	}
}

type taskError struct {
	name string
	err  error
}

func (e *taskError) Error() string { return e.name + ": " + e.err.Error() }
func (e *taskError) Unwrap() error { return e.err }

// BadWrapped starts a literal inside a wrapper.
func BadWrapped(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(named(u, func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		}))
	}
	return g.Wait()
}

// GoodWrapped uses the group's context in it.
func GoodWrapped(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(named(u, func() error { return work.Fetch(gctx, u) }))
	}
	return g.Wait()
}

// BadNested uses the parent in a literal that the task calls.
func BadNested(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			attempt := func() error {
				return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
			}
			return attempt()
		})
	}
	return g.Wait()
}

// GoodNested uses the group's context in it.
func GoodNested(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			attempt := func() error { return work.Fetch(gctx, u) }
			return attempt()
		})
	}
	return g.Wait()
}
