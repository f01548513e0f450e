package future

import (
	"context"
	"errors"
	"fmt"
)

// closed is what Done returns for futures that were settled before. It is made
// outside of all bubbles, and may be received from in any.
var closed = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// Await blocks until f is settled or ctx is done, whichever is first, and
// returns the value and the error that f was settled with.
//
// If f has been settled, its result is returned, even if ctx is done. Otherwise
// the wait is given up when ctx is done: Await returns the zero value and an
// error for which [errors.Is] finds both ctx.Err() and [context.Cause] of ctx.
// The work goes on, and so do others who wait.
//
// Await starts no goroutine and leaves nothing behind in f. It panics if ctx is
// nil.
func (f *Future[T]) Await(ctx context.Context) (T, error) {
	if f.Ready() && ctx != nil && f.failure == nil {
		return f.value, nil
	}
	return f.wait(ctx)
}

// wait is Await where it is not trivial, so that Await can be inlined.
func (f *Future[T]) wait(ctx context.Context) (T, error) {
	if ctx == nil {
		panic("future: Await called with a nil context")
	}
	done := ctx.Done()
	if done == nil {
		<-f.Done()
		return f.value, f.failure.see()
	}
	select {
	case <-f.Done():
	case <-done:
		// Both may be ready, and select picks at random.
		if !f.Ready() {
			var zero T
			return zero, givenUp(ctx)
		}
	}
	return f.value, f.failure.see()
}

// Done returns a channel that is closed once f has been settled, for use in a
// select: [Future.Result] then has the result. Done does not block.
//
// Two calls may return different channels, and one that was returned earlier may
// be closed a moment after [Future.Ready] reports true.
func (f *Future[T]) Done() <-chan struct{} {
	if f.Ready() {
		return closed
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.Ready() {
		return closed
	}
	if f.done == nil {
		f.done = make(chan struct{})
	}
	return f.done
}

// A waitError says why a wait was given up. It is not the error of the context
// itself: that may well be what the work has failed with.
type waitError struct {
	err   error // the context's
	cause error // often the same
}

// givenUp returns the error of a wait that ended with ctx.
func givenUp(ctx context.Context) error { return &waitError{ctx.Err(), context.Cause(ctx)} }

func (e *waitError) Error() string {
	if errors.Is(e.cause, e.err) {
		return fmt.Sprintf("future: gave up waiting: %v", e.cause)
	}
	return fmt.Sprintf("future: gave up waiting: %v: %v", e.err, e.cause)
}

func (e *waitError) Unwrap() []error { return []error{e.err, e.cause} }
