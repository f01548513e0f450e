package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/pledge"
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

// TestWritten is what tests of promises look like: they write nil to see what
// comes of it.
func TestWritten(t *testing.T) {
	p := pledge.New[string]()
	p.Reject(nil)
	if _, err := p.Await(t.Context()); err != nil {
		t.Error(err)
	}
}
