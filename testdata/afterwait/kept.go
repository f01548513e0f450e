package afterwait

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// A Journal writes its entries in the background. It lives as long as its user
// likes, who may flush it now and then.
type Journal struct {
	parent context.Context
	g      *errgroup.Group
	ctx    context.Context
}

// NewJournal returns an empty journal.
func NewJournal(ctx context.Context) *Journal {
	g, gctx := errgroup.WithContext(ctx)
	return &Journal{parent: ctx, g: g, ctx: gctx}
}

// Write writes entries.
func (j *Journal) Write(entries ...string) {
	for _, e := range entries {
		j.start(e)
	}
}

func (j *Journal) start(e string) {
	j.g.Go(func() error { return work.Fetch(j.ctx, e) })
}

// BadFlush waits for the entries, and ends the context of those to come.
func (j *Journal) BadFlush() error {
	return j.g.Wait() // want `j.g.Wait\(\) in BadFlush ends j.ctx for good, even on success: Write goes on with it \(afterwait/kept\)`
}

// GoodFlush waits for the entries of a journal that is renewed.
func (j *Renewed) GoodFlush() error {
	if err := j.g.Wait(); err != nil {
		return err
	}
	j.renew()
	return nil
}

// Renewed is a journal that makes a new group when it is flushed.
type Renewed struct {
	parent context.Context
	g      *errgroup.Group
	ctx    context.Context
}

// NewRenewed returns an empty journal.
func NewRenewed(ctx context.Context) *Renewed {
	j := &Renewed{parent: ctx}
	j.renew()
	return j
}

func (j *Renewed) renew() { j.g, j.ctx = errgroup.WithContext(j.parent) }

// Write writes entries.
func (j *Renewed) Write(entries ...string) {
	for _, e := range entries {
		j.g.Go(func() error { return work.Fetch(j.ctx, e) })
	}
}

// Detached is a journal that writes with a context that nobody ends.
type Detached struct {
	g   *errgroup.Group
	ctx context.Context
}

// NewDetached returns an empty journal.
func NewDetached(ctx context.Context) *Detached {
	g, _ := errgroup.WithContext(ctx)
	return &Detached{g: g, ctx: context.WithoutCancel(ctx)}
}

// Write writes entries.
func (j *Detached) Write(entries ...string) {
	for _, e := range entries {
		j.g.Go(func() error { return work.Fetch(j.ctx, e) })
	}
}

// GoodFlush waits for the entries. Those to come have nothing to do with the
// group's context.
func (j *Detached) GoodFlush() error { return j.g.Wait() }

// Once is a journal that is written to, waited for, and done with.
type Once struct {
	g   *errgroup.Group
	ctx context.Context
}

// NewOnce returns an empty journal.
func NewOnce(ctx context.Context) *Once {
	g, gctx := errgroup.WithContext(ctx)
	return &Once{g: g, ctx: gctx}
}

// Write writes entries.
func (j *Once) Write(entries ...string) {
	for _, e := range entries {
		j.g.Go(func() error { return work.Fetch(j.ctx, e) })
	}
}

// GoodWait is the last thing to be called.
func (j *Once) GoodWait() error { return j.g.Wait() }
