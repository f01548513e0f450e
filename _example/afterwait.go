package example

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// FetchThenReport reports with the context that Wait has just cancelled.
func FetchThenReport(ctx context.Context, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return fetch(ctx, u) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return fetch(ctx, "https://example.com/report")
}
