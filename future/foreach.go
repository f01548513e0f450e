package future

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// ForEach calls fn for each element of in, with at most limit calls at the same
// time, and waits for all of them. It starts at most min(limit, len(in)) goroutines,
// which take the elements in their order. If limit is less than 1 it returns an
// error at once; with no elements it returns nil.
//
// fn is given a context made from ctx, which ends with the first error as its
// cause; after that, and when ctx is done, fn is not called any more. A panic is
// an error, a [*PanicError], and so is a Goexit, as [ErrGoexit].
//
// ForEach returns when all calls have returned, so they should end with their
// context. It returns the first error, joined with those that came later, unless
// they only pass on that the context was done. If no call has failed, but ctx was
// done before fn has been called for all elements, it returns what [Future.Await]
// returns then. ForEach panics if ctx or fn is nil.
func ForEach[T any](ctx context.Context, limit int, in []T, fn func(context.Context, T) error) error {
	mustHave("ForEach", ctx, fn == nil)
	return forEach(ctx, "ForEach", limit, len(in), func(l *loop) error {
		ctx, i := l.ctx, l.take(l.ctx)
		for ; uint(i) < uint(len(in)); i = l.take(ctx) {
			if err := fn(ctx, in[i]); err != nil {
				return err
			}
		}
		return l.finish(i)
	})
}

// Collect is [ForEach] for functions that have a value: it returns the values,
// in the order of in, or an error and no values. The slice is the caller's. To
// keep the values beside failures, let fn put them in a [Result].
func Collect[T, R any](ctx context.Context, limit int, in []T, fn func(context.Context, T) (R, error)) ([]R, error) {
	mustHave("Collect", ctx, fn == nil)
	values := make([]R, len(in))
	err := forEach(ctx, "Collect", limit, len(in), func(l *loop) (err error) {
		ctx, i := l.ctx, l.take(l.ctx)
		for ; uint(i) < uint(len(in)); i = l.take(ctx) {
			if values[i], err = fn(ctx, in[i]); err != nil {
				return err
			}
		}
		return l.finish(i)
	})
	if err != nil {
		return nil, err
	}
	return values, nil
}

// A loop is one call of forEach.
type loop struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	n       int
	run     func(*loop) error // calls the function for some of the indices
	wait    sync.WaitGroup
	workers int // how many there may be

	mu       sync.Mutex
	failures failures
	skipped  bool // nobody was called for some index

	// next is the index that nobody has taken. It is written all the time,
	// so what is read all the time had better be in other cache lines.
	_    [64]byte
	next atomic.Int64
}

func forEach(ctx context.Context, caller string, limit, n int, run func(*loop) error) error {
	switch {
	case limit < 1:
		return fmt.Errorf("future: %s called with limit %d: want at least 1", caller, limit)
	case n == 0:
		return nil
	case ctx.Err() != nil:
		return givenUp(ctx)
	}
	l := &loop{n: n, run: run}
	l.ctx, l.cancel = context.WithCancelCause(ctx)
	defer l.cancel(nil)
	l.workers = min(limit, n)
	l.start(0)
	l.wait.Wait()
	if l.failures.first == nil && l.skipped {
		return givenUp(ctx)
	}
	return l.failures.join()
}

// start starts the worker with that number, if there may be one. Each worker starts
// two more before it does anything else, so that they are all there soon, but not
// if the first few have done everything by then: most of what a loop over small
// pieces of work takes is its goroutines.
func (l *loop) start(worker int) {
	if worker < l.workers {
		l.wait.Add(1)
		go l.work(worker)
	}
}

// work is what each goroutine does. It recovers once, and not for each element:
// after a panic there is nothing left to do.
func (l *loop) work(worker int) {
	defer l.wait.Done()
	if int(l.next.Load()) < l.n-1 { // what is left is more than one can take
		l.start(2*worker + 1)
		l.start(2*worker + 2)
	}
	err := ErrGoexit // unless one of the following is reached
	defer func() {
		if r := recover(); r != nil {
			err = newPanicError(r)
		}
		if err != nil {
			l.fail(err)
		}
	}()
	err = l.run(l)
}

// take returns an index that nobody else gets, one that is too large if there is
// none left, or -1 if ctx is done. It is small enough to be inlined.
func (l *loop) take(ctx context.Context) int {
	if ctx.Err() != nil {
		return -1
	}
	return int(l.next.Add(1)) - 1
}

// finish takes note of what take returned last.
func (l *loop) finish(last int) error {
	if last < 0 && int(l.next.Load()) < l.n {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.skipped = true
	}
	return nil
}

func (l *loop) fail(err error) {
	l.mu.Lock()
	first := l.failures.add(l.ctx, err)
	l.mu.Unlock()
	if first {
		l.cancel(err)
	}
}
