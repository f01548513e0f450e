package unbounded

import (
	"context"
	"sync"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadFutureGo starts a future for each ID.
func BadFutureGo(ctx context.Context, ids []string) error {
	fs := make([]*future.Future[string], len(ids))
	for i, id := range ids {
		fs[i] = future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, id) }) // want `future.Go starts a task for each element of ids with nothing to bound them.*\(unbounded/size\)`
	}
	_, err := future.All(ctx, fs)
	return err
}

// GoodFutureCollect gets the same, eight at a time.
func GoodFutureCollect(ctx context.Context, ids []string) error {
	_, err := future.Collect(ctx, 8, ids, work.Get)
	return err
}

// GoodFutureForEach is bounded by what it is.
func GoodFutureForEach(ctx context.Context, ids []string) error {
	return future.ForEach(ctx, 8, ids, work.Fetch)
}

// BadFutureTraced starts one for each file, under a name.
func BadFutureTraced(ctx context.Context, files []string) error {
	var fs []*future.Future[string]
	for _, f := range files {
		fs = append(fs, future.GoTraced(ctx, "get", func(ctx context.Context) (string, error) { return work.Get(ctx, f) })) // want `future.GoTraced starts a task for each element of files with nothing to bound them.*\(unbounded/size\)`
	}
	_, err := future.AllSettled(ctx, fs)
	return err
}

// BadFutureGroup starts a task for each chunk.
func BadFutureGroup(ctx context.Context, chunks []string) error {
	g := future.NewGroup(ctx)
	for _, c := range chunks {
		g.Go(func(ctx context.Context) error { return work.Fetch(ctx, c) }) // want `g.Go starts a task for each element of chunks with nothing to bound them.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadFutureOptions has options, and no limit among them.
func BadFutureOptions(ctx context.Context, chunks []string) error {
	g := future.NewGroup(ctx, future.Name("chunks"), future.FirstErrorOnly())
	for _, c := range chunks {
		if g.Go(func(ctx context.Context) error { return work.Fetch(ctx, c) }) != nil { // want `g.Go starts a task for each element of chunks with nothing to bound them.*\(unbounded/size\)`
			break
		}
	}
	return g.Wait()
}

// BadFutureTryGo tries to start a task for each, and nothing keeps it from it.
func BadFutureTryGo(ctx context.Context, ids []string) error {
	g := future.NewGroup(ctx)
	for _, id := range ids {
		g.TryGo(func(ctx context.Context) error { return work.Fetch(ctx, id) }) // want `g.TryGo starts a task for each element of ids with nothing to bound them.*\(unbounded/size\)`
	}
	return g.Wait()
}

// GoodFutureLimit has a limit.
func GoodFutureLimit(ctx context.Context, chunks []string) error {
	g := future.NewGroup(ctx, future.Name("chunks"), future.Limit(8))
	for _, c := range chunks {
		g.Go(func(ctx context.Context) error { return work.Fetch(ctx, c) })
	}
	return g.Wait()
}

// GoodFutureTryGo does what there is no room for itself.
func GoodFutureTryGo(ctx context.Context, chunks []string) error {
	g := future.NewGroup(ctx, future.Limit(4))
	for _, c := range chunks {
		if !g.TryGo(func(ctx context.Context) error { return work.Fetch(ctx, c) }) {
			if err := work.Fetch(ctx, c); err != nil {
				return err
			}
		}
	}
	return g.Wait()
}

// GoodFutureGiven has a limit that its caller has chosen.
func GoodFutureGiven(ctx context.Context, chunks []string) error {
	return fetchWithOptions(ctx, chunks, future.Limit(8))
}

func fetchWithOptions(ctx context.Context, chunks []string, opts ...future.GroupOption) error {
	g := future.NewGroup(ctx, opts...)
	for _, c := range chunks {
		g.Go(func(ctx context.Context) error { return work.Fetch(ctx, c) })
	}
	return g.Wait()
}

// GoodFutureChosen has chosen it before.
func GoodFutureChosen(ctx context.Context, chunks []string) error {
	width := future.Limit(8)
	g := future.NewGroup(ctx, width)
	for _, c := range chunks {
		g.Go(func(ctx context.Context) error { return work.Fetch(ctx, c) })
	}
	return g.Wait()
}

// GoodFutureHedge has three tries at most.
func GoodFutureHedge(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if _, err := future.Hedge(ctx, 0, 3, func(ctx context.Context) (string, error) { return work.Get(ctx, id) }); err != nil {
			return err
		}
	}
	return nil
}

// GoodFutureLazy makes work for each ID, and none of it starts.
func GoodFutureLazy(ctx context.Context, ids []string) error {
	lazy := make(map[string]*future.Lazy[string])
	for _, id := range ids {
		lazy[id] = future.NewLazy(func(ctx context.Context) (string, error) { return work.Get(ctx, id) })
	}
	_, err := lazy[ids[0]].Await(ctx)
	return err
}

// GoodFutureMap maps each of what is there, without a goroutine.
func GoodFutureMap(ctx context.Context, ids []string) error {
	f := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, ids[0]) })
	var fs []*future.Future[string]
	for _, id := range ids {
		fs = append(fs, future.Map(ctx, f, func(text string) string { return text + id }))
	}
	_, err := future.All(ctx, fs)
	return err
}

// GoodFutureFlight asks for one after the other.
func GoodFutureFlight(ctx context.Context, ids []string) error {
	var shared future.Flight[string, string]
	for _, id := range ids {
		if _, _, err := shared.Do(ctx, id, func(ctx context.Context) (string, error) { return work.Get(ctx, id) }); err != nil {
			return err
		}
	}
	return nil
}

// BadFutureFlight asks for all at once, each in a goroutine of its own.
func BadFutureFlight(ctx context.Context, ids []string) error {
	var shared future.Flight[string, string]
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() { // want `wg.Go starts a task for each element of ids with nothing to bound them.*\(unbounded/size\)`
			_, _, _ = shared.Do(ctx, id+string(rune(i)), func(ctx context.Context) (string, error) { return work.Get(ctx, id) })
		})
	}
	wg.Wait()
	return nil
}

// GoodFutureAwaited awaits each before it starts the next.
func GoodFutureAwaited(ctx context.Context, ids []string) error {
	for _, id := range ids {
		f := future.Go(ctx, func(ctx context.Context) (string, error) { return work.Get(ctx, id) })
		if _, err := f.Await(ctx); err != nil {
			return err
		}
	}
	return nil
}

// GoodFutureRefused has a group that refuses tasks when one has failed.
func GoodFutureRefused(ctx context.Context, ids []string, l *logbook) error {
	g := future.NewGroup(ctx, future.Limit(8))
	for _, id := range ids {
		g.Go(func(ctx context.Context) error {
			l.begin()
			return l.end(work.Fetch(ctx, id))
		})
	}
	return g.Wait()
}

// GoodFutureEachRefused begins with no element when one has failed.
func GoodFutureEachRefused(ctx context.Context, ids []string, l *logbook) error {
	return future.ForEach(ctx, 8, ids, func(ctx context.Context, id string) error {
		l.begin()
		return l.end(work.Fetch(ctx, id))
	})
}
