package panicrecover

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

var retired = &check.Sub{Name: "retired", Doc: &lint.RawDocumentation{
	Title: "worker that one recovered panic ends for good",
	Text: `The recover stands outside of the worker's loop. After one panic the worker is
gone, and nothing but a line in the log says so: what it received is received by
nobody any more. Recover inside of the loop, once for each item.`,
	Before: `go func() {
	defer logPanic()
	for job := range jobs {
		handle(job)
	}
}()`,
	After: `go func() {
	for job := range jobs {
		func() {
			defer logPanic()
			handle(job)
		}()
	}
}()`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var handler = &check.Sub{Name: "handler", Doc: &lint.RawDocumentation{
	Title: "goroutine without a recover started for a request",
	Text: `A server recovers what its handlers panic with, in their own goroutines. A
goroutine that a handler starts is not covered: one bad request can end the
process, and with it all other requests.`,
	Before: `func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	go s.audit.Record(r.URL)
	s.serve(w, r)
}`,
	After: `go func() {
	defer logPanic()
	s.audit.Record(r.URL)
}()`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var callerFunc = &check.Sub{Name: "caller-func", Doc: &lint.RawDocumentation{
	Title: "caller's function run in a goroutine without a recover",
	Text: `What the function was given by its caller runs in a goroutine that the caller
does not see. If it panics, no recover of the caller stops it.`,
	Before: `func Each(items []Item, fn func(Item)) {
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Go(func() { fn(it) })
	}
	wg.Wait()
}`,
	After: `wg.Go(func() {
	defer func() {
		if r := recover(); r != nil {
			failed.Store(&PanicError{r, debug.Stack()})
		}
	}()
	fn(it)
})`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var bypass = &check.Sub{Name: "bypass", Doc: &lint.RawDocumentation{
	Title: "goroutine without the recover that the module's other goroutines have",
	Text: `The module has a function that starts goroutines under a recover, and this
package has it at hand; or other goroutines of the package recover by
themselves. This one does not: it alone ends the process when it panics.`,
	Before:     `go serve(conn)`,
	After:      `safe.Go(func() { serve(conn) })`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var require = &check.Sub{Name: "require", Doc: &lint.RawDocumentation{
	Title: "goroutine without a recover in a package whose goroutines must have one",
	Text: `A policy, for teams that want every goroutine of some packages to recover. It
is off until \'-panicrecover.require=PATTERNS\' names the packages, separated by
commas: import paths, in which \'...\' stands for anything, such as
\'example.com/app/pkg/...\' or \'.../worker\'.`,
	Before: `go serve(conn)`,
	After: `go func() {
	defer logPanic()
	serve(conn)
}()`,
	Since:      "0.1.0",
	NonDefault: true,
},
	Policy: &check.Policy{Flag: "require", Usage: "packages, separated by commas, whose goroutines must all recover"},
}
