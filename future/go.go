package future

import "context"

// Go calls fn in a goroutine of its own and returns a future that is settled
// with what fn returns, as by [Future.Settle].
//
// The future is settled whatever becomes of fn: with a [*PanicError] if it
// panics, with [ErrGoexit] if it ends its goroutine. Await of the future tells
// when fn has returned, but callbacks of the future may run after that in the
// same goroutine.
//
// fn is given ctx as it is, and it is for fn to end when ctx is done. It is
// called even if ctx is done at the start: its own look at ctx is then what says
// how it ends.
//
// Go panics if ctx or fn is nil.
func Go[T any](ctx context.Context, fn func(context.Context) (T, error)) *Future[T] {
	if ctx == nil {
		panic("future: Go called with a nil context")
	}
	if fn == nil {
		panic("future: Go called with a nil function")
	}
	f := NewFuture[T]()
	go f.run(ctx, fn)
	return f
}

// run settles f with the outcome of fn.
func (f *Future[T]) run(ctx context.Context, fn func(context.Context) (T, error)) {
	var v T
	err := ErrGoexit // unless one of the following is reached
	defer func() { f.Settle(v, err) }()
	defer func() {
		if r := recover(); r != nil {
			err = newPanicError(r)
		}
	}()
	v, err = fn(ctx)
}
