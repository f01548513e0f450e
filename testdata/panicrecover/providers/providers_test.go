package providers

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// TestProviders runs exhibits of panicrecover/escapes and panicrecover/bypass.
func TestProviders(t *testing.T) {
	broken := func(f func(job string) error) proof.Program {
		return func(context.Context) error { return f(jobs.Broken) }
	}
	proof.Show(t, proof.Crash("index out of range"), broken,
		BadOperation, GoodOperation,
		BadSafeGo, BadBypass, GoodHouse, GoodHarmless,
	)
}
