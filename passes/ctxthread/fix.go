package ctxthread

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// rename returns the fix that puts the derived context in the place of the
// parent: where both are plain names and the derived one is in scope. On the
// good path the two contexts are equal until Wait returns, which the tasks do
// not outlive, provided that neither has a value or a deadline that the other
// lacks, which same says; after an error or a panic of a sibling the task is told, which is what
// the group is for.
func (c *checker) rename(derived ast.Expr, uses []*model.Use, same func(*model.Use) bool) []analysis.SuggestedFix {
	id, ok := derived.(*ast.Ident)
	if !ok || uses[0].Via != nil {
		return nil
	}
	for _, u := range uses {
		if _, ok := u.Arg.(*ast.Ident); !ok || !c.m.InScope(id, u.Arg.Pos()) || !same(u) {
			return nil
		}
	}
	edits := c.edits(uses, id.Name)
	if !c.stillUsed(uses, edits) {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "use the group's context " + id.Name, TextEdits: edits}}
}

// thread returns the fix that gives the derived context, which is discarded, a
// name and puts it in the place of the parent, where that is a plain name. The
// argument is that of [checker.rename]. A task that the fix does not reach keeps
// the parent, as before.
func (c *checker) thread(g *model.Group, uses []*model.Use) []analysis.SuggestedFix {
	stmt, _ := g.Define()
	if stmt == nil || len(stmt.Lhs) != 2 || uses[0].Via != nil {
		return nil
	}
	group, ok1 := stmt.Lhs[0].(*ast.Ident)
	blank, ok2 := stmt.Lhs[1].(*ast.Ident)
	if !ok1 || !ok2 || blank.Name != "_" {
		return nil
	}
	name := model.ContextName(group)
	for _, u := range uses {
		if _, ok := u.Arg.(*ast.Ident); !ok || !c.m.Nameable(name, stmt.Pos(), u.Arg.Pos()) || !g.Replaces(u) {
			return nil
		}
	}
	edits := c.edits(uses, name)
	if !c.stillUsed(uses, edits) {
		return nil
	}
	edits = append(edits, analysis.TextEdit{Pos: blank.Pos(), End: blank.End(), NewText: []byte(name)})
	return []analysis.SuggestedFix{{Message: "name the group's context " + name + " and use it", TextEdits: edits}}
}

// stillUsed reports whether the variables that the contexts of uses are in are
// used elsewhere than where edits take them away: one that is not does not
// compile.
func (c *checker) stillUsed(uses []*model.Use, edits []analysis.TextEdit) bool {
	edited := func(id *ast.Ident) bool {
		return slices.ContainsFunc(edits, func(e analysis.TextEdit) bool { return e.Pos == id.Pos() })
	}
	return !slices.ContainsFunc(uses, func(u *model.Use) bool {
		id, ok := u.Arg.(*ast.Ident)
		return ok && c.m.UnusedWithout(id, edited)
	})
}

// edits returns the edits that put name in the place of the contexts of uses,
// and where it is asked why a wait for one of them is over.
func (c *checker) edits(uses []*model.Use, name string) []analysis.TextEdit {
	var list []analysis.TextEdit
	add := func(e ast.Expr) {
		if !slices.ContainsFunc(list, func(edit analysis.TextEdit) bool { return edit.Pos == e.Pos() }) {
			list = append(list, analysis.TextEdit{Pos: e.Pos(), End: e.End(), NewText: []byte(name)})
		}
	}
	for _, u := range uses {
		add(u.Arg)
		for _, id := range c.m.Polls(u) {
			add(id)
		}
	}
	return list
}
