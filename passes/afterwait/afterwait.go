package afterwait

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

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
			c.end(end)
			c.kept(end)
		}
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	m    *model.Package
	r    *report.Reporter
}

// end reports the uses, after end, of the context that end has cancelled.
func (c *checker) end(end *model.End) {
	sub := derived
	if end.Group == nil {
		sub = canceled
	}
	if !sub.Enabled() {
		return
	}
	uses := c.m.UsesAfter(end)
	if sub == canceled {
		uses = slices.DeleteFunc(uses, func(u *model.LateUse) bool {
			// Waiting for the end of what one has just ended is how
			// one waits for it to be noticed.
			return u.Call == nil || u.CleansUp()
		})
	}
	if sub == canceled && !end.Served() {
		return
	}
	if sub == derived {
		c.report(sub, end, c.m.DeferredUses(end))
	}
	c.report(sub, end, uses)
}

// kept reports a method that ends the context of its struct in the middle of the
// struct's life, which its name tells.
func (c *checker) kept(end *model.End) {
	fn := end.Func()
	if !kept.Enabled() || !midLife(fn.Name()) {
		return
	}
	next := c.m.Continued(end)
	call := end.Calls[0]
	syn := c.m.CallSyntax(call.Common())
	if len(next) == 0 || syn == nil {
		return
	}
	d := analysis.Diagnostic{Pos: syn.Pos(), End: syn.End()}
	d.Message = fmt.Sprintf("%s() in %s ends %s for good, even on success: %s goes on with it",
		c.m.CallText(call), fn.Name(), model.ExprString(next[0].Use.Arg), next[0].Method.Name())
	d.Related = []analysis.RelatedInformation{{Pos: end.Origin.Pos(), Message: "the context is derived here"}}
	for _, n := range next {
		d.Related = append(d.Related, analysis.RelatedInformation{
			Pos: n.Use.Arg.Pos(), End: n.Use.Arg.End(), Message: fmt.Sprintf("%s uses it here", n.Method.Name()),
		})
	}
	c.r.Report(kept, d)
}

// midLife reports whether a method that is called name is one after which its
// struct is used again.
func midLife(name string) bool {
	name = strings.ToLower(name)
	contains := func(word string) bool { return strings.Contains(name, word) }
	return slices.ContainsFunc([]string{"flush", "sync", "reset"}, contains) && !contains("async")
}

// report reports uses, all of one kind, as one finding.
func (c *checker) report(sub *check.Sub, end *model.End, uses []*model.LateUse) {
	if len(uses) == 0 {
		return
	}
	slices.SortStableFunc(uses, func(a, b *model.LateUse) int { return int(a.At().Pos() - b.At().Pos()) })
	u := uses[0]
	call := end.Before(u)
	name, ended := model.ExprString(u.Arg), c.m.CallText(call)+"()"
	d := analysis.Diagnostic{Pos: u.At().Pos(), End: u.At().End()}
	d.Message = c.describe(sub, u, name, ended)
	d.Related = []analysis.RelatedInformation{
		{Pos: end.Origin.Pos(), Message: "the context is derived here"},
		{Pos: call.Pos(), Message: "it is cancelled here"},
	}
	if u.By != nil {
		d.Related = append(d.Related, analysis.RelatedInformation{
			Pos: u.Arg.Pos(), End: u.Arg.End(), Message: fmt.Sprintf("%s is used here", name),
		})
	}
	for _, other := range uses[1:] {
		d.Related = append(d.Related, analysis.RelatedInformation{
			Pos: other.At().Pos(), End: other.At().End(),
			Message: fmt.Sprintf("%s is used here too", model.ExprString(other.Arg)),
		})
	}
	if sub == derived {
		d.SuggestedFixes = ownName(c.pass, c.m, end, uses)
	}
	c.r.Report(sub, d)
}

// describe returns the message about u: what is used, after what, and how that
// ends.
func (c *checker) describe(sub *check.Sub, u *model.LateUse, name, ended string) string {
	rounds := ""
	if u.When == model.LaterRounds {
		rounds = "from the second round on "
	}
	if sub == derived && u.By == nil {
		switch {
		case u.AtReturn && u.Call != nil:
			return fmt.Sprintf("derived context %s passed to %s by a deferred call, which runs after %s: that cancelled it even on success", name, u.Text(c.m), ended)
		case u.NewGroup():
			return fmt.Sprintf("group derived from %s after %s: that cancelled it even on success, so %sthe new group is dead from the start", name, ended, rounds)
		case u.Call == nil:
			return fmt.Sprintf("context %s waited for after %s: that cancelled it even on success, so %sthe wait is over at once", name, ended, rounds)
		}
	}
	kind, why := "context", "it is always cancelled by then"
	if sub == derived {
		kind, why = "derived context", "that cancelled it even on success"
	}
	use := "passed to " + u.Text(c.m)
	if u.By != nil {
		use = "used by " + model.ExprString(u.By)
	}
	if rounds != "" {
		why += ", from the second round on"
	}
	return fmt.Sprintf("%s %s %s after %s: %s", kind, name, use, ended, why)
}
