package panicrecover

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

func (c *checker) fileOf(pos token.Pos) *ast.File {
	for _, file := range c.pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}

func (c *checker) line(pos token.Pos) int { return c.pass.Fset.Position(pos).Line }

// bodyOf returns the body of fn's syntax.
func bodyOf(fn *ssa.Function) *ast.BlockStmt {
	switch syn := fn.Syntax().(type) {
	case *ast.FuncLit:
		return syn.Body
	case *ast.FuncDecl:
		return syn.Body
	}
	return nil
}

// returnsEarly reports whether a return, or a jump that may lead to the end,
// stands in the body, outside of function literals.
func returnsEarly(body *ast.BlockStmt) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok == token.GOTO
		}
		return !found
	})
	return found
}

// plainName returns the code of an identifier, or of a field or method of one,
// "" for anything else.
func plainName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			return id.Name + "." + e.Sel.Name
		}
	}
	return ""
}

// assigned reports whether the body assigns to the variable that e begins with, or
// declares it: a deferred call would see another value.
func (c *checker) assigned(body *ast.BlockStmt, e ast.Expr) (found bool) {
	if sel, ok := e.(*ast.SelectorExpr); ok {
		e = sel.X
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return true
	}
	obj := c.pass.TypesInfo.Uses[id]
	if obj == nil {
		return true
	}
	if obj.Pos() > body.Lbrace && obj.Pos() < body.Rbrace {
		return true
	}
	ast.Inspect(body, func(n ast.Node) bool {
		if assign, ok := n.(*ast.AssignStmt); ok {
			for _, lhs := range assign.Lhs {
				if sel, ok := lhs.(*ast.SelectorExpr); ok {
					lhs = sel.X
				}
				if id, ok := lhs.(*ast.Ident); ok && c.pass.TypesInfo.ObjectOf(id) == obj {
					found = true
				}
			}
		}
		return !found
	})
	return found
}

// imports returns the names of packages of the standard library where pos stands,
// and the edits that import those that the file does not. It returns no names if
// one of them means something else there.
func (c *checker) imports(file *ast.File, pos token.Pos, paths ...string) (edits []analysis.TextEdit, names []string) {
	if file == nil {
		return nil, nil
	}
	for _, p := range paths {
		name, imported := path.Base(p), false
		for _, spec := range file.Imports {
			if got, _ := strconv.Unquote(spec.Path.Value); got != p {
				continue
			}
			if spec.Name != nil {
				name = spec.Name.Name
			}
			imported = name != "_" && name != "."
		}
		obj := types.Object(nil)
		if scope := c.pass.Pkg.Scope().Innermost(pos); scope != nil {
			_, obj = scope.LookupParent(name, pos)
		}
		pkg, isPkg := obj.(*types.PkgName)
		if imported != (isPkg && pkg.Imported().Path() == p) || !imported && obj != nil {
			return nil, nil
		}
		if !imported {
			edit, ok := importEdit(file, p)
			if !ok {
				return nil, nil
			}
			if n := len(edits); n > 0 && edits[n-1].Pos == edit.Pos {
				edits[n-1].NewText = append(edits[n-1].NewText, edit.NewText...)
			} else {
				edits = append(edits, edit)
			}
		}
		names = append(names, name)
	}
	return edits, names
}

// importEdit returns the edit that imports the package at p in the file's first
// import declaration, among those of the standard library.
func importEdit(file *ast.File, p string) (analysis.TextEdit, bool) {
	for _, decl := range file.Decls {
		imports, ok := decl.(*ast.GenDecl)
		if !ok || imports.Tok != token.IMPORT || !imports.Lparen.IsValid() {
			continue
		}
		last := token.NoPos
		for _, spec := range imports.Specs {
			spec := spec.(*ast.ImportSpec)
			got, _ := strconv.Unquote(spec.Path.Value)
			if first, _, _ := strings.Cut(got, "/"); strings.Contains(first, ".") {
				continue
			}
			if got > p {
				return analysis.TextEdit{Pos: spec.Pos(), End: spec.Pos(), NewText: []byte(strconv.Quote(p) + "\n\t")}, true
			}
			last = spec.End()
		}
		if !last.IsValid() {
			return analysis.TextEdit{}, false
		}
		return analysis.TextEdit{Pos: last, End: last, NewText: []byte("\n\t" + strconv.Quote(p))}, true
	}
	return analysis.TextEdit{}, false
}
