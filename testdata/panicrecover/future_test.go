package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestRuntime runs jobs that panic in work of the reference runtime, which makes
// errors of panics, but not of those in goroutines that the work starts itself.
func TestRuntime(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken,
		GoodRuntimeGo, GoodRuntimeTraced, GoodRuntimeGroup, GoodRuntimeRepanic,
		GoodRuntimeForEach, GoodRuntimeContests, GoodRuntimeShared, GoodRuntimeContinued,
		BadRuntimeNested, GoodRuntimeNested, BadRuntimeNestedForEach, BadRuntimeNestedTask,
		BadRuntimeIneffective,
	)
}

// TestRuntimeLost runs those whose work recovers itself.
func TestRuntimeLost(t *testing.T) {
	proof.Show(t, proof.SilentSuccess, broken,
		BadRuntimeLost, GoodRuntimeKept, BadRuntimeLostTask, GoodRuntimeLogged,
		BadRuntimeLostEach, BadRuntimeLostLazy,
	)
}

// TestRuntimeUnsettled runs those that settle a future themselves.
func TestRuntimeUnsettled(t *testing.T) {
	proof.Show(t, proof.Hang, broken, BadRuntimeUnsettled, GoodRuntimeSettled)
}
