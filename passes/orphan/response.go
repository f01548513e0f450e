package orphan

import (
	"fmt"

	"golang.org/x/tools/go/analysis"
)

// response reports the goroutines that use what belongs to an HTTP handler and
// that the handler does not wait for on every way out.
func (c *checker) response() {
	for _, l := range c.m.LateResponses() {
		related := []analysis.RelatedInformation{{Pos: l.Spawn.Call.Pos(), Message: "the goroutine is started here"}}
		// The return at the end of a handler is not written.
		if l.Return.Pos().IsValid() {
			related = append(related, analysis.RelatedInformation{Pos: l.Return.Pos(), Message: "the handler returns here without waiting for it"})
		}
		c.r.Report(response, analysis.Diagnostic{
			Pos:     l.Pos(),
			Message: fmt.Sprintf("%s used by a goroutine that the handler may leave behind: when the handler has returned, the server has taken %[1]s back", l.What),
			Related: related,
		})
	}
}
