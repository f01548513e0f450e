package required

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestUnjoined runs the exhibits of orphan/unjoined, which start what takes an
// hour.
func TestUnjoined(t *testing.T) {
	proof.Show(t, proof.Orphan, proof.Direct,
		BadUnjoined, BadUnjoinedUnheard, GoodUnjoined, GoodUnjoinedCounted, GoodUnjoinedResult,
	)
	proof.Show(t, proof.Orphan, func(f func(context.Context) <-chan error) proof.Program {
		return func(ctx context.Context) error { return <-f(ctx) }
	}, GoodUnjoinedPassed)
}
