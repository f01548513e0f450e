// Package house is what a module has for itself: groups with a limit, and
// functions that start tasks.
package house

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// WithLimit returns a group that runs eight tasks at a time.
func WithLimit(ctx context.Context) (*errgroup.Group, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	return g, ctx
}

// WithoutLimit returns a group that runs as many as it is given.
func WithoutLimit(ctx context.Context) (*errgroup.Group, context.Context) {
	return errgroup.WithContext(ctx)
}

// FetchAll fetches the blobs in tasks of g.
func FetchAll(ctx context.Context, g *errgroup.Group, blobs []string) {
	for _, b := range blobs {
		g.Go(func() error { return work.Fetch(ctx, b) })
	}
}

// FetchOne fetches u in a task of g.
func FetchOne(ctx context.Context, g *errgroup.Group, u string) {
	g.Go(func() error { return work.Fetch(ctx, u) })
}

// Start runs f in a goroutine that wg waits for.
func Start(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

// Visit calls f for n and all numbers below it in a few goroutines, and returns
// when it has.
func Visit(ctx context.Context, n int, f func(int)) error {
	next, done := make(chan int, n), make(chan struct{})
	defer close(next)
	for range 2 {
		go func() {
			for i := range next {
				f(i)
				select {
				case done <- struct{}{}:
				case <-ctx.Done():
				}
			}
		}()
	}
	for i := range n {
		next <- i
	}
	for n > 0 {
		select {
		case <-done:
			n--
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// A Crew runs as many functions at a time as it has room for.
type Crew struct {
	room chan struct{}
	wg   sync.WaitGroup
}

// NewCrew returns a crew with room for eight.
func NewCrew() *Crew { return &Crew{room: make(chan struct{}, 8)} }

// Start runs f when there is room.
func (c *Crew) Start(f func()) {
	c.wg.Add(1)
	c.room <- struct{}{}
	go func() {
		defer c.wg.Done()
		defer func() { <-c.room }()
		f()
	}()
}

// Wait waits until all have run.
func (c *Crew) Wait() { c.wg.Wait() }

// A Party counts goroutines like a sync.WaitGroup, but no more than it was made
// for at a time.
type Party struct {
	seats chan struct{}
	wg    sync.WaitGroup
}

// NewParty returns a party of n.
func NewParty(n int) *Party { return &Party{seats: make(chan struct{}, n)} }

// Add counts one more when there is a seat.
func (p *Party) Add() {
	p.seats <- struct{}{}
	p.wg.Add(1)
}

// Done counts one out.
func (p *Party) Done() {
	<-p.seats
	p.wg.Done()
}

// Wait waits until all are done.
func (p *Party) Wait() { p.wg.Wait() }

// A Band is a group whose tasks are said something about.
type Band struct {
	*errgroup.Group
	log func(about ...any)
}

// NewBand returns a band without a limit.
func NewBand(ctx context.Context) (*Band, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	return &Band{g, func(...any) {}}, ctx
}

// Go runs f in a goroutine, when there is room.
func (b *Band) Go(f func() error, about ...any) {
	b.Group.Go(func() error {
		b.log(about...)
		return f()
	})
}

// SetLimit sets how many run at the same time.
func (b *Band) SetLimit(n int) {
	b.log(n)
	b.Group.SetLimit(n)
}
