package unbounded

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestSize runs the exhibits that go through a thousand elements.
func TestSize(t *testing.T) {
	proof.Show(t, wide, overMany,
		BadGo, BadGroup, GoodGroup, BadWaitGroup,
		BadIndex, BadCount, BadUnlimited, BadMap, BadFiltered, BadSorted, BadNested,
		GoodBatches, GoodWaves, GoodShares, GoodStrides, GoodCut, GoodCutBelow, GoodFirst, GoodOne, GoodRefused,
		GoodLockstep, GoodWorkers, GoodFewerWorkers, GoodFull, GoodLiteral, GoodConstant,
	)
}

// TestLimits runs those that differ in what bounds them.
func TestLimits(t *testing.T) {
	proof.Show(t, wide, overMany,
		GoodSemaphore, GoodSlots, GoodSlotsOrDone, GoodTokens, GoodGate, GoodOptional,
		GoodMade, GoodConfigured, GoodField, BadField,
	)
}

// TestSources runs those that differ in where the data comes from.
func TestSources(t *testing.T) {
	proof.Show(t, wide, overTree, BadReadDir, BadWalk, GoodWalk, BadCollected, BadListed)
	proof.Show(t, wide, overText, BadDecoded, BadScanner)
	proof.Show(t, wide, overMany, BadRequest)
	proof.Show(t, wide, overChannel, BadReceived)
	proof.Show(t, wide, overGraph, BadFed)
}

// TestUnsized runs those whose size no name tells.
func TestUnsized(t *testing.T) {
	proof.Show(t, wide, overGraph, BadRecursion)
	proof.Show(t, wide, overMany, BadLinks, BadReplicas, BadFields, BadFollowed)
	proof.Show(t, wide, overText, BadWords, BadConfigured)
}

// TestGroups runs those whose groups and tasks come from elsewhere.
func TestGroups(t *testing.T) {
	proof.Show(t, wide, overMany,
		BadHanded, GoodHanded, BadHandedOn, BadHouse, GoodHouse, GoodVisit, GoodBand, BadBand, GoodParty, GoodBeside, BadEach,
		GoodMadeElsewhere, BadMadeElsewhere, BadStarter, GoodStarter,
		BadLocal, BadMethod, BadGeneric, BadTasks,
	)
}

// TestLibraries runs those that use other libraries.
func TestLibraries(t *testing.T) {
	proof.Show(t, wide, overMany,
		BadConcPool, GoodConcPool, GoodConcLater, BadConcResults, BadConcGroup, GoodConcIter,
		GoodPond, BadPond, GoodPondV1, GoodAnts, BadAnts,
	)
}

// TestSham runs those with a semaphore that may bound nothing.
func TestSham(t *testing.T) {
	proof.Show(t, wide, overMany, BadSham, BadShamReplicas, GoodElse)
	proof.Show(t, wide, overTree, BadShamCallback, BadShamDeferred, GoodCallback)
}

// TestInside counts goroutines rather than work.
func TestInside(t *testing.T) {
	proof.Show(t, wide, overMany, BadInside, BadInsideSlots, GoodBefore)
}

// TestDeafLoop runs those whose first task fails.
func TestDeafLoop(t *testing.T) {
	proof.Show(t, proof.Failure, startsInVain, BadDeaf, GoodHearing, GoodTaskAsks, GoodAtOnce)
}

// TestAccept has a thousand clients.
func TestAccept(t *testing.T) {
	proof.Show(t, wide, overListener, BadAccept, GoodAccept)
}

// TestFixes runs those that differ in whether a limit may simply be set.
func TestFixes(t *testing.T) {
	proof.Show(t, wide, overMany,
		BadReceivedAfter, BadMeeting, BadOthers, BadStartsMore, BadLocked, BadPlain,
	)
}

// TestSaid runs those that know by directives what is bounded.
func TestSaid(t *testing.T) {
	proof.Show(t, wide, overMany,
		BadSaidSpawn, GoodSaidLimited, GoodSaidJoined, GoodSaidMaker, GoodSaidType, GoodSaidGate, BadSaidNoGate,
	)
}
