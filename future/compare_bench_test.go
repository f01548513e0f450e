package future_test

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/future"
)

func BenchmarkFanOut1000(b *testing.B) {
	ctx := b.Context()
	work := func(context.Context) (int, error) { return 1, nil }
	b.Run("future", func(b *testing.B) {
		b.ReportAllocs()
		fs := make([]*future.Future[int], 1000)
		for b.Loop() {
			for i := range fs {
				fs[i] = future.Go(ctx, work)
			}
			if _, err := future.All(ctx, fs); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("errgroup", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			values := make([]int, 1000)
			g, ctx := errgroup.WithContext(ctx)
			for i := range values {
				g.Go(func() (err error) { values[i], err = work(ctx); return err })
			}
			if err := g.Wait(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkForEach1000Limit16(b *testing.B) {
	ctx := b.Context()
	in := make([]int, 1000)
	var sum atomic.Int64
	work := func(_ context.Context, v int) error {
		if v != 0 {
			sum.Add(1)
		}
		return nil
	}
	b.Run("future", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := future.ForEach(ctx, 16, in, work); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("loop", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var next atomic.Int64
			var wg sync.WaitGroup
			for range 16 {
				wg.Go(func() {
					for {
						i := int(next.Add(1)) - 1
						if i >= len(in) {
							return
						}
						if work(ctx, in[i]) != nil {
							return
						}
					}
				})
			}
			wg.Wait()
		}
	})
	b.Run("errgroup", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			g, ctx := errgroup.WithContext(ctx)
			g.SetLimit(16)
			for _, v := range in {
				g.Go(func() error { return work(ctx, v) })
			}
			if err := g.Wait(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("group", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			g := future.NewGroup(ctx, future.Limit(16))
			for _, v := range in {
				if err := g.Go(func(ctx context.Context) error { return work(ctx, v) }); err != nil {
					b.Fatal(err)
				}
			}
			if err := g.Wait(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAll1000(b *testing.B) {
	ctx := b.Context()
	b.Run("settled", func(b *testing.B) {
		fs := make([]*future.Future[int], 1000)
		for i := range fs {
			fs[i] = resolved(i)
		}
		b.ReportAllocs()
		for b.Loop() {
			future.All(ctx, fs)
		}
	})
	b.Run("pending", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			fs := pendingFutures(1000)
			started := make(chan struct{})
			go func() {
				close(started)
				for i, f := range fs {
					f.Resolve(i)
				}
			}()
			<-started
			b.StartTimer()
			future.All(ctx, fs)
		}
	})
}

func BenchmarkMapChain(b *testing.B) {
	for _, n := range []int{10, 1000} {
		for _, of := range []struct {
			name string
			ctx  context.Context
		}{{"background", context.Background()}, {"cancellable", b.Context()}} {
			b.Run(of.name+"/"+strconv.Itoa(n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f := future.NewFuture[int]()
					last := f
					for range n {
						last = future.Map(of.ctx, last, func(v int) int { return v + 1 })
					}
					f.Resolve(0)
					if v, err := last.Await(of.ctx); v != n || err != nil {
						b.Fatal(v, err)
					}
				}
			})
		}
	}
}
