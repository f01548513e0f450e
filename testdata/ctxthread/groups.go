package ctxthread

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadVar declares group and context in a var block.
func BadVar(ctx context.Context, urls []string) error {
	var (
		g, gctx = errgroup.WithContext(ctx)
	)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// BadRequest uses the context of the request, which is the group's parent each
// time that it is asked for.
func BadRequest(r *http.Request, urls []string) error {
	g, gctx := errgroup.WithContext(r.Context())
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(r.Context(), u) // want `parent context r.Context\(\) passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodRequest uses the group's context.
func GoodRequest(r *http.Request, urls []string) error {
	g, gctx := errgroup.WithContext(r.Context())
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	return g.Wait()
}

// mirror keeps a group and both contexts in fields.
type mirror struct {
	group *errgroup.Group
	ctx   context.Context
	gctx  context.Context
}

func newMirror(ctx context.Context) *mirror {
	m := &mirror{ctx: ctx}
	m.group, m.gctx = errgroup.WithContext(ctx)
	return m
}

// BadFields uses the parent that stands in a field.
func BadFields(ctx context.Context, urls []string) error {
	m := newMirror(ctx)
	for _, u := range urls {
		m.add(u)
	}
	return m.group.Wait()
}

func (m *mirror) add(u string) {
	m.group.Go(func() error {
		return work.Fetch(m.ctx, u) // want `parent context m.ctx passed to work.Fetch inside m.group.Go.*\(ctxthread/parent\)`
	})
}

// GoodFields uses the group's, which stands in another.
func GoodFields(ctx context.Context, urls []string) error {
	m := newMirror(ctx)
	for _, u := range urls {
		m.group.Go(func() error { return work.Fetch(m.gctx, u) })
	}
	return m.group.Wait()
}

// enqueue starts a task in g with ctx.
func enqueue(ctx context.Context, g *errgroup.Group, u string) {
	g.Go(func() error { return work.Fetch(ctx, u) })
}

// BadHandedOn hands the group and the parent to a function that starts the
// task. The mistake is made at its call.
func BadHandedOn(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	enqueue(gctx, g, work.Quick)
	for _, u := range urls {
		enqueue(ctx, g, u) // want `parent context ctx passed to enqueue.*\(ctxthread/parent\)`
	}
	return g.Wait()
}

// GoodHandedOn hands over the group and its context.
func GoodHandedOn(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		enqueue(gctx, g, u)
	}
	return g.Wait()
}

// each runs do for every item in a group.
func each[T any](g *errgroup.Group, items []T, do func(T) error) {
	for _, item := range items {
		g.Go(func() error { return do(item) })
	}
}

// BadGeneric starts the tasks through a generic function.
func BadGeneric(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	each(g, urls, func(u string) error {
		return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside each.*\(ctxthread/parent\)`
	})
	return g.Wait()
}

// GoodGeneric uses the group's context.
func GoodGeneric(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	each(g, urls, func(u string) error { return work.Fetch(gctx, u) })
	return g.Wait()
}

// A batch is a group of the house.
type batch struct{ group *errgroup.Group }

func newBatch(ctx context.Context) (*batch, context.Context) {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	return &batch{g}, gctx
}

func (b *batch) Go(task func() error) { b.group.Go(task) }
func (b *batch) Wait() error          { return b.group.Wait() }

// BadHouse uses the parent in a task of a group of the house.
func BadHouse(ctx context.Context, urls []string) error {
	b, bctx := newBatch(ctx)
	b.Go(func() error { return work.Fetch(bctx, work.Quick) })
	for _, u := range urls {
		b.Go(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside b.Go.*group context is bctx.*\(ctxthread/parent\)`
		})
	}
	return b.Wait()
}

// GoodHouse uses that group's context.
func GoodHouse(ctx context.Context, urls []string) error {
	b, bctx := newBatch(ctx)
	for _, u := range urls {
		b.Go(func() error { return work.Fetch(bctx, u) })
	}
	return b.Wait()
}

// BadReassigned uses one variable for two groups, and the parent in the second.
func BadReassigned(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	g, gctx = errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	for _, u := range urls {
		g.Go(func() error {
			return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch inside g.Go.*\(ctxthread/parent\)`
		})
	}
	return g.Wait()
}

// GoodReassigned uses the second group's context in it.
func GoodReassigned(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	g, gctx = errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error { return work.Fetch(gctx, u) })
	}
	return g.Wait()
}

// BadNestedGroup derives the group inside of a task from the parent of the outer
// one.
func BadNestedGroup(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Fails) })
	g.Go(func() error {
		inner, ictx := errgroup.WithContext(ctx) // want `parent context ctx passed to errgroup.WithContext inside g.Go.*\(ctxthread/parent\)`
		for _, u := range urls {
			inner.Go(func() error { return work.Fetch(ictx, u) })
		}
		return inner.Wait()
	})
	return g.Wait()
}

// GoodNestedGroup derives it from the outer group's context.
func GoodNestedGroup(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Fails) })
	g.Go(func() error {
		inner, ictx := errgroup.WithContext(gctx)
		for _, u := range urls {
			inner.Go(func() error { return work.Fetch(ictx, u) })
		}
		return inner.Wait()
	})
	return g.Wait()
}

// patient is a group whose tasks all run to their end: it ends no context.
type patient struct{ g errgroup.Group }

func newPatient(ctx context.Context) (*patient, context.Context) { return &patient{}, ctx }

func (p *patient) Go(task func() error) { p.g.Go(task) }
func (p *patient) Wait() error          { return p.g.Wait() }

// GoodNothingEnds uses the parent, which such a group hands out again.
func GoodNothingEnds(ctx context.Context, l *work.Ledger) error {
	g, gctx := newPatient(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Fails) })
	g.Go(func() error { return l.Write(ctx, "entry") })
	return g.Wait()
}
