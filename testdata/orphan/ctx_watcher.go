package orphan

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// A Conn is closed once.
type Conn struct{ closed atomic.Bool }

// Close closes the connection.
func (c *Conn) Close() { c.closed.Store(true) }

// BadCtxWatcher closes its connection when the context ends, if it has not long
// done so.
func BadCtxWatcher(ctx context.Context) error {
	conn := new(Conn)
	go func() { // want `goroutine only waits for ctx to end, and lives as long as it does.*context.AfterFunc needs none.*\(orphan/ctx-watcher\)`
		<-ctx.Done()
		conn.Close()
	}()
	defer conn.Close()
	return work.Fetch(ctx, work.Quick)
}

// GoodCtxWatcher takes back what is no longer needed.
func GoodCtxWatcher(ctx context.Context) error {
	conn := new(Conn)
	stop := context.AfterFunc(ctx, conn.Close)
	defer stop()
	defer conn.Close()
	return work.Fetch(ctx, work.Quick)
}

// GoodCtxWatcherDone is told when the work is done.
func GoodCtxWatcherDone(ctx context.Context) error {
	conn, done := new(Conn), make(chan struct{})
	go func() {
		select {
		case <-ctx.Done():
			conn.Close()
		case <-done:
		}
	}()
	err := work.Fetch(ctx, work.Quick)
	close(done)
	time.Sleep(time.Millisecond)
	return err
}

// GoodCtxWatcherJoined waits for what it has left to the context.
func GoodCtxWatcherJoined(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	closed, conn := make(chan struct{}), new(Conn)
	defer func() {
		cancel()
		<-closed
	}()
	_ = context.AfterFunc(ctx, func() {
		conn.Close()
		close(closed)
	})
	return work.Fetch(ctx, work.Quick)
}

// A Source has a context, which lasts as long as it does.
type Source struct{ ctx context.Context }

// Ctx returns the context.
func (s *Source) Ctx() context.Context { return s.ctx }

// A Proxy asks a source.
type Proxy struct{ conn Conn }

// BadCtxWatcherMethod makes a proxy that holds on to a goroutine for as long as its
// source lives.
func BadCtxWatcherMethod(s *Source) (*Proxy, <-chan struct{}) {
	p, over := new(Proxy), make(chan struct{})
	go func() { // want `goroutine only waits for s.Ctx\(\) to end`
		defer close(over)
		<-s.Ctx().Done()
		p.conn.Close()
	}()
	return p, over
}

// GoodCtxWatcherMethod makes one that has nothing to wait for.
func GoodCtxWatcherMethod(s *Source) (*Proxy, <-chan struct{}) {
	over := make(chan struct{})
	close(over)
	return new(Proxy), over
}

// BadCtxWatcherClosed makes a link that is closed by its context, long after it
// has been closed by its user.
func BadCtxWatcherClosed(ctx context.Context) *QuickLink {
	l := &QuickLink{shutdown: make(chan struct{})}
	go func() { // want `goroutine only waits for ctx to end`
		<-ctx.Done()
		pulse.Add(1)
	}()
	return l
}

// BadCtxWatcherEach has a goroutine for each connection, until all are to end.
func BadCtxWatcherEach(ctx context.Context) error {
	for range 3 {
		conn := new(Conn)
		go func() { // want `goroutine only waits for ctx to end`
			<-ctx.Done()
			conn.Close()
		}()
		if err := work.Fetch(ctx, work.Quick); err != nil {
			return err
		}
	}
	return nil
}

// GoodCtxWatcherEach takes each back.
func GoodCtxWatcherEach(ctx context.Context) error {
	for range 3 {
		conn := new(Conn)
		stop := context.AfterFunc(ctx, conn.Close)
		err := work.Fetch(ctx, work.Quick)
		stop()
		if err != nil {
			return err
		}
	}
	return nil
}

// GoodCtxWatcherOwnEach has a context for each, which it ends.
func GoodCtxWatcherOwnEach(ctx context.Context) error {
	for range 3 {
		mine, cancel := context.WithCancel(ctx)
		err := closeAfter(mine, new(Conn))
		cancel()
		if err != nil {
			return err
		}
	}
	time.Sleep(time.Millisecond)
	return nil
}

func closeAfter(ctx context.Context, conn *Conn) error {
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	return work.Fetch(ctx, work.Quick)
}

// A Daemon is told by its context when it is over.
type Daemon struct{ stopping atomic.Bool }

// Start starts the daemon, whose life is the context's.
func (d *Daemon) Start(ctx context.Context) {
	go func() {
		<-ctx.Done()
		d.stopping.Store(true)
	}()
}

// GoodCtxWatcherLife ends the daemon by its context.
func GoodCtxWatcherLife(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	new(Daemon).Start(ctx)
	err := work.Fetch(ctx, work.Quick)
	cancel()
	time.Sleep(time.Millisecond)
	return err
}

// GoodCtxWatcherOwn waits for a context that its function ends.
func GoodCtxWatcherOwn(ctx context.Context) error {
	conn, over := new(Conn), make(chan struct{})
	mine, cancel := context.WithCancel(ctx)
	go func() {
		defer close(over)
		<-mine.Done()
		conn.Close()
	}()
	err := work.Fetch(ctx, work.Quick)
	cancel()
	<-over
	conn.Close()
	return err
}

// GoodCtxWatcherWorks does something first.
func GoodCtxWatcherWorks(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	conn := new(Conn)
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = work.Fetch(ctx, work.Quick)
		<-ctx.Done()
		conn.Close()
	}()
	err := work.Fetch(ctx, work.Quick)
	cancel()
	<-over
	return err
}
