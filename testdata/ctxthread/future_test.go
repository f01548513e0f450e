package ctxthread

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// TestFutureTasks runs tasks of the reference runtime: it hands each the context
// that ends with the first error, and a task that does not use it goes on for an
// hour.
func TestFutureTasks(t *testing.T) {
	proof.Show(t, proof.LateCancel, failsBesideSlow,
		BadFutureGroup, GoodFutureGroup, GoodFutureGroupRefused,
		BadFutureTryGo, GoodFutureTryGo, BadFutureTimeout,
		BadFutureForEach, GoodFutureForEach, BadFutureCollect, GoodFutureCollect,
		BadFutureRace, GoodFutureRace,
		GoodFutureGo, GoodFutureTraced, GoodFutureContinued,
		BadFutureAwait, GoodFutureAwait,
	)
	proof.Show(t, proof.Failure, written, GoodFutureDetached)
}

// inTime fails an exhibit that takes more than a minute to get what is there
// within seconds.
func inTime(f func(context.Context, []string) error) proof.Program {
	return func(ctx context.Context) error {
		start := time.Now()
		if err := f(ctx, []string{work.Slow, work.Quick}); err != nil {
			return err
		}
		if d := time.Since(start); d > time.Minute {
			return errors.New("the result came after " + d.String())
		}
		return nil
	}
}

// TestFutureContests runs those that take the first success, which is there soon:
// who has lost is waited for, and ends only if it uses the context it is given.
func TestFutureContests(t *testing.T) {
	proof.Show(t, proof.Failure, inTime, BadFutureFirst, GoodFutureFirst, BadFutureHedge, GoodFutureHedge)
}

// TestFutureLazy awaits what was made by someone who has gone since.
func TestFutureLazy(t *testing.T) {
	proof.Show(t, proof.DeadContext, func(f func(context.Context) (*future.Lazy[string], error)) proof.Program {
		return func(ctx context.Context) error {
			request, end := context.WithCancel(ctx)
			l, err := f(request)
			end()
			if err != nil {
				return err
			}
			_, err = l.Await(ctx)
			return err
		}
	}, BadFutureLazy, GoodFutureLazy)
}

// TestFutureFlight has two callers. The one who starts the work gives up.
func TestFutureFlight(t *testing.T) {
	proof.Show(t, proof.DeadContext, func(f func(context.Context, *flights) error) proof.Program {
		return func(ctx context.Context) error {
			var shared flights
			first, end := context.WithCancel(ctx)
			over := make(chan error, 1)
			go func() { over <- f(first, &shared) }()
			time.AfterFunc(time.Second, end)
			time.Sleep(time.Millisecond) // the other has started the work
			err := f(ctx, &shared)
			<-over
			return err
		}
	}, BadFutureFlight, GoodFutureFlight)
}

// TestFutureProducer feeds two workers that both fail, and has more to come.
func TestFutureProducer(t *testing.T) {
	proof.Show(t, proof.Hang, over(work.Fails, work.Fails, work.Quick, work.Quick),
		BadFutureSend, BadFutureSendOrParent, GoodFutureSend, GoodFutureNoQueue, GoodFutureRoom,
	)
}
