package afterwait

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

// Check is afterwait with its sub-checks.
var Check = &check.Check{
	Name: "afterwait",
	Doc: &lint.RawDocumentation{
		Title: "A context is used after it has certainly been cancelled",
		Text: `\'Wait\' cancels the derived context of its group even when every task
succeeded. Whatever is called with it afterwards fails with
\'context.Canceled\' although nothing went wrong.`,
		Since: "0.1.0",
	},
	Subs: []*check.Sub{derived, canceled, kept},
}

var derived = &check.Sub{Name: "derived", Doc: &lint.RawDocumentation{
	Title: "derived context of a group used after the group's Wait",
	Text: `Give the derived context a name of its own and use it inside the tasks only.
\'g, ctx := errgroup.WithContext(ctx)\' at function level overwrites the
parameter, so that everything after \'Wait\' works with the dead context: calls,
a second group, tasks that are started in the same group again, the next round of
a loop. A group and its context in the fields of a struct fare no better.`,
	Before: `g, ctx := errgroup.WithContext(ctx)
g.Go(func() error { return load(ctx) })
if err := g.Wait(); err != nil {
	return err
}
return flush(ctx)`,
	After: `g, gctx := errgroup.WithContext(ctx)
g.Go(func() error { return load(gctx) })
if err := g.Wait(); err != nil {
	return err
}
return flush(ctx)`,
	Since: "0.1.0",
}}

var canceled = &check.Sub{Name: "canceled", Doc: &lint.RawDocumentation{
	Title: "context used after its own cancel function was called",
	Text: `On every path to the use, \'cancel()\' has been called: the call fails with
\'context.Canceled\'.`,
	Before: `ctx, cancel := context.WithTimeout(ctx, time.Second)
err := ping(ctx)
cancel()
return err, store(ctx)`,
	After: `pingCtx, cancel := context.WithTimeout(ctx, time.Second)
err := ping(pingCtx)
cancel()
return err, store(ctx)`,
	Since: "0.1.0",
}}

var kept = &check.Sub{Name: "kept", Doc: &lint.RawDocumentation{
	Title: "group and context kept in a struct whose flush ends them for good",
	Text: `A method that is called in the middle of a struct's life, by its name
(\'Flush\', \'Sync\', \'Reset\'), waits for the group in a field. What other
methods start afterwards runs with the context that this has cancelled. Make a
new group after the wait, from the context that the struct was made with.`,
	Before: `func (w *Writer) Flush() error {
	return w.g.Wait()
}

func (w *Writer) Write(b []byte) {
	w.g.Go(func() error { return upload(w.gctx, b) })
}`,
	After: `func (w *Writer) Flush() error {
	err := w.g.Wait()
	w.g, w.gctx = errgroup.WithContext(w.ctx)
	return err
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}
