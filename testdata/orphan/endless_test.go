package orphan

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestEndless runs the exhibits of orphan/endless, whose contexts end.
func TestEndless(t *testing.T) {
	proof.Show(t, proof.Leak, proof.Direct,
		BadEndless, GoodEndless, BadEndlessReceive, GoodEndlessRange, BadEndlessMethod,
		GoodEndlessPasses, GoodEndlessPolls, GoodEndlessFails,
	)
}
