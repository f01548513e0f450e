package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestFuture: the reference runtime does not take nil for an error.
func TestFuture(t *testing.T) {
	proof.Show(t, proof.Panics("nil error given to Reject"), proof.Direct,
		BadFuture, BadFutureJoined, BadFuturePassedOn, GoodFuture, GoodFutureSettled, GoodFutureRejected)
}

// TestFutureMisleads: what says nothing is an error to it as any other.
func TestFutureMisleads(t *testing.T) {
	proof.Show(t, proof.MisleadingFailure, proof.Direct, BadFutureTyped, BadFutureWrapped, GoodFutureWrapped)
}
