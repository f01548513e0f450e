package unbounded

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadGo starts a goroutine for each chunk.
func BadGo(ctx context.Context, chunks []string) error {
	errs := make(chan error, len(chunks))
	for _, c := range chunks {
		go func() { errs <- work.Fetch(ctx, c) }() // want `go starts a task for each element of chunks with nothing to bound them.*\(unbounded/size\)`
	}
	var err error
	for range chunks {
		err = errors.Join(err, <-errs)
	}
	return err
}

// BadGroup starts a task for each ID.
func BadGroup(ctx context.Context, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		g.Go(func() error { return work.Fetch(gctx, id) }) // want `g.Go starts a task for each element of ids with nothing to bound them.*\(unbounded/size\)`
	}
	return g.Wait()
}

// GoodGroup limits the group.
func GoodGroup(ctx context.Context, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, id := range ids {
		if gctx.Err() != nil {
			break
		}
		g.Go(func() error { return work.Fetch(gctx, id) })
	}
	return g.Wait()
}

// BadWaitGroup counts its tasks, which bounds nothing.
func BadWaitGroup(ctx context.Context, files []string) error {
	var wg sync.WaitGroup
	for _, f := range files {
		wg.Go(func() { work.Log(ctx, fmt.Sprint(work.Fetch(ctx, f))) }) // want `wg.Go starts a task for each element of files.*\(unbounded/size\)`
	}
	wg.Wait()
	return nil
}

// BadIndex goes through the elements by a number.
func BadIndex(ctx context.Context, objects []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for i := 0; i < len(objects); i++ {
		g.Go(func() error { return work.Fetch(gctx, objects[i]) }) // want `g.Go starts a task for each element of objects.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadCount counts the elements first.
func BadCount(ctx context.Context, objects []string) error {
	g, gctx := errgroup.WithContext(ctx)
	n := len(objects)
	for i := range n {
		g.Go(func() error { return work.Fetch(gctx, objects[i]) }) // want `g.Go starts a task .*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadUnlimited asks for no limit: a negative one is none.
func BadUnlimited(ctx context.Context, paths []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(-1)
	for _, p := range paths {
		g.Go(func() error { return work.Fetch(gctx, p) }) // want `g.Go starts a task for each element of paths.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadMap goes through a map that is filled with one entry a commit.
func BadMap(ctx context.Context, commits []string) error {
	byNumber := make(map[int]string)
	for i, c := range commits {
		byNumber[i] = c
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, c := range byNumber {
		g.Go(func() error { return work.Fetch(gctx, c) }) // want `g.Go starts a task for each element of byNumber.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadFiltered starts a task for each that is left of what it is given.
func BadFiltered(ctx context.Context, urls []string) error {
	var todo []string
	for _, u := range urls {
		if u != "" {
			todo = append(todo, u)
		}
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range todo {
		g.Go(func() error { return work.Fetch(gctx, u) }) // want `g.Go starts a task for each element of todo.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadSorted starts one for each in another order, through a function of another
// package and one of its own.
func BadSorted(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for u := range slices.Values(slices.Sorted(slices.Values(known(urls)))) {
		g.Go(func() error { return work.Fetch(gctx, u) }) // want `g.Go starts a task for each element of slices.Values.*\(unbounded/size\)`
	}
	return g.Wait()
}

func known(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(u string) bool { return u == "" })
}

// BadNested starts a task for each part of each group of three.
func BadNested(ctx context.Context, parts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for i := 0; i < len(parts); i += 3 {
		for _, p := range parts[i:min(i+3, len(parts))] {
			g.Go(func() error { return work.Fetch(gctx, p) }) // want `g.Go starts a task .*\(unbounded/size\)`
		}
	}
	return g.Wait()
}

// GoodBatches waits for one batch before it starts the next.
func GoodBatches(ctx context.Context, parts []string) error {
	for i := 0; i < len(parts); i += 8 {
		g, gctx := errgroup.WithContext(ctx)
		for _, p := range parts[i:min(i+8, len(parts))] {
			g.Go(func() error { return work.Fetch(gctx, p) })
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodShares has a task for each share of the whole, and as many shares as there are
// processors.
func GoodShares(ctx context.Context, parts []string) error {
	var g errgroup.Group
	size := max(1, (len(parts)+7)/8)
	for len(parts) > 0 {
		n := min(size, len(parts))
		share := parts[:n]
		parts = parts[n:]
		g.Go(func() error { return fetchEach(ctx, share) })
	}
	return g.Wait()
}

// GoodStrides goes from one share to the next.
func GoodStrides(ctx context.Context, parts []string) error {
	var g errgroup.Group
	size := len(parts)/8 + 1
	for at := 0; at < len(parts); at += size {
		g.Go(func() error { return fetchEach(ctx, parts[at:min(at+size, len(parts))]) })
	}
	return g.Wait()
}

func fetchEach(ctx context.Context, urls []string) (err error) {
	for _, u := range urls {
		err = errors.Join(err, work.Fetch(ctx, u))
	}
	return err
}

// GoodWaves waits now and then.
func GoodWaves(ctx context.Context, parts []string) error {
	var wg sync.WaitGroup
	for i, p := range parts {
		wg.Go(func() { work.Log(ctx, fmt.Sprint(work.Fetch(ctx, p))) })
		if i%8 == 7 {
			wg.Wait()
		}
	}
	wg.Wait()
	return nil
}

// GoodCut takes what it can do at once.
func GoodCut(ctx context.Context, items []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, item := range items[:8] {
		g.Go(func() error { return work.Fetch(gctx, item) })
	}
	return g.Wait()
}

// GoodCutBelow cuts only where there are more.
func GoodCutBelow(ctx context.Context, items []string) error {
	n := len(items)
	if n > 8 {
		n = 8
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, item := range items[:n] {
		g.Go(func() error { return work.Fetch(gctx, item) })
	}
	return g.Wait()
}

// GoodRefused refuses what is too much.
func GoodRefused(ctx context.Context, queries []string) error {
	if len(queries) > 8 {
		return work.Fetch(ctx, work.Quick)
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, q := range queries {
		g.Go(func() error { return work.Fetch(gctx, q) })
	}
	return g.Wait()
}

// GoodFirst stops when it has started enough.
func GoodFirst(ctx context.Context, queries []string) error {
	g, gctx := errgroup.WithContext(ctx)
	started := 0
	for _, q := range queries {
		if started >= 8 {
			break
		}
		started++
		g.Go(func() error { return work.Fetch(gctx, q) })
	}
	return g.Wait()
}

// GoodOne starts a task and returns: a search that goes on beside.
func GoodOne(ctx context.Context, urls []string) error {
	for _, u := range urls {
		if u == work.Quick {
			done := make(chan error, 1)
			go func() { done <- work.Fetch(ctx, u) }()
			return <-done
		}
	}
	return nil
}

// GoodLockstep waits for each task before it starts the next.
func GoodLockstep(ctx context.Context, urls []string) error {
	done := make(chan error)
	for _, u := range urls {
		go func() { done <- work.Fetch(ctx, u) }()
		if err := <-done; err != nil {
			return err
		}
	}
	return nil
}

// GoodWorkers has workers that share the elements.
func GoodWorkers(ctx context.Context, ids []string) error {
	queue := make(chan string, len(ids))
	for _, id := range ids {
		queue <- id
	}
	close(queue)
	g, gctx := errgroup.WithContext(ctx)
	for range max(1, min(runtime.GOMAXPROCS(0), 8)) {
		g.Go(func() error {
			for id := range queue {
				if err := work.Fetch(gctx, id); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// GoodFewerWorkers has no more workers than there is work.
func GoodFewerWorkers(ctx context.Context, ids []string) error {
	workers := 8
	if len(ids) < workers {
		workers = len(ids)
	}
	queue := make(chan string, len(ids))
	for _, id := range ids {
		queue <- id
	}
	close(queue)
	var wg sync.WaitGroup
	for i := 0; i < workers; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for id := range queue {
				work.Log(ctx, fmt.Sprint(work.Fetch(ctx, id)))
			}
		}()
	}
	wg.Wait()
	return nil
}

// GoodFull starts goroutines for as long as there are fewer than there may be.
func GoodFull(ctx context.Context, ids []string) error {
	active := make(map[int]chan error)
	for len(active) < 8 {
		done := make(chan error, 1)
		go func() { done <- work.Fetch(ctx, ids[0]) }()
		active[len(active)] = done
	}
	var err error
	for _, done := range active {
		err = errors.Join(err, <-done)
	}
	return err
}

// GoodLiteral goes through what is written out.
func GoodLiteral(ctx context.Context, ids []string) error {
	g, gctx := errgroup.WithContext(ctx)
	files := []string{work.Quick, work.Quick}
	files = append(files, ids[0])
	for _, f := range files {
		g.Go(func() error { return work.Fetch(gctx, f) })
	}
	urls := [2]string{work.Quick, work.Quick}
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	for _, task := range []func(context.Context, string) error{work.Fetch} {
		g.Go(func() error { return task(gctx, ids[0]) })
	}
	return g.Wait()
}

// GoodConstant counts to a constant.
func GoodConstant(ctx context.Context, files []string) error {
	const parts = 4
	g, gctx := errgroup.WithContext(ctx)
	for i := 0; i < parts; i++ {
		g.Go(func() error { return work.Fetch(gctx, files[i]) })
	}
	return g.Wait()
}
