package rejectnil

import (
	"context"
	"fmt"

	"github.com/reugn/async"
	"github.com/samber/mo"

	"github.com/futurelint/futurelint/testdata/pledge"
)

// BadWrapped wraps the error that it has just seen to be nil.
func BadWrapped(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		p.Reject(fmt.Errorf("lookup: %w", err)) // want `p.Reject\(fmt.Errorf\("lookup: %w", err\)\) rejects with an error that wraps nil: the awaiter fails with %!w\(<nil>\) for a cause \(rejectnil/wrapped-nil\)`
	}
	_, err = p.Await(ctx)
	return err
}

// BadWrappedOther wraps one of two errors, the wrong one.
func BadWrappedOther(ctx context.Context) error {
	p := async.NewPromise[string]()
	_, err := rows("none")
	if err != nil {
		return err
	}
	if _, err2 := rows("broken"); err2 != nil {
		p.Failure(fmt.Errorf("lookup of %q (%v): %w", "broken", err2, err)) // want `rejects with an error that wraps nil.*\(rejectnil/wrapped-nil\)`
	}
	_, err = p.Future().Get(ctx)
	return err
}

// BadWrappedVariable wraps before it rejects.
func BadWrappedVariable(ctx context.Context) error {
	f := mo.NewFuture(func(_ func(string), reject func(error)) {
		value := ctx.Value("panic")
		err, ok := value.(error)
		if !ok {
			err = fmt.Errorf("panic: %v: %w", value, err)
			reject(err) // want `reject\(err\) rejects with an error that wraps nil.*\(rejectnil/wrapped-nil\)`
		}
	})
	_, err := f.Collect()
	return err
}

// BadWrappedLiteral wraps nothing.
func BadWrappedLiteral(ctx context.Context) error {
	p := pledge.New[string]()
	p.Reject(fmt.Errorf("100%% wrong: %w", nil)) // want `rejects with an error that wraps nil.*\(rejectnil/wrapped-nil\)`
	_, err := p.Await(ctx)
	return err
}

// GoodWrapped wraps an error that is not nil.
func GoodWrapped(ctx context.Context) error {
	p := pledge.New[string]()
	if _, err := rows("broken"); err != nil {
		p.Reject(fmt.Errorf("lookup: %w", err))
	}
	_, err := p.Await(ctx)
	return err
}

// GoodWrappedMaybe wraps an error that may be nil as far as this function
// tells.
func GoodWrappedMaybe(ctx context.Context) error {
	p := pledge.New[string]()
	_, err := rows("broken")
	p.Reject(fmt.Errorf("lookup: %w", err))
	_, err = p.Await(ctx)
	return err
}

// GoodPrinted prints the nil error for what it is.
func GoodPrinted(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		p.Reject(fmt.Errorf("no rows, and the error is %v: %w", err, errEmpty))
	}
	_, err = p.Await(ctx)
	return err
}

// GoodNumbered has a format that is not read here.
func GoodNumbered(ctx context.Context) error {
	p := pledge.New[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		p.Reject(fmt.Errorf("%[2]w: %[1]v", err, errEmpty))
	}
	_, err = p.Await(ctx)
	return err
}
