package ctxthread

import (
	"context"
	"errors"
	"time"

	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadSend sends to workers that may all have failed.
func BadSend(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, u := range urls {
		queue <- u // want `send guarded by nothing while only tasks started with g.Go receive: .*gctx ends then.*\(ctxthread/producer\)`
	}
	close(queue)
	return g.Wait()
}

// GoodSend stops when the group's context ends.
func GoodSend(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
feed:
	for _, u := range urls {
		select {
		case queue <- u:
		case <-gctx.Done():
			break feed
		}
	}
	close(queue)
	return g.Wait()
}

// BadSendOrParent watches the parent, which does not end when the workers do.
func BadSendOrParent(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
feed:
	for _, u := range urls {
		select {
		case queue <- u: // want `send guarded by the parent context alone while only tasks started with g.Go receive.*\(ctxthread/producer\)`
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	return g.Wait()
}

// fetchAll fetches what comes out of the queue, until something fails.
func fetchAll(ctx context.Context, queue <-chan string) error {
	for u := range queue {
		if err := work.Fetch(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// BadSendHelper has workers that receive in a function of this package.
func BadSendHelper(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	for _, u := range urls {
		queue <- u // want `send guarded by nothing while only tasks started with g.Go receive.*\(ctxthread/producer\)`
	}
	close(queue)
	return g.Wait()
}

// GoodSendOverwritten watches what is the group's context under the parent's
// name.
func GoodSendOverwritten(ctx context.Context, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error { return fetchAll(ctx, queue) })
	}
feed:
	for _, u := range urls {
		select {
		case queue <- u:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	return g.Wait()
}

// GoodSendEither watches both.
func GoodSendEither(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	for _, u := range urls {
		select {
		case queue <- u:
			continue
		case <-ctx.Done():
		case <-gctx.Done():
		}
		break
	}
	close(queue)
	return g.Wait()
}

// GoodSendTimeout watches a context that is derived from the group's.
func GoodSendTimeout(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	fctx, cancel := context.WithCancel(gctx)
	defer cancel()
	for _, u := range urls {
		select {
		case queue <- u:
			continue
		case <-fctx.Done():
		}
		break
	}
	close(queue)
	return g.Wait()
}

// GoodBuffered sends no more than the channel has room for.
func GoodBuffered(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string, len(urls))
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return g.Wait()
}

// BadBuffered sends more than the channel has room for.
func BadBuffered(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string, 1)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, u := range urls {
		queue <- u // want `send guarded by nothing while only tasks started with g.Go receive.*\(ctxthread/producer\)`
	}
	close(queue)
	return g.Wait()
}

// BadSendClosure sends in a function literal.
func BadSendClosure(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	add := func(u string) {
		queue <- u // want `send guarded by nothing while only tasks started with g.Go receive.*\(ctxthread/producer\)`
	}
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, u := range urls {
		add(u)
	}
	close(queue)
	return g.Wait()
}

var errFull = errors.New("the queue is full")

// GoodSendNow sends only if somebody receives at once.
func GoodSendNow(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	var full error
	for _, u := range urls {
		select {
		case queue <- u:
		default:
			full = errFull
		}
	}
	close(queue)
	return errors.Join(full, g.Wait())
}

// GoodSendPatience gives up after a second.
func GoodSendPatience(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	var full error
	for _, u := range urls {
		select {
		case queue <- u:
		case <-time.After(time.Second):
			full = errFull
		}
	}
	close(queue)
	return errors.Join(full, g.Wait())
}

// BadSendPool sends to workers in a pool that cancels at the first error.
func BadSendPool(ctx context.Context, urls []string) error {
	p := pool.New().WithContext(ctx).WithCancelOnError()
	queue := make(chan string)
	for range 2 {
		p.Go(func(ctx context.Context) error {
			for u := range queue {
				if err := work.Fetch(ctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, u := range urls {
		queue <- u // want `send guarded by nothing while only tasks started with p.Go receive.*\(ctxthread/producer\)`
	}
	close(queue)
	return p.Wait()
}

// GoodSendPool has workers in a pool that goes on after an error, which they do
// as well.
func GoodSendPool(ctx context.Context, urls []string) error {
	p := pool.New().WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		p.Go(func(ctx context.Context) (errs error) {
			for u := range queue {
				errs = errors.Join(errs, work.Fetch(ctx, u))
			}
			return errs
		})
	}
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return p.Wait()
}

// GoodTireless has workers that go on whatever fails.
func GoodTireless(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					work.Log(gctx, err.Error())
				}
			}
			return nil
		})
	}
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return g.Wait()
}

// GoodDraining has workers that fail only when the queue is empty.
func GoodDraining(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() (first error) {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil && first == nil {
					first = err
				}
			}
			return first
		})
	}
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return g.Wait()
}

// GoodTaskProducer sends from a task of the group.
func GoodTaskProducer(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	g.Go(func() error {
		defer close(queue)
		for _, u := range urls {
			select {
			case queue <- u:
			case <-gctx.Done():
				return gctx.Err()
			}
		}
		return nil
	})
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	return g.Wait()
}

// GoodOutsideReceiver sends to a receiver that is no task of the group.
func GoodOutsideReceiver(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	notes := make(chan string)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range notes {
			work.Log(ctx, n)
		}
	}()
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
		notes <- u
	}
	close(notes)
	<-done
	return g.Wait()
}

// A crawler has its workers' group and their queue in fields.
type crawler struct {
	group *errgroup.Group
	ctx   context.Context
	queue chan string
}

func newCrawler(ctx context.Context) *crawler {
	c := &crawler{queue: make(chan string)}
	c.group, c.ctx = errgroup.WithContext(ctx)
	for range 2 {
		c.group.Go(c.work)
	}
	return c
}

func (c *crawler) work() error {
	for u := range c.queue {
		if err := work.Fetch(c.ctx, u); err != nil {
			return err
		}
	}
	return nil
}

func (c *crawler) add(u string) {
	c.queue <- u // want `send guarded by nothing while only tasks started with c.group.Go receive.*\(ctxthread/producer\)`
}

// BadField sends in a method, to workers whose group stands in a field.
func BadField(ctx context.Context, urls []string) error {
	c := newCrawler(ctx)
	for _, u := range urls {
		c.add(u)
	}
	close(c.queue)
	return c.group.Wait()
}

// A spider is a crawler whose method watches the group's context.
type spider struct {
	group *errgroup.Group
	ctx   context.Context
	queue chan string
}

func newSpider(ctx context.Context) *spider {
	s := &spider{queue: make(chan string)}
	s.group, s.ctx = errgroup.WithContext(ctx)
	for range 2 {
		s.group.Go(func() error { return fetchAll(s.ctx, s.queue) })
	}
	return s
}

func (s *spider) add(u string) {
	select {
	case s.queue <- u:
	case <-s.ctx.Done():
	}
}

// GoodField sends in a method that stops with the group.
func GoodField(ctx context.Context, urls []string) error {
	s := newSpider(ctx)
	for _, u := range urls {
		s.add(u)
	}
	close(s.queue)
	return s.group.Wait()
}

// BadAcquire takes room for what it queues, waiting with the parent. A worker
// gives the room back when it is done with an item; one that fails does not.
func BadAcquire(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	room := semaphore.NewWeighted(2)
	queue := make(chan string, len(urls))
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
				room.Release(1)
			}
			return nil
		})
	}
	for _, u := range urls {
		if err := room.Acquire(ctx, 1); err != nil { // want `parent context ctx .*Acquire.*\(ctxthread/producer\)`
			break
		}
		queue <- u
	}
	close(queue)
	return g.Wait()
}

// GoodAcquire waits with the group's context.
func GoodAcquire(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	room := semaphore.NewWeighted(2)
	queue := make(chan string, len(urls))
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
				room.Release(1)
			}
			return nil
		})
	}
	for _, u := range urls {
		if err := room.Acquire(gctx, 1); err != nil {
			break
		}
		queue <- u
	}
	close(queue)
	return g.Wait()
}

// GoodAcquireOverwritten waits with what is the group's context under the
// parent's name.
func GoodAcquireOverwritten(ctx context.Context, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	room := semaphore.NewWeighted(2)
	for _, u := range urls {
		if err := room.Acquire(ctx, 1); err != nil {
			break
		}
		g.Go(func() error {
			if err := work.Fetch(ctx, u); err != nil {
				return err
			}
			room.Release(1)
			return nil
		})
	}
	return g.Wait()
}

// GoodReleased waits with the parent for room that every task gives back,
// whether it fails or not.
func GoodReleased(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	room := semaphore.NewWeighted(1)
	for _, u := range urls {
		if err := room.Acquire(ctx, 1); err != nil {
			break
		}
		g.Go(func() error {
			defer room.Release(1)
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// GoodOptional has room that may be without a bound: what does not take any need
// not give any back.
func GoodOptional(ctx context.Context, urls []string) error {
	return fetchWithin(ctx, semaphore.NewWeighted(2), urls)
}

// fetchWithin fetches as many at a time as there is room for, all if room is nil.
func fetchWithin(ctx context.Context, room *semaphore.Weighted, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		if room != nil {
			if err := room.Acquire(ctx, 1); err != nil {
				return errgroupError(g, err)
			}
		}
		g.Go(func() error {
			err := work.Fetch(gctx, u)
			if room != nil {
				room.Release(1)
			}
			return err
		})
	}
	return g.Wait()
}

// BadSlots takes a slot before it starts a task, which gives it back only if it
// does not fail.
func BadSlots(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	slots := make(chan struct{}, 2)
	for _, u := range urls {
		slots <- struct{}{} // want `send guarded by nothing while only tasks started with g.Go receive.*\(ctxthread/producer\)`
		g.Go(func() error {
			if err := work.Fetch(gctx, u); err != nil {
				return err
			}
			<-slots
			return nil
		})
	}
	return g.Wait()
}

// GoodSlots has tasks that give it back in any case.
func GoodSlots(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	slots := make(chan struct{}, 2)
	for _, u := range urls {
		slots <- struct{}{}
		g.Go(func() error {
			defer func() { <-slots }()
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// GoodSlotsAtOnce has tasks that give it back before they look at the error.
func GoodSlotsAtOnce(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	slots := make(chan struct{}, 2)
	for _, u := range urls {
		slots <- struct{}{}
		g.Go(func() error {
			err := work.Fetch(gctx, u)
			<-slots
			return err
		})
	}
	return g.Wait()
}

// GoodReleasedAtOnce does so with a semaphore, and waits for it with nothing but the
// parent to wait with.
func GoodReleasedAtOnce(ctx context.Context, urls []string) error {
	slots := semaphore.NewWeighted(2)
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		if err := slots.Acquire(ctx, 1); err != nil {
			return errgroupError(g, err)
		}
		g.Go(func() error {
			err := work.Fetch(gctx, u)
			slots.Release(1)
			return err
		})
	}
	return g.Wait()
}

// discard receives what is left.
func discard(queue <-chan string) {
	for range queue {
	}
}

// GoodDiscarding has workers that see to what is left before they fail.
func GoodDiscarding(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					discard(queue)
					return err
				}
			}
			return nil
		})
	}
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return g.Wait()
}

// GoodOneTireless has a worker that fails and one that receives to the end.
func GoodOneTireless(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	g.Go(func() error {
		for u := range queue {
			if err := work.Fetch(gctx, u); err != nil {
				return err
			}
		}
		return nil
	})
	g.Go(func() error {
		var err error
		for u := range queue {
			err = errors.Join(err, work.Fetch(gctx, u))
		}
		return err
	})
	for _, u := range urls {
		queue <- u
	}
	close(queue)
	return g.Wait()
}

// GoodRoom has a queue with room for all that its loop sends.
func GoodRoom(ctx context.Context, urls []string) error {
	const n = 4
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string, n)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i := range n {
		queue <- urls[i]
	}
	close(queue)
	return g.Wait()
}

// BadEarlyReturn returns while the workers wait on a channel that only later
// code closes.
func BadEarlyReturn(ctx context.Context, index string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	u, err := work.Get(ctx, index)
	if err != nil {
		return err // want `return before the close that ends the tasks started with g.Go.*\(ctxthread/producer\)`
	}
	select {
	case queue <- u:
	case <-gctx.Done():
	}
	close(queue)
	return g.Wait()
}

// GoodEarlyReturn closes it and waits, however it returns.
func GoodEarlyReturn(ctx context.Context, index string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for u := range queue {
				if err := work.Fetch(gctx, u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	u, err := work.Get(ctx, index)
	if err != nil {
		close(queue)
		return errgroupError(g, err)
	}
	select {
	case queue <- u:
	case <-gctx.Done():
	}
	close(queue)
	return g.Wait()
}

// GoodEarlyStart returns before there are workers.
func GoodEarlyStart(ctx context.Context, index string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	u, err := work.Get(ctx, index)
	if err != nil {
		return err
	}
	for range 2 {
		g.Go(func() error { return fetchAll(gctx, queue) })
	}
	select {
	case queue <- u:
	case <-gctx.Done():
	}
	close(queue)
	return g.Wait()
}

// GoodEarlyStop has workers that stop when the group's context does, which ends
// with the parent.
func GoodEarlyStop(ctx context.Context, index string) error {
	g, gctx := errgroup.WithContext(ctx)
	queue := make(chan string)
	for range 2 {
		g.Go(func() error {
			for {
				select {
				case u, ok := <-queue:
					if !ok {
						return nil
					}
					if err := work.Fetch(gctx, u); err != nil {
						return err
					}
				case <-gctx.Done():
					return gctx.Err()
				}
			}
		})
	}
	u, err := work.Get(ctx, index)
	if err != nil {
		return err
	}
	select {
	case queue <- u:
	case <-gctx.Done():
	}
	close(queue)
	return g.Wait()
}
