// Package required holds the exhibits of the policy orphan/unjoined: it is one of
// the packages whose goroutines are to be waited for.
package required

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadUnjoined notifies somebody, and does not wait.
func BadUnjoined(ctx context.Context) error {
	go notify(ctx) // want `goroutine that nobody waits for.*\(orphan/unjoined\)`
	return work.Fetch(ctx, work.Quick)
}

func notify(ctx context.Context) { _ = work.Fetch(ctx, work.Slow) }

// BadUnjoinedUnheard tells a channel that nobody listens to.
func BadUnjoinedUnheard(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { // want `goroutine that nobody waits for`
		done <- work.Fetch(ctx, work.Slow)
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodUnjoined waits for its tasks.
func GoodUnjoined(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Slow) })
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	return g.Wait()
}

// GoodUnjoinedCounted waits for a WaitGroup.
func GoodUnjoinedCounted(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go notifyCounted(ctx, &wg)
	wg.Wait()
	return nil
}

func notifyCounted(ctx context.Context, wg *sync.WaitGroup) {
	defer wg.Done()
	notify(ctx)
}

// GoodUnjoinedResult waits for a result.
func GoodUnjoinedResult(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { done <- work.Fetch(ctx, work.Slow) }()
	return <-done
}

// GoodUnjoinedPassed leaves the waiting to its caller.
func GoodUnjoinedPassed(ctx context.Context) <-chan error {
	done := make(chan error, 1)
	go func() { done <- work.Fetch(ctx, work.Slow) }()
	return done
}
