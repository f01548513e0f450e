package ctxthread

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// GoodToldByDone writes when the group is over: the group's own context is dead
// then.
func GoodToldByDone(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		<-gctx.Done()
		return l.Write(ctx, "entry")
	})
	return g.Wait()
}

// GoodBegun asks first whether the group is over. What it has begun it finishes.
func GoodBegun(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		select {
		case <-gctx.Done():
			return gctx.Err()
		default:
		}
		return l.Write(ctx, "entry")
	})
	return g.Wait()
}

// GoodToldBySelect writes in the case of a select in which it is over.
func GoodToldBySelect(ctx context.Context, l *work.Ledger) error {
	ticks := make(chan string)
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		for {
			select {
			case <-ticks:
				work.Log(gctx, "tick")
			case <-gctx.Done():
				return l.Write(ctx, "entry")
			}
		}
	})
	return g.Wait()
}

// GoodToldByError does so when a call that was given the group's context has
// failed: the reason may be the end of the group.
func GoodToldByError(ctx context.Context, urls []string, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			if err := work.Fetch(gctx, u); err != nil {
				return l.Write(ctx, "entry")
			}
			return nil
		})
	}
	return g.Wait()
}

// GoodToldPerhaps waits for the end of the group or another signal, and then
// writes in either case.
func GoodToldPerhaps(ctx context.Context, l *work.Ledger) error {
	signal := make(chan struct{})
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		select {
		case <-signal:
		case <-gctx.Done():
		}
		return l.Write(ctx, "entry")
	})
	return g.Wait()
}

// keeper writes with a context of its own.
type keeper struct {
	base   context.Context
	ledger *work.Ledger
}

func (k *keeper) run(ctx context.Context) error {
	<-ctx.Done()
	return k.flush()
}

func (k *keeper) flush() error { return k.ledger.Write(k.base, "entry") }

// GoodToldHelper has functions of the task wait and write.
func GoodToldHelper(ctx context.Context, l *work.Ledger) error {
	k := &keeper{ctx, l}
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error { return k.run(gctx) })
	return g.Wait()
}

// attempt does what it can with one context and writes with the other.
func attempt(ctx, gctx context.Context, l *work.Ledger) error {
	if err := work.Fetch(gctx, work.Slow); err != nil {
		return l.Write(ctx, "entry")
	}
	return nil
}

// GoodBothContexts hands on both, to be used for what each is good for.
func GoodBothContexts(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error { return attempt(ctx, gctx, l) })
	return g.Wait()
}

// GoodOutcome writes how a call ended that was given the group's context, be it
// by the end of the group.
func GoodOutcome(ctx context.Context, urls []string, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			err := work.Fetch(gctx, u)
			return errors.Join(err, l.Write(ctx, "entry"))
		})
	}
	return g.Wait()
}

// BadNotTold takes jobs in the same select as the end of the group.
func BadNotTold(ctx context.Context, urls []string) error {
	queue := make(chan string, len(urls))
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	g, gctx := errgroup.WithContext(ctx)
	for range urls {
		g.Go(func() error {
			select {
			case <-gctx.Done():
				return gctx.Err()
			case u := <-queue:
				return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
			}
		})
	}
	return g.Wait()
}

// BadNextStep goes on with the parent when a call that was given the group's
// context has succeeded.
func BadNextStep(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			if err := work.Fetch(gctx, work.Quick); err != nil {
				return err
			}
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// refuse is a check that fails.
func refuse() error { return work.ErrFailed }

// GoodOwnFailure writes that it fails, which ends the group in any case.
func GoodOwnFailure(ctx context.Context, l *work.Ledger) error {
	g, gctx := errgroup.WithContext(ctx)
	failing(gctx, g)
	g.Go(func() error {
		_ = work.Fetch(gctx, work.Slow)
		if err := refuse(); err != nil {
			return errors.Join(err, l.Write(ctx, "entry"))
		}
		return nil
	})
	return g.Wait()
}

// GoodLeftBehind starts work that the group's Wait does not wait for.
func GoodLeftBehind(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			go func() { _ = work.Fetch(ctx, work.Slow) }()
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// watch starts a watcher that lives as long as ctx.
func watch(ctx context.Context) {
	go func() { _ = work.Fetch(ctx, work.Slow) }()
}

// GoodWatcher leaves the start of it to a function.
func GoodWatcher(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			watch(ctx)
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// GoodKept keeps functions that are called when the group is done.
func GoodKept(ctx context.Context, urls []string) error {
	undo := make([]func() error, len(urls))
	g, gctx := errgroup.WithContext(ctx)
	for i, u := range urls {
		g.Go(func() error {
			undo[i] = func() error { return work.Fetch(ctx, work.Quick) }
			return work.Fetch(gctx, u)
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, f := range undo {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// feed calls those that have subscribed to it.
type feed struct{ subscribers []func() error }

func (f *feed) Subscribe(fn func() error) { f.subscribers = append(f.subscribers, fn) }

// GoodSubscribed subscribes to something that goes on when the group is done.
func GoodSubscribed(ctx context.Context, urls []string) error {
	var f feed
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, urls[0]) })
	g.Go(func() error {
		f.Subscribe(func() error { return work.Fetch(ctx, work.Quick) })
		return work.Fetch(gctx, work.Quick)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return f.subscribers[0]()
}

// GoodStopped waits for a channel beside the parent, which the task that fails
// closes.
func GoodStopped(ctx context.Context, urls []string) error {
	stop := make(chan struct{})
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(stop)
		return work.Fetch(gctx, urls[0])
	})
	g.Go(func() error {
		select {
		case <-stop:
		case <-ctx.Done():
		}
		return nil
	})
	return g.Wait()
}

// GoodParentEnded ends the parent itself when a task returns.
func GoodParentEnded(ctx context.Context, urls []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			defer cancel()
			return work.Fetch(gctx, u)
		})
	}
	g.Go(func() error { return work.Fetch(ctx, work.Slow) })
	return g.Wait()
}

// BadWaitedFor waits for what it starts, and so does the group's Wait.
func BadWaitedFor(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			done := make(chan error, 1)
			go func() { done <- work.Fetch(ctx, u) }() // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
			return <-done
		})
	}
	return g.Wait()
}
