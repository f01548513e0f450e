package example

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// StoreFiles stores all files at the same time, however many there are.
func StoreFiles(ctx context.Context, files []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, f := range files {
		g.Go(func() error { return fetch(gctx, f) })
	}
	return g.Wait()
}
