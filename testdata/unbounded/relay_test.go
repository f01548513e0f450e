package unbounded

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestRelay runs tasks that start the next ones over a thousand elements.
func TestRelay(t *testing.T) { proof.Show(t, wide, overMany, GoodRelay, BadRelay) }
