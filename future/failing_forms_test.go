package future_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/future"
)

// The forms in this file are those that are found in articles and in talks, and
// go wrong. The package documentation names them; each is run here, and then
// what the package has in its place.

// An atomicFuture announces its value before it has written it.
type atomicFuture[T any] struct {
	settled atomic.Bool
	value   T
	// preempted stands for whatever the scheduler runs between the two: a
	// test that waited for it would be one of luck, and the race detector
	// would rightly object.
	preempted func()
}

func (f *atomicFuture[T]) Resolve(v T) bool {
	if !f.settled.CompareAndSwap(false, true) {
		return false
	}
	f.preempted()
	f.value = v
	return true
}

func (f *atomicFuture[T]) Result() (v T, ok bool) {
	if !f.settled.Load() {
		return v, false
	}
	return f.value, true
}

func TestFailingFormAtomicFuture(t *testing.T) {
	f := new(atomicFuture[int])
	f.preempted = func() {
		if v, ok := f.Result(); v != 0 || !ok {
			t.Errorf("got %v, %v: the form is not wrong any more", v, ok)
		}
	}
	f.Resolve(1)
	// TestRule6ReaderMeetsSettler looks for the same in a Future, which has
	// no such place.
	var stale atomic.Int64
	for range 1000 {
		f := future.NewFuture[int]()
		var wg sync.WaitGroup
		wg.Go(func() { f.Resolve(1) })
		wg.Go(func() {
			for {
				if r, ok := f.Result(); ok {
					if r.Value != 1 {
						stale.Add(1)
					}
					return
				}
			}
		})
		wg.Wait()
	}
	if stale.Load() != 0 {
		t.Errorf("%d stale reads", stale.Load())
	}
}

// A onceLazy does its work with whatever context the first caller has.
type onceLazy[T any] struct {
	once  sync.Once
	fn    func(context.Context) (T, error)
	value T
	err   error
}

func (l *onceLazy[T]) Await(ctx context.Context) (T, error) {
	l.once.Do(func() { l.value, l.err = l.fn(ctx) })
	return l.value, l.err
}

func TestFailingFormLazyOnOnce(t *testing.T) {
	dead, cause := deadContext()
	ok := func(ctx context.Context) (int, error) { return 1, context.Cause(ctx) }
	t.Run("the first context decides for everyone", func(t *testing.T) {
		bad := &onceLazy[int]{fn: ok}
		bad.Await(dead)
		if _, err := bad.Await(t.Context()); err != cause {
			t.Errorf("got %v: the form is not wrong any more", err)
		}
		good := future.NewLazy(ok)
		good.Await(dead)
		if v, err := good.Await(t.Context()); v != 1 || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
	t.Run("a panic is a success for all who come later", func(t *testing.T) {
		boom := func(context.Context) (int, error) { return panicWith("boom") }
		bad := &onceLazy[int]{fn: boom}
		if v := panicOf(func() { bad.Await(t.Context()) }); v != "boom" {
			t.Errorf("got panic %v", v)
		}
		if v, err := bad.Await(t.Context()); v != 0 || err != nil {
			t.Errorf("got %v, %v: the form is not wrong any more", v, err)
		}
		good := future.NewLazy(boom)
		for range 2 {
			_, err := good.Await(t.Context())
			if _, ok := errors.AsType[*future.PanicError](err); !ok {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("a failure is for ever", func(t *testing.T) {
		var n atomic.Int64
		second := func(context.Context) (int, error) {
			if n.Add(1) == 1 {
				return 0, io.EOF
			}
			return 2, nil
		}
		bad := &onceLazy[int]{fn: second}
		bad.Await(t.Context())
		if _, err := bad.Await(t.Context()); err != io.EOF {
			t.Errorf("got %v: the form is not wrong any more", err)
		}
		n.Store(0)
		good := future.NewLazy(second, future.RetryOnError())
		good.Await(t.Context())
		if v, err := good.Await(t.Context()); v != 2 || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
}

// The following start a goroutine that nobody recovers for.

func bareMap[T, U any](ctx context.Context, f *future.Future[T], fn func(T) U) *future.Future[U] {
	out := future.NewFuture[U]()
	go func() {
		v, err := f.Await(ctx)
		if err != nil {
			out.Reject(err)
			return
		}
		out.Resolve(fn(v))
	}()
	return out
}

func bareFlatMap[T, U any](ctx context.Context, f *future.Future[T], fn func(T) *future.Future[U]) *future.Future[U] {
	out := future.NewFuture[U]()
	go func() {
		v, err := f.Await(ctx)
		if err != nil {
			out.Reject(err)
			return
		}
		out.Settle(fn(v).Await(ctx))
	}()
	return out
}

func bareRace[T any](ctx context.Context, fns []func(context.Context) (T, error)) (T, error) {
	out := future.NewFuture[T]()
	for _, fn := range fns {
		go func() { out.Settle(fn(ctx)) }()
	}
	return out.Await(ctx)
}

func TestFailingFormsWithoutRecover(t *testing.T) {
	boom := func(int) int { panic("boom") }
	flat := func(int) *future.Future[int] { panic("boom") }
	race := []work{func(context.Context) (int, error) { return panicWith("boom") }}
	tests := []struct {
		name      string
		bad, good func(ctx context.Context) error
	}{
		{"Map",
			func(ctx context.Context) error { _, err := bareMap(ctx, resolved(1), boom).Await(ctx); return err },
			func(ctx context.Context) error { _, err := future.Map(ctx, resolved(1), boom).Await(ctx); return err }},
		{"FlatMap",
			func(ctx context.Context) error { _, err := bareFlatMap(ctx, resolved(1), flat).Await(ctx); return err },
			func(ctx context.Context) error {
				_, err := future.FlatMap(ctx, resolved(1), flat).Await(ctx)
				return err
			}},
		{"Race",
			func(ctx context.Context) error { _, err := bareRace(ctx, race); return err },
			func(ctx context.Context) error { _, err := future.Race(ctx, race); return err }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, code := inChild(t, func(t *testing.T) { tt.bad(t.Context()) })
			if code != 2 || !strings.Contains(out, "panic: boom") {
				t.Errorf("exit code %d: the form is not wrong any more:\n%s", code, out)
			}
			if _, ok := errors.AsType[*future.PanicError](tt.good(t.Context())); !ok {
				t.Error("the panic is no error")
			}
		})
	}
}

// What is said of errgroup, that goroutines may go on when Wait has returned, is
// not so: it waits for all, also after the first error. What goes on is work
// that a task has started by itself.
func TestErrgroupWaitWaitsForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, ctx := errgroup.WithContext(t.Context())
		var ended atomic.Int64
		for i := range 10 {
			g.Go(func() error {
				defer ended.Add(1)
				if i == 0 {
					return io.EOF
				}
				<-ctx.Done()
				time.Sleep(time.Duration(i) * time.Hour)
				return ctx.Err()
			})
		}
		if err := g.Wait(); err != io.EOF || ended.Load() != 10 {
			t.Errorf("got %v after %d tasks", err, ended.Load())
		}
	})
}

// What is not said of errgroup: a task that calls Goexit is a success, and Go
// waits for the limit of a group that is dead.
func TestErrgroupHoles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := new(errgroup.Group)
		bad.Go(func() error { new(testing.T).FailNow(); return nil })
		if err := bad.Wait(); err != nil {
			t.Errorf("got %v: the form is not wrong any more", err)
		}
		good := future.NewGroup(t.Context())
		good.Go(func(context.Context) error { new(testing.T).FailNow(); return nil })
		if err := good.Wait(); err != future.ErrGoexit {
			t.Errorf("got %v", err)
		}

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		slow := func(context.Context) error { time.Sleep(time.Hour); return nil }
		waited := func(spawn func() error) string {
			start := time.Now()
			err := spawn()
			return fmt.Sprint(time.Since(start), " ", err)
		}
		bad, own := errgroup.WithContext(ctx)
		bad.SetLimit(1)
		bad.Go(func() error { return slow(own) })
		if got := waited(func() error { bad.Go(func() error { return nil }); return nil }); got != "1h0m0s <nil>" {
			t.Errorf("got %v: the form is not wrong any more", got)
		}
		bad.Wait()

		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		good = future.NewGroup(ctx, future.Limit(1))
		good.Go(slow)
		if got := waited(func() error { return good.Go(slow) }); got != "1s context deadline exceeded" {
			t.Errorf("got %v", got)
		}
		good.Wait()
	})
}
