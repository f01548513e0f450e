package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestSaid runs the exhibits that know by directives what fails a promise.
func TestSaid(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, proof.Direct, BadSaid, GoodSaid, BadSaidByName, GoodSaidEnd)
}
