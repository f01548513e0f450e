package orphan

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadFutureForEach starts a goroutine in ForEach, which knows nothing of it: it
// tells why it has ended to nobody.
func BadFutureForEach(ctx context.Context) error {
	return future.ForEach(ctx, 2, []string{work.Quick, work.Fails}, func(ctx context.Context, _ string) error {
		failed := make(chan error)
		go func() { // want `goroutine can block for ever sending to failed.*\(orphan/half-guarded\)`
			<-ctx.Done()
			failed <- context.Cause(ctx)
		}()
		select {
		case err := <-failed:
			return err
		case <-time.After(time.Microsecond):
			return errors.New("too late")
		}
	})
}

// GoodFutureForEach has room for it.
func GoodFutureForEach(ctx context.Context) error {
	return future.ForEach(ctx, 2, []string{work.Quick, work.Fails}, func(ctx context.Context, _ string) error {
		failed := make(chan error, 1)
		go func() {
			<-ctx.Done()
			failed <- context.Cause(ctx)
		}()
		select {
		case err := <-failed:
			return err
		case <-time.After(time.Microsecond):
			return errors.New("too late")
		}
	})
}

// BadFutureTask does so in a task of a group, which Wait waits for.
func BadFutureTask(ctx context.Context) error {
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error {
		failed := make(chan error)
		go func() { // want `goroutine can block for ever sending to failed.*\(orphan/half-guarded\)`
			<-ctx.Done()
			failed <- context.Cause(ctx)
		}()
		select {
		case err := <-failed:
			return err
		case <-time.After(time.Microsecond):
			return errors.New("too late")
		}
	})
	return g.Wait()
}

// GoodFutureTask starts work of its own, which needs nobody to receive.
func GoodFutureTask(ctx context.Context) error {
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error {
		f := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, work.Slow) })
		_, err := future.Timeout(f, time.Microsecond).Await(ctx)
		return err
	})
	return g.Wait()
}

// BadFutureSent sends the result of work to whoever is not there any more.
func BadFutureSent(ctx context.Context) error {
	texts := make(chan string)
	future.Go(ctx, func(ctx context.Context) (struct{}, error) { // want `goroutine can block for ever sending to texts.*\(orphan/abandoned-send\)`
		text, err := work.Get(ctx, work.Quick)
		texts <- text
		return struct{}{}, err
	})
	select {
	case <-texts:
		return nil
	case <-time.After(time.Microsecond):
		return errors.New("too late")
	}
}

// GoodFutureAwaited leaves the work to its future, which keeps the result.
func GoodFutureAwaited(ctx context.Context) error {
	f := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, work.Quick) })
	wctx, cancel := context.WithTimeout(ctx, time.Microsecond)
	defer cancel()
	_, err := f.Await(wctx)
	return err
}

// GoodFutureResolved settles a future in a goroutine, and leaves before.
func GoodFutureResolved(ctx context.Context) error {
	f := future.NewFuture[string]()
	go func() {
		text, err := work.Get(ctx, work.Quick)
		f.Settle(text, err)
	}()
	_, err := future.Timeout(f, time.Microsecond).Await(ctx)
	return err
}

// GoodFutureRaced leaves nobody behind: who has lost is called off and waited for.
func GoodFutureRaced(ctx context.Context) error {
	get := func(u string) func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) { return work.Get(ctx, u) }
	}
	fns := []func(context.Context) (string, error){get(work.Quick), get(work.Slow), get(work.Fails)}
	_, first := future.First(ctx, fns)
	_, race := future.Race(ctx, fns)
	_, hedge := future.Hedge(ctx, time.Microsecond, 3, get(work.Quick))
	return errors.Join(first, race, hedge)
}

// GoodFutureSettledAll waits for all, whatever has become of them.
func GoodFutureSettledAll(ctx context.Context) error {
	var fs []*future.Future[string]
	for _, u := range []string{work.Quick, work.Slow, work.Fails} {
		fs = append(fs, future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, u) }))
	}
	results, err := future.AllSettled(ctx, fs)
	for _, r := range results {
		err = errors.Join(err, r.Err)
	}
	return err
}

// GoodFutureShared gives up waiting for what others wait for, too.
func GoodFutureShared(ctx context.Context) error {
	wctx, cancel := context.WithTimeout(ctx, time.Microsecond)
	defer cancel()
	l := future.NewLazy(func(ctx context.Context) (string, error) { return work.Get(ctx, work.Slow) })
	_, lazy := l.Await(wctx)
	var shared future.Flight[string, string]
	_, _, flight := shared.Do(wctx, "key", func(ctx context.Context) (string, error) { return work.Get(ctx, work.Slow) })
	time.Sleep(time.Millisecond) // what was called off returns
	return errors.Join(lazy, flight)
}

// GoodFutureContinued has continuations that nobody waits for.
func GoodFutureContinued(ctx context.Context) error {
	f := future.NewFuture[string]()
	n := future.Map(ctx, f, func(text string) int { return len(text) })
	m := future.FlatMap(ctx, n, func(n int) *future.Future[int] { return n1(ctx, n) })
	stop := future.Recover(ctx, m, func(err error) (int, error) { return 0, err }).OnDone(func(future.Result[int]) {})
	stop()
	return nil
}

func n1(ctx context.Context, n int) *future.Future[int] {
	return future.Go(ctx, func(context.Context) (int, error) { return n + 1, nil })
}

// BadFutureUnwaited has work that counts in a WaitGroup which nobody waits for.
func BadFutureUnwaited(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Add(1)
	future.Go(ctx, func(ctx context.Context) (string, error) { // want `goroutine counted in wg, and nothing waits for wg.*\(orphan/unwaited\)`
		defer wg.Done()
		return work.Get(ctx, work.Slow)
	})
	return nil
}

// GoodFutureWaited waits for the work itself.
func GoodFutureWaited(ctx context.Context) error {
	_, err := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, work.Slow) }).Await(ctx)
	return err
}

// BadFutureDetached gives the work a context that nothing ends.
func BadFutureDetached(ctx context.Context) error {
	future.Go(context.Background(), func(ctx context.Context) (string, error) { return work.Get(ctx, work.Slow) }) // want `spawned call of future.Go is given a context that nothing ends, with ctx at hand.*\(orphan/detached\)`
	return work.Fetch(ctx, work.Quick)
}

// GoodFutureDetached says so.
func GoodFutureDetached(ctx context.Context) error {
	f := future.Go(context.WithoutCancel(ctx), func(ctx context.Context) (string, error) { return work.Get(ctx, work.Slow) })
	_, err := f.Await(ctx)
	return err
}

// BadFutureStopped sends to nobody in a task that has a context at hand.
func BadFutureStopped(ctx context.Context) error {
	texts := make(chan string)
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error { // want `goroutine can block for ever sending to texts.*\(orphan/abandoned-send\)`
		defer close(texts)
		text, err := work.Get(ctx, work.Quick)
		for range 3 {
			texts <- text
		}
		return err
	})
	for text := range texts {
		if text != "" {
			return errors.New("found")
		}
	}
	return g.Wait()
}

// GoodFutureStopped has a task that watches it.
func GoodFutureStopped(ctx context.Context) error {
	texts := make(chan string)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error {
		defer close(texts)
		text, err := work.Get(ctx, work.Quick)
		for range 3 {
			select {
			case texts <- text:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return err
	})
	for text := range texts {
		if text != "" {
			return errors.New("found")
		}
	}
	return g.Wait()
}
