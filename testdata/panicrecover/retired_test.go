package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestRetired runs the exhibits of panicrecover/retired.
func TestRetired(t *testing.T) {
	proof.Show(t, proof.Hang, broken,
		BadWorker, GoodWorker,
		BadInbox, GoodKeeper, GoodOnce,
	)
}
