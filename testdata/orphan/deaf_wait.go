package orphan

import (
	"context"
	"net/http"
	"os/exec"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadDeafWait sleeps for an hour whatever happens.
func BadDeafWait(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			time.Sleep(time.Hour) // want `time.Sleep takes no notice of ctx: when ctx ends, this goroutine still waits \(orphan/deaf-wait\)`
		}
	}()
	<-done
	return ctx.Err()
}

// GoodDeafWait sleeps until the context ends.
func GoodDeafWait(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			select {
			case <-time.After(time.Hour):
			case <-ctx.Done():
			}
		}
	}()
	<-done
	return ctx.Err()
}

// BadDeafWaitTimer receives from a timer alone.
func BadDeafWaitTimer(ctx context.Context) error {
	var g errgroup.Group
	g.Go(func() error { return deafRetry(ctx) })
	return g.Wait()
}

func deafRetry(ctx context.Context) error {
	for {
		if err := work.Fetch(ctx, work.Quick); err != nil {
			return err
		}
		<-time.After(time.Hour) // want `a receive from a timer takes no notice of ctx`
	}
}

// BadDeafWaitTicker asks the context between ticks only.
func BadDeafWaitTicker(ctx context.Context) error {
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
			pulse.Add(1)
			<-t.C // want `a receive from a timer takes no notice of ctx`
		}
	}
}

// A backoff says how long to wait.
type backoff interface{ C() <-chan time.Time }

type hourly struct{}

func (hourly) C() <-chan time.Time { return time.After(time.Hour) }

// BadDeafWaitStop has a stop channel, and waits without it in the loop.
func BadDeafWaitStop(ctx context.Context) error {
	return deafWatch(hourly{}, ctx.Done())
}

func deafWatch(b backoff, stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return context.Canceled
		default:
		}
		<-b.C() // want `a receive from a timer takes no notice of stop: when stop says to stop, this goroutine still waits`
	}
}

// GoodDeafWaitStop waits for both.
func GoodDeafWaitStop(ctx context.Context) error {
	stop, b := ctx.Done(), backoff(hourly{})
	for {
		select {
		case <-stop:
			return context.Canceled
		case <-b.C():
		}
	}
}

// A Link connects again until it is closed.
type Link struct {
	shutdown chan struct{}
	closed   atomic.Bool
}

// Close ends what reconnect does.
func (l *Link) Close() {
	l.closed.Store(true)
	close(l.shutdown)
}

func (l *Link) reconnect() error {
	for {
		if l.closed.Load() {
			return context.Canceled
		}
		time.Sleep(time.Hour) // want `time.Sleep takes no notice of l.shutdown`
	}
}

// BadDeafWaitField ends a link, which does not notice.
func BadDeafWaitField(ctx context.Context) error {
	l := &Link{shutdown: make(chan struct{})}
	over := make(chan error, 1)
	go func() { over <- l.reconnect() }()
	time.AfterFunc(time.Second, l.Close)
	return <-over
}

// A QuickLink notices.
type QuickLink struct{ shutdown chan struct{} }

// Close ends what reconnect does.
func (l *QuickLink) Close() { close(l.shutdown) }

func (l *QuickLink) reconnect() error {
	for {
		select {
		case <-l.shutdown:
			return context.Canceled
		case <-time.After(time.Hour):
		}
	}
}

// GoodDeafWaitField ends a link, which notices.
func GoodDeafWaitField(ctx context.Context) error {
	l := &QuickLink{shutdown: make(chan struct{})}
	over := make(chan error, 1)
	go func() { over <- l.reconnect() }()
	time.AfterFunc(time.Second, l.Close)
	return <-over
}

// GoodDeafWaitShort pauses for a moment.
func GoodDeafWaitShort(ctx context.Context) error {
	over := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			time.Sleep(10 * time.Millisecond)
		}
		over <- ctx.Err()
	}()
	return <-over
}

// GoodDeafWaitGrace gives others a while once it has been told to stop.
func GoodDeafWaitGrace(ctx context.Context) error {
	over := make(chan error, 1)
	go func() {
		_ = work.Fetch(ctx, work.Quick)
		<-ctx.Done()
		time.Sleep(10 * time.Second)
		over <- ctx.Err()
	}()
	return <-over
}

// GoodDeafWaitDetached has no context of its own in the goroutine.
func GoodDeafWaitDetached(ctx context.Context) error {
	go func() {
		time.Sleep(time.Minute)
		pulse.Add(1)
	}()
	<-ctx.Done()
	return ctx.Err()
}

// GoodDeafWaitStraight is no goroutine and no loop.
func GoodDeafWaitStraight(ctx context.Context) error {
	time.Sleep(time.Second / 4)
	<-ctx.Done()
	return ctx.Err()
}

// slowly answers a request after an hour, if it does not end before.
type slowly struct{}

func (slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, work.Fetch(r.Context(), work.Slow)
}

// BadDeafWaitClient asks for what the context does not end.
func BadDeafWaitClient(ctx context.Context) error {
	client := &http.Client{Transport: slowly{}}
	over := make(chan error, 1)
	go func() {
		if ctx.Err() == nil {
			_, _ = client.Get("http://example.com") // want `\*http.Client.Get takes no notice of ctx`
		}
		over <- ctx.Err()
	}()
	return <-over
}

// GoodDeafWaitClient asks with the context.
func GoodDeafWaitClient(ctx context.Context) error {
	client := &http.Client{Transport: slowly{}}
	over := make(chan error, 1)
	go func() {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://example.com", nil)
		if err == nil {
			_, err = client.Do(r)
		}
		over <- err
	}()
	return <-over
}

// BadDeafWaitCommand runs what the context does not end.
//
// unproven: needs a process.
func BadDeafWaitCommand(ctx context.Context) {
	go func() {
		if ctx.Err() == nil {
			_ = exec.Command("sleep", "3600").Run() // want `exec.Command takes no notice of ctx`
		}
		_ = exec.CommandContext(ctx, "sleep", "3600").Run()
	}()
}
