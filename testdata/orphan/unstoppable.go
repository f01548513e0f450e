package orphan

import (
	"context"
	"time"
)

// A Cache sweeps now and then.
type Cache struct {
	done   chan struct{}
	sweeps int
}

// BadUnstoppable makes a cache that sweeps for ever.
func BadUnstoppable() *Cache {
	c := new(Cache)
	go func() {
		for { // want `BadUnstoppable starts this loop and nothing can end it: whoever drops the \*Cache leaves the goroutine behind \(orphan/unstoppable\)`
			time.Sleep(time.Minute)
			c.sweeps++
		}
	}()
	return c
}

// GoodUnstoppable makes one that Close ends.
func GoodUnstoppable() *Cache {
	c := &Cache{done: make(chan struct{})}
	go func() {
		t := time.NewTicker(time.Minute)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				c.sweeps++
			case <-c.done:
				return
			}
		}
	}()
	return c
}

// Close ends the sweeps.
func (c *Cache) Close() {
	if c.done != nil {
		close(c.done)
	}
}

// state changes; wait is what waits for it to.
type state struct{ n int }

func (s *state) wait(ctx context.Context) int {
	select {
	case <-ctx.Done():
	case <-time.After(time.Hour):
	}
	s.n++
	return s.n
}

// BadUnstoppablePoll watches what it returns, by waits that nothing ends.
func BadUnstoppablePoll() *Cache {
	c, s := new(Cache), new(state)
	go func(s *state) {
		for { // want `BadUnstoppablePoll starts this loop and nothing can end it`
			c.sweeps = s.wait(context.Background())
		}
	}(s)
	return c
}

// GoodUnstoppablePoll is told when to stop.
func GoodUnstoppablePoll() *Cache {
	c, s := &Cache{done: make(chan struct{})}, new(state)
	go func(s *state) {
		for {
			select {
			case <-c.done:
				return
			case <-time.After(time.Minute):
				s.n++
			}
		}
	}(s)
	return c
}

// BadUnstoppableChannel returns numbers without end.
func BadUnstoppableChannel() <-chan int {
	numbers := make(chan int)
	go func() {
		for n := 0; ; n++ { // want `BadUnstoppableChannel starts this loop and nothing can end it`
			time.Sleep(time.Second)
			select {
			case numbers <- n:
			default:
			}
		}
	}()
	return numbers
}

// GoodUnstoppableChannel returns a few.
func GoodUnstoppableChannel() <-chan int {
	numbers := make(chan int, 10)
	go func() {
		defer close(numbers)
		for n := range 10 {
			numbers <- n
		}
	}()
	return numbers
}

// A Meter counts at every tick.
type Meter struct {
	ticks int
	open  bool
}

// Start starts what Stop is to end.
func (m *Meter) Start() {
	m.open = true
	go m.count()
}

func (m *Meter) count() {
	for range time.Tick(time.Minute) { // want `Start starts this loop and nothing can end it: the goroutine goes on when Stop has been called on the Meter`
		m.ticks++
	}
}

// Stop does not end it.
func (m *Meter) Stop() { m.open = false }

// BadUnstoppableStart starts and stops a meter.
func BadUnstoppableStart(context.Context) error {
	var m Meter
	m.Start()
	m.Stop()
	return nil
}
