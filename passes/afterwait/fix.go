package afterwait

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// ownName returns the fix that gives the derived context of end's group a name
// of its own, from the := that overwrites or shadows the parent's up to the
// wait. Behind the wait the old name then means the parent again, which is
// alive unless the caller ended it; in between nothing changes but the name, on
// paths that fail or panic as well.
//
// There is no fix where
//   - the names differ already, or the types of the two variables do, or the
//     statement is not a := with two names;
//   - a use comes after the wait in some rounds of a loop only, stands in a
//     function that runs before the wait as well, or is deferred in front of the
//     wait: the name would have to change there, and not everywhere;
//   - the variable is assigned to in between, so that the old name would mean
//     an older context behind the wait than the one that was meant, or behind
//     the wait where the old name then is that of another variable;
//   - a function literal in front of the := uses the variable: the tasks may
//     get to the derived context through it;
//   - nothing in between uses the derived context, which then were unused.
func ownName(pass *analysis.Pass, m *model.Package, end *model.End, uses []*model.LateUse) []analysis.SuggestedFix {
	for _, u := range uses {
		if u.By != nil || u.AtReturn || u.When != model.Dead {
			return nil
		}
	}
	stmt, call := end.Group.Define()
	wait := m.CallSyntax(end.Calls[0].Common())
	if stmt == nil || wait == nil || len(end.Calls) != 1 || len(stmt.Lhs) != 2 || !end.Local() {
		return nil
	}
	group, ok1 := stmt.Lhs[0].(*ast.Ident)
	derived, ok2 := stmt.Lhs[1].(*ast.Ident)
	if !ok1 || !ok2 || !takes(pass, call, derived) {
		return nil
	}
	body := enclosingFunc(pass, stmt)
	obj := pass.TypesInfo.ObjectOf(derived)
	name := model.ContextName(group)
	if body == nil || obj == nil || mentions(body, name) {
		return nil
	}
	r := &renaming{info: pass.TypesInfo, obj: obj, stmt: stmt, end: wait.End(), safe: true}
	r.shadows = pass.TypesInfo.Defs[derived] != nil
	ast.Inspect(body, r.visit)
	if !r.safe || len(r.uses) == 0 {
		return nil
	}
	edits := []analysis.TextEdit{{Pos: derived.Pos(), End: derived.End(), NewText: []byte(name)}}
	for _, id := range r.uses {
		edits = append(edits, analysis.TextEdit{Pos: id.Pos(), End: id.End(), NewText: []byte(name)})
	}
	return []analysis.SuggestedFix{{Message: "call the derived context " + name, TextEdits: edits}}
}

// A renaming collects what has to be renamed between stmt and end.
type renaming struct {
	info *types.Info
	obj  types.Object
	stmt *ast.AssignStmt
	end  token.Pos
	// shadows says that stmt declares the variable: without that, an
	// assignment behind the wait is one to the variable it shadows.
	shadows bool
	uses    []*ast.Ident
	safe    bool
}

func (r *renaming) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Ident:
		if r.stmt.End() <= n.Pos() && n.Pos() < r.end && r.info.Uses[n] == r.obj {
			r.uses = append(r.uses, n)
		}
	case *ast.ForStmt, *ast.RangeStmt:
		// A loop around both runs the code behind the wait before the
		// code in front of it.
		if n.Pos() < r.stmt.Pos() && r.end <= n.End() && r.obj.Pos() < n.Pos() {
			r.safe = false
		}
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			id, ok := lhs.(*ast.Ident)
			if !ok || n.Pos() < r.stmt.End() || r.info.ObjectOf(id) != r.obj {
				continue
			}
			if n.Pos() < r.end || n.Tok == token.ASSIGN && r.shadows {
				r.safe = false
			}
		}
	case *ast.UnaryExpr:
		if id, ok := n.X.(*ast.Ident); ok && n.Op == token.AND && r.info.Uses[id] == r.obj {
			r.safe = false
		}
	case *ast.FuncLit:
		if n.End() <= r.stmt.Pos() && r.captured(n) {
			r.safe = false
		}
	}
	return true
}

// captured reports whether the function literal uses the variable.
func (r *renaming) captured(lit *ast.FuncLit) (found bool) {
	ast.Inspect(lit, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && r.info.Uses[id] == r.obj {
			found = true
		}
		return !found
	})
	return found
}

// takes reports whether an argument of call is a variable that has the name of
// derived, and its type: one of another type may not fit behind the wait.
func takes(pass *analysis.Pass, call *ast.CallExpr, derived *ast.Ident) bool {
	for _, arg := range call.Args {
		id, ok := ast.Unparen(arg).(*ast.Ident)
		if ok && id.Name == derived.Name && types.Identical(pass.TypesInfo.TypeOf(id), pass.TypesInfo.TypeOf(derived)) {
			return true
		}
	}
	return false
}

// enclosingFunc returns the body of the declared function that n stands in.
func enclosingFunc(pass *analysis.Pass, n ast.Node) *ast.BlockStmt {
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Pos() <= n.Pos() && n.End() <= fn.End() {
				return fn.Body
			}
		}
	}
	return nil
}

// mentions reports whether an identifier in body is called name.
func mentions(body *ast.BlockStmt, name string) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}
