package future

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrLost is the cause of the end of the context of work whose result is not
// needed any more: of the losers in [First], [Race] and [Hedge].
var ErrLost = errors.New("future: another result came first")

// First calls each of fns in a goroutine of its own and returns the value of the
// first that succeeds. If none does, it returns all their errors, joined in the
// order in which they came; those are joined with ctx.Err() and its cause if ctx
// is done. Of no functions it returns an error at once.
//
// The functions are given a context made from ctx, which ends with the cause
// [ErrLost] once one has succeeded. First returns when all of them have
// returned, so they should end with their context. A panic and a Goexit are
// failures as others; a panic that is not among the errors returned, because
// another function has succeeded, is reported as a failure that nobody looks at.
//
// A success goes before a ctx that is done. If ctx is done at the start, no
// function is called, and First fails with what [Future.Await] returns then.
// First panics if ctx or one of fns is nil.
func First[T any](ctx context.Context, fns []func(context.Context) (T, error)) (T, error) {
	mustHaveFuncs("First", ctx, fns)
	if len(fns) == 0 {
		var zero T
		return zero, errNone("First", "functions")
	}
	return compete(ctx, contest[T]{work: each(fns), copies: len(fns), success: true})
}

// Race calls each of fns in a goroutine of its own and returns what the first of
// them returns that ends, whether that is a success or a failure. Of no
// functions it returns an error at once. Otherwise it is like [First]: the
// others' context ends with the cause [ErrLost], and Race returns when all have
// returned.
func Race[T any](ctx context.Context, fns []func(context.Context) (T, error)) (T, error) {
	mustHaveFuncs("Race", ctx, fns)
	if len(fns) == 0 {
		var zero T
		return zero, errNone("Race", "functions")
	}
	return compete(ctx, contest[T]{work: each(fns), copies: len(fns)})
}

// Hedge calls fn up to n times, each time in a goroutine of its own: at once,
// and again each time that the duration after has passed, or that a call has
// failed, without a success. It returns the first success, or all the errors
// joined. If after is not positive, all calls are made at once. If n is less
// than 1, it returns an error at once.
//
// What fn does may be done n times, so it should be fit for that. Otherwise
// Hedge is like [First]: the others' context ends with the cause [ErrLost], and
// Hedge returns when all calls have returned.
func Hedge[T any](ctx context.Context, after time.Duration, n int, fn func(context.Context) (T, error)) (T, error) {
	mustHave("Hedge", ctx, fn == nil)
	if n < 1 {
		var zero T
		return zero, fmt.Errorf("future: Hedge called with n = %d: want at least 1", n)
	}
	same := func(int) func(context.Context) (T, error) { return fn }
	return compete(ctx, contest[T]{work: same, copies: n, after: after, success: true})
}

func mustHaveFuncs[T any](caller string, ctx context.Context, fns []func(context.Context) (T, error)) {
	mustHave(caller, ctx, false)
	for i, fn := range fns {
		if fn == nil {
			panic(fmt.Sprintf("future: %s called with a nil function at index %d", caller, i))
		}
	}
}

// A contest is several pieces of work of which one is to give the result.
type contest[T any] struct {
	work    func(i int) func(context.Context) (T, error)
	copies  int           // how many there are
	after   time.Duration // between one start and the next
	success bool          // a failure does not win
}

func each[T any](fns []func(context.Context) (T, error)) func(i int) func(context.Context) (T, error) {
	return func(i int) func(context.Context) (T, error) { return fns[i] }
}

func compete[T any](ctx context.Context, c contest[T]) (T, error) {
	var winner Result[T]
	if ctx.Err() != nil {
		return winner.Value, givenUp(ctx)
	}
	own, cancel := context.WithCancelCause(ctx)
	defer cancel(ErrLost)

	// All results are received, so that nobody is left sending.
	results := make(chan Result[T], min(c.copies, 16))
	started := 0
	var timer *time.Timer
	var due <-chan time.Time // nil when there is nothing to start
	start := func() {
		go attempt(own, observed(own, Work{Eager: true}, c.work(started)), results)
		started++
		switch {
		case started == c.copies:
			due = nil
		case timer != nil:
			timer.Reset(c.after)
		}
	}
	if c.after > 0 && c.copies > 1 {
		timer = time.NewTimer(c.after)
		defer timer.Stop()
		due = timer.C
	}
	start()
	for timer == nil && started < c.copies {
		start()
	}

	won := false
	var errs []error
	for ended := 0; ended < started; {
		select {
		case <-due:
			if own.Err() == nil {
				start()
			} else {
				due = nil
			}
			continue
		case r := <-results:
			ended++
			switch {
			case won:
				dropPanic(r.Err)
			case r.Err == nil || !c.success:
				won, winner, due = true, r, nil
				cancel(ErrLost)
			default:
				errs = append(errs, r.Err)
				if started < c.copies && own.Err() == nil {
					start()
				}
			}
		}
	}
	if won {
		for _, err := range errs {
			dropPanic(err)
		}
		return winner.Unwrap()
	}
	if ctx.Err() != nil {
		errs = append(errs, givenUp(ctx))
	}
	if len(errs) == 1 {
		return winner.Value, errs[0]
	}
	return winner.Value, errors.Join(errs...)
}

// attempt sends the outcome of fn, whatever becomes of it.
func attempt[T any](ctx context.Context, fn func(context.Context) (T, error), results chan<- Result[T]) {
	r := Result[T]{Err: ErrGoexit} // unless one of the following is reached
	defer func() { results <- r }()
	defer func() {
		if p := recover(); p != nil {
			r.Err = newPanicError(p)
		}
	}()
	r.Value, r.Err = fn(ctx)
}
