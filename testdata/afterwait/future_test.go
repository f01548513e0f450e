package afterwait

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestFuture runs the exhibits with the reference runtime, whose groups give their
// context to tasks alone: to use it after Wait it has to be taken out of one.
func TestFuture(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadFutureEscape, GoodFutureGroup, BadFutureAwait, GoodFutureAwait,
		GoodFutureSecondGroup, GoodFutureForEach, GoodFutureFirst,
		GoodFutureSettled, BadFutureCancelled, BadFutureStarted, BadFutureMade,
	)
}
