package orphan

import (
	"fmt"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/model"
)

// endless reports the loops of goroutines that nothing ends: where a context is
// in scope they ignore it, and where the goroutine belongs to what a function
// returns, whoever drops that leaves the goroutine behind.
func (c *checker) endless() {
	var stopped []*model.Tick
	if c.m.HasTicks() {
		for _, t := range c.m.Ticks() {
			if len(t.Stops) > 0 {
				stopped = append(stopped, t)
			}
		}
	}
	for _, s := range c.m.Spawns() {
		fn := s.Call.Parent()
		if s.Serves || c.reported[s.Call] || c.m.ProcessScope(fn) || c.m.RunsOnce(fn) {
			continue
		}
		for _, b := range s.Bodies {
			for _, l := range c.m.Endless(b.Fn) {
				// A loop with a ticker that is stopped is what ticker reports,
				// and one that sends is judged by its receivers.
				if !l.Waits() || l.Sends() || l.UsesContext() || l.Ticks(stopped) {
					continue
				}
				c.loop(s, l, fn)
			}
		}
	}
}

func (c *checker) loop(s *model.Spawn, l *model.Loop, fn *ssa.Function) {
	related := []analysis.RelatedInformation{{Pos: s.Call.Pos(), Message: "the goroutine is started here"}}
	report := func(sub *check.Sub, message string) {
		c.r.Report(sub, analysis.Diagnostic{Pos: l.Pos(), Message: message, Related: related})
	}
	ctx := c.m.ContextAt(l.Pos())
	if ctx == nil && l.Via != nil {
		ctx = c.m.ContextAt(l.Via.Pos())
	}
	if ctx == nil {
		ctx = c.m.ContextAt(s.Call.Pos())
	}
	if ctx != nil && endless.Enabled() {
		report(endless, fmt.Sprintf("endless loop in a goroutine never looks at %s: when %[1]s ends, the goroutine goes on", ctx.Name()))
		return
	}
	if maker, made := constructs(fn); maker != nil {
		report(unstoppable, fmt.Sprintf("%s starts this loop and nothing can end it: whoever drops the %s leaves the goroutine behind", maker.Name(), made))
		return
	}
	if owner, stop := model.Closed(fn); stop != "" {
		report(unstoppable, fmt.Sprintf("%s starts this loop and nothing can end it: the goroutine goes on when %s has been called on the %s", model.Declared(fn).Name(), stop, owner))
	}
}

// constructs returns the declared function that fn is written in, if it returns
// something that may have a life of its own, and what that is called.
func constructs(fn *ssa.Function) (*ssa.Function, string) {
	fn = model.Declared(fn)
	for v := range fn.Signature.Results().Variables() {
		switch t := v.Type().Underlying().(type) {
		case *types.Pointer, *types.Chan, *types.Struct, *types.Signature:
			return fn, types.TypeString(v.Type(), func(*types.Package) string { return "" })
		case *types.Interface:
			if !types.Identical(t, types.Universe.Lookup("error").Type().Underlying()) {
				return fn, types.TypeString(v.Type(), func(*types.Package) string { return "" })
			}
		}
	}
	return nil, ""
}
