package future_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

// resolved and rejected return futures that are settled.
func resolved[T any](v T) *future.Future[T] {
	f := future.NewFuture[T]()
	f.Resolve(v)
	return f
}

func rejected[T any](err error) *future.Future[T] {
	f := future.NewFuture[T]()
	f.Reject(err)
	return f
}

// A follower makes a future of ints from another one, in each way there is. The
// function is called with what the way is about: a value, or an error.
var followers = map[string]struct {
	follow func(ctx context.Context, f *future.Future[int], fn func() int) *future.Future[int]
	settle func(f *future.Future[int]) bool // so that fn is called
	other  func(f *future.Future[int]) bool // so that it is not
	passed future.Result[int]               // what other becomes
}{
	"Map": {
		func(ctx context.Context, f *future.Future[int], fn func() int) *future.Future[int] {
			return future.Map(ctx, f, func(int) int { return fn() })
		},
		func(f *future.Future[int]) bool { return f.Resolve(1) },
		func(f *future.Future[int]) bool { return f.Settle(1, io.EOF) },
		future.Result[int]{Err: io.EOF},
	},
	"FlatMap": {
		func(ctx context.Context, f *future.Future[int], fn func() int) *future.Future[int] {
			return future.FlatMap(ctx, f, func(int) *future.Future[int] { return resolved(fn()) })
		},
		func(f *future.Future[int]) bool { return f.Resolve(1) },
		func(f *future.Future[int]) bool { return f.Settle(1, io.EOF) },
		future.Result[int]{Err: io.EOF},
	},
	"Recover": {
		func(ctx context.Context, f *future.Future[int], fn func() int) *future.Future[int] {
			return future.Recover(ctx, f, func(error) (int, error) { return fn(), nil })
		},
		func(f *future.Future[int]) bool { return f.Reject(io.EOF) },
		func(f *future.Future[int]) bool { return f.Resolve(7) },
		future.Result[int]{Value: 7},
	},
}

func TestFollow(t *testing.T) {
	for name, way := range followers {
		for _, when := range []string{"before", "after"} {
			t.Run(name+" "+when+" settling", func(t *testing.T) {
				f, calls := future.NewFuture[int](), 0
				var out *future.Future[int]
				if when == "before" {
					out = way.follow(t.Context(), f, func() int { calls++; return 2 })
					if out.Ready() {
						t.Error("settled before what it follows")
					}
				}
				way.settle(f)
				if when == "after" {
					out = way.follow(t.Context(), f, func() int { calls++; return 2 })
				}
				if r, ok := out.Result(); !ok || r != (future.Result[int]{Value: 2}) || calls != 1 {
					t.Errorf("got %v, %v after %d calls", r, ok, calls)
				}

				f = future.NewFuture[int]()
				if when == "before" {
					out = way.follow(t.Context(), f, func() int { calls++; return 2 })
				}
				way.other(f)
				if when == "after" {
					out = way.follow(t.Context(), f, func() int { calls++; return 2 })
				}
				if r, ok := out.Result(); !ok || r != way.passed || calls != 1 {
					t.Errorf("not called: got %v, %v after %d calls", r, ok, calls-1)
				}
			})
		}
	}
}

func TestRule1FollowingWinsOverDeadContext(t *testing.T) {
	dead, _ := deadContext()
	for name, way := range followers {
		f := future.NewFuture[int]()
		way.settle(f)
		if v, err := way.follow(dead, f, func() int { return 2 }).Await(dead); v != 2 || err != nil {
			t.Errorf("%s: got %v, %v", name, v, err)
		}
	}
	// Settled, but its callbacks have not all run: the turn has to be waited
	// for, and ctx does not bound that.
	synctest.Test(t, func(t *testing.T) {
		f := future.NewFuture[int]()
		proceed := make(chan struct{})
		f.OnDone(func(future.Result[int]) { <-proceed })
		go f.Resolve(1)
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		m := future.Map(ctx, f, func(v int) int { return v + 1 })
		cancel()
		synctest.Wait()
		if m.Ready() {
			t.Error("a continuation did not wait for its turn")
		}
		close(proceed)
		if v, err := m.Await(t.Context()); v != 2 || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
}

func TestRule2ContextOfContinuation(t *testing.T) {
	for name, way := range followers {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cause := errors.New("cause")
				for _, when := range []string{"before", "after"} {
					f := future.NewFuture[int]()
					ctx, cancel := context.WithCancelCause(t.Context())
					defer cancel(nil)
					if when == "before" {
						cancel(cause)
					}
					out := way.follow(ctx, f, func() int { t.Error("called"); return 2 })
					if when == "after" {
						synctest.Wait()
						if out.Ready() {
							t.Error("settled by nobody")
						}
						cancel(cause)
					}
					if _, err := out.Await(t.Context()); !errors.Is(err, context.Canceled) || !errors.Is(err, cause) {
						t.Errorf("%s: got %v", when, err)
					}
					if f.Ready() {
						t.Error("the future it follows was settled by its context")
					}
					way.settle(f)
				}
			})
		})
	}
}

func TestFlatMapWaitsForBoth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, err := range []error{nil, io.EOF} {
			f, inner := future.NewFuture[int](), future.NewFuture[string]()
			out := future.FlatMap(t.Context(), f, func(int) *future.Future[string] { return inner })
			f.Resolve(1)
			if out.Ready() {
				t.Error("settled before the second future")
			}
			inner.Settle("v", err)
			if r, ok := out.Result(); !ok || r.Value != "v" || r.Err != err {
				t.Errorf("got %v, %v", r, ok)
			}
		}
		// The context ends while it waits for the second, or while fn runs.
		cause := errors.New("cause")
		for _, when := range []string{"waiting", "running", "settled"} {
			ctx, cancel := context.WithCancelCause(t.Context())
			f, inner := future.NewFuture[int](), future.NewFuture[string]()
			if when == "settled" {
				f.Resolve(1) // before anything follows it
			}
			out := future.FlatMap(ctx, f, func(int) *future.Future[string] {
				if when == "running" {
					cancel(cause)
					time.Sleep(time.Second) // what watches the context has come
				}
				return inner
			})
			go f.Resolve(1)
			synctest.Wait()
			cancel(cause)
			if _, err := out.Await(t.Context()); !errors.Is(err, cause) {
				t.Errorf("%s: got %v", when, err)
			}
			inner.Resolve("late")
		}
		// It is settled when fn returns it.
		ctx, cancel := context.WithCancelCause(t.Context())
		out := future.FlatMap(ctx, resolved(1), func(int) *future.Future[string] { cancel(cause); return resolved("v") })
		if v, err := out.Await(t.Context()); v != "v" || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
}

func TestFlatMapOfNothing(t *testing.T) {
	f := future.NewFuture[int]()
	none := future.FlatMap(t.Context(), f, func(int) *future.Future[int] { return nil })
	var itself *future.Future[int]
	itself = future.FlatMap(t.Context(), f, func(int) *future.Future[int] { return itself })
	f.Resolve(1)
	for _, out := range []*future.Future[int]{none, itself} {
		r, ok := out.Result()
		if p, is := errors.AsType[*future.PanicError](r.Err); !ok || !is {
			t.Errorf("got %v, %v, %v", r, ok, p)
		}
	}
}

// The end of Recover's context is nothing to recover from, whoever is the first to
// notice it: Recover itself, or the future that it follows.
func TestRecoverIsNotForTheEndOfItsContext(t *testing.T) {
	cause := errors.New("cause")
	sources := map[string]func(context.Context) *future.Future[int]{
		"Map": func(ctx context.Context) *future.Future[int] {
			return future.Map(ctx, future.NewFuture[int](), func(v int) int { return v })
		},
		"FlatMap": func(ctx context.Context) *future.Future[int] {
			return future.FlatMap(ctx, resolved(1), func(int) *future.Future[int] { return future.NewFuture[int]() })
		},
		"work": func(ctx context.Context) *future.Future[int] {
			return future.Go(ctx, func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() })
		},
		"cause": func(ctx context.Context) *future.Future[int] {
			return future.Go(ctx, func(ctx context.Context) (int, error) {
				<-ctx.Done()
				return 0, fmt.Errorf("work: %w", context.Cause(ctx))
			})
		},
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			for range 500 {
				ctx, cancel := context.WithCancelCause(t.Context())
				never := func(err error) (int, error) { t.Errorf("called with %v", err); return 1, nil }
				f := source(ctx)
				before := future.Recover(ctx, f, never)
				go cancel(cause)
				f.Await(t.Context())
				after := future.Recover(ctx, f, never) // f has failed, as it had to
				for _, out := range []*future.Future[int]{before, after} {
					if _, err := out.Await(t.Context()); !errors.Is(err, context.Canceled) && !errors.Is(err, cause) {
						t.Errorf("got %v", err)
					}
				}
			}
		})
	}
	// Other failures are recovered from, even if the context is done by then, and
	// so is the end of another context.
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	for _, tt := range []struct {
		ctx context.Context
		err error
	}{{ctx, io.EOF}, {t.Context(), cause}, {t.Context(), context.Canceled}} {
		v, err := future.Recover(tt.ctx, rejected[int](tt.err), func(err error) (int, error) {
			if err != tt.err {
				t.Errorf("called with %v", err)
			}
			return 3, nil
		}).Await(t.Context())
		if v != 3 || err != nil {
			t.Errorf("%v: got %v, %v", tt.err, v, err)
		}
	}
}

func TestRecoverFails(t *testing.T) {
	out := future.Recover(t.Context(), rejected[int](io.EOF), func(err error) (int, error) { return 3, errors.Join(err, io.ErrNoProgress) })
	if v, err := out.Await(t.Context()); v != 3 || !errors.Is(err, io.EOF) || !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestRule8PanicInContinuation(t *testing.T) {
	for name, way := range followers {
		t.Run(name, func(t *testing.T) {
			f := future.NewFuture[int]()
			var bad []*future.Future[int]
			for _, v := range []any{io.EOF, nil} {
				bad = append(bad, way.follow(t.Context(), f, func() int { panic(v) }))
			}
			good := way.follow(t.Context(), f, func() int { return 2 })
			if !way.settle(f) {
				t.Error("the settler has not won")
			}
			bad = append(bad, way.follow(t.Context(), f, func() int { panic("late") }))
			for i, f := range bad {
				r, ok := f.Result()
				p, is := errors.AsType[*future.PanicError](r.Err)
				if !ok || !is || len(p.Stack) == 0 || i == 0 && p.Value != io.EOF {
					t.Errorf("%d: got %v, %v", i, r, ok)
				}
			}
			if r, ok := good.Result(); !ok || r.Value != 2 || r.Err != nil {
				t.Errorf("its neighbour: got %v, %v", r, ok)
			}
		})
	}
}

func TestRule4GoexitInContinuation(t *testing.T) {
	for name, way := range followers {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := future.NewFuture[int]()
				bad := way.follow(t.Context(), f, func() int { runtime.Goexit(); return 1 })
				after := future.Recover(t.Context(), bad, func(err error) (int, error) { return 5, nil })
				good := way.follow(t.Context(), f, func() int { return 2 })
				go func() { way.settle(f); t.Error("Goexit was kept from ending its goroutine") }()
				if _, err := bad.Await(t.Context()); err != future.ErrGoexit {
					t.Errorf("got %v", err)
				}
				if v, err := good.Await(t.Context()); v != 2 || err != nil {
					t.Errorf("its neighbour: got %v, %v", v, err)
				}
				if v, err := after.Await(t.Context()); v != 5 || err != nil {
					t.Errorf("what follows: got %v, %v", v, err)
				}
			})
		})
	}
}

func TestRule8ContinuationsKeepTheOrder(t *testing.T) {
	f := future.NewFuture[int]()
	var got []string
	note := func(s string) { got = append(got, s) }
	a := future.Map(t.Context(), f, func(v int) int { note("a"); return v })
	future.Map(t.Context(), a, func(v int) int { note("a.a"); return v })
	f.OnDone(func(future.Result[int]) { note("b") })
	c := future.Map(t.Context(), f, func(v int) int { note("c"); return v })
	for i := range 3 {
		c.OnDone(func(future.Result[int]) { note("c." + strconv.Itoa(i)) })
	}
	d := future.Map(t.Context(), f, func(v int) int { note("d"); return v })
	d.OnDone(func(future.Result[int]) { note("d.a") })
	f.Resolve(1)
	if want := []string{"a", "b", "c", "d", "a.a", "c.0", "c.1", "c.2", "d.a"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The chain is worked off in a loop: a stack of this depth would take more than
// the little that it is given.
func TestChainOfAMillion(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 100_000
	}
	depth := func(v int) int {
		if v == n-1 {
			var pcs [128]uintptr
			if frames := runtime.Callers(0, pcs[:]); frames > 64 {
				t.Errorf("%d frames and more are on the stack", frames)
			}
		}
		return v + 1
	}
	for _, first := range []struct {
		name string
		f    *future.Future[int]
	}{{"pending", future.NewFuture[int]()}, {"settled", resolved(0)}} {
		last := first.f
		for range n {
			last = future.Map(context.Background(), last, depth)
		}
		first.f.Resolve(0)
		if v, err := last.Await(t.Context()); v != n || err != nil {
			t.Errorf("%s: got %v, %v", first.name, v, err)
		}
	}
	// A failure goes through as well, and so do the other ways.
	f := future.NewFuture[int]()
	last := f
	for i := range n / 10 {
		switch i % 4 {
		case 0:
			last = future.Map(context.Background(), last, depth)
		case 1:
			last = future.FlatMap(context.Background(), last, func(v int) *future.Future[int] { return resolved(v) })
		case 2:
			last = future.Recover(context.Background(), last, func(err error) (int, error) { return 0, err })
		case 3:
			last = future.Timeout(last, time.Hour)
		}
	}
	f.Reject(io.EOF)
	if _, err := last.Await(t.Context()); err != io.EOF {
		t.Errorf("got %v", err)
	}
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, err := range []error{nil, io.EOF} {
			f := future.NewFuture[int]()
			out := future.Timeout(f, time.Second)
			time.Sleep(time.Second - 1)
			f.Settle(1, err)
			if r, ok := out.Result(); !ok || r.Value != 1 || r.Err != err {
				t.Errorf("in time: got %v, %v", r, ok)
			}
			time.Sleep(time.Second)
		}
		f := future.NewFuture[int]()
		out := future.Timeout(f, time.Second)
		start := time.Now()
		_, err := out.Await(t.Context())
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second || f.Ready() {
			t.Errorf("too late: got %v after %v", err, time.Since(start))
		}
		for _, d := range []time.Duration{0, -1} {
			if r, ok := future.Timeout(f, d).Result(); !ok || !errors.Is(r.Err, context.DeadlineExceeded) {
				t.Errorf("%v for a pending future: got %v, %v", d, r, ok)
			}
			if r, ok := future.Timeout(resolved(1), d).Result(); !ok || r.Value != 1 || r.Err != nil {
				t.Errorf("%v for a settled future: got %v, %v", d, r, ok)
			}
		}
	})
}

// The timer and the settler come at the same time: one of them settles.
func TestTimeoutAgainstSettle(t *testing.T) {
	rounds := 2000
	if testing.Short() {
		rounds = 200
	}
	for i := range rounds {
		f := future.NewFuture[int]()
		go f.Resolve(1)
		v, err := future.Timeout(f, time.Duration(i%50)*time.Microsecond).Await(t.Context())
		if (v != 1 || err != nil) && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v, %v", v, err)
		}
	}
}
