package future

import (
	"context"

	"github.com/futurelint/futurelint/future/internal/census"
)

// Go calls fn in a goroutine of its own and returns a future that is settled
// with what fn returns, as by [Future.Settle]. It does not block.
//
// The future is settled whatever becomes of fn: with a [*PanicError] if it
// panics, with [ErrGoexit] if it ends its goroutine. Await of the future tells
// when fn has returned, but callbacks of the future may run after that in the
// same goroutine.
//
// fn is given ctx as it is (or, if there is an [Observer], what that makes of
// it), and it is for fn to end when ctx is done. It is called even if ctx is done
// at the start: its own look at ctx is then what says how it ends.
//
// Go panics if ctx or fn is nil.
func Go[T any](ctx context.Context, fn func(context.Context) (T, error)) *Future[T] {
	mustHave("Go", ctx, fn == nil)
	f := NewFuture[T]()
	if observer.Load() != nil {
		fn = observed(ctx, Work{Eager: true}, fn)
	}
	go f.run(ctx, "", fn)
	return f
}

// GoTraced is [Go] for work that has a name: by it the [Observer] reports the
// work as a span and in metrics, and a failure that nobody looks at is logged.
// Names should be few, and known beforehand: to many systems of metrics each is
// a cost for good.
//
// GoTraced panics if ctx or fn is nil.
func GoTraced[T any](ctx context.Context, name string, fn func(context.Context) (T, error)) *Future[T] {
	mustHave("GoTraced", ctx, fn == nil)
	f := new(Future[T])
	if census.Active() {
		f.entered(name)
	}
	fn = observed(ctx, Work{Name: name, Eager: true}, fn)
	go f.run(ctx, name, fn)
	return f
}

// mustHave panics if the caller of a function has not given it what it needs.
func mustHave(caller string, ctx context.Context, noFunction bool) {
	if ctx == nil {
		panic("future: " + caller + " called with a nil context")
	}
	if noFunction {
		panic("future: " + caller + " called with a nil function")
	}
}

// run settles f with the outcome of fn, whose name is often empty.
func (f *Future[T]) run(ctx context.Context, name string, fn func(context.Context) (T, error)) {
	var v T
	err := ErrGoexit // unless one of the following is reached
	defer func() {
		if r := recover(); r != nil {
			err = newPanicError(r)
		}
		f.settleNamed(v, err, name)
	}()
	v, err = fn(ctx)
}
