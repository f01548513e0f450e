package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestLost runs the exhibits of panicrecover/lost.
func TestLost(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, broken,
		BadResult, GoodResult,
		BadNamedResult, GoodPessimist, GoodBestEffort, GoodAnswered,
		BadTask, GoodTask,
		BadClosed, GoodClosed,
		BadSlots, GoodSlots, GoodKept,
		BadCause, GoodTried,
		BadHidden, GoodShown,
	)
	proof.Show(t, proof.MisleadingFailure, broken, BadWraps, GoodWraps)
}
