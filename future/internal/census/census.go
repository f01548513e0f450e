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

// A Listener is told of a future, in the goroutine that has made it. Key
// identifies it and does not keep it in memory. Look, which does, says what has become of it; it may be called by any goroutine and
// takes the lock of the future. Of a future that is made where nobody asks, the
// listener hears when it has failed, and of others it may hear twice.
type Listener func(key any, look func() State)

var listener atomic.Pointer[Listener]

// Active reports whether somebody listens.
func Active() bool { return listener.Load() != nil }

// Enter tells the listener, if there is one, of a future.
func Enter(key any, look func() State) {
	if fn := listener.Load(); fn != nil {
		(*fn)(key, look)
	}
}

// Listen makes fn the listener from now on. A nil fn ends that.
func Listen(fn Listener) {
	if fn == nil {
		listener.Store(nil)
		return
	}
	listener.Store(&fn)
}
