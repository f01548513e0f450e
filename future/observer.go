package future

import (
	"context"
	"errors"
	"sync/atomic"
)

// An Observer is told what becomes of the work that this package runs: by [Go],
// [GoTraced], a [Lazy], a [Flight], a [Group], [First], [Race] and [Hedge]. Of
// [ForEach] and [Collect] it hears only through the work that they are part of:
// their loops are made for pieces of work that are too small to be measured.
//
// Its methods are called by any number of goroutines at the same time, in the
// goroutines that start and run the work, which they hold up. They must not
// panic.
type Observer interface {
	// Start is called before work starts. The context that it returns is
	// given to the work in place of ctx, from which it should be derived.
	// The function that it returns is called once, when the work has ended
	// and before that can be seen in a result.
	Start(ctx context.Context, w Work) (context.Context, func(Outcome))
	// Unobserved is called when it is certain that nobody will see a
	// failure: its future is garbage and was never read, or err is the
	// panic of work whose result was not needed any more. The name is that
	// of the work, and often empty. If it returns false, the failure is
	// written to the standard logger as well, as it is without an observer.
	Unobserved(name string, err error) (reported bool)
	// GroupLimit is called when a [Group] with a name is made that has a
	// [Limit].
	GroupLimit(group string, limit int)
	// GroupQueued is called with 1 when a call of [Group.Go] starts to wait
	// because of the limit, and with -1 when it has waited, for groups that
	// have a name.
	GroupQueued(group string, delta int)
}

// Work says what an [Observer] is told of.
type Work struct {
	// Name is what [GoTraced] or [Name] gave to the work, and otherwise
	// empty.
	Name string
	// Eager is false for work that started because somebody awaited it.
	Eager bool
}

// An Outcome is how work has ended. A successful one is zero.
type Outcome struct {
	// Err is what the work has failed with: a [*PanicError] if it panicked,
	// [ErrGoexit] if it has ended its goroutine.
	Err error
	// Reason is, of work that failed because its context was done, the cause
	// of that.
	Reason error
}

// String returns one of four words: "resolved" for a success, "panicked",
// "canceled" if the work failed with the error or the cause of its context,
// which was done, and "rejected" for all other failures.
func (o Outcome) String() string {
	if o.Err == nil {
		return "resolved"
	}
	if _, ok := errors.AsType[*PanicError](o.Err); ok {
		return "panicked"
	}
	if o.Reason != nil {
		return "canceled"
	}
	return "rejected"
}

// outcome is the Outcome of work that was given ctx.
func outcome(ctx context.Context, err error) Outcome {
	if err != nil && ctx.Err() != nil {
		if cause := context.Cause(ctx); errors.Is(err, ctx.Err()) || errors.Is(err, cause) {
			return Outcome{Err: err, Reason: cause}
		}
	}
	return Outcome{Err: err}
}

// observer is nil if there is none, which is all that an observer costs then.
var observer atomic.Pointer[Observer]

// SetObserver makes o the observer of all work that starts from now on in this
// process, and returns the one there was: nil at first. A nil o ends the
// observation.
//
// It is meant for the main function, and for tests that put back what they
// found.
func SetObserver(o Observer) (previous Observer) {
	var p *Observer
	if o != nil {
		p = &o
	}
	if old := observer.Swap(p); old != nil {
		return *old
	}
	return nil
}

// Observers returns an observer that passes everything on to each of list, nil
// ones left out: the context of Start goes from the first to the last, and its
// functions are called from the last to the first. A failure that nobody has seen
// is written to the standard logger unless one of list has reported it.
func Observers(list ...Observer) Observer {
	var all observers
	for _, o := range list {
		if o != nil {
			all = append(all, o)
		}
	}
	return all
}

type observers []Observer

func (all observers) Start(ctx context.Context, w Work) (context.Context, func(Outcome)) {
	ends := make([]func(Outcome), len(all))
	for i, o := range all {
		ctx, ends[i] = o.Start(ctx, w)
	}
	return ctx, func(outcome Outcome) {
		for i := range ends {
			ends[len(ends)-1-i](outcome)
		}
	}
}

func (all observers) Unobserved(name string, err error) (reported bool) {
	for _, o := range all {
		if o.Unobserved(name, err) {
			reported = true
		}
	}
	return reported
}

func (all observers) GroupLimit(group string, limit int) {
	for _, o := range all {
		o.GroupLimit(group, limit)
	}
}

func (all observers) GroupQueued(group string, delta int) {
	for _, o := range all {
		o.GroupQueued(group, delta)
	}
}

// observed returns fn as it is if there is no observer. Otherwise it tells the
// observer that w starts, and returns a function that calls fn with the
// observer's context, tells how it ended, and fails if it panics.
func observed[T any](ctx context.Context, w Work, fn func(context.Context) (T, error)) func(context.Context) (T, error) {
	o := observer.Load()
	if o == nil {
		return fn
	}
	ctx, end := (*o).Start(ctx, w)
	return func(context.Context) (v T, err error) {
		err = ErrGoexit // unless one of the following is reached
		defer func() {
			if r := recover(); r != nil {
				err = newPanicError(r)
			}
			end(outcome(ctx, err))
		}()
		return fn(ctx)
	}
}
