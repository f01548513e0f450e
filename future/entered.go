package future

import (
	"errors"
	"weak"

	"github.com/futurelint/futurelint/future/internal/census"
)

// entered tells a test that watches of f, which has just been made, or has just
// failed if it was made in a place that is too busy to ask. The name is that of
// the work.
func (f *Future[T]) entered(name string) {
	census.Enter(weak.Make(f), func() census.State { return f.standing(name) })
}

// A continuation is a waiter that makes a future. It waits for the sake of those
// who wait for that.
type continuation interface {
	awaited() bool
	continuations(keys []any) []any
	ends(looks []func() census.State) []func() census.State
}

// hadWaiter tells a test that watches that w, or somebody else if it is nil, who
// has waited for f may have given up. f must not be locked.
func (f *Future[T]) hadWaiter(w waiter[T]) {
	var by census.Waiter
	if c, ok := w.(continuation); ok && !c.awaited() {
		by = census.Waiter{Continuations: c.continuations(nil), Ends: c.ends(nil)}
	}
	census.GiveUp(weak.Make(f), by)
}

func (f *Future[T]) standing(name string) census.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := census.State{Name: name, Settled: f.Ready()}
	switch {
	case !s.Settled:
		s.Awaited = f.awaited()
		s.Continuations = f.continuations(nil)
		w := weak.Make(f)
		s.Weak = func() census.State {
			if f := w.Value(); f != nil {
				return f.standing(name)
			}
			return census.State{Settled: true}
		}
	case f.failure != nil && f.failure.unseen.Load() != nil && !errors.Is(f.failure.err, errAbandoned):
		s.Unseen, s.Name = f.failure.err, f.failure.name
		s.See = func() { f.failure.see() }
	}
	return s
}

// awaited reports whether somebody waits for f, which is pending and locked, or
// has waited with Await or Done. A continuation waits for f only if somebody waits
// for the continuation.
func (f *Future[T]) awaited() bool {
	if f.done != nil {
		return true
	}
	for n := f.queue.first; n != nil; n = n.next {
		if c, ok := n.waiter.(continuation); !ok || c.awaited() {
			return true
		}
	}
	return false
}

func (d *derived[T, U]) awaited() bool {
	d.out.mu.Lock()
	defer d.out.mu.Unlock()
	return !d.out.Ready() && d.out.awaited()
}

func (m *timeout[T]) awaited() bool {
	m.out.mu.Lock()
	defer m.out.mu.Unlock()
	return !m.out.Ready() && m.out.awaited()
}

// continuations adds the keys of the futures that wait for f, which is locked, and
// of those that wait for them.
func (f *Future[T]) continuations(keys []any) []any {
	for n := f.queue.first; n != nil; n = n.next {
		if c, ok := n.waiter.(continuation); ok {
			keys = c.continuations(keys)
		}
	}
	return keys
}

func (d *derived[T, U]) continuations(keys []any) []any {
	d.out.mu.Lock()
	defer d.out.mu.Unlock()
	return d.out.continuations(append(keys, weak.Make(&d.out)))
}

func (m *timeout[T]) continuations(keys []any) []any {
	m.out.mu.Lock()
	defer m.out.mu.Unlock()
	return m.out.continuations(append(keys, weak.Make(&m.out)))
}

// ends adds looks at the last futures of the chains that wait for f, or at f if
// there are none.
func (f *Future[T]) ends(looks []func() census.State) []func() census.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	last := true
	for n := f.queue.first; n != nil; n = n.next {
		if c, ok := n.waiter.(continuation); ok {
			looks = c.ends(looks)
			last = false
		}
	}
	if last {
		looks = append(looks, func() census.State { return f.standing("") })
	}
	return looks
}

func (d *derived[T, U]) ends(looks []func() census.State) []func() census.State {
	return d.out.ends(looks)
}

func (m *timeout[T]) ends(looks []func() census.State) []func() census.State {
	return m.out.ends(looks)
}
