package ctxthread

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadInterface hands the parent to a method of an interface.
func BadInterface(ctx context.Context, urls []string) error {
	var f work.Fetcher = work.Site{}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return f.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return f.Fetch(ctx, u) // want `parent context ctx passed to f.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodInterface hands it the group's context.
func GoodInterface(ctx context.Context, urls []string) error {
	var f work.Fetcher = work.Site{}
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return f.Fetch(gctx, u) })
	}
	return g.Wait()
}

// visit calls do for every address in a group.
func visit(ctx context.Context, urls []string, do func(context.Context, string) error) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			work.Log(gctx, u)
			return do(ctx, u) // want `parent context ctx passed to do inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// BadParameter has the parent handed to a function that is a parameter.
func BadParameter(ctx context.Context, urls []string) error {
	return visit(ctx, urls, work.Fetch)
}

// visitAll hands it the group's context.
func visitAll(ctx context.Context, urls []string, do func(context.Context, string) error) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return do(gctx, u) })
	}
	return g.Wait()
}

// GoodParameter has the group's context handed to one.
func GoodParameter(ctx context.Context, urls []string) error {
	return visitAll(ctx, urls, work.Fetch)
}

// BadOutgoing makes a request with the parent.
func BadOutgoing(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil) // want `parent context ctx passed to http.NewRequestWithContext inside g.Go.*\(ctxthread/parent\)`
			if err != nil {
				return err
			}
			return work.Client{}.Do(r)
		})
	}
	return g.Wait()
}

// GoodOutgoing makes it with the group's context.
func GoodOutgoing(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			r, err := http.NewRequestWithContext(gctx, http.MethodGet, u, nil)
			if err != nil {
				return err
			}
			return work.Client{}.Do(r)
		})
	}
	return g.Wait()
}

// GoodProxied hands on the request with the group's context in it.
func GoodProxied(r *http.Request, urls []string) error {
	g, gctx := errgroup.WithContext(r.Context())
	for _, u := range urls {
		g.Go(func() error {
			out := r.Clone(gctx)
			out.URL.Path = u
			return work.Client{}.Do(out)
		})
	}
	return g.Wait()
}

// BadGoroutine uses the parent in a goroutine that the task waits for.
func BadGoroutine(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			fetched := make(chan error, 1)
			go func() {
				fetched <- work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
			}()
			return <-fetched
		})
	}
	return g.Wait()
}

// GoodGoroutine uses the group's context in it.
func GoodGoroutine(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			fetched := make(chan error, 1)
			go func() { fetched <- work.Fetch(gctx, u) }()
			return <-fetched
		})
	}
	return g.Wait()
}

// GoodMerged works with a context that stems from the parent and is cancelled
// when the group's ends.
func GoodMerged(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			tctx, cancel := context.WithCancel(ctx)
			defer cancel()
			defer context.AfterFunc(gctx, cancel)()
			return work.Fetch(tctx, u)
		})
	}
	return g.Wait()
}
