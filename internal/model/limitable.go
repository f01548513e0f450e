package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Limitable reports whether a limit can be set on the group of out without
// anything going wrong but that tasks wait for their turn: the group belongs to
// the function of the loop and to its one spawn, and no task waits for another,
// or for the spawner, which would wait for it in turn.
func (p *Package) Limitable(out *FanOut) bool {
	s := out.Spawn
	if out.At != s.Call || len(s.Groups) != 1 || !s.Known || !s.Resolved || len(s.Bodies) == 0 {
		return false
	}
	if out.Rounds.Kind != Elements && out.Rounds.Kind != Iterated {
		return false // who calls back may hold what a task waits for
	}
	g, fn := s.Groups[0], s.Call.Parent()
	if g.Origin.Parent() != fn || g.Escapes() || isCaptured(g) {
		return false
	}
	if slices.ContainsFunc(p.Spawns(), func(other *Spawn) bool { return other != s && other.SharesGroup(s) }) {
		return false
	}
	for call := range calls(fn) {
		if callee := Callee(call.Common()); callee != nil && (isLock(callee) || callee.Name() == "SetLimit") {
			return false // what the spawner holds while it waits for a turn
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := make(map[*ssa.Function]bool)
	return all(s.Bodies, func(b Body) bool { return p.independent(b.Fn, fn, 5, seen) })
}

// isCaptured reports whether a function literal has hold of the group g.
func isCaptured(g *Group) bool {
	captured := func(v ssa.Value) bool {
		return v.Referrers() != nil && slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			_, ok := ref.(*ssa.MakeClosure)
			return ok
		})
	}
	if captured(g.Origin) {
		return true
	}
	for _, ref := range *g.Origin.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Extract:
			if ref.Index == 0 && captured(ref) {
				return true
			}
			if ref.Index == 0 {
				for _, use := range *ref.Referrers() {
					if s, ok := use.(*ssa.Store); ok && captured(s.Addr) {
						return true
					}
				}
			}
		case *ssa.Store:
			if ref.Val == g.Origin && captured(ref.Addr) {
				return true
			}
		}
	}
	return false
}

func isLock(fn *types.Func) bool {
	return (fn.Name() == "Lock" || fn.Name() == "RLock") && fn.Signature().Params().Len() == 0
}

// independent reports whether fn, which a task of the spawner runs, waits for
// nobody that may wait for the spawner: it does nothing with channels but to watch
// contexts, calls no function that it is given, and locks nothing but what the
// spawner has made and does not lock.
func (p *Package) independent(fn, spawner *ssa.Function, depth int, seen map[*ssa.Function]bool) bool {
	if seen[fn] {
		return true
	}
	if depth == 0 {
		return false
	}
	seen[fn] = true
	return !anyInstr(fn, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Send:
			return true
		case *ssa.UnOp:
			return instr.Op == token.ARROW && doneOf(instr.X) == nil
		case *ssa.Select:
			return slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool { return doneOf(st.Chan) == nil })
		case ssa.CallInstruction:
			return !p.harmless(instr, spawner, depth, seen)
		}
		return false
	})
}

func (p *Package) harmless(call ssa.CallInstruction, spawner *ssa.Function, depth int, seen map[*ssa.Function]bool) bool {
	c := call.Common()
	if _, ok := c.Value.(*ssa.Builtin); ok {
		return true
	}
	fn := Callee(c)
	if fn == nil {
		lit := p.called(c.Value, call)
		return lit != nil && p.independent(lit, spawner, depth-1, seen)
	}
	switch fn.Name() {
	case "Lock", "RLock":
		cells := p.index().cells(c.Args[0])
		return len(cells) > 0 && all(cells, func(cell *ssa.Alloc) bool { return cell.Parent() == spawner })
	case "Wait":
		return false
	}
	if callee := staticCallee(c); callee != nil && callee.Blocks != nil {
		return p.independent(callee, spawner, depth-1, seen)
	}
	args := c.Args
	if c.IsInvoke() {
		args = append(slices.Clip(args), c.Value)
	}
	return !slices.ContainsFunc(args, func(arg ssa.Value) bool {
		switch arg.Type().Underlying().(type) {
		case *types.Chan, *types.Signature:
			return true
		}
		return strings.Contains(typeName(arg.Type()), "Pipe")
	})
}

// GroupStmt returns the statement of a block that makes the group g and nothing
// else, and the variable that it names it by; nil if the group is made otherwise.
func (p *Package) GroupStmt(g *Group) (*ast.Ident, ast.Stmt) {
	pos := g.Origin.Pos()
	var id *ast.Ident
	var stmt ast.Stmt
	look := func(list []ast.Stmt) {
		for _, s := range list {
			if s.Pos() > pos || pos >= s.End() {
				continue
			}
			switch s := s.(type) {
			case *ast.AssignStmt:
				if name, ok := s.Lhs[0].(*ast.Ident); ok && s.Tok == token.DEFINE && len(s.Rhs) == 1 {
					id, stmt = name, s
				}
			case *ast.DeclStmt:
				if decl, ok := s.Decl.(*ast.GenDecl); ok && len(decl.Specs) == 1 {
					if spec, ok := decl.Specs[0].(*ast.ValueSpec); ok && len(spec.Names) == 1 {
						id, stmt = spec.Names[0], s
					}
				}
			}
		}
	}
	for _, file := range p.pass.Files {
		if file.FileStart > pos || pos >= file.FileEnd {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BlockStmt:
				look(n.List)
			case *ast.CaseClause:
				look(n.Body)
			case *ast.CommClause:
				look(n.Body)
			}
			return n == nil || n.Pos() <= pos && pos < n.End()
		})
	}
	if id == nil || id.Name == "_" {
		return nil, nil
	}
	obj := p.pass.TypesInfo.ObjectOf(id)
	if obj == nil || !isNamed(deref(obj.Type()), "golang.org/x/sync/errgroup", "Group") {
		return nil, nil
	}
	return id, stmt
}

func deref(t types.Type) types.Type {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		return ptr.Elem()
	}
	return t
}
