// Package house is what a code base has of its own around groups.
package house

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Finish waits for the tasks of g.
func Finish(g *errgroup.Group, what string) error {
	if err := g.Wait(); err != nil {
		return err
	}
	return nil
}

// FinishUnless waits for the tasks of g unless it is told not to.
func FinishUnless(skip bool, g *errgroup.Group) error {
	if skip {
		return nil
	}
	return g.Wait()
}

// NewGroup returns an errgroup that runs four tasks at a time.
func NewGroup(ctx context.Context) (*errgroup.Group, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	return g, ctx
}

// A Crew is a group of the house. Its Wait is the errgroup's.
type Crew struct{ eg *errgroup.Group }

// NewCrew returns a crew and the context that its Wait ends.
func NewCrew(ctx context.Context) (*Crew, context.Context) {
	eg, ctx := errgroup.WithContext(ctx)
	return &Crew{eg}, ctx
}

// Go runs task.
func (c *Crew) Go(task func() error) { c.eg.Go(task) }

// Wait waits for the tasks and ends the context of the crew.
func (c *Crew) Wait() error { return c.eg.Wait() }

// A Staff is a group whose Wait leaves its context alone: there is more to come.
type Staff struct {
	eg errgroup.Group
}

// NewStaff returns a staff and the context in which it works.
func NewStaff(ctx context.Context) (*Staff, context.Context) { return new(Staff), ctx }

// Go runs task.
func (s *Staff) Go(task func() error) { s.eg.Go(task) }

// Wait waits for the tasks.
func (s *Staff) Wait() error { return s.eg.Wait() }

// Detach returns a context with the values of ctx that does not end with it.
func Detach(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
