package future_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

type work = func(context.Context) (int, error)

// A noted is a list that goroutines add to.
type noted[T any] struct {
	mu   sync.Mutex
	list []T
}

func (n *noted[T]) add(v T) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, v)
}

// after returns work that takes some time, and ends early with its context, the
// cause of which it adds to causes.
func after(d time.Duration, v int, err error, causes *noted[error]) work {
	return func(ctx context.Context) (int, error) {
		select {
		case <-time.After(d):
			return v, err
		case <-ctx.Done():
			time.Sleep(time.Millisecond) // the contest waits for this
			causes.add(context.Cause(ctx))
			return 0, ctx.Err()
		}
	}
}

func TestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var causes noted[error]
		start := time.Now()
		v, err := future.First(t.Context(), []work{
			after(time.Second, 0, io.EOF, &causes),
			after(2*time.Second, 2, nil, &causes),
			after(time.Hour, 3, nil, &causes),
		})
		if v != 2 || err != nil || time.Since(start) != 2*time.Second+time.Millisecond {
			t.Errorf("got %v, %v after %v", v, err, time.Since(start))
		}
		if !slices.Equal(causes.list, []error{future.ErrLost}) {
			t.Errorf("the loser's context ended with %v", causes.list)
		}

		_, err = future.First(t.Context(), []work{
			after(2, 0, io.EOF, &causes),
			after(1, 0, io.ErrNoProgress, &causes),
			func(context.Context) (int, error) { return panicWith("boom") },
			func(context.Context) (int, error) { runtime.Goexit(); return 1, nil },
		})
		_, panicked := errors.AsType[*future.PanicError](err)
		if !panicked || !errors.Is(err, io.EOF) || !errors.Is(err, io.ErrNoProgress) || !errors.Is(err, future.ErrGoexit) {
			t.Errorf("none succeeds: got %v, want all errors", err)
		}
		if _, err = future.First(t.Context(), []work{after(1, 0, io.EOF, &causes)}); err != io.EOF {
			t.Errorf("one alone: got %v", err)
		}
	})
}

func TestRace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, want := range []error{nil, io.EOF} {
			var causes noted[error]
			start := time.Now()
			v, err := future.Race(t.Context(), []work{
				after(time.Hour, 1, nil, &causes),
				after(time.Second, 2, want, &causes),
			})
			if v != 2 || err != want || time.Since(start) != time.Second+time.Millisecond {
				t.Errorf("got %v, %v after %v", v, err, time.Since(start))
			}
			if !slices.Equal(causes.list, []error{future.ErrLost}) {
				t.Errorf("the loser's context ended with %v", causes.list)
			}
		}
		_, err := future.Race(t.Context(), []work{func(context.Context) (int, error) { return panicWith(io.EOF) }})
		if _, ok := errors.AsType[*future.PanicError](err); !ok || !errors.Is(err, io.EOF) {
			t.Errorf("got %v, want a panic", err)
		}
	})
}

func TestHedge(t *testing.T) {
	const s = time.Second
	// A copy takes d, and succeeds if it has a value.
	type attempt struct {
		d time.Duration
		v int
	}
	tests := []struct {
		name  string
		after time.Duration
		n     int
		list  []attempt
		want  int // 0 for a failure
		start []time.Duration
		took  time.Duration
		lost  int
	}{
		{"fast", s, 3, []attempt{{s / 2, 1}}, 1, []time.Duration{0}, s / 2, 0},
		{"second wins", s, 3, []attempt{{10 * s, 1}, {s / 2, 2}}, 2, []time.Duration{0, s}, s*3/2 + time.Millisecond, 1},
		{"first wins late", s, 3, []attempt{{5 * s, 1}, {10 * s, 2}, {10 * s, 3}}, 1, []time.Duration{0, s, 2 * s}, 5*s + time.Millisecond, 2},
		{"failure starts the next", s, 3, []attempt{{s / 4, 0}, {s * 3 / 2, 2}, {10 * s, 3}}, 2, []time.Duration{0, s / 4, s * 5 / 4}, s*7/4 + time.Millisecond, 1},
		{"all fail", s, 2, []attempt{{s / 4, 0}, {s / 4, 0}}, 0, []time.Duration{0, s / 4}, s / 2, 0},
		{"one copy", s, 1, []attempt{{5 * s, 1}}, 1, []time.Duration{0}, 5 * s, 0},
		{"all at once", 0, 2, []attempt{{2 * s, 1}, {5 * s, 1}}, 1, []time.Duration{0, 0}, 2*s + time.Millisecond, 1},
		{"negative", -1, 2, []attempt{{2 * s, 1}, {5 * s, 1}}, 1, []time.Duration{0, 0}, 2*s + time.Millisecond, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var started noted[time.Duration]
				var causes noted[error]
				var n atomic.Int64
				begin := time.Now()
				v, err := future.Hedge(t.Context(), tt.after, tt.n, func(ctx context.Context) (int, error) {
					started.add(time.Since(begin))
					a := tt.list[n.Add(1)-1]
					if a.v == 0 {
						return after(a.d, 0, io.EOF, &causes)(ctx)
					}
					return after(a.d, a.v, nil, &causes)(ctx)
				})
				if v != tt.want || errors.Is(err, io.EOF) != (tt.want == 0) || time.Since(begin) != tt.took {
					t.Errorf("got %v, %v after %v, want %v after %v", v, err, time.Since(begin), tt.want, tt.took)
				}
				if !slices.Equal(started.list, tt.start) {
					t.Errorf("started %v, want %v", started.list, tt.start)
				}
				if len(causes.list) != tt.lost || slices.ContainsFunc(causes.list, func(err error) bool { return err != future.ErrLost }) {
					t.Errorf("losers ended with %v, want %d", causes.list, tt.lost)
				}
			})
		})
	}
	for _, n := range []int{0, -1} {
		if _, err := future.Hedge(t.Context(), s, n, func(context.Context) (int, error) { panic("called") }); err == nil {
			t.Errorf("n = %d: no error", n)
		}
	}
	synctest.Test(t, func(t *testing.T) { // no more copies are started when ctx is done
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		var n atomic.Int64
		_, err := future.Hedge(ctx, s*3/4, 5, func(ctx context.Context) (int, error) {
			n.Add(1)
			time.Sleep(10 * s)
			return 0, io.EOF
		})
		if n.Load() != 2 || !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, io.EOF) {
			t.Errorf("got %v after %d calls", err, n.Load())
		}
	})
}

// contests are the functions that run others against each other.
var contests = map[string]func(context.Context, work) (int, error){
	"First": func(ctx context.Context, w work) (int, error) { return future.First(ctx, []work{w, w}) },
	"Race":  func(ctx context.Context, w work) (int, error) { return future.Race(ctx, []work{w, w}) },
	"Hedge": func(ctx context.Context, w work) (int, error) { return future.Hedge(ctx, time.Second, 2, w) },
}

func TestContestUnderDeadContext(t *testing.T) {
	for name, contest := range contests {
		t.Run(name, func(t *testing.T) {
			dead, cause := deadContext()
			_, err := contest(dead, func(context.Context) (int, error) { t.Error("called"); return 1, nil })
			if !errors.Is(err, cause) || !errors.Is(err, context.Canceled) {
				t.Errorf("done at the start: got %v", err)
			}
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(time.Millisecond, func() { cancel(cause) })
				_, err := contest(ctx, func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, io.EOF })
				if !errors.Is(err, io.EOF) || name != "Race" && !errors.Is(err, cause) {
					t.Errorf("done meanwhile: got %v", err)
				}
				ctx, cancel = context.WithCancelCause(t.Context())
				v, err := contest(ctx, func(context.Context) (int, error) { cancel(cause); return 1, nil })
				if v != 1 || err != nil {
					t.Errorf("a success under a dead context: got %v, %v", v, err)
				}
			})
		})
	}
}

// The panic of a loser has no place in what is returned, and is not lost.
func TestPanicOfLoserIsReported(t *testing.T) {
	o := new(recorder)
	defer future.SetObserver(future.SetObserver(o))
	synctest.Test(t, func(t *testing.T) {
		bad := func(context.Context) (int, error) { return panicWith("boom") }
		good := func(context.Context) (int, error) { time.Sleep(time.Nanosecond); return 1, nil }
		late := func(ctx context.Context) (int, error) { <-ctx.Done(); return panicWith("late") }
		if v, err := future.First(t.Context(), []work{bad, good, late}); v != 1 || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
		if v, err := future.Race(t.Context(), []work{late, good}); v != 1 || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
	if got := o.unobserved(); len(got) != 3 {
		t.Errorf("reported %v", got)
	}
}
