package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestCancels runs the exhibits whose goroutines have ended when they return.
func TestCancels(t *testing.T) {
	proof.Show(t, proof.Orphan, proof.Direct,
		GoodCancelField, GoodCancelClosure, GoodCancelHandle,
		GoodCancelVariable, GoodCancelParameter, GoodCancelDeferred,
	)
}
