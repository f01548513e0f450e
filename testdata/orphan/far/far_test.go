package far

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestFar runs the exhibits that have another package send and receive: what they
// ask first is slow, and what they ask then fails.
func TestFar(t *testing.T) {
	proof.Show(t, proof.Leak, func(f func(context.Context, []string) error) proof.Program {
		return func(ctx context.Context) error { return f(ctx, []string{work.Slow, work.Fails}) }
	},
		BadFarSend, BadFarSends, GoodFarReceive, GoodFarDrain, GoodFarRoom,
	)
}
