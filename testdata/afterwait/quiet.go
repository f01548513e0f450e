package afterwait

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/afterwait/house"
	"github.com/futurelint/futurelint/testdata/work"
)

// GoodLog logs with the dead context, which still has its values.
func GoodLog(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	err := g.Wait()
	slog.DebugContext(ctx, "done", "err", err)
	work.Log(ctx, "done")
	trace(ctx, "done")
	return err
}

// trace writes a line, with the name of the request.
func trace(ctx context.Context, text string) { slog.Debug(text, "request", work.Request(ctx)) }

// GoodState asks the dead context why it is dead.
func GoodState(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	err := g.Wait()
	if cause := context.Cause(gctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	if err == nil && gctx.Err() == nil {
		return errors.New("still alive")
	}
	return err
}

// GoodPoll looks at the dead context without waiting for it.
func GoodPoll(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	err := g.Wait()
	select {
	case <-gctx.Done():
		work.Log(ctx, "ended")
	default:
	}
	return err
}

// GoodIgnored passes it to functions that do not look at it.
func GoodIgnored(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	if done(ctx, work.Identify(ctx, work.Quick)) {
		return nil
	}
	return errors.New("not done")
}

func done(_ context.Context, u string) bool { return u != "" }

// GoodDetached takes the values of the dead context into a new one.
func GoodDetached(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	if err := work.Fetch(context.WithoutCancel(ctx), work.Quick); err != nil {
		return err
	}
	if err := work.Fetch(house.Detach(ctx), work.Quick); err != nil {
		return err
	}
	return work.Fetch(renewed(ctx), work.Quick)
}

// renewed returns a context with the request of ctx.
func renewed(ctx context.Context) context.Context {
	return work.WithRequest(context.Background(), work.Request(ctx))
}

// GoodLate detaches before the wait, for what comes after it.
func GoodLate(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	late := context.WithoutCancel(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return work.Fetch(late, work.Quick)
}

// GoodDetachingCallee passes the dead context to functions that detach from it.
func GoodDetachingCallee(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	if err := clean(ctx); err != nil {
		return err
	}
	return sweep(ctx)
}

func clean(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return work.Fetch(ctx, work.Quick)
}

func sweep(ctx context.Context) error {
	late := house.Detach(ctx)
	return work.Fetch(late, work.Quick)
}

// BadDerivingCallee passes it to one that only gives it a time limit.
func BadDerivingCallee(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return limit(ctx) // want `derived context ctx passed to limit after g.Wait\(\)`
}

func limit(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return work.Fetch(ctx, work.Quick)
}

// GoodPollingCallee asks a function whether the dead context is dead.
func GoodPollingCallee(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	if !over(gctx) {
		return errors.New("not over")
	}
	return nil
}

func over(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	default:
		return false
	}
}

// BadWaitingCallee has a function wait for it.
func BadWaitingCallee(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(gctx, work.Quick) })
	if err := g.Wait(); err != nil {
		return err
	}
	return pause(gctx) // want `derived context gctx passed to pause after g.Wait\(\)`
}

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
		return nil
	}
}

// A histogram is an instrument of which only the interface is known.
type histogram interface {
	Observe(ctx context.Context, n float64)
}

type counter struct{ sum float64 }

func (c *counter) Observe(_ context.Context, n float64) { c.sum += n }

// GoodInstrument measures with the dead context.
func GoodInstrument(ctx context.Context) error {
	var h histogram = &counter{}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return work.Fetch(ctx, work.Quick) })
	err := g.Wait()
	h.Observe(ctx, 1)
	return err
}
