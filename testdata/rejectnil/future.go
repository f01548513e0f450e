package rejectnil

import (
	"context"
	"errors"
	"fmt"

	"github.com/futurelint/futurelint/future"
)

// BadFuture rejects a future of the reference runtime with a nil error.
func BadFuture(ctx context.Context) error {
	f := future.NewFuture[string]()
	list, err := rows("none")
	switch {
	case err != nil:
		f.Reject(err)
	case len(list) == 0:
		f.Reject(err) // want `f.Reject\(err\) rejects without an error, err is nil here: it panics \(rejectnil/nil\)`
	default:
		f.Resolve(list[0])
	}
	_, err = f.Await(ctx)
	return err
}

// BadFutureJoined joins errors of which there are none.
func BadFutureJoined(ctx context.Context) error {
	f := future.NewFuture[string]()
	f.Reject(errors.Join()) // want `f.Reject\(errors.Join\(\)\) rejects without an error.*it panics \(rejectnil/nil\)`
	_, err := f.Await(ctx)
	return err
}

// fail rejects a future.
func fail(f *future.Future[string], err error) { f.Reject(err) }

// BadFuturePassedOn leaves the call to another function.
func BadFuturePassedOn(ctx context.Context) error {
	f := future.NewFuture[string]()
	fail(f, nil) // want `fail\(f, nil\) rejects without an error: it panics \(rejectnil/nil\)`
	_, err := f.Await(ctx)
	return err
}

// GoodFuture has an error on all ways.
func GoodFuture(ctx context.Context) error {
	f := future.NewFuture[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		err = errEmpty
	}
	if err != nil {
		f.Reject(err)
	} else {
		f.Resolve(list[0])
	}
	_, err = f.Await(ctx)
	return err
}

// GoodFutureSettled settles with what a function has returned.
func GoodFutureSettled(ctx context.Context) error {
	f := future.NewFuture[[]string]()
	list, err := rows("some")
	if err == nil {
		f.Settle(list, err)
	}
	_, err = f.Await(ctx)
	return err
}

// GoodFutureRejected finds out whether it won.
func GoodFutureRejected(ctx context.Context) error {
	f := future.NewFuture[string]()
	if _, err := rows("broken"); err != nil && f.Reject(err) {
		return nil
	}
	_, err := f.Await(ctx)
	return err
}

// BadFutureTyped rejects with a nil pointer.
func BadFutureTyped(ctx context.Context) error {
	f := future.NewFuture[string]()
	perr := parse("fine")
	if perr == nil {
		f.Reject(perr) // want `f.Reject\(perr\) rejects with a nil pointer in a non-nil error.*\(rejectnil/typed-nil\)`
	}
	_, err := f.Await(ctx)
	return err
}

// BadFutureWrapped wraps nil.
func BadFutureWrapped(ctx context.Context) error {
	f := future.NewFuture[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		f.Reject(fmt.Errorf("lookup: %w", err)) // want `rejects with an error that wraps nil.*\(rejectnil/wrapped-nil\)`
	}
	_, err = f.Await(ctx)
	return err
}

// GoodFutureWrapped wraps an error.
func GoodFutureWrapped(ctx context.Context) error {
	f := future.NewFuture[string]()
	if _, err := rows("broken"); err != nil {
		f.Reject(fmt.Errorf("lookup: %w", err))
	}
	_, err := f.Await(ctx)
	return err
}
