package unbounded

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/futurelint/futurelint/testdata/work"
)

// A relay is fetched by workers that start each other.
type relay struct {
	urls    []string
	workers int
	next    atomic.Int64
	wg      sync.WaitGroup
}

func (r *relay) start(ctx context.Context, worker int) {
	if worker < r.workers {
		r.wg.Add(1)
		go r.work(ctx, worker)
	}
}

func (r *relay) work(ctx context.Context, worker int) {
	defer r.wg.Done()
	r.start(ctx, 2*worker+1)
	r.start(ctx, 2*worker+2)
	for i := r.next.Add(1) - 1; i < int64(len(r.urls)); i = r.next.Add(1) - 1 {
		_ = work.Fetch(ctx, r.urls[i])
	}
}

// GoodRelay has as many workers as it says.
func GoodRelay(ctx context.Context, urls []string) error {
	r := &relay{urls: urls, workers: 8}
	r.start(ctx, 0)
	r.wg.Wait()
	return nil
}

// A halver fetches halves of what it is given, and halves of these.
type halver struct{ wg sync.WaitGroup }

func (h *halver) fetch(ctx context.Context, urls []string, from, to int) {
	defer h.wg.Done()
	if middle := (from + to) / 2; from < middle {
		h.wg.Add(1)
		go h.fetch(ctx, urls, from, middle) // want `go starts a task for each task that it starts by recursion.*\(unbounded/unsized\)`
		h.wg.Add(1)
		h.fetch(ctx, urls, middle, to)
		return
	}
	_ = work.Fetch(ctx, urls[from])
}

// BadRelay has as many as there are URLs.
func BadRelay(ctx context.Context, urls []string) error {
	h := new(halver)
	h.wg.Add(1)
	h.fetch(ctx, urls, 0, len(urls))
	h.wg.Wait()
	return nil
}
