package example

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// FetchBoth was mended, and the comment that suppressed the finding has stayed.
func FetchBoth(ctx context.Context, a, b string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return fetch(gctx, a) }) //futurelint:ignore ctxthread a is small
	g.Go(func() error { return fetch(gctx, b) })
	return g.Wait()
}
