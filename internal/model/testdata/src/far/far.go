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
