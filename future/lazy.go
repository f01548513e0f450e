package future

import (
	"context"
	"errors"
	"sync"
)

// errAbandoned is the cause of the end of shared work that nobody waits for.
var errAbandoned = errors.New("future: nobody waits for the work any more")

// A Lazy is work that starts when it is first awaited, and is done once for all
// who await it.
//
// A Lazy is made by [NewLazy]; a zero one panics. It must not be copied. Await
// may be called by any number of goroutines at the same time.
type Lazy[T any] struct {
	fn     func(context.Context) (T, error)
	config lazyConfig
	final  Future[T] // settled once the work need not be done any more

	mu      sync.Mutex
	current *attendance[T] // nil when no work is running
}

type lazyConfig struct {
	name  string
	retry bool
}

// A LazyOption is a property of a [Lazy]: [RetryOnError] or [Name].
type LazyOption interface{ configureLazy(*lazyConfig) }

type lazyOption func(*lazyConfig)

func (o lazyOption) configureLazy(c *lazyConfig) { o(c) }

// RetryOnError returns the option that a failure is given only to those who have
// waited for it: the next Await starts the work again. Without it a failure is
// kept, as a value is.
func RetryOnError() LazyOption {
	return lazyOption(func(c *lazyConfig) { c.retry = true })
}

// NewLazy returns work that has not started: fn is called, in a goroutine of its
// own, when the first Await needs its result. It panics if fn or an option is
// nil.
//
// The context that fn is given has the values of that Await's context, but not
// its end: it ends when all who waited have given up. What fn fails with after
// that is not kept; it has not been given the time. fn is never called while
// another call of it runs.
func NewLazy[T any](fn func(context.Context) (T, error), opts ...LazyOption) *Lazy[T] {
	if fn == nil {
		panic("future: NewLazy called with a nil function")
	}
	l := &Lazy[T]{fn: fn}
	for _, o := range opts {
		if o == nil {
			panic("future: NewLazy called with a nil option")
		}
		o.configureLazy(&l.config)
	}
	return l
}

// Await starts the work, if it has not been done and is not running, waits for
// it, and returns its result: a [*PanicError] if it panicked, [ErrGoexit] if it
// ended its goroutine, to this and to every later Await.
//
// ctx bounds the wait, as for [Future.Await], and not the work: others may wait
// for it. Only when the last who waits gives up does the work's context end. If
// somebody comes before that work has returned, he waits for that; if it has
// failed by then, the work starts again.
//
// A result that is kept goes before a ctx that is done; without one, a ctx that
// is done at the start starts nothing. Await panics if ctx is nil.
func (l *Lazy[T]) Await(ctx context.Context) (T, error) {
	mustHave("Await", ctx, false)
	if l.fn == nil {
		panic("future: a Lazy is made by NewLazy")
	}
	for {
		if l.final.Ready() {
			return l.final.Await(ctx)
		}
		a, err := l.attend(ctx)
		if err != nil {
			var zero T
			return zero, err
		}
		v, err := a.result.Await(ctx)
		if !l.leave(a) || err == nil {
			return v, err
		}
		// The work was called off before this caller came.
	}
}

// attend joins those who wait for the work, which it starts if need be.
func (l *Lazy[T]) attend(ctx context.Context) (*attendance[T], error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.current != nil:
	case l.final.Ready(): // just now
		return &attendance[T]{waiting: 1, result: &l.final}, nil
	case ctx.Err() != nil:
		return nil, givenUp(ctx)
	default:
		l.current = attend(ctx, Work{Name: l.config.name}, l.fn, l.keep)
	}
	l.current.waiting++
	return l.current, nil
}

// keep decides what becomes of a result, before anybody gets it.
func (l *Lazy[T]) keep(_ *attendance[T], v T, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err == nil:
		l.final.settle(v, nil)
	case !l.config.retry && !l.current.abandoned:
		l.final.settle(v, newFailure(err, l.config.name))
	}
	l.current = nil
}

// leave reports whether the result, if there is one, is that of work that was
// called off.
func (l *Lazy[T]) leave(a *attendance[T]) (calledOff bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a.leave()
	return a.abandoned && a.result.Ready()
}

// An attendance is work that runs, and those who wait for it. The mutex of the
// Lazy or Flight that it belongs to guards what changes.
type attendance[T any] struct {
	own       Future[T] // what result is, but for work that has ended before
	result    *Future[T]
	cancel    context.CancelCauseFunc
	waiting   int
	shared    bool // more than one have waited
	abandoned bool // at some time none was left
}

// attend starts fn with the values of ctx. When fn has returned, it calls end,
// and then lets the others have the result.
func attend[T any](ctx context.Context, w Work, fn func(context.Context) (T, error), end func(*attendance[T], T, error)) *attendance[T] {
	a := new(attendance[T])
	a.result = &a.own
	ctx, a.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	go func() {
		defer a.cancel(nil)
		var v T
		err := ErrGoexit // unless one of the following is reached
		defer func() {
			if r := recover(); r != nil {
				err = newPanicError(r)
			}
			end(a, v, err)
			a.result.settleNamed(v, err, w.Name)
		}()
		v, err = observed(ctx, w, fn)(ctx)
	}()
	return a
}

// leave says that one of those who wait does so no more. It reports whether that
// was the last one, and the work has to end.
func (a *attendance[T]) leave() (last bool) {
	a.waiting--
	if a.waiting > 0 || a.result.Ready() {
		return false
	}
	a.abandoned = true
	a.cancel(errAbandoned)
	return true
}
