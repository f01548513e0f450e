// Package staff runs functions, and keeps promises, in ways that nobody sees who
// reads the calls: the functions go through channels and interfaces. What it does
// with them is said by directives.
package staff

import (
	"context"
	"log"
	"sync"
)

// An Office runs functions. It must be closed.
type Office interface {
	// Post runs f in a goroutine of its own.
	//
	//futurelint:spawns f
	Post(f func())
	// Shield runs f in a goroutine of its own, and logs its panic.
	//
	//futurelint:spawns f
	//futurelint:recovers f
	Shield(f func())
	// Queue waits until fewer than eight functions run, and then runs f in a
	// goroutine of its own.
	//
	//futurelint:spawns limited
	Queue(func())
	// Finish runs f in another goroutine, and returns when that has ended.
	//
	//futurelint:spawns f joined // and so it can be waited for
	Finish(f func())
	// Close waits for the functions.
	Close()
}

// New returns an office for as many functions as come.
func New() Office { return open(0) }

// Small returns an office that runs eight functions at a time.
//
//futurelint:limits
func Small() Office { return open(8) }

type task struct {
	run  func()
	safe bool
	done func()
}

type desk struct {
	in     chan task
	wg     sync.WaitGroup
	places chan struct{} // nil for as many as come
	queue  chan struct{}
}

func open(n int) *desk {
	d := &desk{in: make(chan task), queue: make(chan struct{}, 8)}
	if n > 0 {
		d.places = make(chan struct{}, n)
	}
	d.wg.Go(d.serve)
	return d
}

func (d *desk) serve() {
	var running sync.WaitGroup
	defer running.Wait()
	for t := range d.in {
		if d.places != nil {
			d.places <- struct{}{}
		}
		running.Add(1)
		go func() {
			defer running.Done()
			defer t.done()
			if d.places != nil {
				defer func() { <-d.places }()
			}
			if t.safe {
				defer func() {
					if r := recover(); r != nil {
						log.Print(r)
					}
				}()
			}
			t.run()
		}()
	}
}

func nothing() {}

func (d *desk) Post(f func())   { d.in <- task{f, false, nothing} }
func (d *desk) Shield(f func()) { d.in <- task{f, true, nothing} }

func (d *desk) Queue(f func()) {
	d.queue <- struct{}{}
	d.in <- task{f, false, func() { <-d.queue }}
}

func (d *desk) Finish(f func()) {
	done := make(chan struct{})
	d.in <- task{f, false, func() { close(done) }}
	<-done
}

func (d *desk) Close() {
	close(d.in)
	d.wg.Wait()
}

// A Clinic runs eight functions at a time. It must be closed.
//
//futurelint:limits
type Clinic struct{ desk *desk }

// NewClinic returns a clinic.
func NewClinic() *Clinic { return &Clinic{open(8)} }

// Post runs f in a goroutine of its own.
//
//futurelint:spawns
func (c *Clinic) Post(f func()) { c.desk.Post(f) }

// Close waits for the functions.
func (c *Clinic) Close() { c.desk.Close() }

// A Line runs a function for values of one type.
type Line[T any] struct {
	office Office
	values chan T
}

// NewLine returns a line to an office.
func NewLine[T any](o Office) *Line[T] { return &Line[T]{o, make(chan T, 1)} }

// Put runs f with v in a goroutine of its own.
//
//futurelint:spawns f
func (l *Line[T]) Put(v T, f func(T)) {
	l.values <- v
	put := map[string]func(){"put": func() { f(<-l.values) }}
	for _, f := range put {
		l.office.(interface{ Post(func()) }).Post(f)
	}
}

// A Door lets in eight at a time.
type Door interface {
	// Enter waits until there is room.
	//
	//futurelint:limits
	Enter(ctx context.Context) error
	// Leave makes room.
	Leave()
}

// NewDoor returns a door.
func NewDoor() Door { return make(door, 8) }

type door chan struct{}

func (d door) Enter(ctx context.Context) error {
	select {
	case d <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d door) Leave() { <-d }

// Guarded runs f, and logs its panic.
//
//futurelint:recovers f
func Guarded(f func()) { guard(f) }

// guard is what Guarded does, where nobody can follow.
var guard = func(f func()) {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	f()
}

// A Note is a promise that calls its ends by other names.
type Note[T any] struct {
	value T
	err   error
	ends  []func()
	done  chan struct{}
}

// NewNote returns a note that nobody has written.
func NewNote[T any]() *Note[T] {
	done := make(chan struct{})
	return &Note[T]{done: done, ends: []func(){func() { close(done) }}}
}

// Write settles n with a value.
//
//futurelint:settles
func (n *Note[T]) Write(v T) {
	n.value = v
	n.end()
}

// Tear settles n with an error.
//
//futurelint:settles err
func (n *Note[T]) Tear(err error) {
	n.err = err
	n.end()
}

// FailNote settles n with an error.
//
//futurelint:settles
func FailNote[T any](n *Note[T], err error) { n.Tear(err) }

// End settles n: with nil that is a good end.
//
//futurelint:settles
func (n *Note[T]) End(err error) {
	n.err = err
	n.end()
}

func (n *Note[T]) end() {
	for _, f := range n.ends {
		f()
	}
}

// Read returns what n was settled with.
func (n *Note[T]) Read(ctx context.Context) (T, error) {
	select {
	case <-n.done:
		return n.value, n.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}
