package future

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// ErrNilError is wrapped by the error that [Future.Reject] panics with when it
// is called with a nil error.
var ErrNilError = errors.New("future: nil error")

// A Future is a result that is there later: a cell that is written once, with a
// value or an error, and read any number of times.
//
// The zero Future is pending and ready for use. A Future must not be copied
// after first use. All methods may be called by any number of goroutines at the
// same time; on a nil *Future they panic.
//
// In the terms of the Go memory model, the call that settles a future is
// synchronized before every call that finds it settled. All readers get the same
// value: what it points to is shared among them.
type Future[T any] struct {
	// state is read by anybody and written with mu held. Once it is not
	// pending, value and err are not written any more.
	state atomic.Uint32

	mu    sync.Mutex
	done  chan struct{} // nil unless pending and somebody waits
	queue queue[T]      // callbacks that have not started

	value T
	err   error
}

// The states of a Future.
const (
	pending   = iota
	notifying // settled, and some goroutine runs the callbacks
	settled   // and all callbacks have run
)

// NewFuture returns a pending future. That it gets settled is up to the caller:
// an Await of one that never is lasts as long as its context.
func NewFuture[T any]() *Future[T] { return new(Future[T]) }

// Resolve settles f with the value v, unless it has been settled before, and
// reports whether it did.
//
// It does not wait for readers. It runs the callbacks that were registered with
// [Future.OnDone] before it returns.
func (f *Future[T]) Resolve(v T) bool { return f.Settle(v, nil) }

// Reject settles f with the error err, unless it has been settled before, and
// reports whether it did. Otherwise it is like [Future.Resolve].
//
// A rejection without an error would be read as a success. So Reject panics if
// err is nil, whether or not f has been settled, with an error that wraps
// [ErrNilError]; f does not change. A nil pointer in a non-nil error is an error
// as any other.
func (f *Future[T]) Reject(err error) bool {
	if err == nil {
		panic(fmt.Errorf("%w given to Reject of a %T: call Resolve, or Settle, for a success", ErrNilError, f))
	}
	var zero T
	return f.Settle(zero, err)
}

// Settle settles f with what a function has returned, unless f has been settled
// before, and reports whether it did: with a nil err f is resolved, with any
// other it is rejected. Otherwise it is like [Future.Resolve].
//
// The value is kept beside an error, for those who return both.
func (f *Future[T]) Settle(v T, err error) bool {
	if f.Ready() {
		return false
	}
	f.mu.Lock()
	if f.Ready() {
		f.mu.Unlock()
		return false
	}
	f.value, f.err = v, err
	done, fn := f.done, f.queue.pop()
	f.done = nil
	// From here on the result can be read: it has to be written by now.
	if fn == nil {
		f.state.Store(settled)
	} else {
		f.state.Store(notifying)
	}
	f.mu.Unlock()

	if done != nil {
		close(done)
	}
	if fn != nil {
		f.notify(fn)
	}
	return true
}

// Ready reports whether f has been settled. It does not block.
func (f *Future[T]) Ready() bool { return f.state.Load() != pending }

// Result returns the result of f and true, or false if f is pending. It does
// not block.
func (f *Future[T]) Result() (Result[T], bool) {
	if !f.Ready() {
		return Result[T]{}, false
	}
	return Result[T]{Value: f.value, Err: f.err}, true
}
