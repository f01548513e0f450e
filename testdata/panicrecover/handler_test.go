package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestHandler runs the exhibits of panicrecover/handler.
func TestHandler(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken, BadHandlerGoroutine, GoodHandlerGoroutine)
}
