package orphan

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

// Check is orphan with its sub-checks.
var Check = &check.Check{
	Name: "orphan",
	Doc: &lint.RawDocumentation{
		Title: "Goroutine that can be left blocked or running for ever",
		Text: `A goroutine that sends ends only if somebody receives, and one that loops only
if somebody stops it. If the others can leave first, it stays: its memory, and
what it holds, is lost until the process ends.`,
		Since: "0.1.0",
	},
	Subs: []*check.Sub{
		abandonedSend, halfGuarded, deafProducer, goneConsumer, unwaited, ticker, response,
		atExit, endless, unstoppable, deafWait, ctxWatcher, startedNotClosed, detached, unjoined,
	},
}

var abandonedSend = &check.Sub{Name: "abandoned-send", Doc: &lint.RawDocumentation{
	Title: "goroutine sends a result that the function can leave without receiving",
	Text: `The channel has no room for what its goroutines send, and the function that
made it can return, on a timeout or an error, say, without having received it.
The goroutine then blocks in the send for ever. Give the channel as much room as
there are sends, or put the send in a select.`,
	Before: `errc := make(chan error)
go func() { errc <- work() }()
select {
case err := <-errc:
	return err
case <-ctx.Done():
	return ctx.Err()
}`,
	After: `errc := make(chan error, 1)
go func() { errc <- work() }()`,
	Since: "0.1.0",
}}

var halfGuarded = &check.Sub{Name: "half-guarded", Doc: &lint.RawDocumentation{
	Title: "goroutine looks whether it is to stop, but not where it sends",
	Text: `The goroutine watches a context or a stop channel, so it is meant to be
stopped; but at one send it does not, and all who receive can be gone. It then
blocks there for ever, whoever stops it.`,
	Before: `for {
	select {
	case <-ctx.Done():
		return
	case <-tick:
	}
	out <- next()
}`,
	After: `for {
	select {
	case <-ctx.Done():
		return
	case <-tick:
	}
	select {
	case out <- next():
	case <-ctx.Done():
		return
	}
}`,
	Since: "0.1.0",
}}

var deafProducer = &check.Sub{Name: "deaf-producer", Doc: &lint.RawDocumentation{
	Title: "producer has a context at hand and sends in a loop without watching it",
	Text: `The goroutine sends one value after the other and never asks its context
whether anybody still wants them. When the receivers have left, because that
context has ended, say, it blocks for ever.`,
	Before: `go func() {
	defer close(out)
	for _, it := range items {
		out <- load(ctx, it)
	}
}()`,
	After: `for _, it := range items {
	select {
	case out <- load(ctx, it):
	case <-ctx.Done():
		return
	}
}`,
	Since: "0.1.0",
}}

var atExit = &check.Sub{Name: "at-exit", Doc: &lint.RawDocumentation{
	Title: "goroutine can block in a send, in code that runs once in a process",
	Text: `What abandoned-send, half-guarded and deaf-producer report, in main, a
command or an initializer: the process ends soon, or never does. It matters
where the code is moved into a library or a test.`,
	Before: `func main() {
	errc := make(chan error)
	go func() { errc <- serve() }()
	select {
	case err := <-errc:
		log.Fatal(err)
	case <-interrupted:
	}
}`,
	After:      `errc := make(chan error, 1)`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var goneConsumer = &check.Sub{Name: "gone-consumer", Doc: &lint.RawDocumentation{
	Title: "only receiver of what a function's goroutine sends leaves before the end",
	Text: `The function that was called returns a channel, and has started a goroutine
that sends one value after the other to it and watches nothing else, or
nothing that ends. The caller stops to receive at an error, or when its own
context ends. The next send blocks for ever, and what the goroutine holds is
never given back. Receive what is left before returning, or give the function a
context and cancel it.`,
	Before: `for row := range rows(query) {
	if err := write(row); err != nil {
		return err
	}
}`,
	After: `ctx, cancel := context.WithCancel(ctx)
defer cancel()
for row := range rows(ctx, query) {
	if err := write(row); err != nil {
		return err
	}
}`,
	Since: "0.1.0",
}}
