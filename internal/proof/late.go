package proof

import (
	"testing"
	"time"
)

// What a program does after the first error is over soon, or takes long. An
// exhibit's work fails within soon, and takes more than long if it is not told.
const (
	soon = time.Second
	long = 30 * time.Minute
)

// LateCancel is seen in a program that goes on for long after its first error,
// before it returns that error.
var LateCancel = Symptom{"late cancel", func(t *testing.T, p Program) sight {
	tr := try(t, p, true)
	if bad := tr.clean(); bad != nil {
		return *bad
	}
	return sight{
		shown: tr.elapsed >= long,
		void:  tr.err == nil || tr.elapsed > soon && tr.elapsed < long,
		what:  tr.String(),
	}
}}
