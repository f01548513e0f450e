package future

import (
	"log"
	"runtime/debug"
)

// OnDone registers fn to be called once, with the result of f, when f is
// settled. The function it returns takes fn back: it reports whether fn will
// therefore not be called, and f then holds nothing of it any more. It returns
// false if fn has started or was taken back before, and does not wait for fn.
//
// Callbacks run one after the other in the order in which they were registered,
// in the goroutine that settles f and before its call returns. If f has been
// settled and its callbacks have run, fn runs before OnDone returns; if they are
// still running, it follows them where they run. No goroutine is started, so fn
// should be short, should not block, and should not need a lock that is held by
// those who settle f or call OnDone.
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
	f.mu.Lock()
	if f.state.Load() == settled {
		f.mu.Unlock()
		f.call(fn)
		return func() bool { return false }
	}
	c := &callback[T]{fn: fn}
	f.queue.push(c)
	f.mu.Unlock()
	return func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.queue.remove(c)
	}
}

// notify runs fn and then the callbacks in the queue, also those that are
// registered meanwhile.
func (f *Future[T]) notify(fn func(Result[T])) {
	defer func() {
		if fn != nil { // it called Goexit
			f.notify(f.next())
		}
	}()
	for fn != nil {
		f.call(fn)
		fn = f.next()
	}
}

// next takes a callback from the queue, or notes that all have run. It takes
// one at a time, so that until it starts a callback can be taken back.
func (f *Future[T]) next() func(Result[T]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fn := f.queue.pop()
	if fn == nil {
		f.state.Store(settled)
	}
	return fn
}

func (f *Future[T]) call(fn func(Result[T])) {
	defer func() {
		if v := recover(); v != nil {
			log.Printf("future: a callback panicked: %v\n\n%s", v, debug.Stack())
		}
	}()
	fn(Result[T]{Value: f.value, Err: f.err})
}

// A queue is a list of callbacks, first come, first served, of which any can be
// removed. The zero queue is empty.
type queue[T any] struct {
	first, last *callback[T]
}

// A callback is an element of one queue.
type callback[T any] struct {
	prev, next *callback[T]
	fn         func(Result[T]) // nil if not in the queue any more
}

func (q *queue[T]) push(c *callback[T]) {
	c.prev = q.last
	if c.prev != nil {
		c.prev.next = c
	} else {
		q.first = c
	}
	q.last = c
}

// pop returns the first function of the queue, or nil if there is none.
func (q *queue[T]) pop() func(Result[T]) {
	c := q.first
	if c == nil {
		return nil
	}
	fn := c.fn
	q.remove(c)
	return fn
}

// remove reports whether c was in the queue. It keeps c from holding anything:
// who registered it may keep the means to take it back for ever.
func (q *queue[T]) remove(c *callback[T]) bool {
	if c.fn == nil {
		return false
	}
	if c.prev != nil {
		c.prev.next = c.next
	} else {
		q.first = c.next
	}
	if c.next != nil {
		c.next.prev = c.prev
	} else {
		q.last = c.prev
	}
	*c = callback[T]{}
	return true
}
