package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestHalfGuarded runs the exhibits whose receivers leave at a failure, or
// because they have something else to do.
func TestHalfGuarded(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Quick, work.Quick),
		BadLastError, GoodLastError, GoodLastErrorTaken,
		BadSubscription, BadQuit, GoodQuit, BadRelay,
		GoodActor, GoodClerk, GoodStays, GoodJoinedDrain, GoodHub, GoodPush, GoodDrop, GoodOnce,
		GoodMeter, BadMeter, GoodFerry, GoodBothClosed, GoodRetrier,
	)
}

// TestHalfGuardedLong runs those that have something else to do for an hour.
func TestHalfGuardedLong(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Quick, work.Slow),
		BadUpdates, GoodUpdates, BadKeyring, GoodKeyring, BadBell, GoodGong, BadDownload, GoodDownload,
	)
}

// TestHalfGuardedEarly runs those that fail beside the goroutine.
func TestHalfGuardedEarly(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Quick, work.Fails), BadRelayGroup, BadRelayGeneric)
}
