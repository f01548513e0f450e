package future_test

import (
	"context"
	"io"
	"testing"

	"github.com/futurelint/futurelint/future"
)

func TestRule10AnyValueIsAValue(t *testing.T) {
	t.Run("error", func(t *testing.T) { testValue(t, io.EOF, func(v error) bool { return v == io.EOF }) })
	t.Run("nil error", func(t *testing.T) { testValue(t, noError(), func(v error) bool { return v == nil }) })
	t.Run("nil any", func(t *testing.T) { testValue(t, any(nil), func(v any) bool { return v == nil }) })
	t.Run("error in any", func(t *testing.T) { testValue(t, any(io.EOF), func(v any) bool { return v == io.EOF }) })
	t.Run("empty struct", func(t *testing.T) { testValue(t, struct{}{}, func(struct{}) bool { return true }) })
	t.Run("func", func(t *testing.T) {
		testValue(t, func() int { return 5 }, func(v func() int) bool { return v() == 5 })
	})
	t.Run("future", func(t *testing.T) {
		inner := future.NewFuture[int]()
		testValue(t, inner, func(v *future.Future[int]) bool { return v == inner })
	})
	t.Run("4 KiB", func(t *testing.T) {
		var v large
		for i := range v.data {
			v.data[i] = byte(i * 7)
		}
		testValue(t, v, func(got large) bool { return got == v })
	})
}

// testValue checks that v comes back by every way there is.
func testValue[T any](t *testing.T, v T, same func(T) bool) {
	check := func(f *future.Future[T]) {
		t.Helper()
		if got, err := f.Await(t.Context()); err != nil || !same(got) {
			t.Errorf("Await: got %v, %v", got, err)
		}
		if r, ok := f.Result(); !ok || !r.Ok() || !same(r.Value) {
			t.Errorf("Result: got %v, %v", r, ok)
		}
		called := false
		f.OnDone(func(r future.Result[T]) {
			called = true
			if got, err := r.Unwrap(); err != nil || !same(got) {
				t.Errorf("OnDone: got %v, %v", got, err)
			}
		})
		if !called {
			t.Error("OnDone: not called")
		}
	}
	f := future.NewFuture[T]()
	f.Resolve(v)
	check(f)
	f = new(future.Future[T])
	f.Settle(v, nil)
	check(f)
	f = future.Go(t.Context(), func(context.Context) (T, error) { return v, nil })
	if _, err := f.Await(t.Context()); err != nil {
		t.Error(err)
	}
	<-f.Done()
	check(f)
}
