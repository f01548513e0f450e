package future

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/futurelint/futurelint/future/internal/census"
)

// Timeout returns a future that is settled as f is or, if f is still pending
// after d, fails with an error for which [errors.Is] finds
// [context.DeadlineExceeded]. If f has been settled, that is f itself, whatever
// d is; if not and d is not positive, the returned future has failed already.
//
// Only the wait is bounded, as by the context of [Future.Await]: the work goes
// on, and f forgets the returned future. Timeout does not block and starts no
// goroutine; the callbacks of the returned future run where f is settled, or, if
// the time is over, in a goroutine of the timer.
//
// Timeout panics if f is nil.
func Timeout[T any](f *Future[T], d time.Duration) *Future[T] {
	if f == nil {
		panic("future: Timeout called with a nil future")
	}
	if f.Ready() {
		return f
	}
	m := &timeout[T]{after: d}
	if d <= 0 {
		if census.Active() {
			f.hadWaiter(nil)
		}
		m.expire()
		return &m.out
	}
	// The timer is there before the node, so that who finds the node can
	// stop it. If it is too fast to find the node itself, it says so.
	m.timer = time.AfterFunc(d, func() {
		if m.expired.Store(true); f.dequeuePending(&m.node) {
			m.expire()
		}
	})
	if !f.enqueuePending(&m.node, m, false) {
		m.wake(f)
	} else if m.expired.Load() && f.dequeuePending(&m.node) {
		m.expire()
	}
	return &m.out
}

// timeout is a future that is settled by another one or by a timer: by the one
// that takes the node out of the queue.
type timeout[T any] struct {
	out     Future[T]
	node    node[T]
	after   time.Duration
	timer   *time.Timer
	expired atomic.Bool
}

func (m *timeout[T]) wake(f *Future[T]) notifier {
	m.timer.Stop()
	m.timer = nil
	return m.out.complete(f.value, f.failure.see(), f.failure.work())
}

func (m *timeout[T]) expire() {
	m.timer = nil
	m.out.Reject(fmt.Errorf("future: not settled within %v: %w", m.after, context.DeadlineExceeded))
}
