package panicrecover

import (
	"context"
	"fmt"
	"log"

	reference "github.com/futurelint/futurelint/future"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// BadRuntimeLost has work that recovers, so that the future which would have kept
// the panic never sees it.
func BadRuntimeLost(job string) error {
	f := reference.Go(context.Background(), func(context.Context) (string, error) {
		defer safe.LogPanic() // want `a panic in jobs.Parse is recovered and becomes success.*\(panicrecover/lost\)`
		return jobs.Parse(job), nil
	})
	_, err := f.Await(context.Background())
	return err
}

// GoodRuntimeKept leaves the panic to the future.
func GoodRuntimeKept(job string) error {
	f := reference.Go(context.Background(), func(context.Context) (string, error) { return jobs.Parse(job), nil })
	_, err := f.Await(context.Background())
	return err
}

// BadRuntimeLostTask is a task of a group that does so.
func BadRuntimeLostTask(job string) error {
	g := reference.NewGroup(context.Background())
	g.Go(func(context.Context) error {
		defer safe.LogPanic() // want `a panic in jobs.Do is recovered and becomes success.*\(panicrecover/lost\)`
		return jobs.Do(job)
	})
	return g.Wait()
}

// GoodRuntimeLogged logs the panic and passes it on.
func GoodRuntimeLogged(job string) error {
	g := reference.NewGroup(context.Background())
	g.Go(func(context.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
				err = fmt.Errorf("job: %v", r)
			}
		}()
		return jobs.Do(job)
	})
	return g.Wait()
}

// BadRuntimeLostEach does so for each element.
func BadRuntimeLostEach(job string) error {
	return reference.ForEach(context.Background(), 2, []string{jobs.Fine, job}, func(_ context.Context, job string) error {
		defer safe.LogPanic() // want `a panic in jobs.Do is recovered and becomes success.*\(panicrecover/lost\)`
		return jobs.Do(job)
	})
}

// BadRuntimeLostLazy does so once, for all who await it.
func BadRuntimeLostLazy(job string) error {
	l := reference.NewLazy(func(context.Context) (string, error) {
		defer safe.LogPanic() // want `a panic in jobs.Parse is recovered and becomes success.*\(panicrecover/lost\)`
		return jobs.Parse(job), nil
	})
	_, err := l.Await(context.Background())
	return err
}

// BadRuntimeUnsettled has a goroutine of its own that settles a future, and does
// not where the job panics.
func BadRuntimeUnsettled(job string) error {
	f := reference.NewFuture[string]()
	go func() {
		defer safe.LogPanic()
		f.Resolve(jobs.Parse(job)) // want `f.Resolve is skipped when jobs.Parse panics, and the panic is recovered.*\(panicrecover/unsettled\)`
	}()
	_, err := f.Await(context.Background())
	return err
}

// GoodRuntimeSettled rejects the future with the panic.
func GoodRuntimeSettled(job string) error {
	f := reference.NewFuture[string]()
	go func() {
		defer func() {
			if r := recover(); r != nil {
				f.Reject(fmt.Errorf("job: %v", r))
			}
		}()
		f.Resolve(jobs.Parse(job))
	}()
	_, err := f.Await(context.Background())
	return err
}

// BadRuntimeIneffective calls a function that recovers from the deferred one, in
// a goroutine.
func BadRuntimeIneffective(job string) error {
	f := reference.NewFuture[string]()
	go func() { // want `goroutine started with go although the module has safe.Go.*\(panicrecover/bypass\)`
		defer func() {
			safe.LogPanic() // want `recover in safe.LogPanic recovers nothing here, because a deferred function calls it instead of being it.*\(panicrecover/ineffective\)`
			f.Resolve("nothing")
		}()
		f.Resolve(jobs.Parse(job))
	}()
	_, err := f.Await(context.Background())
	return err
}
