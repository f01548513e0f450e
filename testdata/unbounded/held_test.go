package unbounded

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestHeld runs those that start a task if few run, or none.
func TestHeld(t *testing.T) {
	proof.Show(t, wide, overMany,
		GoodTryRoom, BadTryNothing, GoodTally, BadTally, GoodAtomicTally,
		GoodLatch, GoodSwapped, GoodOnce, BadUntilClosed, BadTold, BadPut, BadClosed, BadInsideMethods,
	)
	proof.Show(t, wide, overTree, BadInsideWalk)
}
