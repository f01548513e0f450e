package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestHouse: promises that are known by what they do behave as the libraries'.
func TestHouse(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, proof.Direct,
		BadEmbedded, BadMethodValue, BadSlot, GoodSlot, BadLatch, GoodLatch, BadRejected, GoodRejected, BadHanded, GoodHanded,
		BadPassedOn, BadAll, GoodAll, BadAtomic, GoodAtomic, GoodCareful, GoodCarefulLate,
		BadInterface, GoodInterface)
}

// TestNilMeansWell: where nil is the good end, all is well.
func TestNilMeansWell(t *testing.T) {
	proof.Show(t, proof.Failure, proof.Direct,
		GoodPassedOn, GoodSettle, GoodFinish, GoodOnlyEnd, GoodEnded, GoodSetNil, GoodSession, GoodPipe, GoodCancel, GoodOther)
}

// TestStrict: a promise that looks at its error panics.
func TestStrict(t *testing.T) {
	proof.Show(t, proof.Panics("rejected without an error"), proof.Direct, BadStrict, GoodStrict)
}
