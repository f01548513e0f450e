package rejectnil

import (
	"context"
	"errors"
	"fmt"

	"github.com/futurelint/futurelint/future"
)

// BadFutureResult passes on the error of a future that has none.
func BadFutureResult(ctx context.Context) error {
	f, g := future.NewFuture[string](), future.NewFuture[string]()
	g.Resolve("")
	r, _ := g.Result()
	if r.Err == nil && r.Value == "" {
		f.Reject(r.Err) // want `f.Reject\(r.Err\) rejects without an error, r.Err is nil here.*\(rejectnil/nil\)`
	}
	_, err := f.Await(ctx)
	return err
}

// GoodFutureOnDone passes on what there is, either way.
func GoodFutureOnDone(ctx context.Context) error {
	f, g := future.NewFuture[string](), future.NewFuture[string]()
	g.OnDone(func(r future.Result[string]) {
		if r.Err != nil {
			f.Reject(r.Err)
			return
		}
		f.Resolve(r.Value)
	})
	g.Resolve("done")
	_, err := f.Await(ctx)
	return err
}

// GoodFutureSettleNil settles without an error, which is a success.
func GoodFutureSettleNil(ctx context.Context) error {
	f := future.NewFuture[string]()
	f.Settle("done", nil)
	_, err := f.Await(ctx)
	return err
}

// BadFutureSettleTyped settles with a nil pointer for an error.
func BadFutureSettleTyped(ctx context.Context) error {
	f := future.NewFuture[string]()
	perr := parse("fine")
	if perr == nil {
		f.Settle("done", perr) // want `f.Settle\("done", perr\) rejects with a nil pointer in a non-nil error.*\(rejectnil/typed-nil\)`
	}
	_, err := f.Await(ctx)
	return err
}

// GoodFutureSettleTyped tells the two apart.
func GoodFutureSettleTyped(ctx context.Context) error {
	f := future.NewFuture[string]()
	if perr := parse("fine"); perr != nil {
		f.Settle("", perr)
	} else {
		f.Settle("done", nil)
	}
	_, err := f.Await(ctx)
	return err
}

// BadFutureSettleWrapped wraps nil.
func BadFutureSettleWrapped(ctx context.Context) error {
	f := future.NewFuture[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		f.Settle("", fmt.Errorf("lookup: %w", err)) // want `f.Settle\("", fmt.Errorf\("lookup.*\(rejectnil/wrapped-nil\)`
	}
	_, err = f.Await(ctx)
	return err
}

// BadFutureDropped has work that keeps its error for itself.
func BadFutureDropped(ctx context.Context) error {
	f := future.Go(ctx, func(ctx context.Context) (string, error) {
		list, err := rows("broken")
		if err != nil { // want `task of future.Go drops the error that it finds here and returns nil.*\(rejectnil/dropped\)`
			return "", nil
		}
		return list[0], nil
	})
	_, err := f.Await(ctx)
	return err
}

// GoodFutureReturned returns it.
func GoodFutureReturned(ctx context.Context) error {
	f := future.Go(ctx, func(ctx context.Context) (string, error) {
		list, err := rows("broken")
		if err != nil {
			return "", err
		}
		return list[0], nil
	})
	_, err := f.Await(ctx)
	return err
}

// BadFutureGroupDropped is a task of a group that does so.
func BadFutureGroupDropped(ctx context.Context) error {
	g := future.NewGroup(ctx)
	g.Go(func(ctx context.Context) error {
		if _, err := rows("broken"); err != nil { // want `task of g.Go drops the error that it finds here and returns nil.*\(rejectnil/dropped\)`
			return nil
		}
		return ctx.Err()
	})
	return g.Wait()
}

// BadFutureForEachDropped does so for each element.
func BadFutureForEachDropped(ctx context.Context) error {
	return future.ForEach(ctx, 2, []string{"broken", "some"}, func(ctx context.Context, name string) error {
		if _, err := rows(name); err != nil { // want `task of future.ForEach drops the error that it finds here and returns nil.*\(rejectnil/dropped\)`
			return nil
		}
		return ctx.Err()
	})
}

// BadFutureLazyDropped does so once, for everyone.
func BadFutureLazyDropped(ctx context.Context) error {
	l := future.NewLazy(func(ctx context.Context) ([]string, error) {
		list, err := rows("broken")
		if err != nil { // want `task of future.NewLazy drops the error that it finds here and returns nil.*\(rejectnil/dropped\)`
			return nil, nil
		}
		return list, ctx.Err()
	})
	_, err := l.Await(ctx)
	return err
}

// BadFutureFlightDropped does so for all who share the work.
func BadFutureFlightDropped(ctx context.Context) error {
	var shared future.Flight[string, []string]
	_, _, err := shared.Do(ctx, "key", func(ctx context.Context) ([]string, error) {
		list, err := rows("broken")
		if err != nil { // want `task of shared.Do drops the error that it finds here and returns nil.*\(rejectnil/dropped\)`
			return nil, nil
		}
		return list, ctx.Err()
	})
	return err
}

// BadFutureTracedDropped does so under a name.
func BadFutureTracedDropped(ctx context.Context) error {
	f := future.GoTraced(ctx, "rows", func(ctx context.Context) ([]string, error) {
		list, err := rows("broken")
		if err != nil { // want `task of future.GoTraced drops the error that it finds here and returns nil.*\(rejectnil/dropped\)`
			return nil, nil
		}
		return list, ctx.Err()
	})
	_, err := f.Await(ctx)
	return err
}

// GoodFutureRecovered makes a value of one particular failure.
func GoodFutureRecovered(ctx context.Context) error {
	f := future.Go(ctx, func(context.Context) ([]string, error) { return rows("broken") })
	f = future.Recover(ctx, f, func(err error) ([]string, error) {
		if errors.Is(err, errEmpty) {
			return nil, nil
		}
		return nil, err
	})
	_, err := f.Await(ctx)
	return err
}
