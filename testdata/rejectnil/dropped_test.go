package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestDropped: a task has failed, and whoever waits sees success.
func TestDropped(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, proof.Direct, BadDropped, GoodDropped, BadDroppedValue, BadDroppedElse, BadDroppedMethod)
}

// TestDroppedWell: where the error is dealt with, success is what is meant.
func TestDroppedWell(t *testing.T) {
	proof.Show(t, proof.Failure, proof.Direct,
		GoodLogged, GoodCounted, GoodRecorded, GoodOuter, GoodCompared, GoodEOF, GoodNotThere, GoodStopped, GoodOnPurpose, GoodAnswer)
}
