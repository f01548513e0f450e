package orphan

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// asking makes a program of an exhibit that asks hosts.
func asking(hosts ...string) func(func(context.Context, []string) error) proof.Program {
	return func(f func(context.Context, []string) error) proof.Program {
		return func(ctx context.Context) error { return f(ctx, hosts) }
	}
}

// TestAbandonedSendLate runs the exhibits that do not wait for what is slow.
func TestAbandonedSendLate(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Slow, work.Quick),
		BadTimeout, GoodTimeout, GoodTimeoutTaken, GoodTimeoutDeferred, GoodTimeoutWatched, GoodTimeoutTried, GoodTimeoutClosed,
		BadDeadline,
		GoodEither, GoodSendAndReturn,
		BadFailures, GoodFailures,
		BadDialogue,
	)
}

// TestAbandonedSendEarly runs those that stop at a failure, with more to come.
func TestAbandonedSendEarly(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Quick, work.Quick),
		BadTwoResults, GoodTwoResults,
		BadBetween, GoodBetween, GoodBetweenTaken, GoodBetweenBefore, GoodBetweenDeferred, GoodBetweenLeft,
		BadFirst, GoodFirst, GoodBoth,
		BadInOrder, GoodInOrder, BadTwice, GoodTwice, BadEither,
		BadReader, GoodReader,
		BadRange, GoodRange, GoodRangeRest, GoodRangeDeferred, GoodRangeCallee, GoodRangeRoom,
		BadCallback, GoodCallback,
		GoodFanInRoom, GoodFanInAll, GoodFanInCount, GoodFanInStarted, BadFanInRoom, BadFanInTwice,
		GoodClosedWhenDone,
		GoodWaitGroup, GoodWaitGroupRoom, BadGroup, GoodGroup, BadConc, BadSometimes,
		GoodSlots, GoodSlotsInside, GoodTokens, GoodOtherReceiver,
	)
}

// TestAbandonedSendFailures runs those that stop at the first failure of several.
func TestAbandonedSendFailures(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Fails, work.Slow),
		BadUntilError, GoodUntilError, BadFanIn, BadClosedWhenDone, BadWaitGroup,
	)
}
