package future

import (
	"log"
	"runtime/debug"

	"github.com/futurelint/futurelint/future/internal/census"
)

// OnDone registers fn to be called once, with the result of f, when f is
// settled. The function it returns takes fn back: it reports whether fn will
// therefore not be called, and f then holds nothing of it any more. It returns
// false if fn has started or was taken back before, and does not wait for fn.
//
// Callbacks run one after the other in the order in which they were registered,
// in the goroutine that settles f and before its call returns; what [Map] and
// its like have registered keeps its place among them. If f has been settled and
// its callbacks have run, fn runs before OnDone returns; if they are still
// running, it follows them where they run. No goroutine is started, so fn should
// be short, should not block, and should not need a lock that is held by those
// who settle f or call OnDone. A callback that settles another future runs the
// callbacks of that one: chains of futures are better made with [Map], which
// needs no stack for them.
//
// A panic of fn goes no further: it is written to the standard logger, with its
// stack, and the next callback runs. If fn calls [runtime.Goexit], that ends the
// goroutine it runs in, after the other callbacks have run.
//
// OnDone panics if fn is nil.
func (f *Future[T]) OnDone(fn func(Result[T])) (stop func() bool) {
	if fn == nil {
		panic("future: OnDone called with a nil function")
	}
	c := &callback[T]{fn: fn}
	if !f.enqueue(&c.node, c) {
		c.wake(f)
		return func() bool { return false }
	}
	return func() bool { return f.takeBack(c) }
}

func (f *Future[T]) takeBack(c *callback[T]) bool {
	f.mu.Lock()
	removed := f.queue.remove(&c.node)
	if removed {
		c.fn = nil
	}
	f.mu.Unlock()
	if removed && census.Active() {
		f.hadWaiter(nil)
	}
	return removed
}

// enqueue puts a waiter that runs code of others in the queue of f, unless all
// that came before it have been told.
func (f *Future[T]) enqueue(n *node[T], w waiter[T]) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.state.Load() == settled {
		return false
	}
	f.queue.push(n, w)
	return true
}

// enqueuePending puts a waiter that runs no code of others in the queue of f,
// unless f has been settled: it need not mind those that came before it.
func (f *Future[T]) enqueuePending(n *node[T], w waiter[T], signal bool) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.Ready():
		return false
	case signal:
		f.queue.pushSignal(n, w)
	default:
		f.queue.push(n, w)
	}
	return true
}

// dequeuePending takes a waiter out of the queue, unless f has been settled: a
// result that is there is not given up.
func (f *Future[T]) dequeuePending(n *node[T]) bool {
	f.mu.Lock()
	w := n.waiter
	removed := !f.Ready() && f.queue.remove(n)
	f.mu.Unlock()
	if removed && census.Active() {
		f.hadWaiter(w)
	}
	return removed
}

// A callback is a function that waits for a future.
type callback[T any] struct {
	node node[T]
	fn   func(Result[T])
}

func (c *callback[T]) wake(f *Future[T]) notifier {
	defer func() {
		if v := recover(); v != nil {
			log.Printf("future: a callback panicked: %v\n\n%s", v, debug.Stack())
		}
	}()
	fn := c.fn
	c.fn = nil
	fn(f.result())
	return nil
}
