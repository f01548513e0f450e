package model

import (
	"go/ast"
	"go/types"

	"github.com/futurelint/futurelint/internal/vocab"
)

// HasGroups reports whether the package may spawn into groups or wait for
// them. It reads syntax and types only: where it is false, no question that
// needs SSA has to be asked.
func (p *Package) HasGroups() bool { return p.hasGroups() }

// findGroups is the gate: some call makes, uses or waits for a group, or hands
// a function to one that is known to run it in another goroutine.
func (p *Package) findGroups() (found bool) {
	for _, obj := range p.pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil {
			continue
		}
		if _, ok := vocab.Lookup(fn, vocab.NewGroup); ok {
			return true
		}
		switch fn.Name() {
		case "Go", "TryGo", "Submit":
			if recv := fn.Signature().Recv(); recv != nil && isGroup(recv.Type()) {
				return true
			}
			if _, ok := vocab.Lookup(fn, vocab.Spawn); ok {
				return true
			}
		}
		if makesGroup(fn.Signature()) {
			return true
		}
		if fn.Pkg() != p.Types {
			if s := p.summary(fn); s != nil && s.GroupCtx|s.Joins != 0 {
				return true
			}
		}
	}
	return false
}

// candidates reports whether some declared function may have a summary that
// needs SSA: the package makes or uses groups, or a function is given a function
// and starts, waits for or recovers from something itself, or returns a task.
func (p *Package) candidates() bool {
	if p.HasGroups() {
		return true
	}
	for _, file := range p.pass.Files {
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok || decl.Body == nil {
				continue
			}
			fn, ok := p.pass.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok {
				continue
			}
			if makesTask(fn.Signature()) {
				return true
			}
			for i := range fn.Signature().Params().Len() {
				if _, ok := fn.Signature().Params().At(i).Type().Underlying().(*types.Signature); ok {
					if p.concerned(decl.Body) {
						return true
					}
					break
				}
			}
		}
	}
	return false
}

// concerned reports whether the body spawns, joins or recovers, as far as
// syntax tells.
func (p *Package) concerned(body *ast.BlockStmt) (concerned bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			concerned = true
		case *ast.CallExpr:
			concerned = concerned || p.concerns(n)
		}
		return !concerned
	})
	return concerned
}

// concerns reports whether a call may spawn, join, make a group or recover.
func (p *Package) concerns(call *ast.CallExpr) bool {
	if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "recover" {
		return true
	}
	fn, ok := p.named(call.Fun).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return false
	}
	for _, role := range [...]vocab.Role{vocab.Spawn, vocab.NewGroup, vocab.Join} {
		if _, ok := vocab.Lookup(fn, role); ok {
			return true
		}
	}
	if fn.Signature().Recv() != nil && (fn.Name() == "Go" || fn.Name() == "TryGo" || fn.Name() == "Wait") {
		return true
	}
	if fn.Pkg() == p.Types {
		return false
	}
	s := p.summary(fn)
	return s != nil && s.Spawns|s.RunsAll|s.Joins|s.Recovers|s.GroupCtx != 0
}
