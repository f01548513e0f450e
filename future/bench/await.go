package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/samber/mo"
	"github.com/sourcegraph/conc"
	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/future"
)

var resolveAndAwait = []way{
	times(own, "NewFuture, Resolve, Await", func() int {
		f := future.NewFuture[int]()
		f.Resolve(1)
		return must(f.Await(ctx))
	}).allocating(1),
	times(floor, "channel and select", func() int {
		c := make(chan result, 1)
		c <- result{Value: 1}
		return must(receive(ctx, c))
	}).atLeast(1 / 0.6),
	times(floor, "close of a channel", func() int {
		c := newCell()
		c.settle(1, nil)
		return must(c.await(ctx))
	}),
}

var goAndAwait = []way{
	times(own, "Go, Await", func() int { return must(future.Go(ctx, work).Await(ctx)) }).allocating(3),
	times(floor, "go, channel and select", func() int {
		c := make(chan result, 1)
		go func() { v, err := work(ctx); c <- result{Value: v, Err: err} }()
		return must(receive(ctx, c))
	}).atLeast(1 / 1.3),
	times(floor, "go, WaitGroup (no ctx)", func() (v int) {
		var wg sync.WaitGroup
		wg.Go(func() { v, _ = work(ctx) })
		wg.Wait()
		return v
	}),
	times(peer, "errgroup.WithContext", func() (v int) {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() (err error) { v, err = work(ctx); return err })
		check(g.Wait())
		return v
	}),
	times(peer, "conc.WaitGroup (no ctx)", func() (v int) {
		var wg conc.WaitGroup
		wg.Go(func() { v, _ = work(ctx) })
		wg.Wait()
		return v
	}),
	times(peer, "mo.Future (no ctx)", func() int {
		return must(mo.NewFuture(func(resolve func(int), reject func(error)) {
			if v, err := work(ctx); err != nil {
				reject(err)
			} else {
				resolve(v)
			}
		}).Collect())
	}),
	times(peer, "pond.ResultPool (no ctx)", func() int {
		return must(wide.SubmitErr(func() (int, error) { return work(ctx) }).Wait())
	}),
	times(peer, "ants.Pool, channel and select", func() int {
		c := make(chan result, 1)
		check(wideAnts.Submit(func() { v, err := work(ctx); c <- result{Value: v, Err: err} }))
		return must(receive(ctx, c))
	}),
}

var awaitSettled = []way{
	func() way {
		f := future.NewFuture[int]()
		f.Resolve(1)
		return times(own, "Await", func() int { return must(f.Await(ctx)) })
	}(),
	func() way {
		c := newCell()
		c.settle(1, nil)
		return times(floor, "select", func() int { return must(c.await(ctx)) }).atLeast(10)
	}(),
	func() way {
		f := resolvedMo()
		return times(peer, "mo.Future (no ctx)", func() int { return must(f.Collect()) })
	}(),
	func() way {
		task := wide.SubmitErr(func() (int, error) { return work(ctx) })
		must(task.Wait())
		return times(peer, "pond.ResultPool (no ctx)", func() int { return must(task.Wait()) })
	}(),
}

// awaited is 64 goroutines that wait for the same thing.
func awaited(await func() (int, error), settle func()) int {
	var started, ended sync.WaitGroup
	var sum atomic.Int64
	started.Add(64)
	for range 64 {
		ended.Go(func() {
			started.Done()
			sum.Add(int64(must(await())))
		})
	}
	started.Wait()
	settle()
	ended.Wait()
	return int(sum.Load())
}

var awaiters64 = []way{
	times(own, "Await", func() int {
		f := future.NewFuture[int]()
		return awaited(func() (int, error) { return f.Await(ctx) }, func() { f.Resolve(1) })
	}),
	times(floor, "close of a channel", func() int {
		c := newCell()
		return awaited(func() (int, error) { return c.await(ctx) }, func() { c.settle(1, nil) })
	}),
	times(peer, "mo.Future (no ctx)", func() int {
		f, resolve := pendingMo()
		return awaited(f.Collect, func() { resolve(1) })
	}),
	times(peer, "pond.ResultPool (no ctx)", func() int {
		gate := make(chan struct{})
		task := wide.SubmitErr(func() (int, error) { <-gate; return work(ctx) })
		return awaited(task.Wait, func() { close(gate) })
	}),
}

func next(v int) int { return v + 1 }

func mapChainOf(ctx context.Context) int {
	f := future.NewFuture[int]()
	last := f
	for range 10 {
		last = future.Map(ctx, last, next)
	}
	f.Resolve(1)
	return must(last.Await(ctx))
}

var mapChain = []way{
	times(own, "Map", func() int { return mapChainOf(context.Background()) }).allocating(11),
	times(own, "Map, ctx can end", func() int { return mapChainOf(ctx) }),
	times(floor, "a goroutine each", func() int {
		first := make(chan result, 1)
		last := first
		for range 10 {
			from, to := last, make(chan result, 1)
			go func() {
				v, err := receive(ctx, from)
				to <- result{Value: next(v), Err: err}
			}()
			last = to
		}
		first <- result{Value: 1}
		return must(receive(ctx, last))
	}),
	times(peer, "mo.Future.Then (no ctx)", func() int {
		f, resolve := pendingMo()
		last := f
		for range 10 {
			last = last.Then(func(v int) (int, error) { return next(v), nil })
		}
		resolve(1)
		return must(last.Collect())
	}),
}

// pendingMo returns a future of mo and what resolves it. To make one starts a
// goroutine, whatever it is to come from.
func pendingMo() (*mo.Future[int], func(int)) {
	resolve := make(chan func(int), 1)
	f := mo.NewFuture(func(r func(int), _ func(error)) { resolve <- r })
	return f, <-resolve
}

func resolvedMo() *mo.Future[int] {
	f, resolve := pendingMo()
	resolve(1)
	return f
}
