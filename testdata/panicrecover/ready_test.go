package panicrecover

import (
	"context"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// broken makes a program of an exhibit: it is given a job that panics.
func broken(f func(job string) error) proof.Program {
	return func(context.Context) error { return f(jobs.Broken) }
}

// fine makes a program of an exhibit: it is given a job that succeeds.
func fine(f func(job string) error) proof.Program {
	return func(context.Context) error { return f(jobs.Fine) }
}

const outOfRange = "index out of range"
