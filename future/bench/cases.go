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

type result = future.Result[int]

var (
	// ctx is one that can be cancelled, as those of requests can.
	ctx, _ = context.WithCancel(context.Background())
	sum    atomic.Int64
	in     = make([]int, 1000)
)

func work(context.Context) (int, error) { return 1, nil }

func item(_ context.Context, v int) error {
	if v != 0 {
		sum.Add(1)
	}
	return nil
}

// must keeps a benchmark from measuring what has failed.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// times makes a way of what does the thing once.
func times(name string, once func()) way {
	return way{name, func(n int) {
		for range n {
			once()
		}
	}}
}

var cases = []comparison{
	{"resolve+await", []way{
		times("future", func() {
			f := future.NewFuture[int]()
			f.Resolve(1)
			_, err := f.Await(ctx)
			must(err)
		}),
		times("chan+select", func() {
			c := make(chan result, 1)
			c <- result{Value: 1}
			select {
			case r := <-c:
				must(r.Err)
			case <-ctx.Done():
			}
		}),
	}},
	{"go+await", []way{
		times("future", func() { _, err := future.Go(ctx, work).Await(ctx); must(err) }),
		times("chan+select", func() {
			c := make(chan result, 1)
			go func() { v, err := work(ctx); c <- result{Value: v, Err: err} }()
			select {
			case r := <-c:
				must(r.Err)
			case <-ctx.Done():
			}
		}),
		times("errgroup.WithContext", func() {
			g, ctx := errgroup.WithContext(ctx)
			g.Go(func() error { _, err := work(ctx); return err })
			must(g.Wait())
		}),
		times("mo (no ctx)", func() {
			_, err := mo.NewFuture(func(resolve func(int), reject func(error)) { resolve(1) }).Collect()
			must(err)
		}),
	}},
	{"await settled", []way{settledFuture(), settledSelect()}},
	{"fan out 1000", []way{
		times("future", func() {
			fs := make([]*future.Future[int], len(in))
			for i := range fs {
				fs[i] = future.Go(ctx, work)
			}
			_, err := future.All(ctx, fs)
			must(err)
		}),
		times("WaitGroup", func() {
			values := make([]int, len(in))
			var wg sync.WaitGroup
			for i := range values {
				wg.Go(func() { values[i], _ = work(ctx) })
			}
			wg.Wait()
		}),
		times("errgroup", func() {
			values := make([]int, len(in))
			g, ctx := errgroup.WithContext(ctx)
			for i := range values {
				g.Go(func() (err error) { values[i], err = work(ctx); return err })
			}
			must(g.Wait())
		}),
	}},
	{"1000 pieces, limit 16", []way{
		times("future.ForEach", func() { must(future.ForEach(ctx, 16, in, item)) }),
		times("loop", func() {
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
		}),
		times("errgroup.SetLimit", func() {
			g, ctx := errgroup.WithContext(ctx)
			g.SetLimit(16)
			for _, v := range in {
				g.Go(func() error { return item(ctx, v) })
			}
			must(g.Wait())
		}),
		times("conc iter", func() {
			iter.Iterator[int]{MaxGoroutines: 16}.ForEach(in, func(v *int) { item(ctx, *v) })
		}),
		times("conc pool", func() {
			p := pool.New().WithMaxGoroutines(16).WithContext(ctx)
			for _, v := range in {
				p.Go(func(ctx context.Context) error { return item(ctx, v) })
			}
			must(p.Wait())
		}),
		times("pond", func() {
			p := pond.NewPool(16)
			g := p.NewGroup()
			for _, v := range in {
				g.SubmitErr(func() error { return item(ctx, v) })
			}
			must(g.Wait())
			p.StopAndWait()
		}),
	}},
	{"1000 tasks, limit 16", []way{
		times("future.Group", func() {
			g := future.NewGroup(ctx, future.Limit(16))
			for _, v := range in {
				must(g.Go(func(ctx context.Context) error { return item(ctx, v) }))
			}
			must(g.Wait())
		}),
		times("errgroup.SetLimit", func() {
			g, ctx := errgroup.WithContext(ctx)
			g.SetLimit(16)
			for _, v := range in {
				g.Go(func() error { return item(ctx, v) })
			}
			must(g.Wait())
		}),
	}},
	{"map chain of 10", []way{
		times("future.Map", func() {
			f := future.NewFuture[int]()
			last := f
			for range 10 {
				last = future.Map(context.Background(), last, func(v int) int { return v + 1 })
			}
			f.Resolve(1)
			_, err := last.Await(ctx)
			must(err)
		}),
		times("goroutine per map", func() {
			f := future.NewFuture[int]()
			last := f
			for range 10 {
				from := last
				last = future.Go(ctx, func(ctx context.Context) (int, error) {
					v, err := from.Await(ctx)
					return v + 1, err
				})
			}
			f.Resolve(1)
			_, err := last.Await(ctx)
			must(err)
		}),
	}},
}

func settledFuture() way {
	f := future.NewFuture[int]()
	f.Resolve(1)
	return times("future", func() { _, err := f.Await(ctx); must(err) })
}

func settledSelect() way {
	c := make(chan struct{})
	close(c)
	return times("select", func() {
		select {
		case <-c:
		case <-ctx.Done():
		}
	})
}
