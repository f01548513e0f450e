package future

import (
	"context"
	"errors"
)

// failures are the errors of work that is called off at the first of them.
type failures struct {
	first error
	late  []error
	panic *PanicError // the first
}

// add adds what a piece of work has failed with, and reports whether it is the
// first. ctx is the context that ends with the first: who only passes that on
// has nothing to add.
func (f *failures) add(ctx context.Context, err error) (first bool) {
	if f.panic == nil {
		f.panic, _ = errors.AsType[*PanicError](err)
	}
	switch {
	case f.first == nil:
		f.first = err
		return true
	case !passesOn(ctx, err):
		f.late = append(f.late, err)
	}
	return false
}

// passesOn reports whether err says no more than that ctx is done.
func passesOn(ctx context.Context, err error) bool {
	if _, ok := errors.AsType[*PanicError](err); ok || ctx.Err() == nil {
		return false
	}
	return errors.Is(err, ctx.Err()) || errors.Is(err, context.Cause(ctx))
}

// join returns the first error, with the late ones if there are any.
func (f *failures) join() error {
	if len(f.late) == 0 {
		return f.first
	}
	return errors.Join(append([]error{f.first}, f.late...)...)
}
