package afterwait

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// ownName returns the fix that gives the derived context of end's group a name
// of its own, from the := that overwrites or shadows the parent's up to the
// wait. Behind the wait the old name then means the parent again, which is
// alive unless the caller ended it; in between nothing changes but the name, on
// paths that fail or panic as well.
//
// There is no fix where the names differ already, where the statement is not a
// :=, or where nothing in between uses the derived context.
func ownName(pass *analysis.Pass, end *model.End, uses []*model.LateUse) []analysis.SuggestedFix {
	if len(end.Calls) != 1 {
		return nil
	}
	wait := end.Calls[0]
	stmt, call := end.Group.Define()
	if stmt == nil || len(stmt.Lhs) != 2 {
		return nil
	}
	group, ok1 := stmt.Lhs[0].(*ast.Ident)
	derived, ok2 := stmt.Lhs[1].(*ast.Ident)
	if !ok1 || !ok2 || !takes(call, derived.Name) {
		return nil
	}
	body := enclosingFunc(pass, stmt)
	obj := pass.TypesInfo.ObjectOf(derived)
	name := group.Name + "Ctx"
	if group.Name == "g" {
		name = "gctx"
	}
	if body == nil || obj == nil || mentions(body, name) {
		return nil
	}
	edits := []analysis.TextEdit{{Pos: derived.Pos(), End: derived.End(), NewText: []byte(name)}}
	safe := true
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if n.Pos() > stmt.End() && n.Pos() < wait.Pos() && pass.TypesInfo.Uses[n] == obj {
				edits = append(edits, analysis.TextEdit{Pos: n.Pos(), End: n.End(), NewText: []byte(name)})
			}
		case *ast.ForStmt, *ast.RangeStmt:
			// A loop around both runs the code behind the wait
			// before the code in front of it.
			if n.Pos() < stmt.Pos() && wait.Pos() < n.End() && obj.Pos() < n.Pos() {
				safe = false
			}
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && n != stmt && n.Pos() > stmt.Pos() && pass.TypesInfo.ObjectOf(id) == obj {
					safe = false
				}
			}
		}
		return true
	})
	if !safe || len(edits) < 2 {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "call the derived context " + name, TextEdits: edits}}
}

// takes reports whether an argument of call is the variable called name.
func takes(call *ast.CallExpr, name string) bool {
	for _, arg := range call.Args {
		if id, ok := ast.Unparen(arg).(*ast.Ident); ok && id.Name == name {
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
