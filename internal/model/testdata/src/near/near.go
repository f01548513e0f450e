// Package near has a function for every fact.
package near

import (
	"context"
	"log/slog"
	"sync"

	"golang.org/x/sync/errgroup"
)

// What a function does with a context: nothing that waits, or more.

func Log(ctx context.Context, text string) { // want Log:`^quiet\(1\)$`
	slog.InfoContext(ctx, text)
}

func Ignore(_ context.Context, n int) int { return n + 1 } // want Ignore:`^quiet\(1\)$`

func Ask(n int, ctx context.Context) bool { // want Ask:`^quiet\(10\)$`
	return ctx.Err() == nil && ctx.Value(n) != nil
}

func LogAll(ctx context.Context, texts []string) { // want LogAll:`^quiet\(1\)$`
	ctx = context.WithValue(ctx, 0, len(texts))
	for _, text := range texts {
		Log(ctx, text)
	}
}

var Logger = Log // want Logger:`^quiet\(1\)$`

func Wait(ctx context.Context) { <-ctx.Done() }

func Keep(ctx context.Context) { kept = ctx }

var kept context.Context

func WaitBelow(ctx context.Context) { Log(ctx, "wait"); Wait(ctx) }

// What becomes of a function that another one is given.

func Start(f func()) { go f() } // want Start:`^spawns\(1\)$`

func StartIn(n int, f func(int)) { // want StartIn:`^spawns\(10\)$`
	go func() { f(n) }()
}

func Both(f, g func()) { // want Both:`^runsall\(11\)$`
	var wg sync.WaitGroup
	wg.Go(f)
	wg.Go(g)
	wg.Wait()
}

func Safely(f func()) { // want Safely:`^recovers\(1\)$`
	defer func() { _ = recover() }()
	f()
}

func Now(f func()) { f() }

type Pool struct{ jobs []func() }

func (p *Pool) Submit(f func()) { go f() } // want Submit:`^spawns\(1\)$`

func (p *Pool) Add(f func()) { p.jobs = append(p.jobs, f) }

func Map[T any](items []T, f func(T)) { // want Map:`^spawns\(10\)$`
	for _, item := range items {
		go f(item)
	}
}

// What becomes of a group.

func Finish(g *errgroup.Group) error { return g.Wait() } // want Finish:`^joins\(1\)$`

func FinishMaybe(g *errgroup.Group, really bool) error {
	if really {
		return g.Wait()
	}
	return nil
}

func Each(ctx context.Context, n int, f func(context.Context) error) error { // want Each:`^runsall\(100\) groupctx\(100\)$`
	g, gctx := errgroup.WithContext(ctx)
	for range n {
		g.Go(func() error { return f(gctx) })
	}
	return g.Wait()
}

func EachParent(ctx context.Context, n int, f func(context.Context) error) error { // want EachParent:`^runsall\(100\)$`
	g, _ := errgroup.WithContext(ctx)
	for range n {
		g.Go(func() error { return f(ctx) })
	}
	return g.Wait()
}

func Enqueue(ctx context.Context, g *errgroup.Group) { // want Enqueue:`^into\(10\) tasks\(1\)$`
	g.Go(func() error { Wait(ctx); return nil })
}

func EnqueueOwn(ctx context.Context, g *errgroup.Group) { // want EnqueueOwn:`^into\(10\)$`
	own, cancel := context.WithCancel(ctx)
	g.Go(func() error { defer cancel(); Wait(own); return nil })
}

func Task(ctx context.Context) func() error { // want Task:`^returns\(1\)$`
	return func() error { Wait(ctx); return nil }
}

func Quietly(ctx context.Context) func() error { // want Quietly:`^quiet\(1\)$`
	return func() error { Log(ctx, "task"); return nil }
}
