package afterwait

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

func TestDerived(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadOverwritten, GoodOwnName, BadWrongName, GoodShadowed, BadTwice,
		BadTimeout, BadValue, GoodValueOfParent,
		BadSelect, GoodSelect,
		BadLiteral, BadEarlierLiteral, GoodEarlierLiteral,
		GoodOtherBranch, BadBothBranches, GoodBeforeWait, GoodDeferredWait,
		GoodFresh, GoodPerhaps, GoodPlain, GoodOtherGroup, BadInner,
	)
}

func TestRebuilt(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadSecondGroup, GoodSecondGroup, GoodSameNames,
		BadLoop, GoodLoop, GoodLoopOnce, BadRound, GoodNewEachRound,
		BadReused, BadReusedTask, GoodReused, BadReusedLoop, GoodWaitPerhaps,
		GoodInParallel, GoodReplaced, GoodWhenFull,
	)
}

func TestDeferred(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadDeferred, GoodDeferred, BadDeferredLiteral, GoodDeferredOnFailure,
		GoodDeferredNoWait, GoodDeferredDetached, GoodDeferredBefore,
	)
}

func TestFields(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadField, BadUsingMethod, BadWaitingMethod, BadStartingMethod,
		GoodTwoSinks, GoodRestart, GoodCycle, BadNoRestart,
		GoodTwoContexts, GoodNothingStarted, GoodRarely,
		GoodEachSink, GoodChain, GoodEnsured, BadSinkEachRound,
		GoodRelay, BadRelay, GoodRotate,
	)
	proof.Show(t, proof.DeadContext, ofSink, (*sink).BadClose, (*sink).GoodClose)
}

// ofSink makes a program of a method by giving it a new sink.
func ofSink(f func(*sink, context.Context) error) proof.Program {
	return func(ctx context.Context) error { return f(newSink(ctx), ctx) }
}

func TestWaits(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadWaitFunction, BadOtherWaitFunction, GoodWaitsPerhaps,
		BadHouseGroup, BadHouseType, GoodHouseType, BadOwnMaker, GoodOwnMaker,
		BadInside, GoodElsewhere, GoodBaseContext,
	)
}

func TestPools(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadPoolEscape, GoodPool, GoodErrorPool,
		BadPondGroup, GoodPondGroup, GoodPond2Group,
	)
}

func TestQuiet(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		GoodLog, GoodState, GoodPoll, GoodIgnored, GoodDetached, GoodLate,
		GoodDetachingCallee, BadDerivingCallee,
		GoodPollingCallee, BadWaitingCallee, GoodInstrument,
	)
}

func TestCanceled(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		GoodOwnVariable,
		BadCancelled, GoodCancelled, GoodCancelDeferred, GoodBranch, GoodClosure,
		GoodOnPurpose, GoodWaited, GoodEachRound, BadEachRound, BadNested,
		GoodOther, GoodRestarted, GoodLogged,
	)
}

// A flusher writes entries and flushes them.
type flusher interface{ Write(entries ...string) }

// twice makes a program of a Flush: it writes, flushes, and does so again.
func twice[F flusher](open func(context.Context) F) func(func(F) error) proof.Program {
	return func(flush func(F) error) proof.Program {
		return func(ctx context.Context) error {
			f := open(ctx)
			for range 2 {
				f.Write(work.Quick, work.Quick)
				if err := flush(f); err != nil {
					return err
				}
			}
			return nil
		}
	}
}

func TestKept(t *testing.T) {
	proof.Show(t, proof.DeadContext, twice(NewJournal), (*Journal).BadFlush)
	proof.Show(t, proof.DeadContext, twice(NewRenewed), (*Renewed).GoodFlush)
	proof.Show(t, proof.DeadContext, twice(NewDetached), (*Detached).GoodFlush)
	once := func(wait func(*Once) error) proof.Program {
		return func(ctx context.Context) error {
			j := NewOnce(ctx)
			j.Write(work.Quick)
			return wait(j)
		}
	}
	proof.Show(t, proof.DeadContext, once, (*Once).GoodWait)
}

func TestFixes(t *testing.T) {
	proof.Show(t, proof.DeadContext, proof.Direct,
		BadFixedPaths, BadFixedBlock, BadNotFixedReassigned,
		BadNotFixedCaptured, BadNotFixedTaken, BadNotFixedUnused,
		BadNotFixedShadow, BadNotFixedType,
	)
}
