package orphan

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// goneConsumers reports the calls of functions that feed a channel whose only
// receiver leaves while the goroutine still sends. Where the goroutine itself is
// among those reported, the finding would be the same one twice.
func (c *checker) goneConsumers() {
	if !goneConsumer.Enabled() || !c.m.HasFeeds() {
		return
	}
	for _, f := range c.m.Feeds() {
		if c.m.ProcessScope(f.Call.Parent()) || c.anyReported(f) {
			continue
		}
		d := f.Departure()
		if d == nil {
			continue
		}
		syn := c.m.CallSyntax(f.Call.Common())
		if syn == nil {
			continue
		}
		call := model.ExprString(syn.Fun)
		consequence := "nobody receives the rest, and the goroutine that sends it blocks for ever"
		if len(f.Contexts) > 0 {
			consequence = "nobody receives the rest, its context never ends, and the goroutine that sends it blocks for ever"
		}
		c.r.Report(goneConsumer, analysis.Diagnostic{
			Pos: syn.Pos(), End: syn.End(),
			Message: fmt.Sprintf("the only receiver of what %s sends can leave before the end: %s", call, consequence),
			Related: []analysis.RelatedInformation{
				{Pos: d.Receive.Pos(), Message: "it receives here"},
				{Pos: d.Cond.Pos(), Message: "it leaves here"},
			},
		})
	}
}

func (c *checker) anyReported(f *model.Feed) bool {
	for _, s := range f.Spawns {
		if c.reported[s] {
			return true
		}
	}
	return false
}
