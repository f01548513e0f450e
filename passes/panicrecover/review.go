package panicrecover

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// strict reports b as what is of interest in review.
func (c *checker) strict(b *bare, foreign []model.ForeignCall) {
	if b.hazard == nil && len(foreign) == 0 {
		return
	}
	if b.body != nil && c.m.TaskGuard(b.Spawn, *b.body) != model.Unguarded {
		return // it recovers, and chooses to panic again
	}
	what := "its work"
	if b.hazard != nil {
		what = b.hazard.What
	}
	if handler.Enabled() && b.hazard != nil {
		if fn, kind := c.m.HandlerOf(b.Spawn); fn != nil {
			c.report(handler, b, fmt.Sprintf("goroutine started with %s while a request is served: the %s server does not recover a panic in %s, it ends the process",
				b.Text(c.m), kind, what), analysis.RelatedInformation{Pos: fn.Pos(), Message: "the handler"})
			return
		}
	}
	if callerFunc.Enabled() && len(foreign) > 0 && (c.m.WaitedFor(b.Spawn) || c.m.GivesUpOn(b.Spawn) != nil && c.m.OnStack(foreign[0], b.Spawn)) {
		c.tell(b.Spawn)
		c.report(callerFunc, b, fmt.Sprintf("%s, which the caller gave, runs in a goroutine of its own without a recover: a panic ends the process, whatever the caller recovers",
			foreign[0].What))
		return
	}
	if bypass.Enabled() && b.hazard != nil {
		c.bypassed(b, what)
	}
}

// bypassed reports b if the module starts its goroutines in another way.
func (c *checker) bypassed(b *bare, what string) {
	if safe := c.m.SafeGo(); safe != nil {
		name := safe.Name()
		if safe.Pkg() != c.m.Types {
			name = safe.Pkg().Name() + "." + name
		}
		c.report(bypass, b, fmt.Sprintf("goroutine started with %s although the module has %s: a panic in %s is not recovered, it ends the process", b.Text(c.m), name, what))
		return
	}
	if n := c.m.Siblings(); n > 0 {
		c.report(bypass, b, fmt.Sprintf("goroutine started with %s without a recover, which %d other goroutines of the package have: a panic in %s ends the process", b.Text(c.m), n, what))
	}
}
