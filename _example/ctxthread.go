package example

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// FetchAll fetches with the parent context, so that the first error does not
// stop the other fetches.
func FetchAll(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return fetch(ctx, u) })
	}
	g.Go(func() error { return fetch(gctx, "https://example.com/done") })
	return g.Wait()
}

// FetchQueue blocks for ever where all workers have failed.
func FetchQueue(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 4 {
		g.Go(func() error {
			for u := range queue {
				if err := fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return g.Wait()
}
