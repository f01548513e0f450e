package orphan

import (
	"context"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// A Queue does its jobs in a goroutine.
type Queue struct {
	jobs chan string
	quit chan struct{}
}

func newQueue() *Queue {
	q := &Queue{jobs: make(chan string), quit: make(chan struct{})}
	q.start()
	return q
}

func (q *Queue) start() {
	go func() {
		for {
			select {
			case <-q.jobs:
			case <-q.quit:
				return
			}
		}
	}()
}

// Close ends the goroutine.
func (q *Queue) Close() { close(q.quit) }

// A Mapper has a queue.
type Mapper struct{ queue *Queue }

// Close ends the queue.
func (m *Mapper) Close() { m.queue.Close() }

func (m *Mapper) open(ctx context.Context, u string) error { return work.Fetch(ctx, u) }

// BadStarted leaves the queue running when the mapper cannot be opened.
func BadStarted(ctx context.Context, u string) (*Mapper, error) {
	m := &Mapper{}
	m.queue = newQueue()
	if err := m.open(ctx, u); err != nil {
		return nil, err // want `return with an error leaves the goroutine of the Queue running: its Close is not called \(orphan/started-not-closed\)`
	}
	return m, nil
}

// GoodStarted closes it.
func GoodStarted(ctx context.Context, u string) (*Mapper, error) {
	m := &Mapper{}
	m.queue = newQueue()
	if err := m.open(ctx, u); err != nil {
		m.queue.Close()
		return nil, err
	}
	return m, nil
}

// BadStartedReturned returns the mapper with the error, which nobody looks at.
func BadStartedReturned(ctx context.Context, u string) (*Mapper, error) {
	m := &Mapper{queue: newQueue()}
	return m, m.open(ctx, u) // want `return with an error leaves the goroutine of the Queue running`
}

// GoodStartedDeferred closes the mapper if it fails.
func GoodStartedDeferred(ctx context.Context, u string) (m *Mapper, err error) {
	m = &Mapper{queue: newQueue()}
	defer func() {
		if err != nil {
			m.Close()
			m = nil
		}
	}()
	return m, m.open(ctx, u)
}

// A Dialer is connected by a goroutine of its own.
type Dialer struct {
	quit   chan struct{}
	rounds int
}

func (d *Dialer) connect() {
	for {
		select {
		case <-d.quit:
			return
		case <-time.After(time.Hour):
			d.rounds++
		}
	}
}

// Close ends the goroutine.
func (d *Dialer) Close() { close(d.quit) }

// BadStartedSelf closes what it starts on one way out, and not on the other.
func BadStartedSelf(ctx context.Context, u string) (*Dialer, error) {
	d := &Dialer{quit: make(chan struct{})}
	go d.connect()
	if err := work.Fetch(ctx, work.Fails); u == work.Quick && err != nil {
		d.Close()
		return nil, err
	}
	if err := work.Fetch(ctx, u); err != nil {
		return nil, err // want `return with an error leaves the goroutine of the Dialer running`
	}
	return d, nil
}

// BadStartedSelect leaves when its context ends, and what it has started goes on.
func BadStartedSelect(ctx context.Context, u string) (*Dialer, error) {
	d := &Dialer{quit: make(chan struct{})}
	first := make(chan error, 1)
	go func() {
		first <- work.Fetch(context.WithoutCancel(ctx), u)
		d.connect()
	}()
	select {
	case <-time.After(time.Microsecond):
		return nil, context.DeadlineExceeded // want `return with an error leaves the goroutine of the Dialer running`
	case err := <-first:
		if err != nil {
			d.Close()
			return nil, err
		}
	}
	return d, nil
}

// GoodStartedJoined waits for what it has started to end.
func GoodStartedJoined(ctx context.Context, u string) (*Dialer, error) {
	d, over := &Dialer{quit: make(chan struct{})}, make(chan struct{})
	go func() {
		d.connect()
		close(over)
	}()
	time.AfterFunc(time.Second, d.Close)
	<-over
	return nil, work.Fetch(ctx, u)
}

// GoodStartedFirst starts when nothing can fail any more.
func GoodStartedFirst(ctx context.Context, u string) (*Dialer, error) {
	d := &Dialer{quit: make(chan struct{})}
	if err := work.Fetch(ctx, u); err != nil {
		return nil, err
	}
	go d.connect()
	return d, nil
}

func openQueue(ctx context.Context, u string) (*Queue, error) {
	if err := work.Fetch(ctx, u); err != nil {
		return nil, err
	}
	return newQueue(), nil
}

// GoodStartedItself passes on the failure of the start itself.
func GoodStartedItself(ctx context.Context, u string) (*Mapper, error) {
	q, err := openQueue(ctx, u)
	if err != nil {
		return nil, err
	}
	return &Mapper{q}, nil
}

// queues holds what others close.
var queues []*Queue

// GoodStartedKept puts the queue where others find it.
func GoodStartedKept(ctx context.Context, u string) (*Mapper, error) {
	q := newQueue()
	queues = append(queues, q)
	if err := work.Fetch(ctx, u); err != nil {
		return nil, err
	}
	return &Mapper{q}, nil
}
