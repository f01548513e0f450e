package ignore

import (
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/passes/afterwait"
	"github.com/futurelint/futurelint/passes/ctxthread"
	"github.com/futurelint/futurelint/passes/orphan"
	"github.com/futurelint/futurelint/passes/panicrecover"
	"github.com/futurelint/futurelint/passes/rejectnil"
	"github.com/futurelint/futurelint/passes/unbounded"
)

// registry lists the checks whose findings can be suppressed: all others of the
// suite.
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
}

func analyzers() []*analysis.Analyzer {
	var list []*analysis.Analyzer
	for _, entry := range registry {
		list = append(list, entry.analyzer)
	}
	return list
}

func checks() []*check.Check {
	var list []*check.Check
	for _, entry := range registry {
		list = append(list, entry.check)
	}
	return list
}

// Without drops the checks of the names from the analysis: [Analyzer] no longer
// requires them, so that they do not run for its sake, and what they would have
// found makes no directive a used or an unused one. A driver that leaves checks
// out calls it once, before the analysis.
func Without(names ...string) {
	for _, entry := range registry {
		if slices.Contains(names, entry.check.Name) {
			entry.check.Drop()
			Analyzer.Requires = slices.DeleteFunc(Analyzer.Requires, func(a *analysis.Analyzer) bool { return a == entry.analyzer })
		}
	}
}
