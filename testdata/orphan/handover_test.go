package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestHandover runs the exhibits whose channels are handed over: of what they ask
// the first fails.
func TestHandover(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Quick, work.Quick),
		GoodStillServed, BadStillServed, GoodAsked, GoodInquiry, GoodGauge, BadGauge, GoodBacklog, GoodFirstOnly, BadFirstOnly, GoodSource, BadSource,
		GoodPipeline, BadPipeline, GoodStock, BadStock, GoodCaptured, GoodRecheck, BadRecheck, BadPurse,
	)
}
