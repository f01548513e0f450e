package rejectnil

import (
	"context"
	"fmt"

	"github.com/reugn/async"

	"github.com/futurelint/futurelint/testdata/pledge"
)

// A parseError says where a text is wrong.
type parseError struct{ line int }

func (e *parseError) Error() string { return fmt.Sprintf("line %d is wrong", e.line) }

// parse looks for what is wrong with a text.
func parse(text string) *parseError {
	if text == "" {
		return &parseError{line: 1}
	}
	return nil
}

// BadDeclared rejects with a pointer that was declared only.
func BadDeclared(ctx context.Context) error {
	p := pledge.New[string]()
	var perr *parseError
	p.Reject(perr) // want `p.Reject\(perr\) rejects with a nil pointer in a non-nil error: the awaiter fails, and the error's methods get a nil receiver \(rejectnil/typed-nil\)`
	_, err := p.Await(ctx)
	return err
}

// BadTypedTested rejects with a pointer that was seen to be nil.
func BadTypedTested(ctx context.Context) error {
	p := async.NewPromise[string]()
	if perr := parse("fine"); perr != nil {
		p.Failure(perr)
	} else {
		p.Failure(perr) // want `p.Failure\(perr\) rejects with a nil pointer in a non-nil error.*\(rejectnil/typed-nil\)`
	}
	_, err := p.Future().Get(ctx)
	return err
}

// BadTypedVariable goes through a variable of type error, which function
// literals see too.
func BadTypedVariable(ctx context.Context) error {
	p := pledge.New[string]()
	perr := parse("fine")
	if perr == nil {
		var err error = perr
		defer func() { _ = err }()
		p.Reject(err) // want `p.Reject\(err\) rejects with a nil pointer in a non-nil error.*\(rejectnil/typed-nil\)`
	}
	_, err := p.Await(ctx)
	return err
}

// GoodTyped rejects with a pointer that is not nil.
func GoodTyped(ctx context.Context) error {
	p := pledge.New[string]()
	if perr := parse(""); perr != nil {
		p.Reject(perr)
	}
	_, err := p.Await(ctx)
	return err
}

// GoodTypedMade makes the error on the spot.
func GoodTypedMade(ctx context.Context) error {
	p := pledge.New[string]()
	var perr *parseError
	if perr == nil {
		perr = &parseError{line: 7}
	}
	p.Reject(perr)
	_, err := p.Await(ctx)
	return err
}

// A closedError is the same whatever its receiver is.
type closedError struct{}

func (*closedError) Error() string { return "closed" }

// GoodSentinel rejects with an error that is a nil pointer on purpose.
func GoodSentinel(ctx context.Context) error {
	p := pledge.New[string]()
	p.Reject((*closedError)(nil))
	_, err := p.Await(ctx)
	return err
}
