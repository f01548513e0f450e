package future_test

import (
	"context"
	"errors"
	"io"
	"math"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

func TestLazyRunsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, want := range []error{nil, io.EOF} {
			var calls atomic.Int64
			l := future.NewLazy(func(context.Context) (int, error) {
				calls.Add(1)
				time.Sleep(time.Second)
				return 7, want
			})
			synctest.Wait()
			if calls.Load() != 0 {
				t.Error("started before it was awaited")
			}
			var waiters []*future.Future[int]
			for range 64 {
				waiters = append(waiters, future.Go(t.Context(), l.Await))
			}
			for _, w := range waiters {
				if v, err := w.Await(t.Context()); v != 7 || err != want {
					t.Errorf("got %v, %v", v, err)
				}
			}
			dead, _ := deadContext()
			if v, err := l.Await(dead); v != 7 || err != want || calls.Load() != 1 {
				t.Errorf("rule 1: got %v, %v after %d calls", v, err, calls.Load())
			}
		}
	})
}

func TestLazyContextOfTheWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		var causes noted[error]
		var calls atomic.Int64
		l := future.NewLazy(func(ctx context.Context) (any, error) {
			calls.Add(1)
			select {
			case <-time.After(time.Hour):
				return ctx.Value(key{}), nil
			case <-ctx.Done():
				causes.add(context.Cause(ctx))
				time.Sleep(time.Second)
				return nil, ctx.Err()
			}
		})
		dead, cause := deadContext()
		if _, err := l.Await(dead); !errors.Is(err, cause) || calls.Load() != 0 {
			t.Errorf("dead at the start: got %v after %d calls", err, calls.Load())
		}

		// The first leaves, and the second stays.
		first, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "first"))
		second, cancel2 := context.WithCancel(t.Context())
		a := future.Go(first, l.Await)
		synctest.Wait()
		b := future.Go(second, l.Await)
		synctest.Wait()
		cancel()
		if _, err := a.Await(t.Context()); !errors.Is(err, context.Canceled) {
			t.Errorf("the first: got %v", err)
		}
		synctest.Wait()
		if len(causes.list) != 0 {
			t.Errorf("the first who left has ended the work: %v", causes.list)
		}
		// The last leaves: the work ends. Who comes meanwhile starts it again,
		// but not before the one that was called off has returned.
		cancel2()
		b.Await(t.Context())
		synctest.Wait()
		if len(causes.list) != 1 || errors.Is(causes.list[0], context.Canceled) {
			t.Errorf("the last has left, and the work's context ended with %v", causes.list)
		}
		start := time.Now()
		v, err := l.Await(context.WithValue(t.Context(), key{}, "third"))
		if v != "third" || err != nil || calls.Load() != 2 || time.Since(start) != time.Hour+time.Second {
			t.Errorf("got %v, %v after %d calls and %v", v, err, calls.Load(), time.Since(start))
		}
	})
}

// Work that was called off, and succeeds for all that, has succeeded.
func TestLazyKeepsValueOfAbandonedWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		l := future.NewLazy(func(context.Context) (int, error) { calls++; time.Sleep(time.Hour); return 7, nil })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		l.Await(ctx)
		if v, err := l.Await(t.Context()); v != 7 || err != nil || calls != 1 {
			t.Errorf("got %v, %v after %d calls", v, err, calls)
		}
	})
}

func TestLazyRetryOnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		l := future.NewLazy(func(context.Context) (int, error) {
			time.Sleep(time.Second)
			switch calls++; calls {
			case 1:
				return 0, io.EOF
			case 2:
				panic("boom")
			}
			return calls, nil
		}, future.RetryOnError())
		both := [2]*future.Future[int]{future.Go(t.Context(), l.Await), future.Go(t.Context(), l.Await)}
		for _, f := range both {
			if _, err := f.Await(t.Context()); err != io.EOF {
				t.Errorf("the first: got %v", err)
			}
		}
		if _, err := l.Await(t.Context()); countOf(err.Error(), "boom") == 0 {
			t.Errorf("the second: got %v", err)
		}
		for range 2 {
			if v, err := l.Await(t.Context()); v != 3 || err != nil {
				t.Errorf("the third: got %v, %v", v, err)
			}
		}
	})
}

func TestFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var flight future.Flight[string, int]
		var calls atomic.Int64
		type answer struct {
			v      int
			shared bool
		}
		do := func(key string) *future.Future[answer] {
			return future.Go(t.Context(), func(ctx context.Context) (answer, error) {
				v, shared, err := flight.Do(ctx, key, func(context.Context) (int, error) {
					time.Sleep(time.Second)
					return int(calls.Add(1)), io.EOF
				})
				return answer{v, shared}, err
			})
		}
		var same []*future.Future[answer]
		for range 10 {
			same = append(same, do("a"))
		}
		synctest.Wait()
		other := do("b")
		for _, f := range same {
			if a, err := f.Await(t.Context()); a != (answer{1, true}) && a != (answer{2, true}) || err != io.EOF {
				t.Errorf("got %v, %v", a, err)
			}
		}
		if a, err := other.Await(t.Context()); a.shared || err != io.EOF || calls.Load() != 2 {
			t.Errorf("another key: got %v, %v after %d calls", a, err, calls.Load())
		}
		if a, _ := do("a").Await(t.Context()); a != (answer{3, false}) {
			t.Errorf("later: got %v", a)
		}
		one := do("a")
		synctest.Wait()
		flight.Forget("a")
		two := do("a")
		one.Await(t.Context())
		two.Await(t.Context())
		flight.Forget("nothing")
		if calls.Load() != 5 {
			t.Errorf("forgotten: %d calls, want 5", calls.Load())
		}
	})
}

func TestFlightContextOfTheWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var flight future.Flight[string, int]
		var calls atomic.Int64
		var causes noted[error]
		fn := func(ctx context.Context) (int, error) {
			n := int(calls.Add(1))
			select {
			case <-time.After(time.Hour):
				return n, nil
			case <-ctx.Done():
				causes.add(context.Cause(ctx))
				time.Sleep(10 * time.Hour)
				return n, ctx.Err()
			}
		}
		await := func(ctx context.Context) (int, error) {
			v, _, err := flight.Do(ctx, "key", fn)
			return v, err
		}
		dead, cause := deadContext()
		if _, err := await(dead); !errors.Is(err, cause) || calls.Load() != 0 {
			t.Errorf("dead at the start: got %v after %d calls", err, calls.Load())
		}
		first, cancel := context.WithCancel(t.Context())
		a := future.Go(first, await)
		synctest.Wait()
		b := future.Go(t.Context(), await)
		synctest.Wait()
		cancel()
		if _, err := a.Await(t.Context()); !errors.Is(err, context.Canceled) {
			t.Errorf("the first: got %v", err)
		}
		if v, err := b.Await(t.Context()); v != 1 || err != nil || len(causes.list) != 0 {
			t.Errorf("the second: got %v, %v", v, err)
		}
		// All leave, and somebody comes.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		await(ctx)
		synctest.Wait()
		if len(causes.list) != 1 || errors.Is(causes.list[0], context.Canceled) {
			t.Errorf("all have left, and the work's context ended with %v", causes.list)
		}
		start := time.Now()
		if v, err := await(t.Context()); v != 3 || err != nil || time.Since(start) != time.Hour {
			t.Errorf("got %v, %v after %v", v, err, time.Since(start))
		}
		time.Sleep(20 * time.Hour)
	})
}

// A key that is not equal to itself is nobody else's.
func TestFlightNaN(t *testing.T) {
	var flight future.Flight[float64, int]
	for range 2 {
		if v, shared, err := flight.Do(t.Context(), math.NaN(), func(context.Context) (int, error) { return 1, nil }); v != 1 || shared || err != nil {
			t.Errorf("got %v, %v, %v", v, shared, err)
		}
	}
}

// Many callers come, leave and forget at the same time. None may hang, or get
// what is of another key.
func TestFlightUnderLoad(t *testing.T) {
	rounds := 20_000
	if testing.Short() {
		rounds = 2_000
	}
	var flight future.Flight[int, int]
	lazies := make([]*future.Lazy[int], 10)
	for i := range lazies {
		lazies[i] = future.NewLazy(func(context.Context) (int, error) {
			if i%2 == 0 {
				return i, io.EOF
			}
			return i, nil
		}, future.RetryOnError())
	}
	in := make([]int, rounds)
	for i := range in {
		in[i] = i
	}
	err := future.ForEach(t.Context(), 32, in, func(ctx context.Context, i int) error {
		key := i % 10
		if i%3 == 0 {
			short, cancel := context.WithTimeout(ctx, time.Duration(i%7)*time.Microsecond)
			defer cancel()
			ctx = short
		}
		if i%11 == 0 {
			flight.Forget(key)
		}
		v, _, err := flight.Do(ctx, key, func(context.Context) (int, error) { return key, nil })
		if err == nil && v != key || err != nil && i%3 != 0 {
			return errors.New("flight: a result of another")
		}
		v, err = lazies[key].Await(ctx)
		if i%3 != 0 && (v != key || (err != nil) != (key%2 == 0)) {
			return errors.New("lazy: a result of another")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
