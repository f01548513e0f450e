package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestIneffective runs the exhibits of panicrecover/ineffective.
func TestIneffective(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken,
		BadDeferred, GoodDeferredTwice,
		BadHelperCalled, GoodHelper,
		BadMethodCalled, GoodMethodValue,
		BadLiteral, BadNotDeferred,
		GoodCleanUp, GoodChecked,
	)
}
