package future_test

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/future"
)

// Each benchmark stands beside the least that could do the same by hand.

func BenchmarkResolveAwait(b *testing.B) {
	ctx := b.Context()
	b.Run("future", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f := future.NewFuture[int]()
			f.Resolve(1)
			if v, err := f.Await(ctx); v != 1 || err != nil {
				b.Fatal(v, err)
			}
		}
	})
	b.Run("chan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := make(chan future.Result[int], 1)
			c <- future.Result[int]{Value: 1}
			select {
			case r := <-c:
				if r.Value != 1 || r.Err != nil {
					b.Fatal(r)
				}
			case <-ctx.Done():
				b.Fatal(ctx.Err())
			}
		}
	})
}

func BenchmarkGoAwait(b *testing.B) {
	work := func(context.Context) (int, error) { return 1, nil }
	for _, of := range []struct {
		name string
		ctx  context.Context
	}{
		{"cancellable", b.Context()},
		{"background", context.Background()},
	} {
		ctx := of.ctx
		b.Run(of.name+"/future", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if v, err := future.Go(ctx, work).Await(ctx); v != 1 || err != nil {
					b.Fatal(v, err)
				}
			}
		})
		b.Run(of.name+"/chan", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := make(chan future.Result[int], 1)
				go func() {
					v, err := work(ctx)
					c <- future.Result[int]{Value: v, Err: err}
				}()
				select {
				case r := <-c:
					if r.Value != 1 || r.Err != nil {
						b.Fatal(r)
					}
				case <-ctx.Done():
					b.Fatal(ctx.Err())
				}
			}
		})
	}
}

func BenchmarkAwaitSettled(b *testing.B) {
	ctx := b.Context()
	b.Run("future", func(b *testing.B) {
		f := future.NewFuture[int]()
		f.Resolve(1)
		b.ReportAllocs()
		for b.Loop() {
			if v, err := f.Await(ctx); v != 1 || err != nil {
				b.Fatal(v, err)
			}
		}
	})
	b.Run("chan", func(b *testing.B) {
		c := make(chan struct{})
		close(c)
		b.ReportAllocs()
		for b.Loop() {
			select {
			case <-c:
			case <-ctx.Done():
				b.Fatal(ctx.Err())
			}
		}
	})
}

func BenchmarkOnDone(b *testing.B) {
	ran := 0
	count := func(future.Result[int]) { ran++ }
	b.Run("resolve", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f := future.NewFuture[int]()
			f.OnDone(count)
			f.Resolve(1)
		}
	})
	b.Run("stop", func(b *testing.B) {
		f := future.NewFuture[int]()
		b.ReportAllocs()
		for b.Loop() {
			f.OnDone(count)()
		}
	})
}
