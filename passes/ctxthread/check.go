package ctxthread

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

// Check is ctxthread with its sub-checks.
var Check = &check.Check{
	Name: "ctxthread",
	Doc: &lint.RawDocumentation{
		Title: "Work run by a group ignores the context that the group derives",
		Text: `A group made by \'errgroup.WithContext(ctx)\' cancels its derived context at
the first error, so that the other tasks stop. A task that works with the
parent context instead, or with a producer that waits for nothing but the
parent, is not told: it runs to its end, or blocks for ever.`,
		Since: "0.1.0",
	},
	Subs: []*check.Sub{parent, producer, discarded, plain, callback},
}

var parent = &check.Sub{Name: "parent", Doc: &lint.RawDocumentation{
	Title: "parent context used in a task of a group that has a named derived context",
	Text: `After the first error of the group the task is not cancelled: \'Wait\' returns
only when the task has done all of its now useless work.`,
	Before: `g, gctx := errgroup.WithContext(ctx)
for _, u := range urls {
	g.Go(func() error { return fetch(ctx, u) })
}
return g.Wait()`,
	After: `g, gctx := errgroup.WithContext(ctx)
for _, u := range urls {
	g.Go(func() error { return fetch(gctx, u) })
}
return g.Wait()`,
	Since: "0.1.0",
}}

var producer = &check.Sub{Name: "producer", Doc: &lint.RawDocumentation{
	Title: "producer waits for the group's workers without watching the derived context",
	Text: `Between \'WithContext\' and \'Wait\' the function sends to a channel that only
tasks of the group receive from, guarded by the parent's \'Done\' or by nothing.
When the tasks have failed nobody receives any more and the send blocks for
ever; \'Wait\' is never reached.`,
	Before: `g, gctx := errgroup.WithContext(ctx)
for range workers {
	g.Go(func() error { return work(gctx, jobs) })
}
for _, j := range all {
	jobs <- j
}
close(jobs)
return g.Wait()`,
	After: `for _, j := range all {
	select {
	case jobs <- j:
	case <-gctx.Done():
		return g.Wait()
	}
}`,
	Since: "0.1.0",
}}

var discarded = &check.Sub{Name: "discarded", Doc: &lint.RawDocumentation{
	Title: "derived context thrown away while the tasks use a context and can fail",
	Text: `\'g, _ := errgroup.WithContext(ctx)\' makes a context that the first error
cancels and nobody looks at. Thread it through the tasks, or say
\'errgroup.Group{}\' if the tasks are meant to run to their end.`,
	Before: `g, _ := errgroup.WithContext(ctx)
g.Go(func() error { return fetch(ctx, u) })`,
	After: `g, gctx := errgroup.WithContext(ctx)
g.Go(func() error { return fetch(gctx, u) })`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var plain = &check.Sub{Name: "plain", Doc: &lint.RawDocumentation{
	Title: "tasks of a group without a context use a context, can fail and block",
	Text: `A plain \'errgroup.Group{}\' cancels nobody: after the first error the other
tasks run to their end.`,
	Before: `var g errgroup.Group
for _, u := range urls {
	g.Go(func() error { return fetch(ctx, u) })
}`,
	After: `g, gctx := errgroup.WithContext(ctx)
for _, u := range urls {
	g.Go(func() error { return fetch(gctx, u) })
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var callback = &check.Sub{Name: "callback", Doc: &lint.RawDocumentation{
	Title: "callback ignores the group's context that it is given and uses the captured parent",
	Text: `The function that takes the callback calls it with the derived context of a
group. The callback names that parameter and uses the context of its
surroundings instead, so the group cannot cancel it. It is the same with work that
competes, whose context ends when the result is there and which is waited for, and
with work that several callers share, which is not to end with one of them.`,
	Before: `forEach(ctx, items, func(c context.Context, it Item) error {
	return store(ctx, it)
})`,
	After: `forEach(ctx, items, func(c context.Context, it Item) error {
	return store(c, it)
})`,
	Since:      "0.1.0",
	NonDefault: true,
}}
