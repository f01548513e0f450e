package ctxthread

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/ctxthread/crew"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadCallback is given the context of a group and uses the parent.
func BadCallback(ctx context.Context, urls []string) error {
	return crew.Each(ctx, urls, func(c context.Context, u string) error {
		return work.Fetch(ctx, u) // want `parent context ctx passed to work.Fetch in a callback of crew.Each .*\(ctxthread/callback\)`
	})
}

// GoodCallback uses what it is given.
func GoodCallback(ctx context.Context, urls []string) error {
	return crew.Each(ctx, urls, func(c context.Context, u string) error { return work.Fetch(c, u) })
}

// GoodCallbackShadow uses it under the parent's name.
func GoodCallbackShadow(ctx context.Context, urls []string) error {
	return crew.Each(ctx, urls, func(ctx context.Context, u string) error { return work.Fetch(ctx, u) })
}

// GoodCallbackSequence is given the parent itself.
func GoodCallbackSequence(ctx context.Context, urls []string) error {
	return crew.Walk(ctx, urls, func(c context.Context, u string) error { return work.Fetch(ctx, u) })
}

// GoodCallbackBoth uses what it is given, and asks the parent why that ended.
func GoodCallbackBoth(ctx context.Context, urls []string) error {
	return crew.Each(ctx, urls, func(c context.Context, u string) error {
		if err := work.Fetch(c, u); err != nil {
			return err
		}
		return context.Cause(ctx)
	})
}

// GoodCallbackLogs needs no context but for the log.
func GoodCallbackLogs(ctx context.Context, urls []string) error {
	return crew.Each(ctx, urls, func(c context.Context, u string) error {
		work.Log(ctx, u)
		return parse(u)
	})
}

// inTurn calls do for every item, eight at a time.
func inTurn(ctx context.Context, items []string, do func(ctx context.Context, i int) error) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i := range items {
		g.Go(func() error { return do(gctx, i) })
	}
	return g.Wait()
}

// BadCallbackLocal is given it by a function of this package.
func BadCallbackLocal(ctx context.Context, urls []string) error {
	texts := make([]string, len(urls))
	return inTurn(ctx, urls, func(c context.Context, i int) (err error) {
		texts[i], err = work.Get(ctx, urls[i]) // want `parent context ctx passed to work.Get in a callback of inTurn .*\(ctxthread/callback\)`
		return err
	})
}

// GoodCallbackLocal uses it.
func GoodCallbackLocal(ctx context.Context, urls []string) error {
	texts := make([]string, len(urls))
	return inTurn(ctx, urls, func(ctx context.Context, i int) (err error) {
		texts[i], err = work.Get(ctx, urls[i])
		return err
	})
}
