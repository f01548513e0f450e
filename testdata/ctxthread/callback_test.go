package ctxthread

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestCallback runs the exhibits of callbacks that are called in a group.
func TestCallback(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadCallback, GoodCallback, GoodCallbackShadow,
		GoodCallbackSequence, GoodCallbackBoth, GoodCallbackLogs,
		BadCallbackLocal, GoodCallbackLocal,
	)
}
