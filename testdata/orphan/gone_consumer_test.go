package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestGoneConsumer runs the exhibits that are given more than they can use: the
// first thing that they receive is one that fails.
func TestGoneConsumer(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Quick, work.Quick, work.Quick),
		BadConsumer, GoodConsumer, GoodConsumerRest, GoodConsumerDefer, GoodConsumerDrain,
		GoodConsumerGoroutine, GoodConsumerLater,
		BadConsumerBreak, BadConsumerOpen, GoodConsumerOpen, BadConsumerMethod, GoodConsumerMethod,
		BadConsumerTimer, BadConsumerQuit, GoodConsumerDone,
		BadConsumerStage, BadConsumerYield,
		BadConsumerBackground, GoodConsumerCancel, GoodConsumerParent, GoodConsumerStop,
		GoodConsumerRoom, GoodConsumerOnce, GoodConsumerLast, GoodConsumerSentinel, GoodConsumerCounted,
		BadConsumerWithout, BadConsumerTask, GoodConsumerTasks, GoodConsumerWorkers, GoodConsumerCheck, GoodConsumerErr, GoodConsumerFlush,
		GoodConsumerUnknown, GoodConsumerHandedOn,
	)
}
