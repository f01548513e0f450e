package future

import (
	"weak"

	"github.com/futurelint/futurelint/future/internal/census"
)

// entered tells a test that watches of f, which has just been made, or has just
// failed if it was made in a place that is too busy to ask. The name is that of
// the work.
func (f *Future[T]) entered(name string) {
	census.Enter(weak.Make(f), func() census.State { return f.standing(name) })
}

func (f *Future[T]) standing(name string) census.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := census.State{Name: name, Settled: f.Ready()}
	switch {
	case !s.Settled:
		s.Awaited = f.awaited()
		w := weak.Make(f)
		s.Weak = func() census.State {
			if f := w.Value(); f != nil {
				return f.standing(name)
			}
			return census.State{Settled: true}
		}
	case f.failure != nil && f.failure.unseen.Load() != nil:
		s.Unseen, s.Name = f.failure.err, f.failure.name
		s.See = func() { f.failure.see() }
	}
	return s
}

// awaited reports whether somebody waits for f, which is pending and locked, or
// has waited and has given up. A continuation waits for f only if somebody waits
// for the continuation.
func (f *Future[T]) awaited() bool {
	if f.done != nil {
		return true
	}
	for n := f.queue.first; n != nil; n = n.next {
		if c, ok := n.waiter.(interface{ awaited() bool }); !ok || c.awaited() {
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
