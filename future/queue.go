package future

// A waiter is told once that a future is settled. It returns the future that it
// has settled itself, if that one has waiters of its own, so that a chain of
// futures is worked off in a loop and needs no stack.
type waiter[T any] interface {
	wake(f *Future[T]) notifier
}

// A node is what a waiter is in a queue by. It is part of the waiter, which
// therefore costs no allocation of its own.
type node[T any] struct {
	prev, next *node[T]
	waiter     waiter[T] // nil if not in the queue (any more)
	// A signal runs no code of others, settles no future and takes no lock:
	// it is told while the future is locked, before all others, so that
	// nobody's callback keeps it waiting.
	signal bool
}

// A queue is a list of waiters, of which any can be removed: first the signals,
// and then, first come, first served, the others. The zero queue is empty.
type queue[T any] struct {
	first, last *node[T]
}

func (q *queue[T]) push(n *node[T], w waiter[T]) {
	n.waiter = w
	n.prev = q.last
	if n.prev != nil {
		n.prev.next = n
	} else {
		q.first = n
	}
	q.last = n
}

func (q *queue[T]) pushSignal(n *node[T], w waiter[T]) {
	n.waiter, n.signal = w, true
	n.next = q.first
	if n.next != nil {
		n.next.prev = n
	} else {
		q.last = n
	}
	q.first = n
}

// pop returns the first waiter of the queue, or nil if there is none.
func (q *queue[T]) pop() waiter[T] {
	n := q.first
	if n == nil {
		return nil
	}
	w := n.waiter
	q.remove(n)
	return w
}

// onlySignals reports whether there is no waiter that has to be told later.
func (q *queue[T]) onlySignals() bool { return q.last == nil || q.last.signal }

// remove reports whether n was in the queue. It keeps n from holding anything:
// who registered it may keep it for ever.
func (q *queue[T]) remove(n *node[T]) bool {
	if n.waiter == nil {
		return false
	}
	if n.prev != nil {
		n.prev.next = n.next
	} else {
		q.first = n.next
	}
	if n.next != nil {
		n.next.prev = n.prev
	} else {
		q.last = n.prev
	}
	*n = node[T]{}
	return true
}
