package unbounded

import (
	"context"
	"io/fs"
	"path"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// This file holds loops that start a task only if there is room, if few run, or
// if none does.

// GoodTryRoom starts a task where there is room, and does the work itself where
// there is none.
func GoodTryRoom(ctx context.Context, files []string) error {
	room := make(chan struct{}, 7)
	var wg sync.WaitGroup
	for _, f := range files {
		select {
		case room <- struct{}{}:
			wg.Go(func() {
				defer func() { <-room }()
				_ = work.Fetch(ctx, f)
			})
		default:
			_ = work.Fetch(ctx, f)
		}
	}
	wg.Wait()
	return nil
}

// BadTryNothing has a select statement that looks like it, and starts a task
// whichever case is chosen.
func BadTryNothing(ctx context.Context, files []string) error {
	busy := make(chan struct{}, 8)
	g, gctx := errgroup.WithContext(ctx)
	for _, f := range files {
		select {
		case busy <- struct{}{}:
		default:
		}
		g.Go(func() error { return work.Fetch(gctx, f) }) // want `g.Go starts a task for each element of files .*\(unbounded/size\)`
	}
	return g.Wait()
}

// uploads counts those that run.
type uploads struct {
	mu      sync.Mutex
	wg      sync.WaitGroup
	files   []string
	running int
	begun   int
}

// GoodTally starts uploads until as many run as may, and goes on when one has
// ended.
func GoodTally(ctx context.Context, files []string) error {
	u := &uploads{files: files}
	u.next(ctx)
	u.wg.Wait()
	return nil
}

func (u *uploads) next(ctx context.Context) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for len(u.files) > 0 {
		if u.running >= 8 {
			return
		}
		f := u.files[0]
		u.files = u.files[1:]
		u.running++
		u.wg.Go(func() {
			_ = work.Fetch(ctx, f)
			u.mu.Lock()
			u.running--
			u.mu.Unlock()
			u.next(ctx)
		})
	}
}

// BadTally counts those that it has begun, which bounds nothing.
func BadTally(ctx context.Context, files []string) error {
	u := &uploads{files: files}
	for _, f := range u.files {
		if u.begun >= 1<<20 {
			break
		}
		u.begun++
		u.wg.Go(func() { _ = work.Fetch(ctx, f) }) // want `u.wg.Go starts a task for each element of u.files .*\(unbounded/size\)`
	}
	u.wg.Wait()
	return nil
}

// GoodAtomicTally asks an atomic counter.
func GoodAtomicTally(ctx context.Context, files []string) error {
	var running atomic.Int64
	var wg sync.WaitGroup
	for _, f := range files {
		if running.Load() < 7 {
			running.Add(1)
			wg.Go(func() {
				defer running.Add(-1)
				_ = work.Fetch(ctx, f)
			})
			continue
		}
		_ = work.Fetch(ctx, f)
	}
	wg.Wait()
	return nil
}

// GoodLatch saves in a goroutine, one at a time, however many lines there are.
func GoodLatch(ctx context.Context, lines []string) error {
	var mu sync.Mutex
	var wg sync.WaitGroup
	saving := false
	save := func(line string) {
		mu.Lock()
		defer mu.Unlock()
		if saving {
			return
		}
		saving = true
		wg.Go(func() {
			_ = work.Fetch(ctx, line)
			mu.Lock()
			saving = false
			mu.Unlock()
		})
	}
	for _, line := range append(lines, "") {
		save(line)
	}
	wg.Wait()
	return nil
}

// GoodSwapped does so with an atomic flag.
func GoodSwapped(ctx context.Context, files []string) error {
	var saving atomic.Bool
	var wg sync.WaitGroup
	for _, f := range files {
		if saving.CompareAndSwap(false, true) {
			wg.Go(func() {
				defer saving.Store(false)
				_ = work.Fetch(ctx, f)
			})
		}
	}
	wg.Wait()
	return nil
}

// GoodOnce starts one task for all of the files.
func GoodOnce(ctx context.Context, files []string) error {
	var wg sync.WaitGroup
	begun := false
	for _, f := range files {
		if !begun {
			begun = true
			wg.Go(func() { _ = work.Fetch(ctx, f) })
		}
	}
	wg.Wait()
	return nil
}

// BadUntilClosed asks a flag that somebody else sets.
func BadUntilClosed(ctx context.Context, files []string) error {
	closed := false
	var mu sync.Mutex
	defer context.AfterFunc(ctx, func() {
		mu.Lock()
		defer mu.Unlock()
		closed = true
	})()
	g, gctx := errgroup.WithContext(ctx)
	for _, f := range files {
		mu.Lock()
		over := closed
		mu.Unlock()
		if over {
			break
		}
		g.Go(func() error { return work.Fetch(gctx, f) }) // want `g.Go starts a task for each element of files .*\(unbounded/size\)`
	}
	return g.Wait()
}

// store tells its peers of what it does.
type store struct {
	wg sync.WaitGroup
}

// BadTold starts something that has nothing to do with the file, which speaks of
// a step that is taken now and then.
func BadTold(ctx context.Context, files []string) error {
	s := new(store)
	for _, f := range files {
		if f != "" {
			s.tell(ctx) // want `s.tell starts a task for each element of files .*\(unbounded/unsized\)`
		}
	}
	s.wg.Wait()
	return nil
}

func (s *store) tell(ctx context.Context) {
	s.wg.Go(func() { _ = work.Fetch(ctx, work.Quick) })
}

// BadPut hands the file to the method that starts the task.
func BadPut(ctx context.Context, files []string) error {
	s := new(store)
	for _, f := range files {
		if f != "" {
			s.put(ctx, f) // want `s.put starts a task for each element of files .*\(unbounded/size\)`
		}
	}
	s.wg.Wait()
	return nil
}

func (s *store) put(ctx context.Context, file string) {
	s.wg.Go(func() { _ = work.Fetch(ctx, file) })
}

// room is for whoever walks.
var room chan struct{}

// BadInsideWalk starts a goroutine for each directory, which waits for room where
// it reads.
func BadInsideWalk(ctx context.Context, tree fs.FS) error {
	room = make(chan struct{}, 8)
	var wg sync.WaitGroup
	var walk func(dir string)
	walk = func(dir string) {
		room <- struct{}{}
		_ = work.Fetch(ctx, work.Quick)
		entries, err := fs.ReadDir(tree, dir)
		<-room
		if err != nil {
			return
		}
		for _, e := range entries {
			wg.Go(func() { // want `wg.Go starts a task for each element of entries, .*which waits for room.*\(unbounded/inside\)`
				defer proof.Count(ctx)()
				walk(path.Join(dir, e.Name()))
			})
		}
	}
	walk(".")
	wg.Wait()
	return nil
}

// A conn is something that has been opened.
type conn struct{ ctx context.Context }

func (c *conn) Close() { _ = work.Fetch(c.ctx, work.Quick) }

// BadClosed closes all files: whoever has so many of them open can have them
// closed as well.
func BadClosed(ctx context.Context, files []string) error {
	var open []*conn
	for range files {
		open = append(open, &conn{ctx})
	}
	var wg sync.WaitGroup
	for _, f := range open {
		wg.Go(func() { // want `wg.Go starts a task for each element of open .*\(unbounded/unsized\)`
			f.Close()
		})
	}
	wg.Wait()
	return nil
}

// turnstile lets eight in at a time.
type turnstile struct{ inside chan struct{} }

var gates turnstile

func (t *turnstile) addVisitor()    { t.inside <- struct{}{} }
func (t *turnstile) removeVisitor() { <-t.inside }

// BadInsideMethods starts tasks that wait for room by methods whose names do not
// say so.
func BadInsideMethods(ctx context.Context, files []string) error {
	gates = turnstile{make(chan struct{}, 8)}
	var wg sync.WaitGroup
	for _, f := range files {
		wg.Go(func() { // want `wg.Go starts a task for each element of files, which waits for room.*\(unbounded/inside\)`
			defer proof.Count(ctx)()
			gates.addVisitor()
			defer gates.removeVisitor()
			_ = work.Fetch(ctx, f)
		})
	}
	wg.Wait()
	return nil
}
