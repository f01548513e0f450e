package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestUnsettled runs the exhibits of panicrecover/unsettled.
func TestUnsettled(t *testing.T) {
	proof.Show(t, proof.Hang, broken,
		BadDone, GoodDone,
		BadClose, GoodClose,
		BadSend, GoodSend, GoodSendElsewhere,
		GoodToldClose, BadToldLog,
		BadFeed, GoodImpatient, GoodOtherCloser, GoodTurnedAway,
	)
	proof.Show(t, proof.Hang, fine, GoodRethrown)
	proof.Show(t, proof.Failure, broken, BadLock, GoodLock)
}
