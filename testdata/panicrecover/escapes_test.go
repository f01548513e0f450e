package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestEscapes runs the exhibits of panicrecover/escapes.
func TestEscapes(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken,
		BadGroup, GoodGroup, GoodTeam, BadTeam, GoodInside,
		BadNamedGuard, GoodNamedGuard,
		BadMethods, BadHelper, BadRethrown,
		GoodLeft, GoodReraised, GoodPool, BadPool, BadPoolOfGroups, BadUncovered, GoodRegistered, GoodNamed,
	)
}
