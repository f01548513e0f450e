// Package futurelint is a suite of analyzers that find the ways
// futures-style concurrency fails in Go: contexts threaded past their group,
// orphaned goroutines, rejections without an error, and their kin.
//
// [Analyzers] is what a driver runs; [Checks] is the same list with the texts,
// sub-checks and tiers behind it; [Rejected] is what the suite deliberately
// leaves alone.
package futurelint

import (
	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/passes/afterwait"
	"github.com/futurelint/futurelint/passes/ctxthread"
	"github.com/futurelint/futurelint/passes/ignore"
	"github.com/futurelint/futurelint/passes/orphan"
	"github.com/futurelint/futurelint/passes/panicrecover"
	"github.com/futurelint/futurelint/passes/rejectnil"
	"github.com/futurelint/futurelint/passes/unbounded"
)

// registry lists every check once, in the order of the documentation.
var registry = []struct {
	check    *check.Check
	analyzer *analysis.Analyzer
}{
	{ctxthread.Check, ctxthread.Analyzer},
	{afterwait.Check, afterwait.Analyzer},
	{rejectnil.Check, rejectnil.Analyzer},
	{orphan.Check, orphan.Analyzer},
	{unbounded.Check, unbounded.Analyzer},
	{panicrecover.Check, panicrecover.Analyzer},
	{ignore.Check, ignore.Analyzer},
}

// Analyzers returns the analyzers of the suite in a new slice.
func Analyzers() []*analysis.Analyzer {
	list := make([]*analysis.Analyzer, len(registry))
	for i, entry := range registry {
		list[i] = entry.analyzer
	}
	return list
}

// Checks returns the checks of the suite in a new slice, in the same order as
// [Analyzers].
func Checks() []*check.Check {
	list := make([]*check.Check, len(registry))
	for i, entry := range registry {
		list[i] = entry.check
	}
	return list
}

// A RejectedIdea is a rule that looks like one of ours and is none, with the
// reason it was turned down.
type RejectedIdea struct {
	Idea   string
	Reason string
}

// Rejected returns the rules that were tried on real code and turned down, so
// that nobody has to try them again. The figures come from reading the hits
// one by one.
func Rejected() []RejectedIdea {
	return []RejectedIdea{
		{"a goroutine that nobody joins", "3 % of the hits are bugs, and 85 % of real leaks are joined or look it"},
		{"context.Background in a spawned body", "0 of 11: detached work is detached on purpose"},
		{"a spawned body that blocks and has no context", "0 of 10: closers, drainers and displays wait for their siblings"},
		{"a go statement without recover", "98 % of all go statements have none, and a crash is the intended outcome"},
		{"a send, close or Done that is not deferred where nothing recovers", "2 of 109: a panic ends the process, and nobody is left to wait"},
		{"an unchecked type assertion or an explicit panic in a goroutine", "0 of 33: a crash is meant, or the type is known"},
		{"a goroutine without recover in an HTTP handler, as a default", "0 of 10: what it does cannot panic, or may"},
		{"an unguarded close in a Close method", "0 of 16: Close is called once by convention"},
		{"every data-driven loop without SetLimit", "12 % are bugs: most data is small"},
		{"a goroutine that only watches its context, as a default", "25 %: it ends with the context"},
		{"CPU loops that never look at their context", "whether the loop is long is not decidable"},
		{"mixing eager and lazy futures", "not decidable without knowing the intent"},
		{"retries without idempotence", "idempotence is not visible in the code"},
		{"a limit for tasks that follow, attach to or wait for a thing of their own", "they take their goroutine for as long as the thing lasts, and the others would not be looked after at all"},
		{"a fan-out over whatever a call returns, as a default", "plugins, nodes and workers are listed as well as files and rows; a noun or a source of data has to say which"},
		{"late errors of an errgroup", "every group has them; the runtime's Group.Wait joins them instead"},
		{"waiting with the parent context for a semaphore that every task gives back to", "the wait ends, and what is started in vain fails at once"},
		{"a literal nil given to a rejection in a test file", "all that were seen test the rejection itself"},
	}
}
