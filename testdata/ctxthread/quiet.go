package ctxthread

import (
	"context"
	"fmt"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// GoodSlog logs with the parent. A logger reads the values of a context, which
// parent and derived context share.
func GoodSlog(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			slog.DebugContext(ctx, "fetch", "url", u)
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// note writes a line, with the name of the request.
func note(ctx context.Context, text string) { slog.Debug(text, "request", work.Request(ctx)) }

// GoodOwnLogger logs with a function of this package.
func GoodOwnLogger(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			note(ctx, u)
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// GoodOtherLogger logs with one of another package.
func GoodOtherLogger(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			work.Log(ctx, u)
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// GoodIgnored passes the parent to functions that do not look at it.
func GoodIgnored(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			if empty(ctx, u) {
				return nil
			}
			return work.Fetch(gctx, named2(work.Identify(ctx, u), u))
		})
	}
	return g.Wait()
}

func empty(_ context.Context, u string) bool { return u == "" }

func named2(_, u string) string { return u }

// GoodPoll looks at the parent without waiting for it.
func GoodPoll(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, ok := ctx.Deadline(); ok {
				work.Log(gctx, "in a hurry")
			}
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}

// GoodCause asks the parent why the work failed: was it told to stop, or did a
// sibling fail?
func GoodCause(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			err := work.Fetch(gctx, u)
			if err != nil && context.Cause(ctx) != nil {
				return fmt.Errorf("told to stop: %w", err)
			}
			return err
		})
	}
	return g.Wait()
}

// GoodPollNow looks whether the parent has ended, in a select that does not
// wait.
func GoodPollNow(ctx context.Context, urls []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		g.Go(func() error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			default:
			}
			return work.Fetch(gctx, u)
		})
	}
	return g.Wait()
}
