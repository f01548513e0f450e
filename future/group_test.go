package future_test

import (
	"context"
	"errors"
	"io"
	"math"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

func countOf(text, part string) int { return strings.Count(text, part) }

func TestGroupFirstErrorEndsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := future.NewGroup(t.Context())
		late := errors.New("late")
		var cause error
		var ended atomic.Int64
		for _, task := range []func(context.Context) error{
			func(context.Context) error { time.Sleep(time.Second); return io.EOF },
			func(ctx context.Context) error { <-ctx.Done(); cause = context.Cause(ctx); return ctx.Err() },
			func(ctx context.Context) error { <-ctx.Done(); time.Sleep(time.Hour); return late },
			func(ctx context.Context) error { <-ctx.Done(); return context.Cause(ctx) },
		} {
			if err := g.Go(func(ctx context.Context) error { defer ended.Add(1); return task(ctx) }); err != nil {
				t.Error(err)
			}
			synctest.Wait()
		}
		start := time.Now()
		err := g.Wait()
		if time.Since(start) != time.Hour+time.Second || ended.Load() != 4 {
			t.Errorf("Wait has not waited for all: %v, %d tasks", time.Since(start), ended.Load())
		}
		if err.Error() != "EOF\nlate" || !errors.Is(err, io.EOF) || !errors.Is(err, late) {
			t.Errorf("got %q, want the first error, and then the late one", err)
		}
		if cause != io.EOF {
			t.Errorf("the context ended with %v", cause)
		}
		if again := g.Wait(); again.Error() != err.Error() {
			t.Errorf("the second Wait: got %v", again)
		}
	})
}

func TestGroupFirstErrorOnly(t *testing.T) {
	o := new(recorder)
	defer future.SetObserver(future.SetObserver(o))
	synctest.Test(t, func(t *testing.T) {
		g := future.NewGroup(t.Context(), future.FirstErrorOnly())
		g.Go(func(ctx context.Context) error { <-ctx.Done(); return errors.New("late") })
		g.Go(func(ctx context.Context) error { <-ctx.Done(); panic("boom") })
		g.Go(func(context.Context) error { return io.EOF })
		if err := g.Wait(); err != io.EOF {
			t.Errorf("got %v", err)
		}
		g.Wait()
	})
	if got := o.unobserved(); len(got) != 1 || countOf(got[0].Error(), "boom") == 0 {
		t.Errorf("reported %v, want the panic, once", got)
	}
}

func TestGroupLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := future.NewGroup(t.Context(), future.Limit(3))
		var running, most atomic.Int64
		task := func(context.Context) error {
			most.Store(max(most.Load(), running.Add(1)))
			time.Sleep(time.Second)
			running.Add(-1)
			return nil
		}
		start := time.Now()
		for i := range 9 {
			if i == 3 && (g.TryGo(task) || time.Since(start) != 0) {
				t.Error("TryGo has started a task that there is no room for, or waited")
			}
			if err := g.Go(task); err != nil {
				t.Error(err)
			}
		}
		if time.Since(start) != 2*time.Second {
			t.Errorf("the ninth was started after %v", time.Since(start))
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if !g.TryGo(task) {
			t.Error("TryGo has refused a task that there is room for")
		}
		if err := g.Wait(); err != nil || most.Load() != 3 {
			t.Errorf("got %v, and %d tasks at the same time", err, most.Load())
		}
	})
}

func TestGroupGoOnDeadGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := func(context.Context) error { t.Error("called"); return nil }
		// It waits for the limit when the group dies.
		g := future.NewGroup(t.Context(), future.Limit(1))
		g.Go(func(context.Context) error { time.Sleep(time.Second); return io.EOF })
		if err := g.Go(never); err != io.EOF {
			t.Errorf("waiting: got %v, want the first error", err)
		}
		if err := g.Go(never); err != io.EOF || g.TryGo(never) {
			t.Errorf("dead: got %v", err)
		}
		if err := g.Wait(); err != io.EOF {
			t.Errorf("Wait: got %v", err)
		}
		// The context ends, but not the task that takes up the limit.
		ctx, cancel := context.WithCancelCause(t.Context())
		cause := errors.New("cause")
		g = future.NewGroup(ctx, future.Limit(1))
		g.Go(func(context.Context) error { time.Sleep(time.Hour); return nil })
		time.AfterFunc(time.Second, func() { cancel(cause) })
		start := time.Now()
		if err := g.Go(never); err != cause || time.Since(start) != time.Second {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
		if err := g.Wait(); err != cause {
			t.Errorf("a task was refused, and Wait returns %v", err)
		}
		// Dead at the start. Nobody has asked for anything.
		if err := future.NewGroup(ctx).Wait(); err != nil {
			t.Errorf("no tasks: got %v", err)
		}
		g = future.NewGroup(ctx)
		if g.TryGo(never) {
			t.Error("TryGo has started a task")
		}
		if err := g.Wait(); err != nil {
			t.Errorf("refused by TryGo: got %v", err)
		}
		g = future.NewGroup(ctx)
		if err := g.Go(never); err != cause {
			t.Errorf("got %v", err)
		}
		if err := g.Wait(); err != cause {
			t.Errorf("refused by Go: got %v", err)
		}
	})
}

// Who waits for the limit gets his turn in the order of coming.
func TestGroupLimitInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := future.NewGroup(t.Context(), future.Limit(2))
		var mu sync.Mutex
		var got []int
		for i := range 20 {
			go g.Go(func(context.Context) error {
				mu.Lock()
				got = append(got, i)
				mu.Unlock()
				time.Sleep(time.Duration(2+i%2) * time.Second) // no two end at the same time
				return nil
			})
			synctest.Wait()
			time.Sleep(time.Microsecond)
		}
		if err := g.Wait(); err != nil {
			t.Error(err)
		}
		for i, v := range got {
			if v != i {
				t.Fatalf("started in the order %v", got)
			}
		}
		if len(got) != 20 {
			t.Errorf("%d tasks have run", len(got))
		}
	})
}

// However many wait when the context ends, none of them waits any longer.
func TestGroupManyWaitAndNoneIsLeft(t *testing.T) {
	for _, limit := range []int{1, 3, 100} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			cause := errors.New("cause")
			g := future.NewGroup(ctx, future.Limit(limit))
			for range limit {
				g.Go(func(context.Context) error { time.Sleep(time.Hour); return nil })
			}
			start := time.Now()
			var refused atomic.Int64
			for i := range 300 {
				if i == 250 {
					cancel(cause) // some come when the others are leaving
				}
				go func() {
					err := g.Go(func(context.Context) error { t.Error("called"); return nil })
					if err == cause && time.Since(start) == 0 {
						refused.Add(1)
					}
				}()
			}
			synctest.Wait()
			if refused.Load() != 300 {
				t.Errorf("limit %d: %d of 300 were refused at once", limit, refused.Load())
			}
			if err := g.Wait(); err != cause || time.Since(start) != time.Hour {
				t.Errorf("limit %d: Wait: got %v after %v", limit, err, time.Since(start))
			}
		})
	}
}

func TestGroupLimitWithoutEnd(t *testing.T) {
	g := future.NewGroup(t.Context(), future.Limit(math.MaxInt))
	var n atomic.Int64
	for range 1000 {
		if err := g.Go(func(context.Context) error { n.Add(1); return nil }); err != nil {
			t.Error(err)
		}
	}
	if err := g.Wait(); err != nil || n.Load() != 1000 {
		t.Errorf("got %v after %d tasks", err, n.Load())
	}
}

// Whoever calls what at the same time, there are no more tasks than the limit
// allows, Wait sees the end of each, and none starts that was refused.
func TestGroupStorm(t *testing.T) {
	for round := range 200 {
		limit := 1 + round%4
		ctx, cancel := context.WithCancelCause(t.Context())
		cause := errors.New("cause")
		g := future.NewGroup(ctx, future.Limit(limit))
		var running, admitted, ended atomic.Int64
		task := func(nested func()) func(context.Context) error {
			return func(context.Context) error {
				defer ended.Add(1)
				if n := running.Add(1); n > int64(limit) {
					t.Errorf("%d tasks at the same time, the limit is %d", n, limit)
				}
				nested()
				running.Add(-1)
				return nil
			}
		}
		var callers sync.WaitGroup
		for caller := range 6 {
			callers.Go(func() {
				for i := range 30 {
					nested := func() {
						if i%3 == 0 && g.TryGo(task(func() {})) {
							admitted.Add(1)
						}
					}
					switch {
					case caller == 5:
						if g.TryGo(task(nested)) {
							admitted.Add(1)
						}
					case round%5 == 4 && caller == 0 && i == 20:
						cancel(cause)
					default:
						switch err := g.Go(task(nested)); {
						case err == nil:
							admitted.Add(1)
						case err != cause && countOf(err.Error(), "Wait has returned") == 0:
							t.Errorf("Go: got %v", err)
						}
					}
				}
			})
		}
		if round%2 == 0 { // otherwise some callers are too late
			callers.Wait()
		}
		err := g.Wait()
		seen := ended.Load()
		callers.Wait()
		if admitted.Load() != seen || running.Load() != 0 {
			t.Errorf("%d tasks were admitted, and %d have ended", admitted.Load(), seen)
		}
		if err != nil && (err != cause || round%5 != 4) {
			t.Errorf("Wait: got %v", err)
		}
		cancel(nil)
	}
}

func TestGroupAfterWait(t *testing.T) {
	never := func(context.Context) error { t.Error("called"); return nil }
	g := future.NewGroup(t.Context(), future.Limit(1))
	var own context.Context
	g.Go(func(ctx context.Context) error { own = ctx; return nil })
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
	if own.Err() == nil {
		t.Error("the context goes on after Wait")
	}
	for range 3 {
		if err := g.Go(never); err == nil || countOf(err.Error(), "Wait has returned") == 0 {
			t.Errorf("Go: got %v", err)
		}
		if g.TryGo(never) {
			t.Error("TryGo has started a task")
		}
		if err := g.Wait(); err != nil {
			t.Errorf("Wait: got %v", err)
		}
	}
}

// Wait waits for those who wait in Go, and ends them if the group dies.
func TestGroupWaitAndGoMeet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, want := range []error{nil, io.EOF} {
			g := future.NewGroup(t.Context(), future.Limit(1))
			var ran, refused atomic.Int64
			g.Go(func(context.Context) error { time.Sleep(time.Second); return want })
			for range 5 {
				go func() {
					if err := g.Go(func(context.Context) error { time.Sleep(time.Second); ran.Add(1); return nil }); err != nil {
						refused.Add(1)
					}
				}()
			}
			synctest.Wait()
			if err := g.Wait(); err != want {
				t.Errorf("got %v, want %v", err, want)
			}
			synctest.Wait()
			if want == nil && ran.Load() != 5 || want != nil && refused.Load() != 5 {
				t.Errorf("%d have run, and %d were refused", ran.Load(), refused.Load())
			}
		}
	})
}

func TestGroupTasksStartTasks(t *testing.T) {
	g := future.NewGroup(t.Context())
	var n atomic.Int64
	var task func(depth int) func(context.Context) error
	task = func(depth int) func(context.Context) error {
		return func(context.Context) error {
			n.Add(1)
			for range 2 {
				if depth > 0 {
					if err := g.Go(task(depth - 1)); err != nil {
						return err
					}
				}
			}
			return nil
		}
	}
	if err := g.Go(task(8)); err != nil {
		t.Error(err)
	}
	if err := g.Wait(); err != nil || n.Load() != 1<<9-1 {
		t.Errorf("got %v after %d tasks", err, n.Load())
	}
}

func TestRule3And4InGroup(t *testing.T) {
	tests := []struct {
		name string
		task func(context.Context) error
		is   func(error) bool
	}{
		{"panic", func(context.Context) error { panic(io.EOF) }, func(err error) bool {
			p, ok := errors.AsType[*future.PanicError](err)
			return ok && p.Value == io.EOF && countOf(string(p.Stack), "group_test.go") > 0 && errors.Is(err, io.EOF)
		}},
		{"Goexit", func(context.Context) error { runtime.Goexit(); return nil }, func(err error) bool { return err == future.ErrGoexit }},
		{"FailNow", func(context.Context) error { new(testing.T).FailNow(); return nil }, func(err error) bool { return err == future.ErrGoexit }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := future.NewGroup(t.Context(), future.Limit(1))
			var cause error
			g.Go(func(ctx context.Context) error { defer func() { cause = context.Cause(ctx) }(); return tt.task(ctx) })
			if err := g.Wait(); !tt.is(err) {
				t.Errorf("Wait: got %v", err)
			}
			if cause != nil {
				t.Errorf("ended before: %v", cause)
			}
			in := []int{1, 2, 3}
			if err := future.ForEach(t.Context(), 2, in, func(ctx context.Context, _ int) error { return tt.task(ctx) }); !tt.is(err) && countOf(err.Error(), "\n") == 0 {
				t.Errorf("ForEach: got %v", err)
			}
			v, err := future.Collect(t.Context(), 1, in, func(ctx context.Context, _ int) (int, error) { return 1, tt.task(ctx) })
			if v != nil || !tt.is(err) {
				t.Errorf("Collect: got %v, %v", v, err)
			}
			var flight future.Flight[int, int]
			if _, _, err := flight.Do(t.Context(), 1, func(ctx context.Context) (int, error) { return 1, tt.task(ctx) }); !tt.is(err) {
				t.Errorf("Flight: got %v", err)
			}
			lazy := future.NewLazy(func(ctx context.Context) (int, error) { return 1, tt.task(ctx) })
			for range 2 {
				if _, err := lazy.Await(t.Context()); !tt.is(err) {
					t.Errorf("Lazy: got %v", err)
				}
			}
			if _, err := future.Race(t.Context(), []work{func(ctx context.Context) (int, error) { return 1, tt.task(ctx) }}); !tt.is(err) {
				t.Errorf("Race: got %v", err)
			}
		})
	}
}

func TestGroupRepanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := future.NewGroup(t.Context(), future.Repanic())
		ended := false
		g.Go(func(ctx context.Context) error { <-ctx.Done(); time.Sleep(time.Second); panic("boom") })
		g.Go(func(ctx context.Context) error { <-ctx.Done(); time.Sleep(time.Hour); ended = true; return nil })
		g.Go(func(context.Context) error { return io.EOF })
		for range 2 {
			p, _ := panicOf(func() { g.Wait() }).(*future.PanicError)
			if p == nil || p.Value != "boom" || countOf(p.Error(), "group_test.go") == 0 || !ended {
				t.Errorf("got panic %v, all tasks ended: %v", p, ended)
			}
		}
		g = future.NewGroup(t.Context(), future.Repanic())
		g.Go(func(context.Context) error { return io.EOF })
		if err := g.Wait(); err != io.EOF {
			t.Errorf("got %v", err)
		}
	})
}

func TestForEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := make([]int, 100)
		for i := range in {
			in[i] = i
		}
		for _, limit := range []int{1, 7, 100, 1 << 30} {
			var running, most, sum atomic.Int64
			start := time.Now()
			err := future.ForEach(t.Context(), limit, in, func(ctx context.Context, v int) error {
				most.Store(max(most.Load(), running.Add(1)))
				time.Sleep(time.Second)
				running.Add(-1)
				sum.Add(int64(v))
				return nil
			})
			want := min(limit, 100)
			if err != nil || sum.Load() != 4950 || most.Load() != int64(want) {
				t.Errorf("limit %d: got %v, sum %d, %d at the same time", limit, err, sum.Load(), most.Load())
			}
			if took := time.Duration((100+want-1)/want) * time.Second; time.Since(start) != took {
				t.Errorf("limit %d: took %v, want %v", limit, time.Since(start), took)
			}
			v, err := future.Collect(t.Context(), limit, in, func(ctx context.Context, v int) (int, error) {
				time.Sleep(time.Duration(v*7%100) * time.Millisecond)
				return v * v, nil
			})
			for i := range v {
				if v[i] != i*i {
					t.Fatalf("value %d is %d", i, v[i])
				}
			}
			if len(v) != 100 || err != nil {
				t.Errorf("Collect: got %d values, %v", len(v), err)
			}
		}
	})
}

func TestForEachLimitBelowOne(t *testing.T) {
	for _, limit := range []int{0, -1} {
		for _, in := range [][]int{nil, {1}} {
			if err := future.ForEach(t.Context(), limit, in, func(context.Context, int) error { t.Error("called"); return nil }); err == nil {
				t.Errorf("limit %d: no error", limit)
			}
			if v, err := future.Collect(t.Context(), limit, in, func(context.Context, int) (int, error) { t.Error("called"); return 1, nil }); v != nil || err == nil {
				t.Errorf("limit %d: got %v, %v", limit, v, err)
			}
		}
	}
}

func TestForEachEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, late := make([]int, 10), errors.New("late")
		var n atomic.Int64
		var cause error
		err := future.ForEach(t.Context(), 3, in, func(ctx context.Context, _ int) error {
			switch n.Add(1) {
			case 1:
				time.Sleep(time.Second)
				return io.EOF
			case 2:
				<-ctx.Done()
				cause = context.Cause(ctx)
				return ctx.Err()
			default:
				<-ctx.Done()
				time.Sleep(time.Second)
				return late
			}
		})
		if n.Load() != 3 || err.Error() != "EOF\nlate" || cause != io.EOF {
			t.Errorf("a failure: got %q after %d calls, cause %v", err, n.Load(), cause)
		}

		dead, why := deadContext()
		calls := 0
		count := func(context.Context, int) error { calls++; return nil }
		if err := future.ForEach(dead, 3, in, count); !errors.Is(err, why) || calls != 0 {
			t.Errorf("done at the start: got %v after %d calls", err, calls)
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		err = future.ForEach(ctx, 1, in, func(context.Context, int) error {
			if calls++; calls == 5 {
				cancel(why)
			}
			return nil
		})
		if !errors.Is(err, why) || !errors.Is(err, context.Canceled) || calls != 5 {
			t.Errorf("done meanwhile: got %v after %d calls", err, calls)
		}
		ctx, cancel = context.WithCancelCause(t.Context())
		calls = 0
		err = future.ForEach(ctx, 1, in, func(context.Context, int) error {
			if calls++; calls == len(in) {
				cancel(why)
			}
			return nil
		})
		if err != nil || calls != len(in) {
			t.Errorf("done after all: got %v after %d calls", err, calls)
		}
	})
}
