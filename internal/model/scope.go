package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// ContextAt returns the nearest variable of a function that holds a context and
// that could be named where pos stands: a parameter or a local variable, but for
// one that is made to end with nothing. It returns nil if there is none.
func (p *Package) ContextAt(pos token.Pos) *types.Var {
	for scope := p.Types.Scope().Innermost(pos); scope != nil && scope != p.Types.Scope(); scope = scope.Parent() {
		var nearest *types.Var
		for _, name := range scope.Names() {
			v, ok := scope.Lookup(name).(*types.Var)
			if !ok || name == "_" || !IsContext(v.Type()) || v.Pos() >= pos || p.detachedVar(v) {
				continue
			}
			if nearest == nil || v.Pos() > nearest.Pos() {
				nearest = v
			}
		}
		if nearest != nil {
			return nearest
		}
	}
	return nil
}

// detachedVar reports whether v is declared with a context that no other can end
// and nobody cancels: ctx := context.Background().
func (p *Package) detachedVar(v *types.Var) bool {
	for _, define := range p.syntax().defined {
		for _, lhs := range define.Lhs {
			id, ok := lhs.(*ast.Ident)
			if !ok || p.pass.TypesInfo.Defs[id] != v {
				continue
			}
			call, ok := ast.Unparen(define.Rhs[0]).(*ast.CallExpr)
			if !ok {
				return false
			}
			fn, _ := p.named(call.Fun).(*types.Func)
			_, detached := vocab.Lookup(fn, vocab.Detach)
			return detached
		}
	}
	return false
}

// IsDetached reports whether v is the result of Background or TODO itself.
func IsDetached(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	fn := Callee(call.Common())
	_, detached := vocab.Lookup(fn, vocab.Detach)
	return detached && fn.Signature().Params().Len() == 0
}

// RunsOnce reports whether fn is written in what a variable of the package, a
// sync.Once or one of its kin, runs once in the life of the process.
func (p *Package) RunsOnce(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		for _, lit := range p.index().closures[fn] {
			if runsOnce(lit) {
				return true
			}
		}
		// A literal that captures nothing is no closure.
		if fn.Parent() != nil && runsOnce(fn) {
			return true
		}
		for _, made := range p.index().bound[fn] {
			if runsOnce(made) {
				return true
			}
		}
	}
	return false
}

func runsOnce(v ssa.Value) bool {
	if v.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			return false
		}
		row, ok := vocab.Lookup(Callee(call.Common()), vocab.Share)
		if !ok || row.Pkg != "sync" {
			return false
		}
		if recv := receiver(call.Common()); recv != nil {
			_, global := recv.(*ssa.Global)
			return global
		}
		return call.Parent().Synthetic != "" || call.Parent().Name() == "init"
	})
}
