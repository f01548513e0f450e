package proof

import "testing"

// Hang is seen in a program that never returns, because everything in it waits
// for something else in it.
var Hang = Symptom{"hang", func(t *testing.T, p Program) sight {
	tr := try(t, p, true)
	if tr.panicked != nil || tr.returned && tr.stuck != "" {
		return sight{void: true, what: tr.String()}
	}
	return sight{shown: !tr.returned, what: tr.String()}
}}

// Leak is seen in a program that returns and leaves goroutines behind that
// still have not ended a day after their context was cancelled.
var Leak = Symptom{"leak", func(t *testing.T, p Program) sight {
	tr := try(t, p, true)
	if tr.panicked != nil || !tr.returned {
		return sight{void: true, what: tr.String()}
	}
	return sight{shown: tr.stuck != "", what: tr.String()}
}}

// Orphan is seen in a program that leaves goroutines behind which are not about
// to end when it returns.
var Orphan = Symptom{"orphan", func(t *testing.T, p Program) sight {
	tr := try(t, p, false)
	if tr.panicked != nil || !tr.returned {
		return sight{void: true, what: tr.String()}
	}
	return sight{shown: tr.stuck != "", what: tr.String()}
}}
