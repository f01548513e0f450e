package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestWrappedNil: the awaiter gets an error that names no cause.
func TestWrappedNil(t *testing.T) {
	proof.Show(t, proof.MisleadingFailure, proof.Direct,
		BadWrapped, BadWrappedOther, BadWrappedVariable, BadWrappedLiteral, GoodWrapped, GoodWrappedMaybe, GoodPrinted, GoodNumbered)
}
