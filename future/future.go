package future

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/futurelint/futurelint/future/internal/census"
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
	// pending, value and failure are not written any more.
	state atomic.Uint32

	mu    sync.Mutex
	done  chan struct{} // nil unless pending and somebody waits
	queue queue[T]      // waiters that have not been told

	value   T
	failure *failure // nil if resolved
}

// The states of a Future.
const (
	pending   = iota
	notifying // settled, and some goroutine runs the callbacks
	settled   // and all callbacks have run
)

// NewFuture returns a pending future. That it gets settled is up to the caller:
// an Await of one that never is lasts as long as its context.
func NewFuture[T any]() *Future[T] {
	f := new(Future[T])
	if census.Active() {
		f.entered("")
	}
	return f
}

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
func (f *Future[T]) Settle(v T, err error) bool { return f.settleNamed(v, err, "") }

// settleNamed is Settle with the outcome of work that has a name.
func (f *Future[T]) settleNamed(v T, err error, name string) bool {
	if f.Ready() {
		return false
	}
	if err != nil {
		return f.reject(v, newFailure(err, name))
	}
	won, next := f.settle(v, nil)
	if next != nil {
		notify(next)
	}
	return won
}

func (f *Future[T]) reject(v T, e *failure) bool {
	won, next := f.settle(v, e)
	notify(next)
	if won {
		f.guard() // now that the callbacks have seen it
	}
	return won
}

// complete is Settle for waiters: it tells those who wait for f in no queue, and
// leaves the others to its caller.
func (f *Future[T]) complete(v T, err error, name string) (next notifier) {
	if err == nil {
		_, next = f.settle(v, nil)
		return next
	}
	won, next := f.settle(v, newFailure(err, name))
	if won && next == nil {
		f.guard()
	}
	return next
}

// settle changes the state of f and wakes those who await it. It returns f if
// there are waiters to be told.
func (f *Future[T]) settle(v T, e *failure) (won bool, next notifier) {
	f.mu.Lock()
	if f.Ready() {
		f.mu.Unlock()
		return false, nil
	}
	f.value, f.failure = v, e
	done := f.done
	f.done = nil
	// From here on the result can be read: it has to be written by now.
	if f.queue.onlySignals() {
		f.state.Store(settled)
	} else {
		f.state.Store(notifying)
		next = f
	}
	for f.queue.first != nil && f.queue.first.signal {
		f.queue.pop().wake(f)
	}
	f.mu.Unlock()

	if done != nil {
		close(done)
	}
	return true, next
}

// Ready reports whether f has been settled. It does not block.
func (f *Future[T]) Ready() bool { return f.state.Load() != pending }

// Result returns the result of f and true, or false if f is pending. It does
// not block.
func (f *Future[T]) Result() (Result[T], bool) {
	if !f.Ready() {
		return Result[T]{}, false
	}
	return f.result(), true
}

// result is what a settled future was settled with.
func (f *Future[T]) result() Result[T] {
	return Result[T]{Value: f.value, Err: f.failure.see()}
}
