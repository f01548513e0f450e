package main

import (
	"context"

	"golang.org/x/sync/singleflight"

	"github.com/futurelint/futurelint/future"
)

const key = "key"

var flight = []way{
	func() way {
		var f future.Flight[string, int]
		return times(own, "Flight.Do", func() int {
			v, _, err := f.Do(ctx, key, work)
			return must(v, err)
		})
	}(),
	func() way {
		var g singleflight.Group
		return times(peer, "singleflight.Do (no ctx)", func() int {
			v, err, _ := g.Do(key, func() (any, error) { return work(ctx) })
			return must(v, err).(int)
		})
	}(),
	func() way {
		var g singleflight.Group
		return times(peer, "singleflight.DoChan and select", func() int {
			return must(doChan(&g, func() (any, error) { return work(ctx) }))
		})
	}(),
}

// The work of what 64 callers share takes until all of them are there.
var flight64 = []way{
	func() way {
		var f future.Flight[string, int]
		return times(own, "Flight.Do", func() int {
			gate := make(chan struct{})
			return awaited(func() (int, error) {
				v, _, err := f.Do(ctx, key, func(ctx context.Context) (int, error) { <-gate; return work(ctx) })
				return v, err
			}, func() { close(gate) })
		})
	}(),
	func() way {
		var g singleflight.Group
		return times(peer, "singleflight.Do (no ctx)", func() int {
			gate := make(chan struct{})
			return awaited(func() (int, error) {
				v, err, _ := g.Do(key, func() (any, error) { <-gate; return work(ctx) })
				return v.(int), err
			}, func() { close(gate) })
		})
	}(),
	func() way {
		var g singleflight.Group
		return times(peer, "singleflight.DoChan and select", func() int {
			gate := make(chan struct{})
			return awaited(func() (int, error) {
				return doChan(&g, func() (any, error) { <-gate; return work(ctx) })
			}, func() { close(gate) })
		})
	}(),
}

// doChan is what lets each caller give up for himself.
func doChan(g *singleflight.Group, fn func() (any, error)) (int, error) {
	select {
	case r := <-g.DoChan(key, fn):
		if r.Err != nil {
			return 0, r.Err
		}
		return r.Val.(int), nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
