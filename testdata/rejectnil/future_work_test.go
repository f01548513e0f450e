package rejectnil

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestFutureWork runs work of the reference runtime that fails, and whoever waits
// is to hear of it.
func TestFutureWork(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, proof.Direct,
		BadFutureDropped, GoodFutureReturned, BadFutureGroupDropped, BadFutureForEachDropped,
		BadFutureLazyDropped, BadFutureFlightDropped, BadFutureTracedDropped, GoodFutureRecovered,
	)
}

// TestFutureResults: Reject takes no nil, Settle does.
func TestFutureResults(t *testing.T) {
	proof.Show(t, proof.Panics("nil error given to Reject"), proof.Direct,
		BadFutureResult, GoodFutureOnDone, GoodFutureSettleNil)
}

// TestFutureSettled: what says nothing is an error to Settle too.
func TestFutureSettled(t *testing.T) {
	proof.Show(t, proof.MisleadingFailure, proof.Direct,
		BadFutureSettleTyped, GoodFutureSettleTyped, BadFutureSettleWrapped)
}
