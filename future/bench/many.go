package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/alitto/pond/v2"
	"github.com/samber/mo"
	"github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/future"
)

var fanOut = []way{
	times(own, "Go, All", func() []int {
		fs := make([]*future.Future[int], len(in))
		for i := range fs {
			fs[i] = future.Go(ctx, work)
		}
		return must(future.All(ctx, fs))
	}),
	times(floor, "go, WaitGroup (no ctx)", func() []int {
		values := make([]int, len(in))
		var wg sync.WaitGroup
		for i := range values {
			wg.Go(func() { values[i], _ = work(ctx) })
		}
		wg.Wait()
		return values
	}),
	times(floor, "go, channel and select", func() []int {
		values := make([]int, len(in))
		cs := make([]chan result, len(in))
		for i := range cs {
			c := make(chan result, 1)
			go func() { v, err := work(ctx); c <- result{Value: v, Err: err} }()
			cs[i] = c
		}
		for i, c := range cs {
			values[i] = must(receive(ctx, c))
		}
		return values
	}),
	times(peer, "errgroup.WithContext", func() []int {
		values := make([]int, len(in))
		g, ctx := errgroup.WithContext(ctx)
		for i := range values {
			g.Go(func() (err error) { values[i], err = work(ctx); return err })
		}
		check(g.Wait())
		return values
	}).atLeast(1 / 1.8),
	times(peer, "conc pool with results", func() []int {
		p := pool.NewWithResults[int]().WithContext(ctx)
		for range in {
			p.Go(work)
		}
		return must(p.Wait())
	}),
	times(peer, "pond.ResultPool", func() []int {
		g := wide.NewGroupContext(ctx)
		for range in {
			g.SubmitErr(func() (int, error) { return work(ctx) })
		}
		return must(g.Wait())
	}).atLeast(1),
	times(peer, "ants.Pool, WaitGroup (no ctx)", func() []int {
		values := make([]int, len(in))
		var wg sync.WaitGroup
		wg.Add(len(in))
		for i := range values {
			check(wideAnts.Submit(func() { defer wg.Done(); values[i], _ = work(ctx) }))
		}
		wg.Wait()
		return values
	}).atLeast(1),
	times(peer, "mo.Future (no ctx)", func() []int {
		fs := make([]*mo.Future[int], len(in))
		for i := range fs {
			fs[i] = mo.NewFuture(func(resolve func(int), _ func(error)) { v, _ := work(ctx); resolve(v) })
		}
		values := make([]int, len(in))
		for i, f := range fs {
			values[i] = must(f.Collect())
		}
		return values
	}),
}

var allPending = []way{
	times(own, "All", func() []int {
		fs := make([]*future.Future[int], len(in))
		for i := range fs {
			fs[i] = future.NewFuture[int]()
		}
		go func() {
			for _, f := range fs {
				f.Resolve(1)
			}
		}()
		return must(future.All(ctx, fs))
	}),
	times(floor, "channels and select", func() []int {
		cs := make([]chan result, len(in))
		for i := range cs {
			cs[i] = make(chan result, 1)
		}
		go func() {
			for _, c := range cs {
				c <- result{Value: 1}
			}
		}()
		values := make([]int, len(cs))
		for i, c := range cs {
			values[i] = must(receive(ctx, c))
		}
		return values
	}),
	times(floor, "close of channels", func() []int {
		cs := make([]*cell, len(in))
		for i := range cs {
			cs[i] = newCell()
		}
		go func() {
			for _, c := range cs {
				c.settle(1, nil)
			}
		}()
		return awaitCells(cs)
	}),
	times(peer, "mo.Future (no ctx)", func() []int {
		fs := make([]*mo.Future[int], len(in))
		resolve := make([]func(int), len(in))
		for i := range fs {
			fs[i], resolve[i] = pendingMo()
		}
		go func() {
			for _, r := range resolve {
				r(1)
			}
		}()
		return collectMo(fs)
	}),
}

func awaitCells(cs []*cell) []int {
	values := make([]int, len(cs))
	for i, c := range cs {
		values[i] = must(c.await(ctx))
	}
	return values
}

func collectMo(fs []*mo.Future[int]) []int {
	values := make([]int, len(fs))
	for i, f := range fs {
		values[i] = must(f.Collect())
	}
	return values
}

// settledOnce makes what is settled when it is first asked for, so that those who
// do not measure it need not wait for it.
func settledOnce[F any](settled func() F) func() []F {
	return sync.OnceValue(func() []F {
		fs := make([]F, len(in))
		for i := range fs {
			fs[i] = settled()
		}
		return fs
	})
}

var allSettled = []way{
	func() way {
		fs := settledOnce(func() *future.Future[int] { f := future.NewFuture[int](); f.Resolve(1); return f })
		return times(own, "All", func() []int { return must(future.All(ctx, fs())) })
	}(),
	func() way {
		cs := settledOnce(func() *cell { c := newCell(); c.settle(1, nil); return c })
		return times(floor, "select each", func() []int { return awaitCells(cs()) })
	}(),
	func() way {
		fs := settledOnce(resolvedMo)
		return times(peer, "mo.Future (no ctx)", func() []int { return collectMo(fs()) })
	}(),
	func() way {
		tasks := settledOnce(func() pond.ResultTask[int] {
			t := wide.SubmitErr(func() (int, error) { return work(ctx) })
			must(t.Wait())
			return t
		})
		return times(peer, "pond.ResultPool (no ctx)", func() []int {
			values := make([]int, len(in))
			for i, t := range tasks() {
				values[i] = must(t.Wait())
			}
			return values
		}).atLeast(10)
	}(),
}

var forEach = []way{
	items(own, "ForEach", func() { check(future.ForEach(ctx, 16, in, item)) }),
	items(floor, "16 goroutines and an index", func() {
		var next atomic.Int64
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				for i := next.Add(1) - 1; i < int64(len(in)); i = next.Add(1) - 1 {
					if item(ctx, in[i]) != nil {
						return
					}
				}
			})
		}
		wg.Wait()
	}).atLeast(1 / 1.2),
	items(peer, "errgroup.SetLimit", errgroupSetLimit).atLeast(20),
	items(peer, "conc iter (no ctx)", func() {
		iter.Iterator[int]{MaxGoroutines: 16}.ForEach(in, func(v *int) { item(ctx, *v) })
	}),
	items(peer, "conc pool (goroutines reused)", concPool),
	items(peer, "pond.Pool (reused, and a queue)", pondGroup),
	items(peer, "ants.Pool (goroutines reused)", antsGroup),
}

var group = []way{
	items(own, "Group", func() {
		g := future.NewGroup(ctx, future.Limit(16))
		for _, v := range in {
			check(g.Go(func(ctx context.Context) error { return item(ctx, v) }))
		}
		check(g.Wait())
	}),
	items(peer, "errgroup.SetLimit", errgroupSetLimit).atLeast(1),
	items(peer, "conc pool (goroutines reused)", concPool),
	items(peer, "pond.Pool (reused, and a queue)", pondGroup),
	items(peer, "ants.Pool (goroutines reused)", antsGroup),
}

func errgroupSetLimit() {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(16)
	for _, v := range in {
		g.Go(func() error { return item(ctx, v) })
	}
	check(g.Wait())
}

func concPool() {
	p := pool.New().WithMaxGoroutines(16).WithContext(ctx)
	for _, v := range in {
		p.Go(func(ctx context.Context) error { return item(ctx, v) })
	}
	check(p.Wait())
}

func pondGroup() {
	g := narrow.NewGroupContext(ctx)
	for _, v := range in {
		g.SubmitErr(func() error { return item(ctx, v) })
	}
	check(g.Wait())
}

func antsGroup() {
	var wg sync.WaitGroup
	wg.Add(len(in))
	for _, v := range in {
		check(antsOf16.Submit(func() { defer wg.Done(); check(item(ctx, v)) }))
	}
	wg.Wait()
}
