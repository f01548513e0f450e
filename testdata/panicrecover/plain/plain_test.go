package plain

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// TestPlain runs exhibits that nothing goes wrong in unless the job panics, which
// then is for nobody to recover.
func TestPlain(t *testing.T) {
	fine := func(f func(job string) error) proof.Program {
		return func(context.Context) error { return f(jobs.Fine) }
	}
	broken := func(f func(job string) error) proof.Program {
		return func(context.Context) error { return f(jobs.Broken) }
	}
	proof.Show(t, proof.Crash("index out of range"), broken, BadFanOut, GoodMachine)
	proof.Show(t, proof.Crash("index out of range"), fine,
		GoodBefore, GoodExits, GoodRethrows, GoodOwnWork, GoodOwn, GoodSubscription, GoodBroadcast, GoodRethrowing, GoodClosers, GoodStream,
	)
}

// TestRequireWithin has its user pass.
func TestRequireWithin(t *testing.T) {
	requireWithin(t, func() error { return nil })
}
