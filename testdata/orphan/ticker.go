package orphan

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// A Sink writes what it has gathered at every tick.
type Sink struct {
	ticker *time.Ticker
	done   chan struct{}
	writes atomic.Int64
}

// BadTickerRange stops a ticker and leaves the goroutine that ranges over it.
func BadTickerRange(ctx context.Context) error {
	s := &Sink{ticker: time.NewTicker(time.Second)}
	s.start()
	defer s.stop()
	return work.Fetch(ctx, work.Quick)
}

func (s *Sink) start() {
	go func() {
		for range s.ticker.C { // want `wait for a tick with nothing else to end it, and s.ticker.Stop does not close the channel.*\(orphan/ticker\)`
			s.writes.Add(1)
		}
	}()
}

func (s *Sink) stop() { s.ticker.Stop() }

// A QuietSink is told when it is over.
type QuietSink struct {
	ticker *time.Ticker
	done   chan struct{}
	writes atomic.Int64
}

// GoodTickerDone closes a channel beside.
func GoodTickerDone(ctx context.Context) error {
	s := &QuietSink{ticker: time.NewTicker(time.Second), done: make(chan struct{})}
	go func() {
		for {
			select {
			case <-s.ticker.C:
				s.writes.Add(1)
			case <-s.done:
				return
			}
		}
	}()
	defer s.stop()
	return work.Fetch(ctx, work.Quick)
}

func (s *QuietSink) stop() {
	s.ticker.Stop()
	close(s.done)
}

// BadTickerReceive has the ticker in a variable, and the channel in another.
func BadTickerReceive(ctx context.Context) error {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	ticks := t.C
	var n atomic.Int64
	go func() {
		for {
			<-ticks // want `t.Stop does not close the channel.*\(orphan/ticker\)`
			n.Add(1)
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodTickerContext ends with the context.
func GoodTickerContext(ctx context.Context) error {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	var n atomic.Int64
	go func() {
		for {
			select {
			case <-t.C:
				n.Add(1)
			case <-ctx.Done():
				return
			}
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// A Checker has a ticker that others may set.
type Checker struct {
	Ticker *time.Ticker
	checks int
}

// Schedule checks at every tick.
func (c *Checker) Schedule() {
	for {
		select {
		case <-c.Ticker.C: // want `c.Ticker.Stop does not close the channel.*\(orphan/ticker\)`
			c.checks++
		}
	}
}

// Stop stops the ticks.
func (c *Checker) Stop() { c.Ticker.Stop() }

// BadTickerSelect stops what waits in a select with one case.
func BadTickerSelect(ctx context.Context) error {
	c := &Checker{Ticker: time.NewTicker(time.Second)}
	go c.Schedule()
	defer c.Stop()
	return work.Fetch(ctx, work.Quick)
}

// BadTickerGiven gives the stop of its ticker to the caller.
func BadTickerGiven() (stop func()) {
	t := time.NewTicker(time.Second)
	go func() {
		for range t.C { // want `t.Stop does not close the channel`
			pulse.Add(1)
		}
	}()
	return t.Stop
}

// GoodTickerGiven gives one that ends the goroutine.
func GoodTickerGiven() (stop func()) {
	t, done := time.NewTicker(time.Second), make(chan struct{})
	go func() {
		for {
			select {
			case <-t.C:
				pulse.Add(1)
			case <-done:
				return
			}
		}
	}()
	return func() {
		t.Stop()
		close(done)
	}
}

// BadTickerTwo waits for two tickers and stops both.
func BadTickerTwo(ctx context.Context) error {
	fast, slow := time.NewTicker(time.Second), time.NewTicker(time.Minute)
	defer fast.Stop()
	defer slow.Stop()
	var n atomic.Int64
	go func() {
		for {
			select { // want `fast.Stop does not close the channel.*\(orphan/ticker\)`
			case <-fast.C:
				n.Add(1)
			case <-slow.C:
				n.Store(0)
			}
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// BadTickerHandedOn gives the ticker to a named function.
func BadTickerHandedOn(ctx context.Context) error {
	t := time.NewTicker(time.Second)
	go count(t)
	defer t.Stop()
	return work.Fetch(ctx, work.Quick)
}

func count(t *time.Ticker) {
	var n int
	for range t.C { // want `t.Stop does not close the channel.*\(orphan/ticker\)`
		n++
	}
}

// BadTickerTimer stops a timer before the one tick that a goroutine waits for.
func BadTickerTimer(ctx context.Context) error {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	late := make(chan struct{})
	go func() {
		<-timer.C // want `timer.Stop does not close the channel.*\(orphan/ticker\)`
		close(late)
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodTickerAfterFunc has the timer call a function.
func GoodTickerAfterFunc(ctx context.Context) error {
	late := make(chan struct{})
	timer := time.AfterFunc(time.Hour, func() { close(late) })
	defer timer.Stop()
	return work.Fetch(ctx, work.Quick)
}

// BadTickerNil waits for the channel of a timer that has none.
func BadTickerNil(ctx context.Context) error {
	timer := time.AfterFunc(time.Second, func() {})
	fetched := make(chan struct{})
	go func() {
		<-timer.C // want `channel of a timer made by time.AfterFunc, which is nil: it blocks for ever \(orphan/ticker\)`
		close(fetched)
	}()
	return nil
}

// BadTickerNilCase waits an hour for what a second was meant for.
func BadTickerNilCase(ctx context.Context) error {
	timer := time.AfterFunc(time.Second, func() {})
	fetched := make(chan error)
	go func() {
		select {
		case fetched <- work.Fetch(ctx, work.Quick):
		case <-timer.C: // want `which is nil: this case is never chosen \(orphan/ticker\)`
		}
	}()
	return nil
}

// TickerOwnStop stops the ticker in the goroutine that waits for it, which goes on
// for as long as the process does. No proof can wait for that. It is left alone.
func TickerOwnStop() {
	go func() {
		t := time.NewTicker(time.Second)
		defer t.Stop()
		for range t.C {
			pulse.Add(1)
		}
	}()
}

var pulse atomic.Int64

// GoodTickerLeaves leaves the loop by itself.
func GoodTickerLeaves(ctx context.Context) error {
	t := time.NewTicker(100 * time.Millisecond)
	over := make(chan struct{})
	go func() {
		defer close(over)
		for range t.C {
			if ctx.Err() != nil || pulse.Add(1) > 3 {
				return
			}
		}
	}()
	<-over
	t.Stop()
	return nil
}

// BadTickerFlag asks after each tick whether it is over, and gets no tick any more.
func BadTickerFlag(ctx context.Context) error {
	t := time.NewTicker(time.Second)
	var over atomic.Bool
	go func() {
		for range t.C { // want `t.Stop does not close the channel`
			if over.Load() {
				return
			}
			pulse.Add(1)
		}
	}()
	err := work.Fetch(ctx, work.Quick)
	over.Store(true)
	t.Stop()
	return err
}

// GoodTickerFlag leaves the last tick to the goroutine, which stops the ticker.
func GoodTickerFlag(ctx context.Context) error {
	t := time.NewTicker(time.Second)
	var over atomic.Bool
	go func() {
		defer t.Stop()
		for range t.C {
			if over.Load() {
				return
			}
			pulse.Add(1)
		}
	}()
	err := work.Fetch(ctx, work.Quick)
	over.Store(true)
	return err
}

// GoodTickerBreak leaves the loop by a label.
func GoodTickerBreak(ctx context.Context) error {
	t := time.NewTicker(time.Second / 2)
	defer t.Stop()
	quit := make(chan struct{})
	defer close(quit)
	go func() {
	loop:
		for {
			<-t.C
			select {
			case <-quit:
				break loop
			case <-ctx.Done():
				break loop
			case <-time.After(time.Minute):
			}
		}
	}()
	time.Sleep(time.Minute)
	return nil
}

// A Pauser stops its ticker to start it again.
type Pauser struct {
	t      *time.Ticker
	rounds atomic.Int64
}

func (p *Pauser) run() {
	for range p.t.C {
		p.rounds.Add(1)
	}
}

// Pause stops the ticks for a while.
func (p *Pauser) Pause() { p.t.Stop() }

// Resume goes on.
func (p *Pauser) Resume() { p.t.Reset(time.Second) }

// TickerPaused starts what can go on, and never ends. It is left alone.
func TickerPaused() {
	p := &Pauser{t: time.NewTicker(time.Second)}
	go p.run()
	p.Pause()
	p.Resume()
}

// GoodTickerDrained takes the tick that came before the stop.
func GoodTickerDrained(ctx context.Context) error {
	timer := time.NewTimer(time.Second)
	if err := work.Fetch(ctx, work.Quick); err != nil {
		return err
	}
	if !timer.Stop() {
		<-timer.C
	}
	return nil
}

// GoodTickerHelper has a function stop the ticker on the way out.
func GoodTickerHelper(ctx context.Context) error {
	timer := time.NewTimer(time.Second)
	defer halt(timer)
	over := make(chan error, 1)
	go func() {
		pause := time.NewTimer(time.Second)
		defer halt(pause)
		<-pause.C
		over <- errors.New("late")
	}()
	select {
	case <-timer.C:
		return <-over
	case err := <-over:
		return err
	}
}

func halt(t *time.Timer) { t.Stop() }

// GoodTickerNilAsked looks whether there is a channel at all.
func GoodTickerNilAsked(ctx context.Context) error {
	timer := time.AfterFunc(time.Second, func() {})
	err := work.Fetch(ctx, work.Quick)
	if !timer.Stop() && timer.C != nil {
		<-timer.C
	}
	return err
}
