package rejectnil

import (
	"context"
	"errors"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestTypedNil: the awaiter gets an error that says nothing.
func TestTypedNil(t *testing.T) {
	proof.Show(t, proof.MisleadingFailure, proof.Direct, BadDeclared, BadTypedTested, BadTypedVariable, GoodTyped, GoodTypedMade)
}

// TestTypedNilPanics: to read that error is to panic.
func TestTypedNilPanics(t *testing.T) {
	read := func(exhibit func(context.Context) error) proof.Program {
		return func(ctx context.Context) error { return errors.New(exhibit(ctx).Error()) }
	}
	proof.Show(t, proof.Panics("nil pointer dereference"), read, BadDeclared, BadTypedTested, BadTypedVariable, GoodTyped, GoodTypedMade, GoodSentinel)
}
