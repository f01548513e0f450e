package ctxthread

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestProducer runs the exhibits that feed two workers: both fail, and there is
// more to come.
func TestProducer(t *testing.T) {
	proof.Show(t, proof.Hang, over(work.Fails, work.Fails, work.Quick, work.Quick),
		BadSend, GoodSend,
		BadSendOrParent, BadSendHelper, GoodSendOverwritten, GoodSendEither, GoodSendTimeout,
		BadSendClosure, GoodSendNow, GoodSendPatience, BadSendPool, GoodSendPool,
		BadBuffered, GoodBuffered,
		GoodTireless, GoodDraining, GoodTaskProducer, GoodOutsideReceiver,
		BadField, GoodField,
		BadAcquire, GoodAcquire, GoodAcquireOverwritten, GoodReleased, GoodOptional,
		BadSlots, GoodSlots, GoodSlotsAtOnce, GoodReleasedAtOnce,
		GoodDiscarding, GoodOneTireless, GoodRoom,
	)
}

// TestEarlyReturn runs those that return before there is anything to do.
func TestEarlyReturn(t *testing.T) {
	proof.Show(t, proof.Leak, indexed, BadEarlyReturn, GoodEarlyReturn, GoodEarlyStart, GoodEarlyStop)
}
