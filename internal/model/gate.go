package model

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/futurelint/futurelint/internal/std"
	"github.com/futurelint/futurelint/internal/vocab"
)

// HasGroups reports whether the package may spawn into groups or wait for
// them. It reads syntax and types only: where it is false, no question that
// needs SSA has to be asked.
func (p *Package) HasGroups() bool { return p.hasGroups() }

// findGroups is the gate: some call makes, uses or waits for a group, or hands
// a function to one that is known to run it in another goroutine or with a context
// of its own.
func (p *Package) findGroups() (found bool) {
	for _, obj := range p.pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil {
			continue
		}
		if _, ok := vocab.Lookup(fn, vocab.NewGroup); ok {
			return true
		}
		for _, role := range [...]vocab.Role{vocab.RunAll, vocab.Share} {
			if row, ok := vocab.Lookup(fn, role); ok && row.Has(vocab.GivesContext) {
				return true
			}
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

// HasSpawns reports whether the package may start work in another goroutine, by
// whatever means. It reads syntax and types only.
func (p *Package) HasSpawns() bool { return p.hasSpawns() }

func (p *Package) findSpawns() (found bool) {
	if p.HasGroups() {
		return true
	}
	for _, file := range p.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			_, isGo := n.(*ast.GoStmt)
			found = found || isGo
			return !found
		})
	}
	if found {
		return true
	}
	for _, obj := range p.pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil {
			continue
		}
		if _, ok := vocab.Lookup(fn, vocab.Spawn); ok {
			return true
		}
		// What this package starts itself shows in its go statements, but for
		// what a directive says.
		if s := p.summary(fn); (fn.Pkg() != p.Types || p.directed[fn.Origin()] != 0) && s != nil && s.Spawns|s.RunsAll|s.Into != 0 {
			return true
		}
	}
	return false
}

func (p *Package) findSends() (found bool) {
	for _, file := range p.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt:
				found = true
			case *ast.CallExpr:
				found = found || p.lendsChannel(n)
			}
			return !found
		})
	}
	return found
}

// lendsChannel reports whether call gives a function of another package, of which
// there may be facts, a channel to send to.
func (p *Package) lendsChannel(call *ast.CallExpr) bool {
	fn := typeutil.StaticCallee(p.pass.TypesInfo, call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == p.pass.Pkg || std.Contains(fn.Pkg().Path()) {
		return false
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		ch, ok := p.pass.TypesInfo.TypeOf(arg).Underlying().(*types.Chan)
		return ok && ch.Dir() != types.RecvOnly
	})
}

// candidates reports whether some declared function may have a summary that
// needs SSA: the package makes or uses groups, or a function is given a function
// and starts, waits for or recovers from something itself, or returns a task or a
// channel that it may feed.
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
			if makesTask(fn.Signature()) || p.mayFeed(fn, decl.Body) || takesChannel(fn, decl.Body) {
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

// mayGuard reports whether an exported function may be a guard, or defer one: it
// reads syntax and types only.
func (p *Package) mayGuard() (may bool) {
	guards := make(map[types.Object]bool)
	for i := range 2 {
		for _, file := range p.pass.Files {
			for _, decl := range file.Decls {
				decl, ok := decl.(*ast.FuncDecl)
				if !ok || decl.Body == nil {
					continue
				}
				if i == 0 && p.callsRecover(decl.Body) {
					guards[p.pass.TypesInfo.Defs[decl.Name]] = true
					may = may || decl.Name.IsExported()
				}
				if i == 1 && !may && decl.Name.IsExported() {
					may = p.defersGuard(decl.Body, guards)
				}
			}
		}
	}
	return may
}

// callsRecover reports whether body calls recover, other than in a function
// literal.
func (p *Package) callsRecover(body *ast.BlockStmt) (calls bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			if n.Name == "recover" {
				_, builtin := p.pass.TypesInfo.Uses[n].(*types.Builtin)
				calls = calls || builtin
			}
		}
		return !calls
	})
	return calls
}

// defersGuard reports whether one of the body's own statements defers a literal
// that calls recover, or a function that may be a guard.
func (p *Package) defersGuard(body *ast.BlockStmt, guards map[types.Object]bool) bool {
	for _, stmt := range body.List {
		d, ok := stmt.(*ast.DeferStmt)
		if !ok {
			continue
		}
		if lit, ok := d.Call.Fun.(*ast.FuncLit); ok && p.callsRecover(lit.Body) {
			return true
		}
		obj := p.named(d.Call.Fun)
		if obj == nil {
			continue
		}
		if s := p.summary(obj); guards[obj] || s != nil && s.Guard != Unguarded {
			return true
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
	s := p.summary(fn)
	if fn.Pkg() == p.Types {
		return s != nil && (p.directed[fn.Origin()] != 0 || s.Recovers != 0)
	}
	return s != nil && s.Spawns|s.RunsAll|s.Joins|s.Recovers|s.GroupCtx|s.Fed != 0
}
