package unbounded

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// A logbook notes what tasks do.
type logbook struct {
	failed atomic.Bool
	late   atomic.Int64 // tasks that began when one had failed
}

func (l *logbook) begin() {
	if l.failed.Load() {
		l.late.Add(1)
	}
}

func (l *logbook) end(err error) error {
	if err != nil {
		l.failed.Store(true)
	}
	return err
}

// BadDeaf goes on to start tasks when one has failed.
func BadDeaf(ctx context.Context, ids []string, l *logbook) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, id := range ids {
		g.Go(func() error { // want `g.Go goes on to start tasks when one has failed.*\(unbounded/deaf-loop\)`
			l.begin()
			return l.end(work.Fetch(gctx, id))
		})
	}
	return g.Wait()
}

// GoodHearing asks first.
func GoodHearing(ctx context.Context, ids []string, l *logbook) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, id := range ids {
		if gctx.Err() != nil {
			break
		}
		g.Go(func() error {
			l.begin()
			return l.end(work.Fetch(gctx, id))
		})
	}
	return g.Wait()
}

// GoodTaskAsks has tasks that ask before they do anything.
func GoodTaskAsks(ctx context.Context, ids []string, l *logbook) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, id := range ids {
		g.Go(func() error {
			if err := gctx.Err(); err != nil {
				return err
			}
			l.begin()
			return l.end(work.Fetch(gctx, id))
		})
	}
	return g.Wait()
}

// GoodAtOnce has tasks that do nothing without the group's context: those that
// begin in vain end at once.
func GoodAtOnce(ctx context.Context, ids []string, l *logbook) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, id := range ids {
		g.Go(func() error { return l.end(work.Fetch(gctx, id)) })
	}
	return g.Wait()
}
