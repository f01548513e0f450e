package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestAbandonedFields runs the exhibits whose senders or channels stand
// elsewhere: what they ask first is slow, and they wait no longer than a minute.
func TestAbandonedFields(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Slow, work.Fails),
		BadNamed, GoodNamed, GoodNamedTwice, BadNamedTwice, GoodNamedTaken,
		BadHelper, GoodHelper, GoodReceivedByCallee,
		BadVariable, BadPassed, BadReassigned, GoodReassigned, GoodConstant, BadGeneric,
		BadStruct, GoodStruct, BadMethod, BadMethodValue, GoodMethodValue,
		BadFuture, GoodFuture, BadState, BadStart, GoodTakenByCaller, GoodTakenAtOnce,
		BadReply, GoodReply, GoodReplyRoom,
		BadManager,
		GoodCollected, GoodNil, GoodLock, GoodShelf, GoodJoined,
	)
}

// TestAbandonedElsewhere runs those whose channel is somebody else's business.
func TestAbandonedElsewhere(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Quick), GoodEscapes, GoodExported)
}
