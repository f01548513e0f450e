// Package census tells a test which futures are made while it runs.
//
// Package future calls it, and package futuretest listens. A program in which
// nobody listens pays for a look at a pointer.
package census

import "sync/atomic"

// A State is what a future is at one time.
type State struct {
	Settled bool
	// Awaited is true of a pending future for which somebody waits, or has
	// waited with Await or Done.
	Awaited bool
	// Continuations are the keys of the futures that wait for a pending one, and
	// of those that wait for them.
	Continuations []any
	// Weak, of a pending future, is a look that does not keep it in memory. A
	// future that is gone looks settled.
	Weak func() State
	// Unseen is the failure of a settled future that nobody has looked at, and
	// See says that somebody has now.
	Unseen error
	See    func()
	// Name is that of the work, if it has one.
	Name string
}

// A Waiter is who has waited for a future: the zero one if that counts in any case,
// and otherwise a future that was made from it, which nobody had awaited.
type Waiter struct {
	// Continuations are the keys of that future and of those that waited for it.
	Continuations []any
	// Ends are looks at the last of these, for which nobody else waited.
	Ends []func() State
}

// A Listener is told of futures. Key identifies one and does not keep it in memory.
type Listener interface {
	// Enter is called in the goroutine that has made the future. Look, which
	// keeps it in memory, says what has become of it; it may be called by any
	// goroutine and takes the lock of the future. Of a future that is made where
	// nobody asks, the listener hears when it has failed, and of others it may
	// hear twice.
	Enter(key any, look func() State)
	// GiveUp is called when somebody who has waited for the future, other than
	// with Await or Done, may have given up, which leaves nothing behind in the
	// future. The future is not locked.
	GiveUp(key any, by Waiter)
}

var listener atomic.Pointer[Listener]

// Active reports whether somebody listens.
func Active() bool { return listener.Load() != nil }

// Enter tells the listener, if there is one, of a future.
func Enter(key any, look func() State) {
	if l := listener.Load(); l != nil {
		(*l).Enter(key, look)
	}
}

// GiveUp tells the listener, if there is one, that somebody who has waited for a
// future may have given up.
func GiveUp(key any, by Waiter) {
	if l := listener.Load(); l != nil {
		(*l).GiveUp(key, by)
	}
}

// Listen makes l the listener from now on. A nil l ends that.
func Listen(l Listener) {
	if l == nil {
		listener.Store(nil)
		return
	}
	listener.Store(&l)
}
