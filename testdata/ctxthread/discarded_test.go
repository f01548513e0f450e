package ctxthread

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestDiscarded runs the exhibits of groups whose context nobody has.
func TestDiscarded(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadDiscarded, BadDiscardedLater, GoodNotDiscarded, GoodDiscardedLogs,
	)
	proof.Show(t, proof.Failure, written, GoodDiscardedDetached)
	proof.Show(t, proof.Failure, writtenOver(work.Fails, work.Quick), GoodDiscardedNeverFails)
}
