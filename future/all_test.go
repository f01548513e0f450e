package future_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

func pendingFutures(n int) []*future.Future[int] {
	fs := make([]*future.Future[int], n)
	for i := range fs {
		fs[i] = future.NewFuture[int]()
	}
	return fs
}

func TestAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fs := pendingFutures(5)
		fs[2].Resolve(2)
		all := future.Go(t.Context(), func(ctx context.Context) ([]int, error) { return future.All(ctx, fs) })
		for _, i := range []int{4, 0, 3, 1} {
			synctest.Wait()
			if all.Ready() {
				t.Error("has not waited for all")
			}
			fs[i].Resolve(i)
		}
		if v, err := all.Await(t.Context()); !slices.Equal(v, []int{0, 1, 2, 3, 4}) || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
		// The same future twice, and all settled.
		if v, err := future.All(t.Context(), []*future.Future[int]{fs[3], fs[1], fs[3]}); !slices.Equal(v, []int{3, 1, 3}) || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
		twice := future.NewFuture[int]()
		all = future.Go(t.Context(), func(ctx context.Context) ([]int, error) {
			return future.All(ctx, []*future.Future[int]{twice, twice})
		})
		synctest.Wait()
		twice.Resolve(1)
		if v, err := all.Await(t.Context()); !slices.Equal(v, []int{1, 1}) || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
}

func TestAllFailsFast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fs := pendingFutures(3)
		all := future.Go(t.Context(), func(ctx context.Context) ([]int, error) { return future.All(ctx, fs) })
		synctest.Wait()
		fs[0].Resolve(1)
		fs[1].Reject(io.EOF)
		if v, err := all.Await(t.Context()); v != nil || err != io.EOF {
			t.Errorf("got %v, %v", v, err)
		}
		late := errors.New("another")
		fs[2].Reject(late)
		if _, err := future.All(t.Context(), []*future.Future[int]{future.NewFuture[int](), fs[2], fs[1]}); err != late {
			t.Errorf("failed before: got %v, want that of the first in order", err)
		}
		if _, err := fs[1].Await(t.Context()); err != io.EOF {
			t.Errorf("got %v", err)
		}
	})
}

func TestAllSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fs := pendingFutures(3)
		type results = []future.Result[int]
		all := future.Go(t.Context(), func(ctx context.Context) (results, error) { return future.AllSettled(ctx, fs) })
		fs[1].Reject(io.EOF)
		fs[2].Resolve(2)
		synctest.Wait()
		if all.Ready() {
			t.Error("has not waited for all")
		}
		fs[0].Resolve(0)
		r, err := all.Await(t.Context())
		if !slices.Equal(r, results{{}, {Err: io.EOF}, {Value: 2}}) || err != nil {
			t.Errorf("got %v, %v", r, err)
		}

		fs = append(fs, future.NewFuture[int]())
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err = future.AllSettled(ctx, fs)
		if !errors.Is(err, context.DeadlineExceeded) || !slices.Equal(r[:3], results{{}, {Err: io.EOF}, {Value: 2}}) || r[3].Err != err {
			t.Errorf("given up: got %v, %v", r, err)
		}
	})
}

func TestAny(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, err := range []error{nil, io.EOF} {
			fs := pendingFutures(3)
			one := future.Go(t.Context(), func(ctx context.Context) (int, error) { return future.Any(ctx, fs) })
			synctest.Wait()
			fs[1].Settle(1, err)
			if v, got := one.Await(t.Context()); v != 1 || got != err {
				t.Errorf("got %v, %v, want 1, %v", v, got, err)
			}
			fs[0].Resolve(0)
			if v, got := future.Any(t.Context(), fs); v != 0 || got != nil {
				t.Errorf("settled before: got %v, %v, want those of the first in order", v, got)
			}
		}
	})
}

func TestNothingToWaitFor(t *testing.T) {
	dead, _ := deadContext()
	for _, ctx := range []context.Context{t.Context(), dead} {
		if v, err := future.All[int](ctx, nil); len(v) != 0 || err != nil {
			t.Errorf("All: got %v, %v", v, err)
		}
		if v, err := future.AllSettled[int](ctx, nil); len(v) != 0 || err != nil {
			t.Errorf("AllSettled: got %v, %v", v, err)
		}
		if v, err := future.Any[int](ctx, nil); v != 0 || err == nil {
			t.Errorf("Any: got %v, %v", v, err)
		}
		if v, err := future.First[int](ctx, nil); v != 0 || err == nil {
			t.Errorf("First: got %v, %v", v, err)
		}
		if v, err := future.Race[int](ctx, nil); v != 0 || err == nil {
			t.Errorf("Race: got %v, %v", v, err)
		}
		if err := future.ForEach(ctx, 1, nil, func(context.Context, int) error { return io.EOF }); err != nil {
			t.Errorf("ForEach: got %v", err)
		}
		if v, err := future.Collect(ctx, 1, nil, func(context.Context, int) (int, error) { return 0, io.EOF }); len(v) != 0 || err != nil {
			t.Errorf("Collect: got %v, %v", v, err)
		}
	}
}

func TestRule1WaitsForSeveralUnderDeadContext(t *testing.T) {
	dead, cause := deadContext()
	fs := []*future.Future[int]{resolved(0), resolved(1)}
	for range 100 {
		if v, err := future.All(dead, fs); !slices.Equal(v, []int{0, 1}) || err != nil {
			t.Fatalf("All: got %v, %v", v, err)
		}
		if v, err := future.AllSettled(dead, fs); len(v) != 2 || err != nil {
			t.Fatalf("AllSettled: got %v, %v", v, err)
		}
		some := []*future.Future[int]{future.NewFuture[int](), fs[1]}
		if v, err := future.Any(dead, some); v != 1 || err != nil {
			t.Fatalf("Any: got %v, %v", v, err)
		}
		if _, err := future.All(dead, some); !errors.Is(err, cause) {
			t.Fatalf("All of a pending one: got %v", err)
		}
		if _, err := future.All(dead, []*future.Future[int]{some[0], rejected[int](io.EOF)}); err != io.EOF {
			t.Fatalf("All of a failed one: got %v", err)
		}
		// Settled just before the wait selects.
		f := future.NewFuture[int]()
		ctx := settlingContext{dead, f}
		if v, err := future.Any(alive{ctx}, []*future.Future[int]{f}); v != 1 || err != nil {
			t.Fatalf("Any, settled meanwhile: got %v, %v", v, err)
		}
		f = future.NewFuture[int]()
		if v, err := future.All(alive{settlingContext{dead, f}}, []*future.Future[int]{f}); len(v) != 1 || err != nil {
			t.Fatalf("All, settled meanwhile: got %v, %v", v, err)
		}
	}
}

// alive is a context that does not say yet that it is done.
type alive struct{ context.Context }

func (alive) Err() error { return nil }

// A callback that takes long keeps nobody waiting who waits for the result only.
func TestSlowCallbackDoesNotDelayAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fs := pendingFutures(2)
		fs[1].OnDone(func(future.Result[int]) { time.Sleep(time.Hour) })
		start := time.Now()
		all := future.Go(t.Context(), func(ctx context.Context) ([]int, error) { return future.All(ctx, fs) })
		one := future.Go(t.Context(), func(ctx context.Context) (int, error) { return future.Any(ctx, fs[1:]) })
		synctest.Wait()
		go fs[1].Resolve(1)
		synctest.Wait()
		fs[0].Resolve(0)
		if _, err := all.Await(t.Context()); err != nil || time.Since(start) != 0 {
			t.Errorf("All: got %v after %v", err, time.Since(start))
		}
		if _, err := one.Await(t.Context()); err != nil || time.Since(start) != 0 {
			t.Errorf("Any: got %v after %v", err, time.Since(start))
		}
		time.Sleep(2 * time.Hour)
	})
}

func TestAllAgainstSettlers(t *testing.T) {
	rounds := 2000
	if testing.Short() {
		rounds = 200
	}
	for range rounds {
		fs := pendingFutures(8)
		var wg sync.WaitGroup
		for i, f := range fs {
			wg.Go(func() {
				if i == 5 {
					f.Reject(io.EOF)
				} else {
					f.Resolve(i)
				}
			})
		}
		wg.Go(func() {
			if _, err := future.All(context.Background(), fs); err != io.EOF {
				t.Errorf("All: got %v", err)
			}
		})
		wg.Go(func() {
			if r, err := future.AllSettled(context.Background(), fs); err != nil || r[5].Err != io.EOF || r[7].Value != 7 {
				t.Errorf("AllSettled: got %v, %v", r, err)
			}
		})
		wg.Go(func() {
			if v, err := future.Any(context.Background(), fs); v == 5 && err == nil {
				t.Errorf("Any: got %v, %v", v, err)
			}
		})
		wg.Wait()
	}
}
