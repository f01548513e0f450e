// Package far has the same facts for what it does by way of package near.
package far

import (
	"context"

	"golang.org/x/sync/errgroup"
	"near"
)

func Log(ctx context.Context, text string) { near.LogAll(ctx, []string{text}) } // want Log:`^quiet\(1\)$`

func LogByVariable(ctx context.Context, text string) { near.Logger(ctx, text) } // want LogByVariable:`^quiet\(1\)$`

func Wait(ctx context.Context) { near.WaitBelow(ctx) }

func Start(f func()) { near.Start(f) } // want Start:`^spawns\(1\)$`

func StartAll(fs []string, f func(string)) { near.Map(fs, f) } // want StartAll:`^spawns\(10\)$`

func Submit(p *near.Pool, f func()) { p.Submit(f) } // want Submit:`^spawns\(10\)$`

func Each(ctx context.Context, f func(context.Context) error) error { // want Each:`^groupctx\(10\)$`
	return near.Each(ctx, 2, f)
}

func Enqueue(ctx context.Context, g *errgroup.Group) { near.Enqueue(ctx, g) } // want Enqueue:`^into\(10\) tasks\(1\)$`

func EnqueueTask(g *errgroup.Group, ctx context.Context) { // want EnqueueTask:`^into\(1\) tasks\(10\)$`
	g.Go(near.Task(ctx))
}

func Task(ctx context.Context) func() error { return near.Task(ctx) } // want Task:`^returns\(1\)$`

func Feed(n int) <-chan int { // want Feed:`^fed\(1\)$`
	if n == 0 {
		return nil
	}
	return near.Feed(make([]int, n))
}

func FeedUntil(ctx context.Context, vs []int) <-chan int { // want FeedUntil:`^fed\(1\) until\(1\)$`
	_, c := near.FeedUntil(vs, ctx)
	return c
}

func FeedWhile(vs []int) (<-chan int, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	_, c := near.FeedUntil(vs, ctx)
	return c, cancel
}

func FeedEither(vs []int, c chan int) <-chan int {
	if c != nil {
		return c
	}
	return near.Feed(vs)
}

func Put(c chan<- int) { near.Put(c, 1) } // want Put:`^keeps\(1\) sends\(1\)$`

func TakeAll(c <-chan int) { near.TakeAll(c) } // want TakeAll:`^keeps\(1\)`
func FanOut(ctx context.Context, g *errgroup.Group, list []string) { // want FanOut:`^into\(10\) tasks\(1\) fansout\(10\) sized$`
	near.FanOut(ctx, g, list)
}
