package unbounded

import (
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestVague runs those whose names do not tell what they seem to tell.
func TestVague(t *testing.T) {
	proof.Show(t, wide, overMany, BadItems, BadOrgIDs, BadTenantIDs, BadDependencies, BadServiceDependencies, BadEntryPoints, BadByDigest, BadRace, BadAnswers, BadHolders, BadGrouped)
	proof.Show(t, wide, overText, BadQueuedItems)
}
