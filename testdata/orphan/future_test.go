package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestFuture runs the exhibits with the reference runtime: what it starts it ends
// and waits for, and what work starts by itself it knows nothing of.
func TestFuture(t *testing.T) {
	proof.Show(t, proof.Leak, proof.Direct,
		BadFutureForEach, GoodFutureForEach, BadFutureTask, GoodFutureTask,
		BadFutureSent, GoodFutureAwaited, GoodFutureResolved,
		GoodFutureRaced, GoodFutureSettledAll, GoodFutureShared, GoodFutureContinued,
		BadFutureStopped, GoodFutureStopped,
	)
}

// TestFutureUnwaited runs those that start what takes an hour.
func TestFutureUnwaited(t *testing.T) {
	proof.Show(t, proof.Orphan, proof.Direct,
		BadFutureUnwaited, GoodFutureWaited, GoodFutureDetached, BadFutureDetached,
		GoodFutureRaced, GoodFutureSettledAll, GoodFutureShared,
	)
}
