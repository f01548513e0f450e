package ctxthread

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestTold runs the exhibits that use the parent when the group is over: what
// they write must be written.
func TestTold(t *testing.T) {
	proof.Show(t, proof.Failure, written, GoodToldByDone, GoodBegun, GoodToldBySelect, GoodToldPerhaps,
		GoodToldHelper, GoodBothContexts, GoodOwnFailure, GoodNothingEnds)
	proof.Show(t, proof.Failure, writtenOver(work.Fails, work.Slow), GoodToldByError, GoodOutcome)
	proof.Show(t, proof.LateCancel, failsBesideSlow, BadNotTold, BadNextStep)
}

// TestLeftBehind runs those whose tasks start goroutines.
func TestLeftBehind(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow, GoodLeftBehind, GoodWatcher, GoodStopped, GoodParentEnded, BadWaitedFor)
	proof.Show(t, proof.DeadContext, over(work.Quick), GoodKept, GoodSubscribed)
}
