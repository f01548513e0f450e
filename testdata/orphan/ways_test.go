package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestWays runs the exhibits whose ways decide what is owed: of what they ask the
// first fails.
func TestWays(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Quick),
		GoodRecovered, GoodPool, GoodActive, GoodFlag, GoodLeft, GoodOneAtATime, GoodLetters, GoodTicket,
		GoodToldByResult, GoodRangeFunc, GoodRangeReceives,
	)
}
