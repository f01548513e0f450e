package future_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"weak"

	"github.com/futurelint/futurelint/future"
)

// collected waits for the garbage collector to take all of what ptrs point to.
func collected[T any](ptrs []weak.Pointer[T]) bool {
	for range 5 {
		runtime.GC()
		if !slices.ContainsFunc(ptrs, func(p weak.Pointer[T]) bool { return p.Value() != nil }) {
			return true
		}
	}
	return false
}

type large struct{ data [4096]byte }

func TestRule7AwaitersAreForgotten(t *testing.T) {
	f := future.NewFuture[int]()
	var held []weak.Pointer[large]
	synctest.Test(t, func(t *testing.T) { // no goroutine stays
		for range 1000 {
			type key struct{}
			v := new(large)
			held = append(held, weak.Make(v))
			ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, v))
			waiter := future.Go(ctx, f.Await)
			synctest.Wait()
			cancel()
			if _, err := waiter.Await(t.Context()); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
	})
	if !collected(held) {
		t.Error("a future holds the contexts of those who have given up waiting")
	}
	runtime.KeepAlive(f)
}

func TestRule7CallbacksTakenBackAreForgotten(t *testing.T) {
	f := future.NewFuture[int]()
	var held []weak.Pointer[large]
	var stops []func() bool
	for range 1000 {
		v := new(large)
		held = append(held, weak.Make(v))
		stops = append(stops, f.OnDone(func(future.Result[int]) { v.data[0]++ }))
	}
	// Neither from the front nor from the end, and then the rest.
	for i := 1; i < len(stops); i += 2 {
		if !stops[i]() || stops[i]() {
			t.Fatal("a callback was not taken back exactly once")
		}
	}
	for i := len(stops) - 2; i >= 0; i -= 2 {
		if !stops[i]() {
			t.Fatal("a callback was not taken back")
		}
	}
	if !collected(held) {
		t.Error("a future, or the means to take a callback back, holds a callback that was taken back")
	}
	runtime.KeepAlive(f)
	runtime.KeepAlive(stops)
}

func TestRule7CallbacksThatHaveRunAreForgotten(t *testing.T) {
	f := future.NewFuture[int]()
	v := new(large)
	held := []weak.Pointer[large]{weak.Make(v)}
	stop := f.OnDone(func(future.Result[int]) { v.data[0]++ })
	f.Resolve(1)
	if !collected(held) {
		t.Error("a settled future holds a callback that has run")
	}
	runtime.KeepAlive(f)
	runtime.KeepAlive(stop)
}

func TestAllocations(t *testing.T) {
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() {
		f := future.NewFuture[int]()
		f.Resolve(1)
		f.Await(ctx)
	}); n > 1 {
		t.Errorf("to make, settle and await a future takes %v allocations, want 1", n)
	}
	work := func(context.Context) (int, error) { return 1, nil }
	if n := testing.AllocsPerRun(100, func() { future.Go(ctx, work).Await(ctx) }); n > 3 {
		t.Errorf("Go and Await take %v allocations, want 3", n)
	}
}
