package panicrecover

import (
	"fmt"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/model"
)

// recovered reports what recovers leave undone, or hide: in the functions that
// defer a guard, and in the tasks that are run under one.
func (c *checker) recovered() {
	tasks := make(map[*ssa.Function]*model.Spawn)
	for _, s := range c.m.Spawns() {
		for _, b := range s.Bodies {
			if !b.Wrapped && tasks[b.Fn] == nil {
				tasks[b.Fn] = s
			}
		}
	}
	for _, fn := range c.m.Functions() {
		d := c.m.OwnGuard(fn)
		s := tasks[fn]
		switch {
		case d != nil:
			c.skipped(fn, d, s)
			c.lost(fn, d, s != nil)
			if s != nil {
				c.retires(fn, d)
			}
		case s != nil && c.m.TaskGuard(s, model.Body{Fn: fn}) == model.Guards && !s.Serves:
			c.skipped(fn, nil, s)
			if _, reraises := c.m.RecoversTask(s); !reraises {
				c.retires(fn, nil)
			}
		case s != nil:
			if d := c.m.SwitchedGuard(fn); d != nil && lost.Enabled() {
				c.reportLost(c.m.HiddenPanic(fn, d))
			}
		}
	}
}

// skipped reports what fn does for others unless a panic comes first, once for
// each way of waiting for it. A function that is no task settles for others in
// its caller's goroutine: there only a lock stays as it is.
func (c *checker) skipped(fn *ssa.Function, d *ssa.Defer, s *model.Spawn) {
	if !unsettled.Enabled() {
		return
	}
	seen := make(map[model.SettleKind]bool)
	for _, st := range c.m.Skipped(fn, d) {
		if seen[st.Kind] || s == nil && st.Kind != model.SettlesLock {
			continue
		}
		seen[st.Kind] = true
		what := "whoever waits for it waits for ever"
		if st.Kind == model.SettlesLock {
			what = "the next to lock it waits for ever"
		}
		diag := analysis.Diagnostic{
			Pos:     st.Instr.Pos(),
			Message: fmt.Sprintf("%s is skipped when %s panics, and the panic is recovered: %s", st.What, st.Hazard.What, what),
		}
		if st.Hazard.Instr.Pos().IsValid() {
			diag.Related = append(diag.Related, analysis.RelatedInformation{Pos: st.Hazard.Instr.Pos(), Message: "this may panic"})
		}
		if d != nil {
			diag.Related = append(diag.Related, analysis.RelatedInformation{Pos: d.Pos(), Message: "the recover"})
		}
		diag.SuggestedFixes = c.deferSettle(fn, st)
		c.r.Report(unsettled, diag)
	}
}

// lost reports a guard of fn that makes success of a panic.
func (c *checker) lost(fn *ssa.Function, d *ssa.Defer, task bool) {
	if lost.Enabled() {
		c.reportLost(c.m.LostPanic(fn, d, task))
	}
}

func (c *checker) reportLost(l *model.Lost) {
	if l == nil {
		return
	}
	diag := analysis.Diagnostic{Pos: l.At.Pos()}
	switch {
	case l.Wraps:
		call := l.At.(*ssa.Call)
		if syn := c.m.CallSyntax(call.Common()); syn != nil {
			diag.Pos, diag.End = syn.Pos(), syn.End()
		}
		diag.Message = fmt.Sprintf("%s is given the error of the function, which is nil when it panics, instead of the recovered value: what panicked is lost", c.m.CallText(call))
		diag.SuggestedFixes = c.wrapValue(l)
	case l.Result:
		diag.Message = fmt.Sprintf("a panic in %s is recovered and becomes success: the function returns a nil error", l.Hazard.What)
	case l.Guard != "":
		diag.Message = fmt.Sprintf("a panic in %s that %s lets live becomes success: whoever waits finds no error in %s, which is closed", l.Hazard.What, l.Guard, l.What)
	default:
		diag.Message = fmt.Sprintf("a panic in %s is recovered and becomes success: whoever waits finds no error in %s", l.Hazard.What, l.What)
	}
	if l.Hazard.Instr.Pos().IsValid() {
		diag.Related = []analysis.RelatedInformation{{Pos: l.Hazard.Instr.Pos(), Message: "this may panic"}}
	}
	c.r.Report(lost, diag)
}

// retires reports the worker fn that one recovered panic ends.
func (c *checker) retires(fn *ssa.Function, d *ssa.Defer) {
	if !retired.Enabled() {
		return
	}
	recv, h := c.m.Retires(fn, d)
	if h == nil {
		return
	}
	pos := recv.Pos()
	if sel, ok := recv.(*ssa.Select); ok {
		pos = selectPos(sel)
	}
	if !pos.IsValid() {
		pos = h.Instr.Pos()
	}
	diag := analysis.Diagnostic{
		Pos:     pos,
		Message: fmt.Sprintf("a panic in %s is recovered outside of the loop and ends the worker for good: nobody receives here any more", h.What),
		Related: []analysis.RelatedInformation{{Pos: h.Instr.Pos(), Message: "this may panic"}},
	}
	if d != nil {
		diag.Related = append(diag.Related, analysis.RelatedInformation{Pos: d.Pos(), Message: "the recover"})
	}
	c.r.Report(retired, diag)
}

// futile reports the recovers that recover nothing.
func (c *checker) futile() {
	if !ineffective.Enabled() {
		return
	}
	for _, f := range c.m.FutileRecovers() {
		diag := analysis.Diagnostic{Pos: f.At.Pos()}
		switch f.How {
		case model.DeferredItself:
			diag.Message = "recover is deferred itself instead of being called by a deferred function: it recovers nothing, the panic goes on"
		case model.TooDeep:
			diag.Message = fmt.Sprintf("recover in %s recovers nothing here, because a deferred function calls it instead of being it: the panic goes on", f.Helper)
			diag.SuggestedFixes = c.deferHelper(f)
		case model.NotDeferred:
			diag.Message = "recover outside of a deferred function: it recovers nothing, a panic goes on"
		}
		if call, ok := f.At.(*ssa.Call); ok {
			if syn := c.m.CallSyntax(call.Common()); syn != nil {
				diag.Pos = syn.Pos()
			}
		}
		c.r.Report(ineffective, diag)
	}
}
