package ctxthread

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// failing starts a task in g that fails.
func failing(gctx context.Context, g *errgroup.Group) {
	g.Go(func() error { return work.Fetch(gctx, work.Fails) })
}

// GoodBackground writes with a context of its own, because what is written must
// be written whoever fails.
func GoodBackground(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error { return l.Write(context.Background(), "entry") })
	return g.Wait()
}

// GoodTODO does so for the time being.
func GoodTODO(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error { return l.Write(context.TODO(), "entry") })
	return g.Wait()
}

// GoodWithoutCancel does so and keeps the parent's values.
func GoodWithoutCancel(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error { return l.Write(context.WithoutCancel(ctx), "entry") })
	return g.Wait()
}

// GoodAlias gives the parent a second name to say that it is meant.
func GoodAlias(ctx context.Context, l *work.Ledger) error {
	parentCtx := ctx
	g, ctx := errgroup.WithContext(ctx)
	failing(ctx, g)
	g.Go(func() error { return l.Write(parentCtx, "entry") })
	return g.Wait()
}

// GoodOwnEnd writes with a context that the function itself ends when the last
// of its work is done.
func GoodOwnEnd(ctx context.Context, l *work.Ledger) error {
	statusCtx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error { return l.Write(statusCtx, "entry") })
	return g.Wait()
}

// GoodDeferred cleans up with the parent when the task ends, which has to work
// after a failure as well.
func GoodDeferred(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		defer func() { _ = l.Write(ctx, "entry") }()
		return work.Fetch(gctx, work.Slow)
	})
	return g.Wait()
}

// GoodDeferredCall does so without a function literal.
func GoodDeferredCall(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		defer l.Write(ctx, "entry")
		return work.Fetch(gctx, work.Slow)
	})
	return g.Wait()
}

// lease is given back at the end.
type lease struct{ ledger *work.Ledger }

// Release gives the lease back.
func (l *lease) Release(ctx context.Context) error { return l.ledger.Write(ctx, "entry") }

// GoodRelease gives back what it holds.
func GoodRelease(ctx context.Context, l *work.Ledger) error {
	held := &lease{l}
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		if err := work.Fetch(gctx, work.Slow); err != nil {
			_ = held.Release(ctx)
			return err
		}
		return nil
	})
	return g.Wait()
}

// GoodStream opens streams that are read when the group is done. The group's
// context would end with it, and the streams with that.
func GoodStream(ctx context.Context, urls []string) ([]*work.Stream, error) {
	var mu sync.Mutex
	var streams []*work.Stream
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			work.Log(gctx, "open")
			s, err := work.Open(ctx, u)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			streams = append(streams, s)
			return nil
		})
	}
	return streams, g.Wait()
}

// GoodSubscription subscribes with the parent, to receive when the group is done.
func GoodSubscription(ctx context.Context, urls []string) error {
	subscriptions := make([]*work.Subscription, len(urls))
	g, gctx := errgroup.WithContext(ctx)
	for i, u := range urls {
		g.Go(func() (err error) {
			work.Log(gctx, "subscribe")
			subscriptions[i], err = work.Subscribe(ctx, u)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, s := range subscriptions {
		if err := s.All(); err != nil {
			return err
		}
	}
	return nil
}

// GoodIndexed opens streams and keeps them in the order of the input.
func GoodIndexed(ctx context.Context, urls []string) ([]*work.Stream, error) {
	streams := make([]*work.Stream, len(urls))
	g, gctx := errgroup.WithContext(ctx)
	for i, u := range urls {
		g.Go(func() (err error) {
			work.Log(gctx, "open")
			streams[i], err = work.Open(ctx, u)
			return err
		})
	}
	return streams, g.Wait()
}

// A call goes on with the context that it was begun with.
type call struct{ ctx context.Context }

func begin(ctx context.Context, u string) (*call, error) {
	return &call{ctx}, work.Fetch(ctx, u)
}

// GoodCalls begins calls that go on when the group is done.
func GoodCalls(ctx context.Context, urls []string) error {
	calls := make([]*call, len(urls))
	g, gctx := errgroup.WithContext(ctx)
	for i, u := range urls {
		g.Go(func() (err error) {
			work.Log(gctx, "begin")
			calls[i], err = begin(ctx, u)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, s := range calls {
		if err := work.Fetch(s.ctx, work.Quick); err != nil {
			return err
		}
	}
	return nil
}

// gather returns what do returns for every item.
func gather[T any](ctx context.Context, urls []string, do func(context.Context, string) (T, error)) ([]T, error) {
	results := make([]T, len(urls))
	g, gctx := errgroup.WithContext(ctx)
	for i, u := range urls {
		g.Go(func() error {
			work.Log(gctx, "gather")
			v, err := do(ctx, u)
			results[i] = v
			return err
		})
	}
	return results, g.Wait()
}

// GoodTypeParameter gets values of a type that the group's function does not
// know: they may live on, as these streams do.
func GoodTypeParameter(ctx context.Context, urls []string) ([]*work.Stream, error) {
	return gather(ctx, urls, work.Open)
}

// GoodNeverFails has tasks that return nil whatever happens, so that the group's
// context is the same as the parent until the end.
func GoodNeverFails(ctx context.Context, urls []string, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		work.Log(gctx, "best effort")
		return nil
	})
	for _, u := range urls {
		g.Go(func() error {
			if err := work.Fetch(ctx, u); err != nil {
				work.Log(ctx, err.Error())
			}
			_ = l.Write(ctx, "entry")
			return nil
		})
	}
	return g.Wait()
}
