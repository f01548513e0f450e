package panicrecover

import (
	"context"
	"errors"
	"log"
	"time"

	reference "github.com/futurelint/futurelint/future"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// GoodRuntimeGo has a job that panics in a future of the reference runtime: the
// panic is the error of whoever awaits it.
func GoodRuntimeGo(job string) (err error) {
	defer safe.ToError(&err)
	f := reference.Go(context.Background(), func(context.Context) (string, error) { return jobs.Parse(job), nil })
	_, err = f.Await(context.Background())
	return err
}

// GoodRuntimeTraced does it under a name.
func GoodRuntimeTraced(job string) (err error) {
	defer safe.ToError(&err)
	f := reference.GoTraced(context.Background(), "job", func(context.Context) (string, error) { return jobs.Parse(job), nil })
	_, err = f.Await(context.Background())
	return err
}

// GoodRuntimeGroup has it in a task of a group.
func GoodRuntimeGroup(job string) (err error) {
	defer safe.ToError(&err)
	g := reference.NewGroup(context.Background())
	g.Go(func(context.Context) error { return jobs.Do(job) })
	g.TryGo(func(context.Context) error { return jobs.Do(job) })
	return g.Wait()
}

// GoodRuntimeRepanic has a group that panics in Wait, where the recover is.
func GoodRuntimeRepanic(job string) (err error) {
	defer safe.ToError(&err)
	g := reference.NewGroup(context.Background(), reference.Repanic())
	g.Go(func(context.Context) error { return jobs.Do(job) })
	return g.Wait()
}

// GoodRuntimeForEach has it in a loop.
func GoodRuntimeForEach(job string) (err error) {
	defer safe.ToError(&err)
	list := []string{jobs.Fine, job}
	if err := reference.ForEach(context.Background(), 2, list, func(_ context.Context, job string) error {
		return jobs.Do(job)
	}); err != nil {
		return err
	}
	_, err = reference.Collect(context.Background(), 2, list, func(_ context.Context, job string) (string, error) {
		return jobs.Parse(job), nil
	})
	return err
}

// GoodRuntimeContests has it in work that competes.
func GoodRuntimeContests(job string) (err error) {
	defer safe.ToError(&err)
	ctx := context.Background()
	parse := func(context.Context) (string, error) { return jobs.Parse(job), nil }
	_, first := reference.First(ctx, []func(context.Context) (string, error){parse, parse})
	_, race := reference.Race(ctx, []func(context.Context) (string, error){parse, parse})
	_, hedge := reference.Hedge(ctx, time.Second, 2, parse)
	return errors.Join(first, race, hedge)
}

// GoodRuntimeShared has it in work that callers share.
func GoodRuntimeShared(job string) (err error) {
	defer safe.ToError(&err)
	ctx := context.Background()
	parse := func(context.Context) (string, error) { return jobs.Parse(job), nil }
	_, lazy := reference.NewLazy(parse).Await(ctx)
	var shared reference.Flight[string, string]
	_, _, flight := shared.Do(ctx, job, parse)
	return errors.Join(lazy, flight)
}

// GoodRuntimeContinued has it in what is made of a result.
func GoodRuntimeContinued(job string) (err error) {
	defer safe.ToError(&err)
	ctx := context.Background()
	f := reference.Go(ctx, func(context.Context) (string, error) { return job, nil })
	mapped := reference.Map(ctx, f, jobs.Parse)
	flat := reference.FlatMap(ctx, f, func(job string) *reference.Future[string] {
		g := reference.NewFuture[string]()
		g.Resolve(jobs.Parse(job))
		return g
	})
	again := reference.Recover(ctx, mapped, func(error) (string, error) { return jobs.Parse(job), nil })
	f.OnDone(func(r reference.Result[string]) { log.Print(jobs.Parse(r.Value)) })
	for _, f := range []*reference.Future[string]{mapped, flat, reference.Timeout(again, time.Minute)} {
		_, failed := f.Await(ctx)
		err = errors.Join(err, failed)
	}
	return err
}

// BadRuntimeNested starts a goroutine in a future: the future's recover does not
// cover it.
func BadRuntimeNested(job string) error {
	f := reference.Go(context.Background(), func(context.Context) (string, error) {
		values := make(chan string, 1)
		go func() { values <- jobs.Parse(job) }() // want `goroutine started with go in a function that reference.Go runs under a recover.*\(panicrecover/escapes\)`
		return <-values, nil
	})
	_, err := f.Await(context.Background())
	return err
}

// GoodRuntimeNested starts another future in it.
func GoodRuntimeNested(job string) error {
	f := reference.Go(context.Background(), func(ctx context.Context) (string, error) {
		return reference.Go(ctx, func(context.Context) (string, error) { return jobs.Parse(job), nil }).Await(ctx)
	})
	_, err := f.Await(context.Background())
	return err
}

// BadRuntimeNestedForEach starts one for each element.
func BadRuntimeNestedForEach(job string) error {
	return reference.ForEach(context.Background(), 2, []string{job}, func(_ context.Context, job string) error {
		failed := make(chan error, 1)
		go func() { failed <- jobs.Do(job) }() // want `goroutine started with go in a function that reference.ForEach runs under a recover.*\(panicrecover/escapes\)`
		return <-failed
	})
}

// BadRuntimeNestedTask starts one in a task of a group.
func BadRuntimeNestedTask(job string) error {
	g := reference.NewGroup(context.Background())
	g.Go(func(context.Context) error {
		failed := make(chan error, 1)
		go func() { failed <- jobs.Do(job) }() // want `goroutine started with go in a function that g.Go runs under a recover.*\(panicrecover/escapes\)`
		return <-failed
	})
	return g.Wait()
}
