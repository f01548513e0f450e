package model

import (
	"go/ast"
	"go/token"
	"go/types"
)

// InScope reports whether the variable that id defines or uses can be named
// where pos stands.
func (p *Package) InScope(id *ast.Ident, pos token.Pos) bool {
	obj := p.pass.TypesInfo.ObjectOf(id)
	scope := p.Types.Scope().Innermost(pos)
	if obj == nil || scope == nil {
		return false
	}
	_, found := scope.LookupParent(id.Name, pos)
	return found == obj
}

// UnusedWithout reports whether nothing uses the local variable called id but what
// gone says is taken away. An assignment to it is no use.
func (p *Package) UnusedWithout(id *ast.Ident, gone func(*ast.Ident) bool) bool {
	v, ok := p.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || v.Kind() != types.LocalVar {
		return false
	}
	for _, file := range p.pass.Files {
		if file.FileStart > id.Pos() || id.Pos() >= file.FileEnd {
			continue
		}
		used := false
		var inspect func(n ast.Node) bool
		inspect = func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, lhs := range n.Lhs {
					if _, isVar := lhs.(*ast.Ident); !isVar {
						ast.Inspect(lhs, inspect)
					}
				}
				for _, rhs := range n.Rhs {
					ast.Inspect(rhs, inspect)
				}
				return false
			case *ast.Ident:
				used = used || p.pass.TypesInfo.Uses[n] == v && !gone(n)
			}
			return !used
		}
		ast.Inspect(file, inspect)
		return !used
	}
	return false
}

// Polls returns where the function of u asks the state of the variable that u
// waits for: ctx.Err() and context.Cause(ctx). What is asked after a wait is why
// it is over.
func (p *Package) Polls(u *Use) []*ast.Ident {
	waited, ok := u.Arg.(*ast.Ident)
	syn := u.Instr.Parent().Syntax()
	if !ok || syn == nil || u.Call != nil {
		return nil
	}
	obj := p.pass.TypesInfo.ObjectOf(waited)
	var list []*ast.Ident
	ast.Inspect(syn, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		asked := sel.X
		if fn, ok := p.pass.TypesInfo.Uses[sel.Sel].(*types.Func); ok && fn.Name() == "Cause" && len(call.Args) == 1 {
			asked = call.Args[0]
		} else if sel.Sel.Name != "Err" {
			return true
		}
		if id, ok := asked.(*ast.Ident); ok && p.pass.TypesInfo.ObjectOf(id) == obj {
			list = append(list, id)
		}
		return true
	})
	return list
}

// Nameable reports whether a variable called name that is declared where decl
// stands could be named where pos stands, and nothing is called so there now.
func (p *Package) Nameable(name string, decl, pos token.Pos) bool {
	home, scope := p.Types.Scope().Innermost(decl), p.Types.Scope().Innermost(pos)
	if home == nil || scope == nil || !home.Contains(pos) || pos < decl {
		return false
	}
	_, taken := scope.LookupParent(name, token.NoPos)
	return taken == nil
}

// Column returns the column of pos in its file, counted from one in bytes.
func (p *Package) Column(pos token.Pos) int { return p.pass.Fset.Position(pos).Column }
