package afterwait

import (
	"fmt"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/report"
)

// Analyzer reports the findings of [Check].
var Analyzer = Check.Analyzer(run, model.Analyzer)

func run(pass *analysis.Pass) (any, error) {
	m := pass.ResultOf[model.Analyzer].(*model.Package)
	if !m.HasGroups() && !m.HasCancels() {
		return nil, nil
	}
	c := &checker{pass: pass, m: m, r: report.New(pass, Check)}
	for _, fn := range m.Functions() {
		for _, end := range m.Ends(fn) {
			c.end(fn, end)
		}
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	m    *model.Package
	r    *report.Reporter
}

// end reports the uses, behind end, of a context that end has cancelled.
func (c *checker) end(fn *ssa.Function, end *model.End) {
	sub := derived
	if end.Group == nil {
		sub = canceled
	}
	if !sub.Enabled() {
		return
	}
	var uses []*model.Use
	for _, u := range c.m.UsesAfter(fn, end.Call) {
		if end.Group == nil && (u.Call == nil || u.CleansUp()) {
			// Waiting for the end of what one has just ended is how
			// one waits for it to be noticed.
			continue
		}
		if c.dead(end, u) {
			uses = append(uses, u)
		}
	}
	if len(uses) == 0 || end.Group == nil && !c.usedBefore(fn, end) {
		return
	}
	c.report(sub, end, uses)
}

// dead reports whether the context of u, whichever way it came about, is the
// one that end cancels or derived from it.
func (c *checker) dead(end *model.End, u *model.Use) bool {
	paths := c.m.Lineage(u.Context, u.Instr)
	for _, path := range paths {
		if !path.Passes(end.Origin) {
			return false
		}
	}
	return len(paths) > 0
}

// usedBefore reports whether the context served a purpose before it was
// cancelled. One that is made and cancelled at once is dead on purpose: it asks
// for what a finished context asks for, such as an immediate shutdown.
func (c *checker) usedBefore(fn *ssa.Function, end *model.End) bool {
	for _, u := range c.m.BodyUses(fn) {
		if c.dead(end, u) && u.Instr.Parent() == fn && !model.Dominates(end.Call, u.Instr) {
			return true
		}
		if c.dead(end, u) && u.Instr.Parent() != fn {
			return true
		}
	}
	return false
}

func (c *checker) report(sub *check.Sub, end *model.End, uses []*model.Use) {
	u := uses[0]
	name := model.ExprString(u.Arg)
	d := analysis.Diagnostic{Pos: u.Arg.Pos(), End: u.Arg.End()}
	ended := c.m.CallText(end.Call)
	switch {
	case sub == canceled:
		d.Message = fmt.Sprintf("context %s passed to %s after %s(): it is always cancelled by then", name, u.Text(c.m), ended)
	case u.NewGroup():
		d.Message = fmt.Sprintf("group derived from %s after %s(): that cancelled it even on success, so the new group is dead from the start", name, ended)
	case u.Call == nil:
		d.Message = fmt.Sprintf("context %s waited for after %s(): that cancelled it even on success, so the wait is over at once", name, ended)
	default:
		d.Message = fmt.Sprintf("derived context %s passed to %s after %s(): that cancelled it even on success", name, u.Text(c.m), ended)
	}
	d.Related = []analysis.RelatedInformation{
		{Pos: end.Origin.Pos(), Message: "the context is derived here"},
		{Pos: end.Call.Pos(), Message: "it is cancelled here"},
	}
	for _, other := range uses[1:] {
		d.Related = append(d.Related, analysis.RelatedInformation{
			Pos: other.Arg.Pos(), End: other.Arg.End(),
			Message: fmt.Sprintf("%s is used here too", model.ExprString(other.Arg)),
		})
	}
	if sub == derived {
		d.SuggestedFixes = ownName(c.pass, end)
	}
	c.r.Report(sub, d)
}
