package required

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// TestRequire runs the exhibits of panicrecover/require.
func TestRequire(t *testing.T) {
	broken := func(f func(job string) error) proof.Program {
		return func(context.Context) error { return f(jobs.Broken) }
	}
	proof.Show(t, proof.Crash("index out of range"), broken, BadBare, GoodGuarded)
}
