package panicrecover

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestTimeoutWrapper runs the exhibits of panicrecover/timeout-wrapper.
func TestTimeoutWrapper(t *testing.T) {
	proof.Show(t, proof.Crash(outOfRange), broken,
		BadTimeout, GoodTimeout, BadPatient,
		BadMiddleware, BadHandler, GoodErrors,
	)
	proof.Show(t, proof.Crash(outOfRange), fine, GoodStop)
}
