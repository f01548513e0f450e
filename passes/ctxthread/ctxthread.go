package ctxthread

import (
	"fmt"
	"go/ast"

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
	if !m.HasGroups() {
		return nil, nil
	}
	c := &checker{m: m, r: report.New(pass, Check)}
	for _, s := range m.Spawns() {
		c.spawn(s)
	}
	if producer.Enabled() {
		c.producers()
		c.acquires()
	}
	if callback.Enabled() {
		c.callbacks()
	}
	return nil, nil
}

type checker struct {
	m *model.Package
	r *report.Reporter
}

// spawn reports the bodies of s that use a context which the first error of
// s's group does not end, although one that it ends is, or could be, at hand.
func (c *checker) spawn(s *model.Spawn) {
	if !s.Known || len(s.Groups) == 0 {
		return
	}
	g := s.Groups[0]
	sub := c.kind(s, g)
	if sub == nil || !sub.Enabled() || !c.failsBeside(s) {
		return
	}
	if uses := c.handed(s); len(uses) > 0 && (sub != parent || g.Derived() != nil) {
		c.report(sub, s, g, g.Derived(), uses)
	}
	for _, body := range s.Bodies {
		derived := g.Derived()
		if g.GivesContext {
			if derived = c.m.NamedContextParam(body.Fn); derived == nil {
				continue
			}
		}
		var uses []*model.Use
		for _, u := range c.m.BodyUses(body.Fn) {
			if c.bypasses(s, u) && !c.m.DecidedElsewhere(s, body, u) && !c.m.LeftBehind(body.Fn, u) && !c.m.SpawnedAgain(s, body, u) {
				uses = append(uses, c.entry(body.Fn, u))
			}
		}
		if len(uses) == 0 && !g.GivesContext {
			for _, u := range c.m.HelperUses(body.Fn) {
				if c.bypasses(s, u) {
					via := u.Via
					u = c.entry(u.Instr.Parent(), u)
					u.Via = via
					uses = append(uses, u)
				}
			}
		}
		if len(uses) > 0 && !c.m.Joined(s) {
			c.report(sub, s, g, derived, uses)
		}
	}
}

// handed returns the arguments by which tasks of s are given the wrong context.
func (c *checker) handed(s *model.Spawn) []*model.Use {
	var uses []*model.Use
	for _, u := range s.Handed {
		if c.bypasses(s, u) && !c.m.DecidedElsewhere(s, model.Body{}, u) {
			uses = append(uses, u)
		}
	}
	return uses
}

// kind says which sub-check a parent context in a task of s belongs to, nil if
// none: the first error must end a context, or be able to.
func (c *checker) kind(s *model.Spawn, g *model.Group) *check.Sub {
	for _, g := range s.Groups {
		if g.Parent != nil && !g.Cancels {
			return nil
		}
	}
	switch {
	case g.Parent == nil:
		// A pool that a library makes without a context collects all
		// errors, and says so.
		if _, made := g.Origin.(*ssa.Call); made || !s.TakesError() {
			return nil
		}
		return plain
	case g.GivesContext || g.Derived() != nil:
		return parent
	}
	return discarded
}

// failsBeside reports whether, beside one run of s's work, other work of the
// group can fail: another run of s, another spawn, or tasks started where the
// group was handed to.
func (c *checker) failsBeside(s *model.Spawn) bool {
	if s.InLoop && s.CanFail() {
		return true
	}
	for _, g := range s.Groups {
		if g.Escapes() {
			return true
		}
	}
	for _, other := range c.m.Spawns() {
		if other != s && other.CanFail() && other.SharesGroup(s) {
			return true
		}
	}
	return false
}

// bypasses reports whether u waits with a context that has the root of the
// parent of each group of s and does not pass through the group, whichever way
// it came about.
func (c *checker) bypasses(s *model.Spawn, u *model.Use) bool {
	if u.Excused() {
		return false
	}
	for _, other := range u.Waits {
		if !c.bypassesAll(s, c.m.Lineage(other, u.Instr)) {
			return false
		}
	}
	return c.bypassesAll(s, c.m.Lineage(u.Context, u.Instr)) &&
		!c.m.Told(s, u) && !c.m.Stopped(s, u) && !c.m.GivenBoth(s, u)
}

func (c *checker) bypassesAll(s *model.Spawn, paths []model.Path) bool {
	for _, path := range paths {
		for _, g := range s.Groups {
			if !g.Bypassed(path, s) {
				return false
			}
		}
	}
	return len(paths) > 0
}

// entry returns u, or the place inside fn where u's context is derived from one
// that comes from outside: that is where the wrong context enters.
func (c *checker) entry(fn *ssa.Function, u *model.Use) *model.Use {
	if e := c.m.EntryOf(fn, u); e != nil {
		return e
	}
	return u
}

// report reports one spawned body with all its uses. derived is the expression
// of the group's context, nil if it has none.
func (c *checker) report(sub *check.Sub, s *model.Spawn, g *model.Group, derived ast.Expr, uses []*model.Use) {
	u := uses[0]
	name := model.ExprString(u.Arg)
	spawner := s.Text(c.m)
	d := analysis.Diagnostic{Pos: u.Arg.Pos(), End: u.Arg.End()}
	what := fmt.Sprintf("context %s passed to %s inside %s", name, u.Text(c.m), spawner)
	switch {
	case u.Via != nil && u.Call == nil:
		what = fmt.Sprintf("context %s waited for in %s, called inside %s", name, c.m.CallText(u.Via), spawner)
	case u.Via != nil:
		what = fmt.Sprintf("context %s passed to %s in %s, called inside %s", name, u.Text(c.m), c.m.CallText(u.Via), spawner)
	case u.Call == nil:
		what = fmt.Sprintf("context %s waited for inside %s", name, spawner)
	case u.Instr == s.Call:
		what = fmt.Sprintf("context %s passed to %s, whose tasks join the group", name, u.Text(c.m))
	}
	switch sub {
	case parent:
		d.Message = fmt.Sprintf("parent %s: it outlives the first error (group context is %s)", what, model.ExprString(derived))
		d.SuggestedFixes = c.rename(derived, uses, g.Replaces)
	case discarded:
		d.Message = fmt.Sprintf("parent %s: it outlives the first error (group context is discarded)", what)
		d.SuggestedFixes = c.thread(g, uses)
	case plain:
		d.Message = fmt.Sprintf("%s: the first error cancels nobody (the group has no context)", what)
	}
	d.Related = []analysis.RelatedInformation{{Pos: g.Origin.Pos(), Message: "the group is created here"}}
	if u.Via != nil {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: u.Via.Pos(), Message: "a task calls " + c.m.CallText(u.Via) + " here"})
	}
	d.Related = append(d.Related, also(uses)...)
	c.r.Report(sub, d)
}

// also returns the places of all uses but the first, as related.
func also(uses []*model.Use) []analysis.RelatedInformation {
	var list []analysis.RelatedInformation
	for _, u := range uses[1:] {
		if u.Arg.Pos() != uses[0].Arg.Pos() {
			list = append(list, analysis.RelatedInformation{
				Pos: u.Arg.Pos(), End: u.Arg.End(),
				Message: fmt.Sprintf("%s is used here too", model.ExprString(u.Arg)),
			})
		}
	}
	return list
}
