package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestFar runs the exhibits that have another package send and receive: what they
// ask first is slow, and what they ask then fails.
func TestFar(t *testing.T) {
	proof.Show(t, proof.Leak, asking(work.Slow, work.Fails),
		BadFarSend, BadFarSends, GoodFarReceive, GoodFarDrain, GoodFarRoom,
	)
}
