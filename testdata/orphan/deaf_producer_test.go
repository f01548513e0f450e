package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestDeafProducer runs the exhibits whose producers have more to give than is
// taken.
func TestDeafProducer(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Quick, work.Quick, work.Quick, work.Quick),
		BadPages, GoodPages, GoodContents, GoodPagesRoom, GoodFewPages,
		BadDecode, GoodDecode, GoodDecodeAll,
		BadWatcher, GoodObserver,
		BadEach,
		BadProducerGroup, GoodProducerGroup, BadProducerConc,
		GoodConsumed, GoodConsumedRest, GoodOneSend, GoodJournal, GoodWorkers, GoodTimer,
	)
}

// TestDeafProducerFailure runs those whose receivers leave at a failure.
func TestDeafProducerFailure(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Quick, work.Quick), BadBeside, GoodBeside, BadCrier)
}
