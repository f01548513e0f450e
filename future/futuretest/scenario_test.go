package futuretest_test

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/future/futuretest"
)

// The scenarios are run in child processes, by TestScenarios, because most of them
// are to fail.

const variable = "FUTURETEST_SCENARIO"

func TestMain(m *testing.M) {
	switch os.Getenv(variable) {
	case "main":
		futuretest.VerifyTestMain(m, futuretest.Goroutines(goleak.IgnoreTopFunction("example.com/none")))
	default:
		os.Exit(m.Run())
	}
}

func scenario(t *testing.T, opts ...futuretest.Option) {
	t.Helper()
	switch os.Getenv(variable) {
	case "":
		t.Skip("a scenario of TestScenarios")
	case "check":
		futuretest.Check(t, opts...)
	}
}

func TestLeavesFuture(t *testing.T) {
	scenario(t)
	future.NewFuture[int]()
}

func TestLeavesFutureWithContinuations(t *testing.T) {
	scenario(t)
	f := future.NewFuture[int]()
	m := future.Map(t.Context(), f, func(v int) int { return v })
	future.Timeout(m, time.Hour)
}

func TestLeavesNamedWork(t *testing.T) {
	scenario(t, futuretest.FuturesOnly())
	future.GoTraced(context.Background(), "warm", func(context.Context) (int, error) { select {} })
}

func TestLeavesFailure(t *testing.T) {
	scenario(t)
	future.GoTraced(t.Context(), "warm", func(context.Context) (int, error) { return 0, io.EOF })
}

func TestLeavesFailureOfZeroFuture(t *testing.T) {
	scenario(t)
	new(future.Future[int]).Reject(io.EOF)
}

func TestLeavesFailureOfMap(t *testing.T) {
	scenario(t)
	f := future.NewFuture[int]()
	future.Recover(t.Context(), f, func(err error) (int, error) { return 0, errors.New("worse") })
	f.Reject(io.EOF)
}

func TestLeavesTask(t *testing.T) {
	scenario(t)
	g := future.NewGroup(context.Background())
	g.Go(func(context.Context) error { select {} })
}

func TestLeavesWaiter(t *testing.T) {
	scenario(t)
	go future.NewFuture[int]().Await(context.Background())
}

func TestLeavesFromBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		scenario(t)
		future.NewFuture[int]()
	})
}

func TestLeavesAroundSubtest(t *testing.T) {
	scenario(t)
	future.NewFuture[int]()
	t.Run("inner", func(t *testing.T) {
		scenario(t)
		future.NewFuture[string]()
	})
}

func TestLeavesInParallel(t *testing.T) {
	first := make(chan struct{})
	t.Run("group", func(t *testing.T) {
		t.Run("a", func(t *testing.T) {
			t.Parallel()
			scenario(t, futuretest.FuturesOnly())
			future.NewFuture[int]()
			t.Cleanup(func() { close(first) }) // before its look
		})
		t.Run("b", func(t *testing.T) {
			scenario(t, futuretest.FuturesOnly())
			t.Parallel()
			<-first
		})
	})
}

func TestLeavesNothing(t *testing.T) {
	scenario(t, futuretest.IgnoreMadeBy("github.com/futurelint/futurelint/future/futuretest_test.leave"))
	ctx := t.Context()
	leave()
	// Settled, and nobody asks.
	future.NewFuture[int]().Resolve(1)
	// Given up.
	dead, cancel := context.WithCancel(ctx)
	cancel()
	future.NewFuture[int]().Await(dead)
	// Looked at: by Await, by a continuation of which somebody asks, by a callback.
	failed := func() *future.Future[int] {
		return future.Go(ctx, func(context.Context) (int, error) { return 0, io.EOF })
	}
	failed().Await(ctx)
	future.Map(ctx, failed(), func(v int) int { return v }).Await(ctx)
	f := future.NewFuture[int]()
	f.OnDone(func(future.Result[int]) {})
	f.Reject(io.EOF)
	// Called off.
	future.NewFuture[int]().Reject(context.Canceled)
	// Ends in a moment, with the test.
	future.Go(ctx, func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() })
	g := future.NewGroup(ctx)
	g.Go(func(context.Context) error { return nil })
	g.Wait()
	// Each of what the package starts or waits for by itself.
	one := func(ctx context.Context) (int, error) { return 1, ctx.Err() }
	slow := func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
	work := []func(context.Context) (int, error){one, slow}
	future.First(ctx, work)
	future.Race(ctx, work)
	future.Hedge(ctx, time.Microsecond, 2, one)
	future.ForEach(ctx, 2, []int{1, 2, 3}, func(context.Context, int) error { return io.EOF })
	future.Collect(ctx, 2, []int{1, 2, 3}, func(_ context.Context, v int) (int, error) { return v, nil })
	future.NewLazy(one).Await(ctx)
	future.NewLazy(slow).Await(dead)
	new(future.Flight[int, int]).Do(ctx, 1, one)
	pending := future.NewFuture[int]()
	future.Any(ctx, []*future.Future[int]{pending, future.Go(ctx, one)})
	future.All(ctx, []*future.Future[int]{pending, failed()})
	future.Timeout(pending, time.Microsecond).Await(ctx)
	future.FlatMap(ctx, future.Go(ctx, one), func(int) *future.Future[int] { return future.Go(ctx, one) }).Await(ctx)
	pending.Resolve(1)
	for range 10_000 {
		future.NewFuture[int]().Resolve(1)
	}
	synctest.Test(t, func(t *testing.T) {
		future.Go(t.Context(), func(context.Context) (int, error) { time.Sleep(time.Hour); return 0, nil }).Await(t.Context())
	})
}

// Nobody who has given up is taken for somebody who was never there.
func TestLeavesGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		scenario(t)
		ctx := t.Context()
		dead, cancel := context.WithCancel(ctx)
		cancel()
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		pending := func() *future.Future[int] { return future.NewFuture[int]() }
		ready, failed := pending(), pending()
		ready.Resolve(1)
		failed.Reject(io.EOF)
		slow := future.Go(ctx, func(context.Context) (int, error) { time.Sleep(time.Second); return 1, nil })
		same := func(v int) int { return v }

		future.Any(ctx, []*future.Future[int]{pending(), ready})
		future.Any(ctx, []*future.Future[int]{pending(), slow})
		future.All(ctx, []*future.Future[int]{pending(), failed})
		future.All(dead, []*future.Future[int]{pending(), ready})
		future.AllSettled(short, []*future.Future[int]{pending(), ready})
		future.Timeout(pending(), 0).Await(ctx)
		future.Timeout(pending(), time.Second).Await(ctx)
		future.Map(dead, pending(), same).Await(ctx)
		pending().OnDone(func(future.Result[int]) {})()

		called, callOff := context.WithCancel(ctx)
		m := future.Map(called, pending(), same)
		end := future.Timeout(future.Map(ctx, m, same), time.Hour)
		callOff()
		synctest.Wait()
		end.Await(ctx)

		late, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		future.FlatMap(late, ready, func(int) *future.Future[int] { return pending() }).Await(ctx)

		// Work that was called off, and says why.
		why := func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, context.Cause(ctx) }
		brief, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		future.NewLazy(why).Await(brief)

		// A chain of which only the end was waited for.
		m = future.Map(context.Background(), pending(), same)
		m = future.Map(context.Background(), m, same)
		future.Any(ctx, []*future.Future[int]{m, ready})

		// Many that were not looked at, and one that was.
		f := pending()
		for range 20 {
			future.Map(dead, f, same)
		}
		future.Map(dead, f, same).Await(ctx)
	})
}

// Nobody has waited for what has given up itself.
func TestLeavesWhatOnlyContinuationsGaveUp(t *testing.T) {
	scenario(t)
	dead, cancel := context.WithCancel(t.Context())
	cancel()
	f := future.NewFuture[int]()
	future.Map(dead, f, func(v int) int { return v })
	future.Recover(t.Context(), f, func(error) (int, error) { return 0, nil })
}

func leave() { future.NewFuture[int]() }
