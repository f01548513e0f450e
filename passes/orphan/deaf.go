package orphan

import (
	"fmt"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// deafWaits reports the waits that what the goroutine has at hand does not end.
func (c *checker) deafWaits() {
	for _, w := range c.m.DeafWaits() {
		if c.m.ProcessScope(w.Instr.Parent()) {
			continue
		}
		end := w.Stop + " ends"
		if w.Kind == "channel" {
			end = w.Stop + " says to stop"
		}
		pos := w.Instr.Pos()
		if call, ok := w.Instr.(*ssa.Call); ok {
			if syn := c.m.CallSyntax(call.Common()); syn != nil {
				pos = syn.Pos()
			}
		}
		c.r.Report(deafWait, analysis.Diagnostic{
			Pos:     pos,
			Message: fmt.Sprintf("%s takes no notice of %s: when %s, this goroutine still waits", w.What, w.Stop, end),
		})
	}
}

// watchers reports the goroutines that only wait for a context to end.
func (c *checker) watchers() {
	for _, w := range c.m.Watchers() {
		if c.m.ProcessScope(w.Spawn.Call.Parent()) {
			continue
		}
		c.report(ctxWatcher, w.Spawn.Call.Pos(), w.Wait.Pos(),
			fmt.Sprintf("goroutine only waits for %s to end, and lives as long as it does, even when there is nothing left to do then: context.AfterFunc needs none, and its stop function takes it back", c.m.ContextText(w)),
			"it waits here")
	}
}

// detached reports the spawned calls that are given a context which nothing
// ends, where one that something ends is at hand.
func (c *checker) detached() {
	for _, d := range c.m.DetachedCalls() {
		ctx := c.m.ContextAt(d.Spawn.Call.Pos())
		if ctx == nil || c.m.ProcessScope(d.Spawn.Call.Parent()) || d.Use.Arg == nil {
			continue
		}
		c.r.Report(detached, analysis.Diagnostic{
			Pos: d.Use.Arg.Pos(), End: d.Use.Arg.End(),
			Message: fmt.Sprintf("spawned call of %s is given a context that nothing ends, with %s at hand: it goes on when %[2]s is over", d.Use.Text(c.m), ctx.Name()),
		})
	}
}

// startedNotClosed reports the returns of an error that leave something running.
func (c *checker) startedNotClosed() {
	for _, s := range c.m.StartedNotClosed() {
		if c.m.ProcessScope(s.Start.Parent()) {
			continue
		}
		c.report(startedNotClosed, s.Return.Pos(), s.Start.Pos(),
			fmt.Sprintf("return with an error leaves the goroutine of the %s running: its %s is not called", s.Type.Obj().Name(), s.Close),
			"it is started here")
	}
}

// unjoined reports the goroutines that tell nobody that they are done.
func (c *checker) unjoined() {
	for _, s := range c.m.Unjoined() {
		c.report(unjoined, s.Call.Pos(), 0, "goroutine that nobody waits for, in a package whose goroutines are to be waited for: whoever returns goes on while it runs")
	}
}
