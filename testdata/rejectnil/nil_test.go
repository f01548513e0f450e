package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestNil: what was to fail looks like success to the one who awaits it.
func TestNil(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, proof.Direct,
		BadLiteral, GoodLiteral, BadTested, GoodTested, BadReturned, GoodReturned, BadSwitch, GoodSwitch, GoodMerge,
		BadReassigned, GoodReassigned, GoodShadowed, BadDeferred, GoodDeferred, BadDeferredTest, GoodRetried, GoodDeferredTest, BadCaptured, GoodCaptured,
		GoodStoredByLiteral, GoodAddress, GoodLoop, BadLoop, BadJoin, GoodJoin, BadWrap, BadCombine, GoodErrorf,
		BadAnnotated, GoodAnnotated, GoodStub, GoodIs, BadRecovered, GoodRecovered, BadClosed, GoodReceived, BadConditional, GoodConditional,
		BadField, GoodField)
}
