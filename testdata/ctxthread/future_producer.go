package ctxthread

import (
	"context"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadFutureSend sends to tasks of a group of the reference runtime, which may all
// have failed.
func BadFutureSend(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func(ctx context.Context) error { return fetchAll(ctx, queue) })
	}
	for _, u := range urls {
		queue <- u // want `send guarded by nothing while only tasks started with g.Go receive.*\(ctxthread/producer\)`
	}
	close(queue)
	return g.Wait()
}

// BadFutureSendOrParent watches the parent, which does not end with them.
func BadFutureSendOrParent(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func(gctx context.Context) error { return fetchAll(gctx, queue) })
	}
feed:
	for _, u := range urls {
		select {
		case queue <- u: // want `send guarded by the parent context alone while only tasks started with g.Go receive.*\(ctxthread/producer\)`
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	return g.Wait()
}

// GoodFutureSend sends from a task of the group, which has the group's context.
func GoodFutureSend(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	queue := make(chan string)
	g.Go(func(ctx context.Context) error {
		defer close(queue)
		for _, u := range urls {
			select {
			case queue <- u:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range 2 {
		g.Go(func(ctx context.Context) error { return fetchAll(ctx, queue) })
	}
	return g.Wait()
}

// GoodFutureNoQueue needs none.
func GoodFutureNoQueue(ctx context.Context, urls []string) error {
	return future.ForEach(ctx, 2, urls, work.Fetch)
}

// GoodFutureRoom has room for all.
func GoodFutureRoom(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	queue := make(chan string, len(urls))
	for range 2 {
		g.Go(func(ctx context.Context) error { return fetchAll(ctx, queue) })
	}
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return g.Wait()
}
