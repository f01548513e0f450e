// Package tasks starts tasks in a group whose own source tells what becomes of a
// panic.
package tasks

import "golang.org/x/sync/errgroup"

func All(fs []func() error) error {
	var g errgroup.Group
	for _, f := range fs {
		g.Go(f) // want `^crashes$`
	}
	return g.Wait()
}
