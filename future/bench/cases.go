package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"

	"github.com/futurelint/futurelint/future"
)

// cases are in the order of the table. "No ctx" stands with those that cannot be
// given one to bound the wait.
var cases = []comparison{
	{name: "resolve and await", unit: unitNs, want: 1, ways: resolveAndAwait},
	{name: "Go and await", unit: unitNs, want: 1, ways: goAndAwait},
	{name: "await settled", unit: unitNs, want: 1, ways: awaitSettled},
	{name: "64 awaiters", unit: unitNs, want: 64, ways: awaiters64},
	{name: "Map chain of 10", unit: unitNs, want: 11, ways: mapChain},
	{name: "fan-out of 1000", unit: unitNs, want: ones, ways: fanOut},
	{name: "All, 1000 pending", unit: unitNs, want: ones, ways: allPending},
	{name: "All, 1000 settled", unit: unitNs, want: ones, ways: allSettled},
	{name: "ForEach, 1000 at limit 16", unit: unitNs, want: len(in), ways: forEach},
	{name: "Group, 1000 at limit 16", unit: unitNs, want: len(in), ways: group},
	{name: "Flight, one caller", unit: unitNs, want: 1, ways: flight},
	{name: "Flight, 64 callers", unit: unitNs, want: 64, ways: flight64},
	{name: "a pending future", unit: unitB, ways: memoryPending},
	{name: "a pending future with Done", unit: unitB, ways: memoryDone},
}

var (
	// ctx is one that can be cancelled, as those of requests can.
	ctx, _ = context.WithCancel(context.Background())
	in     = make([]int, 1000)
	ones   = onesOf(len(in))

	// Pools are there to be kept.
	wide     = pond.NewResultPool[int](0)
	narrow   = pond.NewPool(16)
	wideAnts = must(ants.NewPool(-1))
	antsOf16 = must(ants.NewPool(16))
)

func onesOf(n int) []int {
	values := make([]int, n)
	for i := range values {
		values[i] = 1
	}
	return values
}

// must returns v, and keeps a benchmark from measuring what has failed.
func must[T any](v T, err error) T {
	check(err)
	return v
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// times makes a way of what does the thing once.
func times[T any](k kind, name string, once func() T) way {
	return way{
		kind: k,
		name: name,
		run: func(n int) {
			for range n {
				once()
			}
		},
		once: func() any { return once() },
	}
}

// atLeast returns w with the bar that it costs so many times what future does.
func (w way) atLeast(ratio float64) way { w.least = ratio; return w }

// allocating returns w with the bar that it takes at most n allocations.
func (w way) allocating(n float64) way { w.most = n; return w }

// work is what the value of a future comes from. It is as short as it can be, so
// that what is measured is what stands around it.
func work(context.Context) (int, error) { return 1, nil }

// seen is how many items have been worked on, when that is counted.
var (
	seen     atomic.Int64
	counting bool
)

func item(context.Context, int) error {
	if counting {
		seen.Add(1)
	}
	return nil
}

// items makes a way of what calls item for each of in.
func items(k kind, name string, all func()) way {
	return times(k, name, func() int {
		all()
		return int(seen.Swap(0))
	})
}

// A result is what travels through a channel.
type result = future.Result[int]

// A cell is the future that one writes by hand: a channel that is closed.
type cell struct {
	once  sync.Once
	done  chan struct{}
	value int
	err   error
}

func newCell() *cell { return &cell{done: make(chan struct{})} }

func (c *cell) settle(v int, err error) {
	c.once.Do(func() {
		c.value, c.err = v, err
		close(c.done)
	})
}

func (c *cell) await(ctx context.Context) (int, error) {
	select {
	case <-c.done:
		return c.value, c.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func receive(ctx context.Context, c <-chan result) (int, error) {
	select {
	case r := <-c:
		return r.Unwrap()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
