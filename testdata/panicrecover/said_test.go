package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestSaid runs the exhibits that know by directives what becomes of a panic.
func TestSaid(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken, BadSaidSpawn, GoodSaidRecover, BadSaidGeneric, BadSaidWrapper, GoodSaidGuarded)
	proof.Show(t, proof.Hang, broken, BadSaidSettle, GoodSaidSettle)
}
