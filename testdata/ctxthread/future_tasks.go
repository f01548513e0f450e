package ctxthread

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadFutureGroup is given the context of a group of the reference runtime, and
// uses the parent.
func BadFutureGroup(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	for _, u := range urls {
		g.Go(func(gctx context.Context) error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodFutureGroup uses what it is given.
func GoodFutureGroup(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	for _, u := range urls {
		g.Go(func(ctx context.Context) error { return work.Fetch(ctx, u) })
	}
	return g.Wait()
}

// GoodFutureGroupRefused stops when the group takes no more tasks.
func GoodFutureGroupRefused(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx, future.Limit(8))
	for _, u := range urls {
		if err := g.Go(func(gctx context.Context) error { return work.Fetch(gctx, u) }); err != nil {
			break
		}
	}
	return g.Wait()
}

// BadFutureTryGo is a task that is started only if there is room for it.
func BadFutureTryGo(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx, future.Limit(2))
	for _, u := range urls {
		if !g.TryGo(func(gctx context.Context) error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.TryGo.*\(ctxthread/parent\)`
		}) {
			break
		}
	}
	return g.Wait()
}

// GoodFutureTryGo uses what it is given.
func GoodFutureTryGo(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx, future.Limit(2))
	for _, u := range urls {
		if !g.TryGo(func(gctx context.Context) error { return work.Fetch(gctx, u) }) {
			break
		}
	}
	return g.Wait()
}

// BadFutureTimeout gives the parent a limit in time, not the group's context.
func BadFutureTimeout(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	for _, u := range urls {
		g.Go(func(gctx context.Context) error {
			tctx, cancel := context.WithTimeout(ctx, 2*time.Hour) // want `parent context ctx passed to context.WithTimeout inside g.Go.*\(ctxthread/parent\)`
			defer cancel()
			return work.Fetch(tctx, u)
		})
	}
	return g.Wait()
}

// GoodFutureDetached writes what is to be written whatever fails.
func GoodFutureDetached(ctx context.Context, l *work.Ledger) error {
	g := future.NewGroup(ctx)
	g.Go(func(gctx context.Context) error { return work.Fetch(gctx, work.Fails) })
	g.Go(func(gctx context.Context) error { return l.Write(context.WithoutCancel(gctx), "entry") })
	return g.Wait()
}

// BadFutureForEach goes on with an element when another has failed.
func BadFutureForEach(ctx context.Context, urls []string) error {
	return future.ForEach(ctx, 8, urls, func(c context.Context, u string) error {
		return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch in a callback of future.ForEach that is given the group's context as c.*\(ctxthread/callback\)`
	})
}

// GoodFutureForEach does not.
func GoodFutureForEach(ctx context.Context, urls []string) error {
	return future.ForEach(ctx, 8, urls, work.Fetch)
}

// BadFutureCollect goes on with a value that nobody will get.
func BadFutureCollect(ctx context.Context, urls []string) error {
	_, err := future.Collect(ctx, 8, urls, func(c context.Context, u string) (string, error) {
		return work.Get(ctx, u) // want `parent context ctx passed to work.Get in a callback of future.Collect that is given the group's context as c.*\(ctxthread/callback\)`
	})
	return err
}

// GoodFutureCollect does not.
func GoodFutureCollect(ctx context.Context, urls []string) error {
	_, err := future.Collect(ctx, 8, urls, func(ctx context.Context, u string) (string, error) {
		return work.Get(ctx, u)
	})
	return err
}

// BadFutureRace lets the loser of a race run on, and Race waits for it.
func BadFutureRace(ctx context.Context, urls []string) error {
	_, err := future.Race(ctx, []func(context.Context) (string, error){
		func(rctx context.Context) (string, error) { return work.Get(rctx, urls[0]) },
		func(rctx context.Context) (string, error) { return work.Get(ctx, urls[1]) }, // want `parent context ctx passed to work.Get in a callback of future.Race that is given the contest's context as rctx.*\(ctxthread/callback\)`
	})
	return err
}

// GoodFutureRace ends it.
func GoodFutureRace(ctx context.Context, urls []string) error {
	_, err := future.Race(ctx, []func(context.Context) (string, error){
		func(ctx context.Context) (string, error) { return work.Get(ctx, urls[0]) },
		func(ctx context.Context) (string, error) { return work.Get(ctx, urls[1]) },
	})
	return err
}

// BadFutureFirst lets those run on that are not needed any more.
func BadFutureFirst(ctx context.Context, urls []string) error {
	var mirrors []func(context.Context) (string, error)
	for _, u := range urls {
		mirrors = append(mirrors, func(fctx context.Context) (string, error) {
			return work.Get(ctx, u) // want `parent context ctx passed to work.Get in a callback of future.First that is given the contest's context as fctx.*\(ctxthread/callback\)`
		})
	}
	_, err := future.First(ctx, mirrors)
	return err
}

// GoodFutureFirst ends them: First waits for what it has called off.
func GoodFutureFirst(ctx context.Context, urls []string) error {
	var mirrors []func(context.Context) (string, error)
	for _, u := range urls {
		mirrors = append(mirrors, func(ctx context.Context) (string, error) { return work.Get(ctx, u) })
	}
	_, err := future.First(ctx, mirrors)
	return err
}

// BadFutureHedge has a second try that wins, and waits for the first.
func BadFutureHedge(ctx context.Context, urls []string) error {
	var tries atomic.Int32
	_, err := future.Hedge(ctx, time.Second, 2, func(hctx context.Context) (string, error) {
		return work.Get(ctx, urls[tries.Add(1)-1]) // want `parent context ctx passed to work.Get in a callback of future.Hedge that is given the contest's context as hctx.*\(ctxthread/callback\)`
	})
	return err
}

// GoodFutureHedge ends the first.
func GoodFutureHedge(ctx context.Context, urls []string) error {
	var tries atomic.Int32
	_, err := future.Hedge(ctx, time.Second, 2, func(ctx context.Context) (string, error) {
		return work.Get(ctx, urls[tries.Add(1)-1])
	})
	return err
}

// GoodFutureGo has work of its own that uses the parent: no group, so nobody ends
// the one context before the other.
func GoodFutureGo(ctx context.Context, urls []string) error {
	var fs []*future.Future[string]
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, u := range urls {
		fs = append(fs, future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, u) }))
	}
	_, err := future.All(ctx, fs)
	return err
}

// GoodFutureTraced does the same under a name.
func GoodFutureTraced(ctx context.Context, urls []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var fs []*future.Future[string]
	for _, u := range urls {
		fs = append(fs, future.GoTraced(ctx, "get", func(ctx context.Context) (string, error) { return work.Get(ctx, u) }))
	}
	_, err := future.All(ctx, fs)
	return err
}

// GoodFutureContinued has continuations, whose context bounds their wait and
// which are in no group.
func GoodFutureContinued(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	for _, u := range urls {
		g.Go(func(gctx context.Context) error {
			f := future.Go(gctx, func(ctx context.Context) (string, error) { return work.Get(ctx, u) })
			n := future.Map(gctx, f, func(text string) int { return len(text) })
			_, err := future.Timeout(n, 2*time.Hour).Await(gctx)
			return err
		})
	}
	return g.Wait()
}

// BadFutureAwait waits in a task with the parent for what nobody settles if the
// other fails.
func BadFutureAwait(ctx context.Context, urls []string) error {
	g := future.NewGroup(ctx)
	shared := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, urls[1]) })
	g.Go(func(gctx context.Context) error { return work.Fetch(gctx, urls[0]) })
	g.Go(func(gctx context.Context) error {
		_, err := shared.Await(ctx) // want `parent context ctx passed to shared.Await inside g.Go.*\(ctxthread/parent\)`
		return err
	})
	return g.Wait()
}

// GoodFutureAwait waits with the group's.
func GoodFutureAwait(ctx context.Context, urls []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g := future.NewGroup(ctx)
	shared := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, urls[1]) })
	g.Go(func(gctx context.Context) error { return work.Fetch(gctx, urls[0]) })
	g.Go(func(gctx context.Context) error {
		_, err := shared.Await(gctx)
		return err
	})
	return g.Wait()
}
