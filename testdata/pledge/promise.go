// Package pledge has the promises of a house that no table knows: what they do
// says what they are.
package pledge

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// A Promise is settled once, with a value or an error.
type Promise[T any] struct {
	once  sync.Once
	done  chan struct{}
	value T
	err   error
}

// New returns a promise that is not settled.
func New[T any]() *Promise[T] { return &Promise[T]{done: make(chan struct{})} }

// Resolve settles p with a value.
func (p *Promise[T]) Resolve(v T) { p.settle(v, nil) }

// Reject settles p with an error.
func (p *Promise[T]) Reject(err error) {
	var zero T
	p.settle(zero, err)
}

// Settle settles p with an error, if it is not nil, or else with a value.
func (p *Promise[T]) Settle(v T, err error) { p.settle(v, err) }

func (p *Promise[T]) settle(v T, err error) {
	p.once.Do(func() {
		p.value, p.err = v, err
		close(p.done)
	})
}

// Await returns what p was settled with.
func (p *Promise[T]) Await(ctx context.Context) (T, error) {
	select {
	case <-p.done:
		return p.value, p.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// Rejected returns a promise that is settled with an error.
func Rejected[T any](err error) *Promise[T] {
	p := &Promise[T]{err: err, done: make(chan struct{})}
	close(p.done)
	return p
}

// Do returns a promise that fn settles with the functions it is given.
func Do[T any](fn func(resolve func(T), reject func(error))) *Promise[T] {
	p := New[T]()
	go fn(p.Resolve, p.Reject)
	return p
}

// A Ticket is a promise with a name.
type Ticket struct {
	Promise[string]
	Name string
}

// NewTicket returns a ticket that is not settled.
func NewTicket(name string) *Ticket {
	return &Ticket{Promise: Promise[string]{done: make(chan struct{})}, Name: name}
}

// A Slot holds the one result that will be sent.
type Slot struct{ ch chan outcome }

type outcome struct {
	value string
	err   error
}

// NewSlot returns a slot without a result.
func NewSlot() *Slot { return &Slot{ch: make(chan outcome, 1)} }

// Put sends a value.
func (s *Slot) Put(v string) { s.ch <- outcome{value: v} }

// FailWith sends an error.
func (s *Slot) FailWith(err error) { s.ch <- outcome{err: err} }

// Get receives what was sent.
func (s *Slot) Get() (string, error) {
	o := <-s.ch
	return o.value, o.err
}

// A Latch wakes all who wait once its value, or an error, is there.
type Latch struct {
	mu    sync.Mutex
	cond  *sync.Cond
	set   bool
	value string
	err   error
}

// NewLatch returns a latch that is not set.
func NewLatch() *Latch {
	l := new(Latch)
	l.cond = sync.NewCond(&l.mu)
	return l
}

// Set sets the value.
func (l *Latch) Set(v string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.value, l.set = v, true
	l.wake()
}

// SetError sets an error instead.
func (l *Latch) SetError(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err, l.set = err, true
	l.wake()
}

func (l *Latch) wake() { l.cond.Broadcast() }

// Get waits for the value or the error.
func (l *Latch) Get() (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for !l.set {
		l.cond.Wait()
	}
	return l.value, l.err
}

// ErrUnknown stands in for an error that was not given.
var ErrUnknown = errors.New("unknown error")

// A Careful promise never fails without an error.
type Careful struct {
	done  chan struct{}
	value string
	err   error
}

// NewCareful returns a promise that is not settled.
func NewCareful() *Careful { return &Careful{done: make(chan struct{})} }

// Resolve settles c with a value.
func (c *Careful) Resolve(v string) {
	c.value = v
	close(c.done)
}

// Reject settles c with an error, one of its own if need be.
func (c *Careful) Reject(err error) {
	if err == nil {
		err = ErrUnknown
	}
	c.err = err
	close(c.done)
}

// RejectLate puts an error of its own in place once it looks at what it has.
func (c *Careful) RejectLate(err error) {
	c.err = err
	if c.err == nil {
		c.err = ErrUnknown
	}
	close(c.done)
}

// Await returns what c was settled with.
func (c *Careful) Await() (string, error) {
	<-c.done
	return c.value, c.err
}

// A Strict promise tells those who fail it without an error.
type Strict struct {
	done  chan struct{}
	value string
	err   atomic.Pointer[error]
}

// NewStrict returns a promise that is not settled.
func NewStrict() *Strict { return &Strict{done: make(chan struct{})} }

// Resolve settles s with a value.
func (s *Strict) Resolve(v string) {
	s.value = v
	close(s.done)
}

// Reject settles s with an error. It panics if there is none.
func (s *Strict) Reject(err error) {
	if err == nil {
		panic("pledge: rejected without an error")
	}
	s.err.Store(&err)
	close(s.done)
}

// Await returns what s was settled with.
func (s *Strict) Await() (string, error) {
	<-s.done
	if err := s.err.Load(); err != nil {
		return "", *err
	}
	return s.value, nil
}

// A Call ends with an error, or well.
type Call struct {
	done chan struct{}
	err  error
}

// NewCall returns a call that is going on.
func NewCall() *Call { return &Call{done: make(chan struct{})} }

// Finish ends the call; nil says that it went well.
func (c *Call) Finish(err error) {
	c.err = err
	close(c.done)
}

// Wait returns how the call ended.
func (c *Call) Wait() error {
	<-c.done
	return c.err
}

// A Stream has no end but the one that it fails with, be it nil.
type Stream struct {
	done chan struct{}
	err  error
}

// NewStream returns a stream that is open.
func NewStream() *Stream { return &Stream{done: make(chan struct{})} }

// Fail ends the stream; nil says that there was no more to come.
func (s *Stream) Fail(err error) {
	s.err = err
	close(s.done)
}

// Wait returns how the stream ended.
func (s *Stream) Wait() error {
	<-s.done
	return s.err
}

// A Settler is the write end of a promise.
type Settler interface {
	Resolve(v string)
	Reject(err error)
	Pending() bool
}

// An Ender is the write end of a promise that may be careful.
type Ender interface{ Reject(err error) }

var (
	_ Settler = (*seal)(nil)
	_ Ender   = (*Careful)(nil)
)

type seal struct {
	done  chan struct{}
	value string
	err   error
}

func (s *seal) Resolve(v string) {
	s.value = v
	close(s.done)
}

func (s *seal) Reject(err error) {
	s.err = err
	close(s.done)
}

func (s *seal) Pending() bool {
	select {
	case <-s.done:
		return false
	default:
		return true
	}
}

// Open returns both ends of a promise.
func Open() (Settler, func() (string, error)) {
	s := &seal{done: make(chan struct{})}
	return s, func() (string, error) {
		<-s.done
		return s.value, s.err
	}
}
