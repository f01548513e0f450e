package future_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

// A recorder notes what it is told.
type recorder struct {
	mu     sync.Mutex
	events []string
	unseen []error
}

type recorderKey struct{}

func (r *recorder) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, fmt.Sprintf(format, args...))
}

func (r *recorder) Start(ctx context.Context, w future.Work) (context.Context, func(future.Outcome)) {
	r.note("start %q eager %v", w.Name, w.Eager)
	return context.WithValue(ctx, recorderKey{}, w.Name), func(o future.Outcome) { r.note("end %q %v", w.Name, o) }
}

func (r *recorder) Unobserved(name string, err error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unseen = append(r.unseen, fmt.Errorf("%q: %w", name, err))
	return true
}

func (r *recorder) GroupLimit(group string, limit int) { r.note("limit %q %d", group, limit) }
func (r *recorder) GroupQueued(group string, d int)    { r.note("queued %q %+d", group, d) }

func (r *recorder) taken() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	events := r.events
	r.events = nil
	return events
}

func (r *recorder) unobserved() []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.unseen)
}

func TestObserverIsToldOfWork(t *testing.T) {
	o := new(recorder)
	defer future.SetObserver(future.SetObserver(o))
	ok := func(ctx context.Context) (any, error) { return ctx.Value(recorderKey{}), nil }
	tests := []struct {
		name string
		run  func(ctx context.Context) (any, error)
		want []string
	}{
		{"Go", func(ctx context.Context) (any, error) { return future.Go(ctx, ok).Await(ctx) },
			[]string{`start "" eager true`, `end "" resolved`}},
		{"GoTraced", func(ctx context.Context) (any, error) { return future.GoTraced(ctx, "name", ok).Await(ctx) },
			[]string{`start "name" eager true`, `end "name" resolved`}},
		{"failure", func(ctx context.Context) (any, error) {
			f := future.GoTraced(ctx, "name", func(context.Context) (any, error) { return nil, io.EOF })
			f.Await(ctx)
			return "name", nil
		}, []string{`start "name" eager true`, `end "name" rejected`}},
		{"panic", func(ctx context.Context) (any, error) {
			f := future.GoTraced(ctx, "name", func(context.Context) (any, error) { panic("boom") })
			_, err := f.Await(ctx)
			if p, ok := errors.AsType[*future.PanicError](err); !ok || p.Value != "boom" || len(p.Stack) == 0 {
				t.Errorf("got %v", err)
			}
			return "name", nil
		}, []string{`start "name" eager true`, `end "name" panicked`}},
		{"Goexit", func(ctx context.Context) (any, error) {
			f := future.Go(ctx, func(context.Context) (any, error) { runtime.Goexit(); return nil, nil })
			if _, err := f.Await(ctx); err != future.ErrGoexit {
				t.Errorf("got %v", err)
			}
			return "", nil
		}, []string{`start "" eager true`, `end "" rejected`}},
		{"canceled", func(ctx context.Context) (any, error) {
			own, cancel := context.WithTimeoutCause(ctx, time.Second, io.ErrNoProgress)
			defer cancel()
			f := future.Go(own, func(ctx context.Context) (any, error) { <-ctx.Done(); return nil, ctx.Err() })
			f.Await(ctx)
			return "", nil
		}, []string{`start "" eager true`, `end "" canceled`}},
		{"Lazy", func(ctx context.Context) (any, error) {
			l := future.NewLazy(ok, future.Name("lazy"))
			l.Await(ctx)
			return l.Await(ctx)
		}, []string{`start "lazy" eager false`, `end "lazy" resolved`}},
		{"Flight", func(ctx context.Context) (any, error) {
			v, _, err := new(future.Flight[int, any]).Do(ctx, 1, ok)
			return v, err
		}, []string{`start "" eager false`, `end "" resolved`}},
		{"Group", func(ctx context.Context) (v any, err error) {
			g := future.NewGroup(ctx, future.Name("group"), future.Limit(1))
			g.Go(func(ctx context.Context) error { time.Sleep(time.Nanosecond); v, err = ok(ctx); return nil })
			g.Go(func(context.Context) error { return io.EOF })
			if err := g.Wait(); err != io.EOF {
				t.Errorf("got %v", err)
			}
			return v, err
		}, []string{`limit "group" 1`, `start "group" eager true`, `queued "group" +1`, `end "group" resolved`, `queued "group" -1`, `start "group" eager true`, `end "group" rejected`}},
		{"First", func(ctx context.Context) (any, error) {
			return future.First(ctx, []func(context.Context) (any, error){ok})
		}, []string{`start "" eager true`, `end "" resolved`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				name := ""
				if slices.Contains(tt.want, `end "name" resolved`) || slices.Contains(tt.want, `end "name" rejected`) || slices.Contains(tt.want, `end "name" panicked`) {
					name = "name"
				} else if tt.name == "Lazy" || tt.name == "Group" {
					name = map[string]string{"Lazy": "lazy", "Group": "group"}[tt.name]
				}
				v, err := tt.run(t.Context())
				if v != name || err != nil {
					t.Errorf("got %v, %v: the work has not been given the observer's context", v, err)
				}
				if got := o.taken(); !slices.Equal(got, tt.want) {
					t.Errorf("told %q, want %q", got, tt.want)
				}
			})
		})
	}
}

func TestOutcome(t *testing.T) {
	o := future.Outcome{Err: io.EOF, Reason: io.ErrNoProgress}
	if o.String() != "canceled" {
		t.Error(o)
	}
	o.Err = &future.PanicError{Value: o.Err}
	if o.String() != "panicked" {
		t.Error(o)
	}
}

func TestSetObserver(t *testing.T) {
	a, b := new(recorder), new(recorder)
	if old := future.SetObserver(a); old != nil {
		t.Errorf("there was %v", old)
	}
	if old := future.SetObserver(future.Observers(a, nil, b)); old != a {
		t.Errorf("there was %v, want the first", old)
	}
	future.GoTraced(t.Context(), "both", func(context.Context) (int, error) { return 1, nil }).Await(t.Context())
	future.NewGroup(t.Context(), future.Name("g"), future.Limit(3)).Wait()
	future.SetObserver(nil)
	future.GoTraced(t.Context(), "nobody", func(context.Context) (int, error) { return 1, nil }).Await(t.Context())
	for _, o := range []*recorder{a, b} {
		if got, want := o.taken(), []string{`start "both" eager true`, `end "both" resolved`, `limit "g" 3`}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
}

// settleUnseen is not inlined, so that nothing of it stays on the stack.
//
//go:noinline
func settleUnseen(t *testing.T, see func(f *future.Future[int])) {
	f := future.GoTraced(t.Context(), "work", func(context.Context) (int, error) { return 0, io.EOF })
	<-f.Done()
	see(f)
}

func TestUnobservedFailure(t *testing.T) {
	ctx := t.Context()
	dead, _ := deadContext()
	tests := []struct {
		name string
		see  func(f *future.Future[int])
		seen bool
	}{
		{"nobody", func(*future.Future[int]) {}, false},
		{"Ready", func(f *future.Future[int]) { f.Ready() }, false},
		{"given up", func(*future.Future[int]) {
			f := future.NewFuture[int]()
			f.Await(dead)
			f.Reject(io.EOF)
		}, false},
		{"Map that nobody looks at", func(f *future.Future[int]) { future.Map(ctx, f, func(v int) int { return v }) }, false},
		{"Timeout that nobody looks at", func(*future.Future[int]) {
			f := future.NewFuture[int]()
			future.Timeout(f, time.Hour)
			f.Reject(io.EOF)
		}, false},
		{"Await", func(f *future.Future[int]) { f.Await(ctx) }, true},
		{"Result", func(f *future.Future[int]) { f.Result() }, true},
		{"OnDone", func(f *future.Future[int]) { f.OnDone(func(future.Result[int]) {}) }, true},
		{"OnDone before", func(*future.Future[int]) {
			f := future.NewFuture[int]()
			f.OnDone(func(future.Result[int]) {})
			f.Reject(io.EOF)
		}, true},
		{"Recover", func(f *future.Future[int]) { future.Recover(ctx, f, func(error) (int, error) { return 0, nil }) }, true},
		{"All", func(f *future.Future[int]) { future.All(ctx, []*future.Future[int]{f}) }, true},
		{"AllSettled", func(f *future.Future[int]) { future.AllSettled(ctx, []*future.Future[int]{f}) }, true},
		{"Any", func(f *future.Future[int]) { future.Any(ctx, []*future.Future[int]{f}) }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := new(recorder)
			defer future.SetObserver(future.SetObserver(o))
			settleUnseen(t, tt.see)
			cleanups()
			got := o.unobserved()
			// Some make a second future in place of the one they are given.
			for i := 0; !tt.seen && len(got) == 0 && i < 100; i++ {
				cleanups()
				got = o.unobserved()
			}
			if tt.seen && tt.name != "OnDone before" && len(got) != 0 || !tt.seen && (len(got) == 0 || !errors.Is(got[0], io.EOF)) {
				t.Errorf("reported %v", got)
			}
		})
	}
}

// cleanups runs the garbage collector, and waits until what is garbage by now
// has been cleaned up.
func cleanups() {
	for range 2 {
		done := make(chan struct{})
		func() {
			v := new(large)
			runtime.AddCleanup(v, func(struct{}) { close(done) }, struct{}{})
		}()
		for stop := false; !stop; {
			runtime.GC()
			select {
			case <-done:
				stop = true
			default:
				runtime.Gosched()
			}
		}
	}
}

func TestUnobservedFailureIsLogged(t *testing.T) {
	out, code := inChild(t, func(t *testing.T) {
		func() {
			future.NewFuture[int]().Reject(io.EOF)
			future.NewFuture[int]().Reject(context.Canceled)
			f := future.GoTraced(t.Context(), "work", func(context.Context) (int, error) { return panicWith("boom") })
			<-f.Done()
		}()
		for range 10 {
			cleanups()
		}
	})
	for _, want := range []string{"future: nobody has looked at a failure: EOF", `future: nobody has looked at the failure of "work": future: the work panicked: boom`, "panic_test.go"} {
		if n := countOf(out, want); n == 0 || want != "panic_test.go" && n > 1 {
			t.Errorf("%q is %d times in the output of code %d:\n%s", want, n, code, out)
		}
	}
	if countOf(out, context.Canceled.Error()) != 0 {
		t.Errorf("work that was called off is reported:\n%s", out)
	}
}
