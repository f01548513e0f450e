package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestUnsafeFuture runs the exhibits of panicrecover/unsafe-future.
func TestUnsafeFuture(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken,
		BadFuture, GoodFuture,
		BadMap, BadFlatMap, BadRace, BadRaceNow, BadChannel, BadBatch,
		GoodTicker,
	)
}
