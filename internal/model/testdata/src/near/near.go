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

func Safely(f func()) { // want Safely:`^recovers\(1\) guarded$`
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

func Feed(vs []int) <-chan int { // want Feed:`^fed\(1\)$`
	c := make(chan int)
	go func() {
		defer close(c)
		for _, v := range vs {
			c <- v
		}
	}()
	return c
}

func FeedUntil[T any](vs []T, ctx context.Context) (error, <-chan T) { // want FeedUntil:`^fed\(10\) until\(10\)$`
	if len(vs) == 0 {
		return context.Canceled, nil
	}
	c := make(chan T)
	go feed(ctx, c, vs)
	return nil, c
}

func feed[T any](ctx context.Context, c chan<- T, vs []T) {
	for _, v := range vs {
		select {
		case c <- v:
		case <-ctx.Done():
			return
		}
	}
}

func FeedOrStop(vs []int, stop <-chan struct{}) <-chan int {
	c := make(chan int)
	go func() {
		for _, v := range vs {
			select {
			case c <- v:
			case <-stop:
				return
			}
		}
	}()
	return c
}

func FeedRoom(vs []int) <-chan int {
	c := make(chan int, len(vs))
	go func() {
		for _, v := range vs {
			c <- v
		}
	}()
	return c
}

func FeedOne(f func() int) <-chan int { // want FeedOne:`^spawns\(1\)$`
	c := make(chan int)
	go func() { c <- f() }()
	return c
}

func FeedDrained(ctx context.Context, vs []int) <-chan int {
	c := make(chan int)
	go func() {
		for _, v := range vs {
			c <- v
		}
	}()
	go func() {
		<-ctx.Done()
		for range c {
		}
	}()
	return c
}

var fed []chan int

func FeedKept(vs []int) <-chan int {
	c := make(chan int)
	fed = append(fed, c)
	go func() {
		for _, v := range vs {
			c <- v
		}
	}()
	return c
}

func FeedWhile(ctx context.Context, vs []int) <-chan int {
	ctx, cancel := context.WithTimeout(ctx, 1)
	c := make(chan int)
	go func() {
		defer cancel()
		feed(ctx, c, vs)
	}()
	return c
}

func FeedDeaf(ctx context.Context, n int) <-chan bool { // want FeedDeaf:`^quiet\(1\) fed\(1\) until\(1\)$`
	c := make(chan bool)
	go func() {
		for range n {
			c <- Ask(n, ctx)
		}
	}()
	return c
}

type Feeder struct{ quit chan struct{} }

func (f *Feeder) Feed(n int) <-chan int {
	c := make(chan int)
	go func() {
		for i := range n {
			select {
			case <-f.quit:
				return
			default:
			}
			c <- i
		}
	}()
	return c
}

func Put(c chan<- int, v int) { c <- v } // want Put:`^keeps\(1\) sends\(1\)$`

func PutAll(vs []int, c chan<- int) { // want PutAll:`^keeps\(10\) sends\(10\) sendson\(10\) closes\(10\)$`
	defer close(c)
	for _, v := range vs {
		c <- v
	}
}

func PutUntil(ctx context.Context, c chan<- int, v int) { // want PutUntil:`^keeps\(10\)$`
	select {
	case c <- v:
	case <-ctx.Done():
	}
}

func Take[T any](c <-chan T) T { return <-c } // want Take:`^keeps\(1\) receives\(1\)$`

func TakeAll[T any](c <-chan T) { // want TakeAll:`^keeps\(1\) drains\(1\)$`
	for range c {
	}
}

func TakeSome(c <-chan int) (n int) { // want TakeSome:`^keeps\(1\) receives\(1\)$`
	for v := range c {
		if v == 0 {
			break
		}
	}
	return n
}

type box struct{ c chan int }

func KeepChan(c chan int) *box { <-c; return &box{c} }

func PutLater(c chan<- int) { go func() { c <- 1 }() }
func FanOut(ctx context.Context, g *errgroup.Group, ids []string) { // want FanOut:`^into\(10\) tasks\(1\) fansout\(10\) sized$`
	for _, id := range ids {
		g.Go(func() error { return store.Put(ctx, id) })
	}
}

func FanOutTo(ctx context.Context, g *errgroup.Group, replicas []string) { // want FanOutTo:`^into\(10\) tasks\(1\) fansout\(10\)$`
	for _, r := range replicas {
		g.Go(func() error { return store.Put(ctx, r) })
	}
}

func FanOutFew(ctx context.Context, g *errgroup.Group) { // want FanOutFew:`^into\(10\) tasks\(1\)$`
	for range 3 {
		g.Go(func() error { return store.Put(ctx, "") })
	}
}

var store interface {
	Put(ctx context.Context, id string) error
}

var slots = make(chan struct{}, 8)

func StartInTurn(f func()) { // want StartInTurn:`^spawns\(1\) throttled$`
	slots <- struct{}{}
	go func() {
		defer func() { <-slots }()
		f()
	}()
}
