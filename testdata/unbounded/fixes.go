package unbounded

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadReceivedAfter has tasks that wait until the spawner, which has started all of
// them, receives: under a limit it would never come to that. No fix is offered.
func BadReceivedAfter(ctx context.Context, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	results := make(chan string)
	for _, id := range ids {
		g.Go(func() error { // want `g.Go starts a task for each element of ids.*\(unbounded/size\)`
			got, err := work.Get(gctx, id)
			results <- got
			return err
		})
	}
	for range ids {
		<-results
	}
	return g.Wait()
}

// BadMeeting has tasks that wait for each other.
func BadMeeting(ctx context.Context, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	var all sync.WaitGroup
	all.Add(len(ids))
	for _, id := range ids {
		g.Go(func() error { // want `g.Go starts a task for each element of ids.*\(unbounded/size\)`
			err := work.Fetch(gctx, id)
			all.Done()
			all.Wait()
			return err
		})
	}
	return g.Wait()
}

// BadOthers has two loops that start tasks: those of the second might be what
// those of the first wait for.
func BadOthers(ctx context.Context, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		g.Go(func() error { return work.Fetch(gctx, id) }) // want `g.Go starts a task for each element of ids.*\(unbounded/size\)`
	}
	for _, id := range ids {
		g.Go(func() error { return work.Fetch(gctx, id) }) // want `g.Go starts a task for each element of ids.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadStartsMore has tasks that start tasks of the same group: in Go they would
// wait for room that they take up themselves.
func BadStartsMore(ctx context.Context, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		g.Go(func() error { // want `g.Go starts a task for each element of ids.*\(unbounded/size\)`
			g.Go(func() error { return work.Fetch(gctx, id) })
			return work.Fetch(gctx, id)
		})
	}
	return g.Wait()
}

// BadLocked starts them under a lock that the tasks need.
func BadLocked(ctx context.Context, ids []string) error {
	var mu sync.Mutex
	g, gctx := errgroup.WithContext(ctx)
	mu.Lock()
	for _, id := range ids {
		g.Go(func() error { // want `g.Go starts a task for each element of ids.*\(unbounded/size\)`
			err := work.Fetch(gctx, id)
			mu.Lock()
			defer mu.Unlock()
			return err
		})
	}
	mu.Unlock()
	return g.Wait()
}

// BadPlain has a group that is a plain variable, and tasks that write under a lock
// that nobody else takes: a limit may be set.
func BadPlain(ctx context.Context, ids []string) error {
	var (
		mu  sync.Mutex
		got []string
	)
	var g errgroup.Group
	for _, id := range ids {
		g.Go(func() error { // want `g.Go starts a task for each element of ids.*\(unbounded/size\)`
			s, _ := work.Get(ctx, id)
			mu.Lock()
			got = append(got, s)
			mu.Unlock()
			return nil
		})
	}
	return g.Wait()
}
