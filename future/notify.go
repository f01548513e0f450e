package future

// A notifier is a settled future with waiters that have not been told.
type notifier interface {
	// notifyOne tells the next waiter, and returns what that has settled.
	// It reports whether there was one: if not, the future has done with
	// its waiters.
	notifyOne() (next notifier, more bool)
}

func (f *Future[T]) notifyOne() (next notifier, more bool) {
	f.mu.Lock()
	w := f.queue.pop()
	if w == nil {
		f.state.Store(settled)
	}
	f.mu.Unlock()
	if w == nil {
		return nil, false
	}
	return w.wake(f), true
}

// notify tells the waiters of first, also those that come meanwhile, and then
// those of the futures that are settled by that, one future after the other.
func notify(first notifier) {
	if first != nil {
		new(agenda).work(first)
	}
}

// An agenda is the futures whose waiters have to be told, in the order in which
// they were settled. There is seldom more than one.
type agenda struct {
	first notifier
	rest  []notifier
}

func (a *agenda) push(n notifier) {
	switch {
	case n == nil:
	case a.first == nil:
		a.first = n
	default:
		a.rest = append(a.rest, n)
	}
}

func (a *agenda) pop() notifier {
	n := a.first
	a.first = nil
	if len(a.rest) > 0 {
		a.first, a.rest[0] = a.rest[0], nil
		a.rest = a.rest[1:]
	}
	return n
}

func (a *agenda) work(current notifier) {
	defer func() {
		if current != nil { // a waiter has called Goexit
			a.work(current)
		}
	}()
	for current != nil {
		next, more := current.notifyOne()
		a.push(next)
		if !more {
			current = a.pop()
		}
	}
}
