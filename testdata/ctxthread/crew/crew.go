// Package crew starts tasks in groups on behalf of the exhibits, as the packages
// do that a house puts around errgroup.
package crew

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Start starts the task in g.
func Start(g *errgroup.Group, task func() error) { g.Go(task) }

// Named returns a task that says what it was when it fails.
func Named(name string, task func() error) func() error {
	return func() error {
		if err := task(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}
}

// Each calls do for every item, all at the same time. The context that it hands
// over ends at the first error.
func Each[T any](ctx context.Context, items []T, do func(context.Context, T) error) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, item := range items {
		g.Go(func() error { return do(gctx, item) })
	}
	return g.Wait()
}

// Walk calls do for one item after the other, until the first error.
func Walk[T any](ctx context.Context, items []T, do func(context.Context, T) error) error {
	for _, item := range items {
		if err := do(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

// A Crew is a group whose tasks have names.
type Crew struct{ group *errgroup.Group }

// New returns a crew, and the context that ends when one of its tasks fails.
func New(ctx context.Context) (*Crew, context.Context) {
	g, gctx := errgroup.WithContext(ctx)
	return &Crew{g}, gctx
}

// Go starts a task.
func (c *Crew) Go(name string, task func() error) { c.group.Go(Named(name, task)) }

// Wait waits for the tasks and returns the first error.
func (c *Crew) Wait() error { return c.group.Wait() }
