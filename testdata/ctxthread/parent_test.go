package ctxthread

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestParent runs the exhibits whose tasks use one context or the other: a task
// that is not told of the first error goes on for an hour.
func TestParent(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadLiteral, GoodLiteral, GoodShadow, GoodOverwritten,
		BadTryGo, GoodTryGo, BadSecondStep, BadTwice,
		GoodAfterWait, GoodBetween, BadLoopCopy,
	)
	proof.Show(t, proof.LateCancel, proof.Direct, GoodSingle)
}

// TestBodies runs those that differ in how a task is written.
func TestBodies(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadConstructor, GoodConstructor,
		BadMethodValue, GoodMethodValue,
		BadMethodCall, GoodMethodCall, BadBoundMethod,
		BadLocalFunction, GoodLocalFunction,
		BadWrapped, GoodWrapped,
		BadNested, GoodNested,
	)
}

// TestGroups runs those that differ in where the group comes from.
func TestGroups(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadVar,
		BadFields, GoodFields,
		BadHandedOn, GoodHandedOn,
		BadGeneric, GoodGeneric,
		BadHouse, GoodHouse,
		BadReassigned, GoodReassigned,
	)
	proof.Show(t, proof.LateCancel, requested, BadRequest, GoodRequest)
	proof.Show(t, proof.LateCancel, over(work.Slow), BadNestedGroup, GoodNestedGroup)
}

// TestSpawns runs those that differ in how a task is started.
func TestSpawns(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadStart, GoodStart,
		BadStartNamed, GoodStartNamed,
		BadCrew, GoodCrew,
		BadSpawnExpression, GoodSpawnExpression,
		BadMethodExpression, GoodMethodExpression,
		BadGenericMethod, GoodGenericMethod,
		BadShared, GoodShared, BadSpawnedAgain,
		BadBatches, GoodBatches,
	)
	proof.Show(t, proof.Failure, written, GoodBesideGroup)
}

// TestConsumers runs those that differ in what the context is handed to.
func TestConsumers(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadInterface, GoodInterface,
		BadParameter, GoodParameter,
		BadOutgoing, GoodOutgoing,
		BadGoroutine, GoodGoroutine,
		GoodMerged,
	)
	proof.Show(t, proof.LateCancel, requested, GoodProxied)
}

// TestLineage runs those that differ in where the context comes from.
func TestLineage(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadTimeout, GoodTimeout,
		BadValue, GoodValue,
		BadWait, GoodWait,
		BadNamedType,
		GoodPlainClone,
		BadReassignedContext, GoodReassignedContext,
	)
	proof.Show(t, proof.LateCancel, over(work.Quick, work.Fails, work.Slow), GoodEither)
	proof.Show(t, proof.LateCancel, within, GoodOtherRoot)
}

// TestObserved runs those that observe what they do.
func TestObserved(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadLabels, GoodLabels, GoodLabelsAround, GoodLabelsOnly,
		BadTask, GoodTask, GoodRegion,
	)
}

// TestQuiet runs those that hand the parent to what does not wait for it.
func TestQuiet(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		GoodSlog, GoodOwnLogger, GoodOtherLogger, GoodIgnored,
		GoodPoll, GoodCause, GoodPollNow,
	)
}

// TestDetached runs those that need the parent: with the group's context what
// they write would not be written, and what they open would be dead.
func TestDetached(t *testing.T) {
	proof.Show(t, proof.Failure, written,
		GoodBackground, GoodTODO, GoodWithoutCancel, GoodAlias, GoodOwnEnd,
		GoodDeferred, GoodDeferredCall, GoodRelease,
	)
	proof.Show(t, proof.Failure, writtenOver(work.Fails, work.Quick), GoodNeverFails)
	proof.Show(t, proof.DeadContext, over(work.Quick), GoodCalls, GoodSubscription)
	proof.Show(t, proof.DeadContext, drained, GoodStream, GoodIndexed, GoodTypeParameter)
}

// TestPools runs those with pools of package conc.
func TestPools(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadPool, GoodPool, BadPoolSettings, BadPoolLater,
		BadResultPool, GoodResultPool,
	)
	// What goes on after an error is meant to.
	proof.Show(t, proof.Failure, written,
		GoodPoolGoesOn, GoodPoolFirstError, GoodPoolErrors, GoodResultPoolGoesOn,
	)
}

// TestLibraries runs those with other libraries.
func TestLibraries(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow, GoodPondAsked, GoodElsewhere)
}
