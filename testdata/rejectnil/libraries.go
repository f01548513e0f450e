package rejectnil

import (
	"context"

	"github.com/reugn/async"
	"github.com/samber/mo"
)

// BadFailure fails a promise of reugn/async without an error.
func BadFailure(ctx context.Context) error {
	p := async.NewPromise[string]()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		p.Failure(err) // want `p.Failure\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
	}
	_, err = p.Future().Get(ctx)
	return err
}

// GoodFailure fails it with one.
func GoodFailure(ctx context.Context) error {
	p := async.NewPromise[string]()
	if _, err := rows("broken"); err != nil {
		p.Failure(err)
	}
	_, err := p.Future().Get(ctx)
	return err
}

// A job is a promise with a name.
type job struct {
	async.Promise[string]
	name string
}

// BadEmbeddedFailure fails a promise that is embedded.
func BadEmbeddedFailure(ctx context.Context) error {
	j := job{Promise: async.NewPromise[string](), name: "a"}
	j.Failure(nil) // want `j.Failure\(nil\) rejects without an error.*\(rejectnil/nil\)`
	_, err := j.Future().Get(ctx)
	return err
}

// BadMo rejects a future of samber/mo without an error.
func BadMo(context.Context) error {
	f := mo.NewFuture(func(resolve func(string), reject func(error)) {
		list, err := rows("none")
		if err != nil {
			reject(err)
			return
		}
		if len(list) == 0 {
			reject(err) // want `reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
			return
		}
		resolve(list[0])
	})
	_, err := f.Collect()
	return err
}

// BadMoDeferred has the call in a function literal.
func BadMoDeferred(context.Context) error {
	f := mo.NewFuture(func(_ func(string), reject func(error)) {
		defer func() {
			if recover() != nil {
				reject(nil) // want `reject\(nil\) rejects without an error.*\(rejectnil/nil\)`
			}
		}()
		panic("out of luck")
	})
	_, err := f.Collect()
	return err
}

// GoodMo rejects it with one.
func GoodMo(context.Context) error {
	f := mo.NewFuture(func(resolve func(string), reject func(error)) {
		list, err := rows("broken")
		if err != nil {
			reject(err)
			return
		}
		resolve(list[0])
	})
	_, err := f.Collect()
	return err
}

// GoodMoThen calls functions that have nothing to do with the future's.
func GoodMoThen(context.Context) error {
	notify := func(error) {}
	f := mo.NewFuture(func(_ func(string), reject func(error)) {
		notify(nil)
		reject(errEmpty)
	})
	_, err := f.Collect()
	return err
}
