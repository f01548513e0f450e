package unbounded

import (
	"context"
	"errors"
	"io/fs"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadSham gives the slot back when the task has been started.
func BadSham(ctx context.Context, ids []string) error {
	slots := make(chan struct{}, 8)
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		slots <- struct{}{}
		g.Go(func() error { return work.Fetch(gctx, id) }) // want `g.Go starts a task for each element of ids, and the semaphore acquired before it is released before the task has run: it bounds nothing \(unbounded/sham\)`
		<-slots
	}
	return g.Wait()
}

// BadShamCallback does so in a callback.
func BadShamCallback(ctx context.Context, tree fs.FS) error {
	slots := make(chan struct{}, 8)
	g, gctx := errgroup.WithContext(ctx)
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		slots <- struct{}{}
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task for each time that fs.WalkDir calls back, and the semaphore .*\(unbounded/sham\)`
		<-slots
		return err
	})
	return errors.Join(err, g.Wait())
}

// BadShamDeferred releases when the callback returns, which is at once.
func BadShamDeferred(ctx context.Context, tree fs.FS) error {
	sem := semaphore.NewWeighted(8)
	g, gctx := errgroup.WithContext(ctx)
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		if err := sem.Acquire(gctx, 1); err != nil {
			return err
		}
		defer sem.Release(1)
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task for each time that fs.WalkDir calls back, and the semaphore .*\(unbounded/sham\)`
		return err
	})
	return errors.Join(err, g.Wait())
}

// BadShamReplicas bounds nothing either, however few there are meant to be.
func BadShamReplicas(ctx context.Context, replicas []string) error {
	sem := semaphore.NewWeighted(8)
	g, gctx := errgroup.WithContext(ctx)
	for _, r := range replicas {
		if err := sem.Acquire(gctx, 1); err != nil {
			break
		}
		g.Go(func() error { return work.Fetch(gctx, r) }) // want `g.Go starts a task for each element of replicas, and the semaphore .*\(unbounded/sham\)`
		sem.Release(1)
	}
	return g.Wait()
}

// GoodCallback has a task that releases.
func GoodCallback(ctx context.Context, tree fs.FS) error {
	slots := make(chan struct{}, 8)
	g, gctx := errgroup.WithContext(ctx)
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		slots <- struct{}{}
		g.Go(func() error {
			defer func() { <-slots }()
			return work.Fetch(gctx, work.Quick)
		})
		return err
	})
	return errors.Join(err, g.Wait())
}

// GoodElse releases on the way on which no task is started.
func GoodElse(ctx context.Context, ids []string) error {
	slots := make(chan struct{}, 8)
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		slots <- struct{}{}
		if id == "" {
			<-slots
			continue
		}
		g.Go(func() error {
			defer func() { <-slots }()
			return work.Fetch(gctx, id)
		})
	}
	return g.Wait()
}
