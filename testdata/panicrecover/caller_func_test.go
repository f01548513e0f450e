package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestCallerFunc runs the exhibits of panicrecover/caller-func.
func TestCallerFunc(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken, BadEach, GoodEach, GoodSpawn)
}
