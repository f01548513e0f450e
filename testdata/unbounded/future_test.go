package unbounded

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestFuture runs the exhibits with the reference runtime over a thousand
// elements.
func TestFuture(t *testing.T) {
	proof.Show(t, wide, overMany,
		BadFutureGo, GoodFutureCollect, GoodFutureForEach, BadFutureTraced,
		BadFutureGroup, BadFutureOptions, BadFutureTryGo,
		GoodFutureLimit, GoodFutureTryGo, GoodFutureGiven, GoodFutureChosen,
		GoodFutureHedge, GoodFutureLazy, GoodFutureMap,
		GoodFutureFlight, BadFutureFlight, GoodFutureAwaited,
	)
}

// TestFutureRefuses runs those whose first task fails: no loop need ask whether
// it has.
func TestFutureRefuses(t *testing.T) {
	proof.Show(t, proof.Failure, startsInVain, GoodFutureRefused, GoodFutureEachRefused)
}
