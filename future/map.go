package future

import (
	"context"
	"sync/atomic"
)

// Map returns a future of what fn makes of the value of f. If f fails, fn is not
// called, and the returned future fails with the same error; if fn panics or
// ends its goroutine, it fails with a [*PanicError] or [ErrGoexit].
//
// Map does not block and starts no goroutine. fn is called at most once, as a
// callback of f: where f is settled, or before Map returns if it has been, in
// its turn among the callbacks, and so it should be short and must not block. A
// chain of any length is worked off in a loop. A Goexit of fn ends the goroutine
// it runs in, after the other callbacks.
//
// ctx bounds the wait for f: when it is done and f is still pending, the
// returned future fails with what [Future.Await] of f would return, and f
// forgets it. The work behind f goes on. A context that is never done, such as
// [context.Background], costs nothing; any other is watched by
// [context.AfterFunc].
//
// The returned future is the caller's. Map panics if ctx, f or fn is nil.
func Map[T, U any](ctx context.Context, f *Future[T], fn func(T) U) *Future[U] {
	mustFollow("Map", ctx, f == nil, fn == nil)
	m := &mapping[T, U]{fn: fn}
	m.follow(ctx, f, m)
	return &m.out
}

// FlatMap returns a future that is settled as the future is that fn makes of the
// value of f. If fn returns nil, or the future that FlatMap returns, that counts
// as a panic of fn. ctx bounds the wait for both, one after the other. Otherwise
// it is like [Map].
func FlatMap[T, U any](ctx context.Context, f *Future[T], fn func(T) *Future[U]) *Future[U] {
	mustFollow("FlatMap", ctx, f == nil, fn == nil)
	m := &flatMapping[T, U]{ctx: ctx, fn: fn}
	m.follow(ctx, f, m)
	return &m.out
}

// Recover returns a future of what fn makes of the error of f: a value in its
// place, or another error. If f succeeds, fn is not called, and the returned
// future has the same value. An end of ctx is no error to recover from: fn is not
// called for it, whether f is pending then or fails because of it, which is when
// ctx is done and [errors.Is] finds ctx.Err() or the cause in its error; the
// returned future then fails with that. Otherwise it is like [Map].
func Recover[T any](ctx context.Context, f *Future[T], fn func(error) (T, error)) *Future[T] {
	mustFollow("Recover", ctx, f == nil, fn == nil)
	m := &recovery[T]{ctx: ctx, fn: fn}
	m.follow(ctx, f, m)
	return &m.out
}

func mustFollow(caller string, ctx context.Context, noFuture, noFunction bool) {
	if noFuture {
		panic("future: " + caller + " called with a nil future")
	}
	mustHave(caller, ctx, noFunction)
}

// derived is a future that is settled when another one is. The future, the node
// and the function that is called are one allocation. Who holds the future
// holds all of it, so it must not hold anything once the future is settled.
type derived[T, U any] struct {
	out  Future[U]
	node node[T]
	stop func() bool // ends the watch of the context, if there is one
}

// A follower is a waiter that drops what a settled future must not hold if it is
// never told.
type follower[T any] interface {
	waiter[T]
	drop()
}

// A forgetter is a follower that may have to be forgotten by another future than
// the one it has followed first.
type forgetter interface{ forget() bool }

// follow has w told of f. All of w is written by now. A result that is there
// goes before a context that is done.
func (d *derived[T, U]) follow(ctx context.Context, f *Future[T], w follower[T]) {
	if _, twice := w.(forgetter); ctx.Done() == nil || f.state.Load() == settled && !twice {
		if !f.enqueue(&d.node, w) {
			w.wake(f) // nobody waits for d.out yet
		}
		return
	}
	d.stop = context.AfterFunc(ctx, func() { d.giveUp(ctx, f, w) })
	if !f.enqueue(&d.node, w) {
		w.wake(f)
	} else if ctx.Err() != nil {
		d.giveUp(ctx, f, w) // perhaps it came too early to find the node
	}
}

// giveUp settles d.out because ctx is done, unless it is settled by f.
func (d *derived[T, U]) giveUp(ctx context.Context, f *Future[T], w follower[T]) {
	if f.dequeuePending(&d.node) {
		w.drop()
	} else if w, ok := w.(forgetter); !ok || !w.forget() {
		return
	}
	var zero U
	notify(d.complete(zero, givenUp(ctx), ""))
}

// complete settles d.out and ends the watch.
func (d *derived[T, U]) complete(v U, err error, name string) notifier {
	if stop := d.stop; stop != nil {
		d.stop = nil
		stop()
	}
	return d.out.complete(v, err, name)
}

// fail settles d.out with the failure of another future.
func (d *derived[T, U]) fail(e *failure) notifier {
	var zero U
	return d.complete(zero, e.see(), e.name)
}

// conclude is to be deferred where a function of others is called that sets
// returned. It settles d.out if that panicked or ended its goroutine.
func (d *derived[T, U]) conclude(returned *bool, next *notifier) {
	if *returned {
		return
	}
	var zero U
	if r := recover(); r != nil {
		*next = d.complete(zero, newPanicError(r), "")
		return
	}
	// The goroutine ends, so that nobody takes what is returned.
	notify(d.complete(zero, ErrGoexit, ""))
}

type mapping[T, U any] struct {
	derived[T, U]
	fn func(T) U
}

func (m *mapping[T, U]) drop() { m.fn = nil }

func (m *mapping[T, U]) wake(f *Future[T]) (next notifier) {
	fn := m.fn
	m.fn = nil
	if f.failure != nil {
		return m.fail(f.failure)
	}
	returned := false
	defer m.conclude(&returned, &next)
	v := fn(f.value)
	returned = true
	return m.complete(v, nil, "")
}

type recovery[T any] struct {
	derived[T, T]
	ctx context.Context
	fn  func(error) (T, error)
}

func (m *recovery[T]) drop() { m.ctx, m.fn = nil, nil }

func (m *recovery[T]) wake(f *Future[T]) (next notifier) {
	ctx, fn := m.ctx, m.fn
	m.drop()
	switch {
	case f.failure == nil:
		return m.complete(f.value, nil, "")
	case passesOn(ctx, f.failure.err):
		// What watches ctx may come a moment later, or have come before.
		return m.fail(f.failure)
	}
	name := f.failure.name
	returned := false
	defer m.conclude(&returned, &next)
	v, err := fn(f.failure.see())
	returned = true
	return m.complete(v, err, name)
}

type flatMapping[T, U any] struct {
	derived[T, U]
	ctx context.Context
	fn  func(T) *Future[U]
	// inner is what fn has returned, while that is pending.
	inner     atomic.Pointer[Future[U]]
	innerNode node[U]
}

func (m *flatMapping[T, U]) drop() { m.ctx, m.fn = nil, nil }

func (m *flatMapping[T, U]) wake(f *Future[T]) (next notifier) {
	ctx, fn := m.ctx, m.fn
	m.drop()
	if f.failure != nil {
		return m.fail(f.failure)
	}
	returned := false
	defer m.conclude(&returned, &next)
	inner := fn(f.value)
	switch inner {
	case nil:
		panic("future: the function given to FlatMap returned a nil future")
	case &m.out:
		panic("future: the function given to FlatMap returned the future that waits for it")
	}
	returned = true
	m.inner.Store(inner)
	if !inner.enqueuePending(&m.innerNode, (*forwarding[T, U])(m), false) {
		return (*forwarding[T, U])(m).wake(inner)
	}
	if ctx.Err() != nil && m.forget() {
		var zero U // perhaps the watch came between the two futures
		return m.complete(zero, givenUp(ctx), "")
	}
	return nil
}

func (m *flatMapping[T, U]) forget() bool {
	inner := m.inner.Load()
	if inner == nil || !inner.dequeuePending(&m.innerNode) {
		return false
	}
	m.inner.Store(nil)
	return true
}

// forwarding is a flatMapping that waits for its second future.
type forwarding[T, U any] flatMapping[T, U]

func (m *forwarding[T, U]) wake(inner *Future[U]) notifier {
	m.inner.Store(nil)
	return (*flatMapping[T, U])(m).complete(inner.value, inner.failure.see(), inner.failure.work())
}
