package main

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestCommand runs the commands as if they were not the last thing that their
// process does.
func TestCommand(t *testing.T) {
	proof.Show(t, proof.Leak, func(f func(context.Context, []string) error) proof.Program {
		return func(ctx context.Context) error { return f(ctx, []string{work.Slow}) }
	}, BadCommand, GoodCommand)
}
