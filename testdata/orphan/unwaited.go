package orphan

import (
	"context"
	"sync"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadUnwaitedLocal counts its goroutine and returns.
func BadUnwaitedLocal(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `goroutine counted in wg, and nothing waits for wg: .*\(orphan/unwaited\)`
		defer wg.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
	return nil
}

// GoodUnwaitedLocal waits.
func GoodUnwaitedLocal(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
	wg.Wait()
	return nil
}

// BadUnwaitedGo starts its goroutines with the WaitGroup's own Go.
func BadUnwaitedGo(ctx context.Context) error {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { _ = work.Fetch(ctx, work.Slow) }) // want `goroutine started with wg.Go, and nothing waits for wg.*\(orphan/unwaited\)`
	}
	return nil
}

// GoodUnwaitedDeferred waits when it returns.
func GoodUnwaitedDeferred(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for range 2 {
		wg.Go(func() { _ = work.Fetch(ctx, work.Slow) })
	}
	return nil
}

// BadUnwaitedPointer hands its WaitGroup to a named function.
func BadUnwaitedPointer(ctx context.Context) error {
	wg := new(sync.WaitGroup)
	wg.Add(1)
	go fetchCounted(ctx, wg) // want `goroutine counted in wg.*\(orphan/unwaited\)`
	return nil
}

// GoodUnwaitedPointer waits in a function of its own.
func GoodUnwaitedPointer(ctx context.Context) error {
	wg := &sync.WaitGroup{}
	wg.Add(1)
	go fetchCounted(ctx, wg)
	awaitCounted(wg)
	return nil
}

func fetchCounted(ctx context.Context, wg *sync.WaitGroup) {
	defer wg.Done()
	_ = work.Fetch(ctx, work.Slow)
}

func awaitCounted(wg *sync.WaitGroup) { wg.Wait() }

// finish takes the moment that a goroutine takes to put its things away.
func finish() { time.Sleep(time.Millisecond) }

// A Syncer fetches in the background.
type Syncer struct {
	quit    context.CancelFunc
	pending sync.WaitGroup
}

// Fetch starts what Close stops.
func (s *Syncer) Fetch(ctx context.Context) {
	ctx, s.quit = context.WithCancel(ctx)
	s.pending.Add(1)
	go s.fetch(ctx) // want `goroutine counted in s.pending, and nothing waits for s.pending.*\(orphan/unwaited\)`
}

func (s *Syncer) fetch(ctx context.Context) {
	defer s.pending.Done()
	_ = work.Fetch(ctx, work.Slow)
	finish()
}

// Close does not wait for what it stops.
func (s *Syncer) Close() { s.quit() }

// BadUnwaitedField closes what then still runs.
func BadUnwaitedField(ctx context.Context) error {
	s := new(Syncer)
	s.Fetch(ctx)
	s.Close()
	return nil
}

// A CarefulSyncer waits in Close.
type CarefulSyncer struct {
	quit    context.CancelFunc
	pending sync.WaitGroup
}

// Fetch starts what Close stops.
func (s *CarefulSyncer) Fetch(ctx context.Context) {
	ctx, s.quit = context.WithCancel(ctx)
	s.pending.Add(1)
	go func() {
		defer s.pending.Done()
		_ = work.Fetch(ctx, work.Slow)
		finish()
	}()
}

// Close waits for what it stops.
func (s *CarefulSyncer) Close() {
	s.quit()
	s.pending.Wait()
}

// GoodUnwaitedField closes what then no longer runs.
func GoodUnwaitedField(ctx context.Context) error {
	s := new(CarefulSyncer)
	s.Fetch(ctx)
	s.Close()
	return nil
}

// crew has its WaitGroup embedded.
type crew struct {
	sync.WaitGroup
	size int
}

func (c *crew) start(ctx context.Context) {
	for range c.size {
		c.Add(1)
		go func() { // want `goroutine counted in c, and nothing waits for c.*\(orphan/unwaited\)`
			defer c.Done()
			_ = work.Fetch(ctx, work.Slow)
		}()
	}
}

// BadUnwaitedEmbedded starts a crew that nobody waits for.
func BadUnwaitedEmbedded(ctx context.Context) error {
	c := &crew{size: 2}
	c.start(ctx)
	return nil
}

// Crew has its WaitGroup embedded as well, and is there for others to wait for.
type Crew struct {
	sync.WaitGroup
	size int
}

func (c *Crew) start(ctx context.Context) {
	for range c.size {
		c.Add(1)
		go func() {
			defer c.Done()
			_ = work.Fetch(ctx, work.Slow)
		}()
	}
}

// Launch starts a crew and returns it.
func Launch(ctx context.Context) *Crew {
	c := &Crew{size: 2}
	c.start(ctx)
	return c
}

// tally is embedded in what others wait for.
type tally struct{ sync.WaitGroup }

// A Counter can be waited for.
type Counter struct{ tally }

// Count starts and counts.
func (c *Counter) Count(ctx context.Context) {
	c.Add(1)
	go func() {
		defer c.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
}

// batch is embedded and waited for through an interface.
type batch struct{ sync.WaitGroup }

type waiter interface{ Wait() }

// GoodUnwaitedInterface hands its batch to whoever waits for anything.
func GoodUnwaitedInterface(ctx context.Context) error {
	b := new(batch)
	b.Add(1)
	go func() {
		defer b.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
	return awaitAny(b)
}

func awaitAny(w waiter) error {
	w.Wait()
	return nil
}

// linked keeps a pointer to a WaitGroup.
type linked struct{ wg *sync.WaitGroup }

// BadUnwaitedPointerField keeps a pointer to a WaitGroup that nobody waits for.
func BadUnwaitedPointerField(ctx context.Context) error {
	l := linked{wg: new(sync.WaitGroup)}
	l.wg.Add(1)
	go func() { // want `goroutine counted in l.wg.*\(orphan/unwaited\)`
		defer l.wg.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
	return nil
}

// shared keeps a pointer to its caller's WaitGroup.
type shared struct{ wg *sync.WaitGroup }

func (s *shared) run(ctx context.Context) {
	defer s.wg.Done()
	_ = work.Fetch(ctx, work.Slow)
}

// GoodUnwaitedShared waits for what the goroutines know by a field.
func GoodUnwaitedShared(ctx context.Context) error {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		s := &shared{wg: &wg}
		go s.run(ctx)
	}
	wg.Wait()
	return nil
}

// GoodUnwaitedAlone runs what GoodUnwaitedShared starts, with a WaitGroup of its
// own, and needs not wait for what it has done itself.
func GoodUnwaitedAlone(ctx context.Context) error {
	s := &shared{wg: new(sync.WaitGroup)}
	s.wg.Add(1)
	s.run(ctx)
	return nil
}

// GoodUnwaitedGiven counts in the WaitGroup that it is given.
func GoodUnwaitedGiven(ctx context.Context, wg *sync.WaitGroup) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
}

// GoodUnwaitedReturned gives its WaitGroup to whoever called it.
func GoodUnwaitedReturned(ctx context.Context) *sync.WaitGroup {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
	return &wg
}

// GoodUnwaitedWaitFunction gives away the wait alone.
func GoodUnwaitedWaitFunction(ctx context.Context) (wait func()) {
	var wg sync.WaitGroup
	wg.Go(func() { _ = work.Fetch(ctx, work.Slow) })
	return wg.Wait
}

// GoodUnwaitedHandedOn hands its WaitGroup to code that is not known.
func GoodUnwaitedHandedOn(ctx context.Context, await func(*sync.WaitGroup)) {
	var wg sync.WaitGroup
	wg.Go(func() { _ = work.Fetch(ctx, work.Slow) })
	await(&wg)
}

// GoodUnwaitedCloser has a goroutine wait and close the results.
func GoodUnwaitedCloser(ctx context.Context) error {
	var wg sync.WaitGroup
	results := make(chan error, 2)
	for range 2 {
		wg.Go(func() { results <- work.Fetch(ctx, work.Quick) })
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	for err := range results {
		if err != nil {
			return err
		}
	}
	return nil
}

// GoodUnwaitedCollected keeps its WaitGroups in a list.
func GoodUnwaitedCollected(ctx context.Context) error {
	var all []*sync.WaitGroup
	for range 2 {
		wg := new(sync.WaitGroup)
		wg.Go(func() { _ = work.Fetch(ctx, work.Slow) })
		all = append(all, wg)
	}
	for _, wg := range all {
		wg.Wait()
	}
	return nil
}

// A Tested is waited for by its tests.
type Tested struct{ wg sync.WaitGroup }

// Start starts a fetch.
func (t *Tested) Start(ctx context.Context) {
	t.wg.Add(1)
	go func() {
		defer t.wg.Done()
		_ = work.Fetch(ctx, work.Slow)
	}()
}

// GoodUnwaitedTested starts what tests wait for.
func GoodUnwaitedTested(t *Tested, ctx context.Context) { t.Start(ctx) }

// GoodUnwaitedNoSpawn counts what it does itself.
func GoodUnwaitedNoSpawn(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Add(1)
	defer wg.Done()
	return work.Fetch(ctx, work.Quick)
}
