package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestLibraries: the write ends of known libraries take nil for success.
func TestLibraries(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, proof.Direct,
		BadFailure, GoodFailure, BadEmbeddedFailure, BadMo, BadMoDeferred, GoodMo, GoodMoThen)
}
