package proof

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// DeadContext is seen in a program that fails with context.Canceled although
// nothing in it failed and nobody cancelled it.
var DeadContext = Symptom{"dead context", func(t *testing.T, p Program) sight {
	tr := try(t, p, true)
	if bad := tr.clean(); bad != nil {
		return *bad
	}
	shown := tr.alive && errors.Is(tr.err, context.Canceled)
	return sight{shown: shown, void: !shown && tr.err != nil, what: tr.String()}
}}

// Failure is seen in a program that fails. It is for programs whose ready
// function compares what the exhibit did with what it was to do.
var Failure = Symptom{"failure", func(t *testing.T, p Program) sight {
	tr := try(t, p, true)
	if bad := tr.clean(); bad != nil {
		return *bad
	}
	return sight{shown: tr.err != nil, what: tr.String()}
}}

// SilentSuccess is seen in a program that returns no error, although the work
// it is given fails.
var SilentSuccess = Symptom{"silent success", func(t *testing.T, p Program) sight {
	tr := try(t, p, true)
	if bad := tr.clean(); bad != nil {
		return *bad
	}
	return sight{shown: tr.err == nil, void: misleads(tr.err), what: tr.String()}
}}

// MisleadingFailure is seen in a program that returns an error which says
// nothing: one that wraps nil, or a nil pointer that is an error by type only.
var MisleadingFailure = Symptom{"misleading failure", func(t *testing.T, p Program) sight {
	tr := try(t, p, true)
	if bad := tr.clean(); bad != nil {
		return *bad
	}
	return sight{shown: misleads(tr.err), what: tr.String()}
}}

// misleads reports whether err, or an error that it wraps, is a typed nil or
// was formatted from a nil error.
func misleads(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if v := reflect.ValueOf(err); v.Kind() == reflect.Pointer && v.IsNil() {
			return true
		}
		if strings.Contains(describe(err), "%!w(<nil>)") {
			return true
		}
	}
	return false
}

// Panics returns the symptom of a program whose own goroutine panics with a
// value that reads like text.
func Panics(text string) Symptom {
	return Symptom{"panic", func(t *testing.T, p Program) sight {
		tr := try(t, p, true)
		if tr.panicked != nil {
			matches := strings.Contains(tr.String(), text)
			return sight{shown: matches, void: !matches, what: tr.String()}
		}
		return sight{void: !tr.returned || tr.stuck != "", what: tr.String()}
	}}
}

// DoubleSettle is seen in a program that settles what is settled.
var DoubleSettle = Symptom{"double settle", Panics("close of closed channel").look}
