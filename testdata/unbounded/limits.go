package unbounded

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/futurelint/futurelint/testdata/work"
)

// GoodSemaphore takes room before it starts a task, which gives it back.
func GoodSemaphore(ctx context.Context, ids []string) error {
	sem := semaphore.NewWeighted(8)
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		if err := sem.Acquire(gctx, 1); err != nil {
			break
		}
		g.Go(func() error {
			defer sem.Release(1)
			return work.Fetch(gctx, id)
		})
	}
	return g.Wait()
}

// GoodSlots takes a slot of a channel.
func GoodSlots(ctx context.Context, ids []string) error {
	slots := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for _, id := range ids {
		slots <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-slots }()
			work.Log(ctx, fmt.Sprint(work.Fetch(ctx, id)))
		}()
	}
	wg.Wait()
	return nil
}

// GoodSlotsOrDone takes a slot, or gives up.
func GoodSlotsOrDone(ctx context.Context, ids []string) error {
	slots := make(chan struct{}, 8)
	g, gctx := errgroup.WithContext(ctx)
loop:
	for _, id := range ids {
		select {
		case slots <- struct{}{}:
		case <-gctx.Done():
			break loop
		}
		g.Go(func() error {
			defer func() { <-slots }()
			return work.Fetch(gctx, id)
		})
	}
	return g.Wait()
}

// GoodTokens takes one of eight tokens out of a channel, and puts it back.
func GoodTokens(ctx context.Context, ids []string) error {
	tokens := make(chan int, 8)
	for i := range 8 {
		tokens <- i
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		token := <-tokens
		g.Go(func() error {
			defer func() { tokens <- token }()
			return work.Fetch(gctx, id)
		})
	}
	return g.Wait()
}

// A gate lets a number of tasks in.
type gate struct{ slots chan struct{} }

func (g gate) start() { g.slots <- struct{}{} }
func (g gate) done()  { <-g.slots }

// GoodGate has a type of the house for it.
func GoodGate(ctx context.Context, ids []string) error {
	in := gate{make(chan struct{}, 8)}
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		in.start()
		g.Go(func() error {
			defer in.done()
			return work.Fetch(gctx, id)
		})
	}
	return g.Wait()
}

// GoodOptional takes room where there is a semaphore.
func GoodOptional(ctx context.Context, ids []string) error {
	return loadWithin(ctx, semaphore.NewWeighted(8), ids)
}

func loadWithin(ctx context.Context, sem *semaphore.Weighted, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		if sem != nil {
			if err := sem.Acquire(gctx, 1); err != nil {
				break
			}
		}
		g.Go(func() error {
			if sem != nil {
				defer sem.Release(1)
			}
			return work.Fetch(gctx, id)
		})
	}
	return g.Wait()
}

// GoodMade limits the group where it is made.
func GoodMade(ctx context.Context, ids []string) error {
	g, gctx := narrow(ctx)
	for _, id := range ids {
		if gctx.Err() != nil {
			break
		}
		g.Go(func() error { return work.Fetch(gctx, id) })
	}
	return g.Wait()
}

func narrow(ctx context.Context) (*errgroup.Group, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	return g, ctx
}

// GoodConfigured has a limit if the configuration has one.
func GoodConfigured(ctx context.Context, ids []string) error { return loadUpTo(ctx, 8, ids) }

func loadUpTo(ctx context.Context, limit int, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	if limit > 0 {
		g.SetLimit(limit)
	}
	for _, id := range ids {
		if gctx.Err() != nil {
			break
		}
		g.Go(func() error { return work.Fetch(gctx, id) })
	}
	return g.Wait()
}

// A puller keeps its group, which has a limit.
type puller struct {
	group *errgroup.Group
	ctx   context.Context
}

func newPuller(ctx context.Context) *puller {
	p := &puller{}
	p.group, p.ctx = errgroup.WithContext(ctx)
	p.group.SetLimit(8)
	return p
}

func (p *puller) pull(images []string) {
	for _, img := range images {
		if p.ctx.Err() != nil {
			return
		}
		p.group.Go(func() error { return work.Fetch(p.ctx, img) })
	}
}

// GoodField has the group and its limit in a field.
func GoodField(ctx context.Context, images []string) error {
	p := newPuller(ctx)
	p.pull(images)
	return p.group.Wait()
}

// A pusher keeps its group, which has none.
type pusher struct {
	group *errgroup.Group
	ctx   context.Context
}

func newPusher(ctx context.Context) *pusher {
	p := &pusher{}
	p.group, p.ctx = errgroup.WithContext(ctx)
	return p
}

func (p *pusher) push(images []string) {
	for _, img := range images {
		p.group.Go(func() error { return work.Fetch(p.ctx, img) }) // want `p.group.Go starts a task for each element of images.*\(unbounded/size\)`
	}
}

// BadField has a group without a limit in a field.
func BadField(ctx context.Context, images []string) error {
	p := newPusher(ctx)
	p.push(images)
	return p.group.Wait()
}
