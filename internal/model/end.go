package model

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// An End is what certainly cancels a context in a function: the waits for a
// group that ends the context even on success, or the calls of a cancel
// function.
type End struct {
	// Calls are the calls that end the context, in source order.
	Calls []*ssa.Call
	// Origin is the call that derived the context.
	Origin ssa.Value
	// Group is the group that is waited for, nil for a cancel function.
	Group *Group

	// owner is the struct that the group was found in, nil if it was not found
	// in a field, and object its name. The context must be that of the same
	// struct.
	owner  ssa.Value
	object string
	fn     *ssa.Function
	p      *Package
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

// Ends returns what certainly cancels, in fn itself and before it returns, a
// context known to the package.
func (p *Package) Ends(fn *ssa.Function) []*End {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spawnsLocked()
	var ends []*End
	add := func(call *ssa.Call, origin ssa.Value, g *Group, owner ssa.Value) {
		object := ""
		if owner != nil {
			object = (&tracer{p: p}).place(owner, call)
			owner = (&tracer{p: p}).origin(owner, call)
		}
		for _, e := range ends {
			if e.Origin == origin && e.object == object && (e.Group == nil) == (g == nil) {
				e.Calls = append(e.Calls, call)
				return
			}
		}
		ends = append(ends, &End{Calls: []*ssa.Call{call}, Origin: origin, Group: g, owner: owner, object: object, fn: fn, p: p})
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			for _, w := range p.waited(call, 0) {
				add(call, w.group.Origin, w.group, w.owner)
			}
			if c := call.Common(); !c.IsInvoke() && c.StaticCallee() == nil {
				if origin := (&tracer{p: p}).canceller(c.Value, call); origin != nil {
					add(call, origin, nil, nil)
				}
			}
		}
	}
	return ends
}

// waited is a group that a call waits for and whose context that ends.
type waited struct {
	group *Group
	owner ssa.Value // the struct that the group is a field of, nil if it is none
}

// maxCalls bounds how deep methods are followed to a wait or a use.
const maxCalls = 3

// waited returns the groups whose context has ended when call returns: it is
// their Wait, or the call of a function that has waited for its parameter, or
// for a field of it, whenever it returns.
func (p *Package) waited(call ssa.CallInstruction, depth int) (list []waited) {
	c := call.Common()
	for _, v := range p.joined(c) {
		t := &tracer{p: p}
		groups, ok := t.groups(v, call)
		if ok && len(groups) == 1 && p.waitEnds(groups[0]) {
			list = append(list, waited{groups[0], t.owner(v, call)})
		}
	}
	callee := staticCallee(c)
	if len(list) > 0 || depth == maxCalls || callee == nil || callee.Blocks == nil {
		return list
	}
	for _, b := range callee.Blocks {
		for _, instr := range b.Instrs {
			inner, ok := instr.(ssa.CallInstruction)
			if _, isGo := instr.(*ssa.Go); !ok || isGo || !joinsAlways(inner) {
				continue
			}
			for _, w := range p.waited(inner, depth+1) {
				// A group that is no field is another one at every call.
				if arg := given(c, callee, w.owner); arg != nil {
					list = append(list, waited{w.group, arg})
				}
			}
		}
	}
	return list
}

// given returns what a call passes to callee for its parameter v, nil if v is
// no parameter.
func given(c *ssa.CallCommon, callee *ssa.Function, v ssa.Value) ssa.Value {
	param, ok := v.(*ssa.Parameter)
	if !ok {
		return nil
	}
	if i := slices.Index(callee.Params, param); i >= 0 && i < len(c.Args) {
		return c.Args[i]
	}
	return nil
}

// owner returns the struct of which v is a field, nil if v is not read from
// exactly one field.
func (t *tracer) owner(v ssa.Value, at ssa.Instruction) ssa.Value {
	for range maxDepth {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			return t.origin(x.X, x)
		case *ssa.Field:
			return t.origin(x.X, x)
		case *ssa.UnOp:
			if addr, ok := x.X.(*ssa.FieldAddr); ok {
				return t.origin(addr.X, addr)
			}
		}
		steps := t.copies(v, at)
		if len(steps) != 1 {
			return nil
		}
		v, at = steps[0].value, steps[0].at
	}
	return nil
}

// origin follows v back through plain copies.
func (t *tracer) origin(v ssa.Value, at ssa.Instruction) ssa.Value {
	for range maxDepth {
		steps := t.copies(v, at)
		if len(steps) != 1 {
			break
		}
		v, at = steps[0].value, steps[0].at
	}
	return v
}

// waitEnds reports whether the Wait of g ends the context that g was made with.
// By shape alone that cannot be said: a Wait of the house may leave the context
// to those who have more to do.
func (p *Package) waitEnds(g *Group) bool {
	call, ok := g.Origin.(*ssa.Call)
	if !ok || g.Parent == nil {
		return false
	}
	t := call.Type()
	if results, ok := t.(*types.Tuple); ok {
		t = results.At(0).Type()
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, p.Types, "Wait")
	wait, ok := obj.(*types.Func)
	if !ok || !p.endsContext(wait.Origin(), vocab.Join) {
		return false
	}
	maker := Callee(call.Common())
	if row, ok := vocab.Lookup(maker, vocab.NewGroup); ok {
		return row.CtxResult > 0 || row.Has(vocab.GivesContext)
	}
	_, configures := vocab.Lookup(maker, vocab.Configure)
	return configures || maker != nil && p.summaryEnds(maker)
}

// endsContext reports whether the wait fn ends the context of its group.
func (p *Package) endsContext(fn *types.Func, role vocab.Role) bool {
	if row, ok := vocab.Lookup(fn, role); ok {
		return row.Has(vocab.EndsContext)
	}
	return p.summaryEnds(fn)
}

func (p *Package) summaryEnds(fn *types.Func) bool {
	s := p.summary(fn)
	return s != nil && s.Ends
}

// summarizeEnds notes that fn is the Wait of a house group which ends the
// group's context, or makes a group and returns it with the context that its
// Wait ends.
func (p *Package) summarizeEnds(fn *ssa.Function) {
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return
	}
	switch {
	case makesGroup(obj.Signature()):
		rets := returns(fn)
		for _, ret := range rets {
			paths := (&tracer{p: p}).context(ret.Results[1], ret)
			ends := func(path Path) bool {
				return slices.ContainsFunc(path.Through, func(d ssa.Value) bool {
					call, ok := d.(*ssa.Call)
					if !ok {
						return false
					}
					groups, _ := (&tracer{p: p}).made(call, 0)
					return len(groups) == 1 && p.waitEnds(groups[0])
				})
			}
			if len(paths) == 0 || !all(paths, ends) {
				return
			}
		}
		if len(rets) > 0 {
			p.note(obj).Ends = true
		}
	case obj.Name() == "Wait" && obj.Signature().Recv() != nil && isGroup(obj.Signature().Recv().Type()):
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if _, isGo := instr.(*ssa.Go); !ok || isGo || !joinsAlways(call) {
					continue
				}
				for _, w := range p.waited(call, 0) {
					if w.owner == fn.Params[0] {
						p.note(obj).Ends = true
					}
				}
			}
		}
	}
}

func all[T any](list []T, f func(T) bool) bool {
	return !slices.ContainsFunc(list, func(v T) bool { return !f(v) })
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

// CallText returns the code of what call calls: "g.Wait".
func (p *Package) CallText(call ssa.CallInstruction) string {
	if syn := p.CallSyntax(call.Common()); syn != nil {
		return ExprString(syn.Fun)
	}
	return "call"
}
