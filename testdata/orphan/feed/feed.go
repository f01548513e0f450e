// Package feed has functions that return channels which goroutines of theirs
// send to.
package feed

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/sourcegraph/conc"

	"github.com/futurelint/futurelint/testdata/work"
)

// ErrNone is the error of those who are to give something, and have nothing.
var ErrNone = errors.New("nothing there")

// Values returns a channel that gives the values, and is closed then. It does
// not stop before.
func Values[T any](values []T) <-chan T {
	c := make(chan T)
	go func() {
		defer close(c)
		for _, v := range values {
			c <- v
		}
	}()
	return c
}

// Names gives the hosts.
func Names(hosts []string) <-chan string { return Values(hosts) }

// Open gives the hosts, if there are any.
func Open(hosts []string) (<-chan string, error) {
	if len(hosts) == 0 {
		return nil, ErrNone
	}
	c := make(chan string)
	go send(c, hosts)
	return c, nil
}

func send(c chan<- string, hosts []string) {
	defer close(c)
	for _, h := range hosts {
		c <- h
	}
}

// A Store keeps hosts.
type Store struct {
	hosts []string
	wg    sync.WaitGroup
}

// NewStore returns a store of hosts.
func NewStore(hosts []string) *Store { return &Store{hosts: hosts} }

// All gives all hosts of the store, one in less than a minute.
func (s *Store) All() <-chan string {
	c := make(chan string, 1)
	s.wg.Go(func() { s.sendAll(c) })
	return c
}

// Wait waits until all have been received.
func (s *Store) Wait() { s.wg.Wait() }

func (s *Store) sendAll(c chan<- string) {
	defer close(c)
	for _, h := range s.hosts {
		time.Sleep(40 * time.Second)
		put(c, h)
	}
}

func put[T any](c chan<- T, v T) { c <- v }

// Until gives the values as long as the context lives.
func Until[T any](ctx context.Context, values []T) <-chan T {
	c := make(chan T)
	go func() {
		defer close(c)
		for _, v := range values {
			if !offer(ctx, c, v) {
				return
			}
		}
	}()
	return c
}

func offer[T any](ctx context.Context, c chan<- T, v T) bool {
	select {
	case c <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// Upper gives what the channel gives, in another form: a stage of a pipeline.
func Upper(in <-chan string) <-chan string {
	c := make(chan string)
	var wg conc.WaitGroup
	wg.Go(func() {
		defer close(c)
		for s := range in {
			c <- s + "!"
		}
	})
	return c
}

// Stoppable gives the values until somebody closes the channel that it is given.
func Stoppable[T any](stop <-chan struct{}, values []T) <-chan T {
	c := make(chan T)
	go func() {
		defer close(c)
		for _, v := range values {
			select {
			case c <- v:
			case <-stop:
				return
			}
		}
	}()
	return c
}

// Counted gives the hosts, and closes another channel when they have been taken.
func Counted(hosts []string) (<-chan string, <-chan struct{}) {
	c, done := make(chan string), make(chan struct{})
	go func() {
		defer close(done)
		for _, h := range hosts {
			c <- h
		}
	}()
	return c, done
}

// Room has room for all values.
func Room[T any](values []T) <-chan T {
	c := make(chan T, len(values))
	go func() {
		defer close(c)
		for _, v := range values {
			c <- v
		}
	}()
	return c
}

// Once gives one value.
func Once(ctx context.Context, host string) <-chan error {
	c := make(chan error, 1)
	go func() { c <- work.Fetch(ctx, host) }()
	return c
}

// A Result is what became of a host.
type Result struct {
	Host string
	Err  error
}

// Results gives the results until there is one with an error, which is the last.
func Results(hosts []string) <-chan Result {
	c := make(chan Result)
	go func() {
		defer close(c)
		for _, h := range hosts {
			r := Result{Host: h}
			if h == work.Fails {
				r.Err = ErrNone
			}
			c <- r
			if r.Err != nil {
				return
			}
		}
	}()
	return c
}

// A Row is a line of a table, or the error at its end.
type Row struct {
	Text string
	err  error
}

// Check returns the error.
func (r Row) Check() error { return r.err }

// A Table has rows.
type Table struct{ hosts []string }

// NewTable returns a table of hosts.
func NewTable(hosts []string) *Table { return &Table{hosts} }

// Rows gives the rows, with an error the last one.
func (t *Table) Rows() <-chan Row {
	c := make(chan Row)
	go func() {
		defer close(c)
		for _, h := range t.hosts {
			if h == work.Fails {
				c <- Row{err: ErrNone}
				return
			}
			c <- Row{Text: h}
		}
	}()
	return c
}

// Err returns the error at the end of the table.
func (t *Table) Err() error {
	for _, h := range t.hosts {
		if h == work.Fails {
			return ErrNone
		}
	}
	return nil
}

// Drain receives what is left.
func Drain[T any](c <-chan T) {
	for range c {
	}
}

// A Source is something that gives hosts.
type Source interface{ Names() <-chan string }

// Kept is a source that has its hosts at hand.
type Kept struct{ c chan string }

// NewKept returns a source with room for all hosts.
func NewKept(hosts []string) Kept {
	k := Kept{make(chan string, len(hosts))}
	for _, h := range hosts {
		k.c <- h
	}
	close(k.c)
	return k
}

// Names gives the hosts.
func (k Kept) Names() <-chan string { return k.c }
