package orphan

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
)

// unwaited reports the goroutines that are counted in a wait group which nothing
// in the package waits for, at the place where they are started.
func (c *checker) unwaited() {
	for _, g := range c.m.WaitGroups() {
		if g.Leaked || len(g.Waits) > 0 || c.m.WaitsUnseen(g.Name) {
			continue
		}
		for _, start := range g.Gos {
			if c.m.ProcessScope(start.Instr.Parent()) {
				continue
			}
			c.report(unwaited, start.Instr.Pos(), token.NoPos,
				fmt.Sprintf("goroutine started with %s.Go, and nothing waits for %[1]s: what stops or returns goes on while it runs", c.m.ReceiverText(start.Instr, g.Name)))
		}
		for _, done := range g.Dones {
			for _, start := range c.m.Starts(done) {
				if c.m.ProcessScope(start.Parent()) {
					continue
				}
				c.report(unwaited, start.Pos(), done.Instr.Pos(),
					fmt.Sprintf("goroutine counted in %s, and nothing waits for %[1]s: what stops or returns goes on while it runs", c.m.ReceiverText(done.Instr, g.Name)),
					"it is counted out here")
			}
		}
	}
}

// report reports message at pos, with the second place related, if there is one.
func (c *checker) report(sub *check.Sub, pos, second token.Pos, message string, related ...string) {
	d := analysis.Diagnostic{Pos: pos, Message: message}
	if second.IsValid() && len(related) > 0 {
		d.Related = []analysis.RelatedInformation{{Pos: second, Message: related[0]}}
	}
	c.r.Report(sub, d)
}
