package ctxthread

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// callbacks reports the function literals that are handed a context of their own,
// that of a group, say, name it, and work with that of their surroundings instead.
func (c *checker) callbacks() {
	for _, cb := range c.m.Callbacks() {
		name := c.m.NamedContextParam(cb.Fn)
		if name == nil || len(*cb.Fn.Params[0].Referrers()) > 0 {
			continue
		}
		outer := c.m.Lineage(cb.Context, cb.Call)
		var uses []*model.Use
		for _, u := range c.m.BodyUses(cb.Fn) {
			if u.Excused() {
				continue
			}
			paths := c.m.Lineage(u.Context, u.Instr)
			if len(paths) > 0 && !slices.ContainsFunc(paths, func(path model.Path) bool {
				return path.Alias || !slices.ContainsFunc(outer, path.SharesRoot)
			}) {
				uses = append(uses, u)
			}
		}
		if len(uses) == 0 {
			continue
		}
		u := uses[0]
		callee := c.m.CallText(cb.Call)
		same := func(u *model.Use) bool { return !cb.Alone && c.m.SameContext(cb.Context, cb.Call, u) }
		given := givens[cb.Given]
		c.r.Report(callback, analysis.Diagnostic{
			Pos: u.Arg.Pos(), End: u.Arg.End(),
			Message: fmt.Sprintf("parent context %s passed to %s in a callback of %s that is given %s as %s: %s",
				model.ExprString(u.Arg), u.Text(c.m), callee, given.what, model.ExprString(name), given.so),
			Related:        append([]analysis.RelatedInformation{{Pos: name.Pos(), Message: given.what + " is ignored"}}, also(uses)...),
			SuggestedFixes: c.rename(name, uses, same),
		})
	}
}

// givens says what each context is that callbacks are given, and what comes of
// the parent in its place.
var givens = [...]struct{ what, so string }{
	model.OfGroup:   {"the group's context", "it outlives the first error"},
	model.OfContest: {"the contest's context", "it outlives the result, which is held back until the callback returns"},
	model.OfShared:  {"the shared work's context", "when it ends, the work fails for all who wait for it"},
}
