package model

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An End is an instruction after which a context is certainly cancelled: the
// wait for a group, which cancels the group's context even on success, or the
// call of a cancel function.
type End struct {
	Call ssa.CallInstruction
	// Origin is the call that derived the context.
	Origin ssa.Value
	// Group is the group that is waited for, nil for a cancel function.
	Group *Group
}

// HasCancels reports whether the package may call the cancel function of a
// context. Like [Package.HasGroups] it needs no SSA.
func (p *Package) HasCancels() bool { return p.hasCancels() }

// findCancels is the gate for contexts that their own function cancels: a
// cancel function is called in a statement of its own.
func (p *Package) findCancels() (found bool) {
	for _, file := range p.pass.Files {
		if !importsContext(file) {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if stmt, ok := n.(*ast.ExprStmt); ok && !found {
				if call, ok := stmt.X.(*ast.CallExpr); ok {
					if id, ok := call.Fun.(*ast.Ident); ok && p.isCancelVar(id) {
						found = true
					}
				}
			}
			return !found
		})
	}
	return found
}

// isCancelVar reports whether id is a variable of a cancel function's type.
func (p *Package) isCancelVar(id *ast.Ident) bool {
	v, ok := p.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok {
		return false
	}
	named, ok := types.Unalias(v.Type()).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

// Ends returns the calls in fn, but for deferred ones, that certainly cancel a
// context known to the package.
func (p *Package) Ends(fn *ssa.Function) []*End {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spawnsLocked()
	var ends []*End
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			if end := p.end(call); end != nil {
				ends = append(ends, end)
			}
		}
	}
	return ends
}

func (p *Package) end(call *ssa.Call) *End {
	c := call.Common()
	for _, v := range p.joined(c) {
		groups, ok := (&tracer{p: p}).groups(v, call)
		if ok && len(groups) == 1 && groups[0].Cancels {
			return &End{Call: call, Origin: groups[0].Origin, Group: groups[0]}
		}
	}
	if c.IsInvoke() || c.StaticCallee() != nil {
		return nil
	}
	if origin := (&tracer{p: p}).canceller(c.Value, call); origin != nil {
		return &End{Call: call, Origin: origin}
	}
	return nil
}

// joined returns the groups that c waits for: its receiver, or the arguments
// for parameters that the callee has waited for when it returns.
func (p *Package) joined(c *ssa.CallCommon) []ssa.Value {
	if p.isJoin(c) {
		return []ssa.Value{receiver(c)}
	}
	fn := Callee(c)
	if fn == nil {
		return nil
	}
	sum := p.summary(fn)
	if sum == nil || sum.Joins == 0 {
		return nil
	}
	var list []ssa.Value
	for i := range fn.Signature().Params().Len() {
		if arg := argument(c, i); sum.Joins&bit(i) != 0 && arg != nil {
			list = append(list, arg)
		}
	}
	return list
}

// canceller returns the call of one of context's With functions whose cancel
// function v is, nil if v is not the cancel function of exactly one.
func (t *tracer) canceller(v ssa.Value, at ssa.Instruction) ssa.Value {
	if !t.enter(v) {
		return nil
	}
	defer t.leave(v)
	if steps := t.copies(v, at); steps != nil {
		if len(steps) != 1 {
			return nil
		}
		return t.canceller(steps[0].value, steps[0].at)
	}
	e, ok := v.(*ssa.Extract)
	if !ok || e.Index != 1 {
		return nil
	}
	call, ok := e.Tuple.(*ssa.Call)
	if !ok {
		return nil
	}
	if fn := Callee(call.Common()); fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "context" {
		return nil
	}
	return call
}

// UsesAfter returns the uses of contexts that run after end on every path to
// them: in fn itself, and in the function literals made after it.
func (p *Package) UsesAfter(fn *ssa.Function, end ssa.Instruction) []*Use {
	uses := slices.DeleteFunc(p.ContextUses(fn), func(u *Use) bool { return !Dominates(end, u.Instr) })
	for _, lit := range fn.AnonFuncs {
		made := p.index().closures[lit]
		if len(made) == 1 && Dominates(end, made[0]) {
			uses = append(uses, p.BodyUses(lit)...)
		}
	}
	return uses
}

// CallText returns the code of what call calls: "g.Wait".
func (p *Package) CallText(call ssa.CallInstruction) string {
	if syn := p.CallSyntax(call.Common()); syn != nil {
		return ExprString(syn.Fun)
	}
	return "call"
}
