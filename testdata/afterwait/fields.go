package afterwait

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// A sink keeps a group and its context for as long as it lives.
type sink struct {
	g   *errgroup.Group
	ctx context.Context
}

func newSink(ctx context.Context) *sink {
	g, gctx := errgroup.WithContext(ctx)
	return &sink{g: g, ctx: gctx}
}

func (s *sink) add() {
	s.g.Go(func() error { return work.Fetch(s.ctx, work.Quick) })
}

func (s *sink) wait() error { return s.g.Wait() }

func (s *sink) flush() error {
	for range 2 {
		if err := work.Fetch(s.ctx, work.Quick); err != nil {
			return err
		}
	}
	return nil
}

// BadField waits for the group in a field and uses the context in another.
func BadField(ctx context.Context) error {
	s := newSink(ctx)
	s.add()
	if err := s.g.Wait(); err != nil {
		return err
	}
	return work.Fetch(s.ctx, work.Quick) // want `derived context s.ctx passed to work.Fetch after s.g.Wait\(\)`
}

// BadUsingMethod calls a method that uses the context.
func BadUsingMethod(ctx context.Context) error {
	s := newSink(ctx)
	s.add()
	if err := s.g.Wait(); err != nil {
		return err
	}
	return s.flush() // want `derived context s.ctx used by s.flush after s.g.Wait\(\): that cancelled it even on success \(afterwait/derived\)`
}

// BadWaitingMethod waits by a method.
func BadWaitingMethod(ctx context.Context) error {
	s := newSink(ctx)
	s.add()
	if err := s.wait(); err != nil {
		return err
	}
	return work.Fetch(s.ctx, work.Quick) // want `derived context s.ctx passed to work.Fetch after s.wait\(\)`
}

// BadStartingMethod starts a task by a method when it has waited by another.
func BadStartingMethod(ctx context.Context) error {
	s := newSink(ctx)
	s.add()
	if err := s.wait(); err != nil {
		return err
	}
	s.add() // want `derived context s.ctx used by s.add after s.wait\(\)`
	return s.wait()
}

// BadClose is what all of its callers run into.
func (s *sink) BadClose(context.Context) error {
	s.add()
	if err := s.wait(); err != nil {
		return err
	}
	return s.flush() // want `derived context s.ctx used by s.flush after s.wait\(\)`
}

// GoodTwoSinks waits for one and goes on with the other.
func GoodTwoSinks(ctx context.Context) error {
	a, b := newSink(ctx), newSink(ctx)
	a.add()
	if err := a.wait(); err != nil {
		return err
	}
	b.add()
	if err := b.flush(); err != nil {
		return err
	}
	return b.wait()
}

// GoodClose flushes before it waits.
func (s *sink) GoodClose(context.Context) error {
	s.add()
	if err := s.flush(); err != nil {
		return err
	}
	return s.wait()
}

// A batcher makes a new group when it has waited for the old one.
type batcher struct {
	parent context.Context
	g      *errgroup.Group
	ctx    context.Context
}

func (b *batcher) start() { b.g, b.ctx = errgroup.WithContext(b.parent) }

func (b *batcher) add() {
	b.g.Go(func() error { return work.Fetch(b.ctx, work.Quick) })
}

func (b *batcher) wait() error { return b.g.Wait() }

func (b *batcher) cycle() error {
	if err := b.g.Wait(); err != nil {
		return err
	}
	b.start()
	return nil
}

// GoodRestart makes the new group itself.
func GoodRestart(ctx context.Context) error {
	b := &batcher{parent: ctx}
	b.start()
	b.add()
	if err := b.wait(); err != nil {
		return err
	}
	b.start()
	b.add()
	return b.wait()
}

// GoodCycle has it made by the method that waits.
func GoodCycle(ctx context.Context) error {
	b := &batcher{parent: ctx}
	b.start()
	for range 3 {
		b.add()
		if err := b.cycle(); err != nil {
			return err
		}
	}
	return work.Fetch(b.ctx, work.Quick)
}

// BadNoRestart forgets to.
func BadNoRestart(ctx context.Context) error {
	b := &batcher{parent: ctx}
	b.start()
	for range 2 {
		b.add() // want `derived context b.ctx used by b.add after b.wait\(\): that cancelled it even on success, from the second round on \(afterwait/derived\)`
		if err := b.wait(); err != nil {
			return err
		}
	}
	return nil
}

// A job keeps the parent for what comes after the tasks.
type job struct {
	ctx  context.Context
	g    *errgroup.Group
	gctx context.Context
}

func (j *job) finish() error {
	if err := j.g.Wait(); err != nil {
		return err
	}
	return work.Fetch(j.ctx, work.Quick)
}

// GoodTwoContexts keeps both contexts.
func GoodTwoContexts(ctx context.Context) error {
	j := &job{ctx: ctx}
	j.g, j.gctx = errgroup.WithContext(ctx)
	j.g.Go(func() error { return work.Fetch(j.gctx, work.Quick) })
	return j.finish()
}

// A stage waits only if it has started something.
type stage struct {
	g       *errgroup.Group
	ctx     context.Context
	started bool
}

func newStage(ctx context.Context) *stage {
	s := new(stage)
	s.g, s.ctx = errgroup.WithContext(ctx)
	return s
}

func (s *stage) wait() error {
	if !s.started {
		return nil
	}
	return s.g.Wait()
}

func (s *stage) retry(err error) error {
	if err != nil {
		return work.Fetch(s.ctx, work.Quick)
	}
	return nil
}

// GoodNothingStarted does not wait, and a method that may is not known to.
func GoodNothingStarted(ctx context.Context) error {
	s := newStage(ctx)
	if err := s.wait(); err != nil {
		return err
	}
	return work.Fetch(s.ctx, work.Quick)
}

// GoodRarely calls a method that uses the context in some cases only.
func GoodRarely(ctx context.Context) error {
	s := newStage(ctx)
	s.g.Go(func() error { return work.Fetch(s.ctx, work.Quick) })
	return s.retry(s.g.Wait())
}

// GoodEachSink has another sink in every round.
func GoodEachSink(ctx context.Context) error {
	for _, s := range []*sink{newSink(ctx), newSink(ctx)} {
		s.add()
		if err := s.flush(); err != nil {
			return err
		}
		if err := s.wait(); err != nil {
			return err
		}
	}
	return nil
}

// GoodChain goes from one sink to the next.
func GoodChain(ctx context.Context) error {
	next := map[*sink]*sink{}
	first := newSink(ctx)
	next[first] = newSink(ctx)
	for s := first; s != nil; s = next[s] {
		s.add()
		if err := s.wait(); err != nil {
			return err
		}
	}
	return nil
}

// ensure makes a group if there is none.
func (b *batcher) ensure() {
	if b.g == nil {
		b.start()
	}
}

// GoodEnsured has every method make a new group if need be.
func GoodEnsured(ctx context.Context) error {
	b := &batcher{parent: ctx}
	for range 2 {
		b.ensure()
		b.add()
		if err := b.wait(); err != nil {
			return err
		}
		b.g = nil
	}
	return nil
}

// BadSinkEachRound makes a sink in every round, and uses it for too long.
func BadSinkEachRound(ctx context.Context) error {
	for range 2 {
		s := newSink(ctx)
		s.add()
		if err := s.wait(); err != nil {
			return err
		}
		if err := s.flush(); err != nil { // want `derived context s.ctx used by s.flush after s.wait\(\)`
			return err
		}
	}
	return nil
}

// A relay hands its entries to one sink after the other.
type relay struct{ s *sink }

func (r *relay) next(ctx context.Context) { r.s = newSink(ctx) }

// GoodRelay has another sink when the first has been waited for.
func GoodRelay(ctx context.Context) error {
	r := &relay{newSink(ctx)}
	r.s.add()
	if err := r.s.wait(); err != nil {
		return err
	}
	r.next(ctx)
	if err := r.s.flush(); err != nil {
		return err
	}
	if err := r.s.wait(); err != nil {
		return err
	}
	r.s = newSink(ctx)
	return r.s.flush()
}

// BadRelay has the same.
func BadRelay(ctx context.Context) error {
	r := &relay{newSink(ctx)}
	r.s.add()
	if err := r.s.wait(); err != nil {
		return err
	}
	return r.s.flush() // want `derived context s.ctx used by r.s.flush after r.s.wait\(\)`
}

// GoodRotate waits for the sink whose place another has taken.
func GoodRotate(ctx context.Context) error {
	r := &relay{newSink(ctx)}
	r.s.add()
	old := r.s
	r.s = newSink(ctx)
	if err := old.wait(); err != nil {
		return err
	}
	if err := r.s.flush(); err != nil {
		return err
	}
	old, r.s = r.s, newSink(ctx)
	if err := r.s.wait(); err != nil {
		return err
	}
	return old.flush()
}
