package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// This file follows contexts that reach a task by way of another function's
// parameters: the function starts the task in a group of its caller, or makes
// the task and returns it. Whether the context is the right one is decided where
// the function is called.

// started is what a function of the package starts in groups that are neither
// made by it nor given to it, but found in a field.
type started struct {
	groups   []*Group
	contexts uint32     // the context parameters that the tasks wait with
	field    *types.Var // of the receiver, where the group was found; nil if elsewhere
}

// groupsOf returns the groups that the call of a method, which starts tasks in a
// group found in a field of its receiver, starts them in: what the caller itself
// has put there, if it has just made the receiver, or else all that the field
// may hold.
func (t *tracer) groupsOf(st *started, call ssa.CallInstruction) []*Group {
	v := receiver(call.Common())
	for v != nil && st.field != nil {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
			continue
		case *ssa.Alloc:
			if stores := storesIn(x, st.field); len(stores) == 1 {
				if groups, ok := t.groups(stores[0].Val, stores[0]); ok && len(groups) > 0 {
					return groups
				}
			}
			// A variable that a composite literal is copied to.
			if whole := t.p.index().stores[x]; len(whole) == 1 {
				v = whole[0].Val
				continue
			}
		}
		break
	}
	return st.groups
}

// storesIn returns the stores to the field f of the struct in cell.
func storesIn(cell *ssa.Alloc, f *types.Var) []*ssa.Store {
	var list []*ssa.Store
	for _, ref := range *cell.Referrers() {
		addr, ok := ref.(*ssa.FieldAddr)
		if !ok || fieldOf(addr) != f {
			continue
		}
		for _, use := range *addr.Referrers() {
			if s, ok := use.(*ssa.Store); ok && s.Addr == addr {
				list = append(list, s)
			}
		}
	}
	return list
}

// summarizeContexts notes which context parameters of the enclosing function the
// tasks of s wait with, if their group comes from elsewhere.
func (p *Package) summarizeContexts(s *Spawn) {
	if !s.handsOn {
		return
	}
	fn := enclosing(s.Call.Parent())
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return
	}
	var set uint32
	for _, u := range p.taskUses(s) {
		set |= p.paramsOf(fn, u)
	}
	if len(s.into) == 0 {
		if known := p.started[fn]; s.Known && (known == nil || slices.Equal(known.groups, s.Groups)) {
			if known != nil {
				set |= known.contexts
			}
			p.started[fn] = &started{s.Groups, set, s.field}
		}
		return
	}
	for _, v := range s.into {
		_, i := declaredParam(v)
		p.note(obj).Into |= bit(i)
		p.note(obj).Tasks |= set
	}
}

// taskUses returns the uses of contexts in the work of s.
func (p *Package) taskUses(s *Spawn) []*Use {
	uses := slices.Clone(s.Handed)
	for _, b := range s.Bodies {
		uses = append(uses, p.BodyUses(b.Fn)...)
	}
	return uses
}

// summarizeMaker notes which context parameters of fn the function that it
// returns waits with.
func (p *Package) summarizeMaker(fn *ssa.Function) {
	obj, ok := fn.Object().(*types.Func)
	if !ok || !makesTask(fn.Signature) {
		return
	}
	for _, ret := range returns(fn) {
		t := &tracer{p: p}
		bodies, _ := t.bodies(ret.Results[0], ret)
		for _, b := range bodies {
			if enclosing(b.Fn) != fn {
				continue
			}
			for _, u := range p.BodyUses(b.Fn) {
				if set := p.paramsOf(fn, u); set != 0 {
					p.note(obj).Returns |= set
				}
			}
		}
		for _, maker := range t.makers {
			sum := p.calleeSummary(maker.Common())
			if sum == nil {
				continue
			}
			for _, u := range p.handedIn(maker, sum.Returns) {
				if set := p.paramsOf(fn, u); set != 0 {
					p.note(obj).Returns |= set
				}
			}
		}
	}
}

// makesTask reports whether a function with the signature sig takes a context
// and returns a function that can fail.
func makesTask(sig *types.Signature) bool {
	if sig.Results().Len() != 1 || contextParam(sig) < 0 {
		return false
	}
	task, ok := sig.Results().At(0).Type().Underlying().(*types.Signature)
	return ok && task.Results().Len() > 0 && isError(task.Results().At(task.Results().Len()-1).Type())
}

// paramsOf returns the context parameters of the declared function fn that the
// context of u is for certain: whichever way it came about, it is a parameter,
// and nothing but the task itself gives it an end of its own. The set is empty
// if there is no such certainty.
func (p *Package) paramsOf(fn *ssa.Function, u *Use) (set uint32) {
	if u.Excused() || len(u.Waits) > 0 {
		return 0
	}
	for _, path := range (&tracer{p: p}).context(u.Context, u.Instr) {
		param := -1
		for _, r := range path.Roots {
			if v, ok := r.value.(*ssa.Parameter); ok && v.Parent() == fn {
				_, param = declaredParam(v)
			}
		}
		if param < 0 || path.Alias || path.Detached {
			return 0
		}
		for _, d := range path.Through {
			if call, ok := d.(*ssa.Call); !ok || call.Parent() == fn && endsByItself(call) {
				return 0
			}
		}
		set |= bit(param)
	}
	return set
}

// DecidedElsewhere reports whether the context of u, a use in a body of s, is a
// parameter of a function that others give the group to, or that makes the body:
// its calls are where the right context is given or the wrong one.
func (p *Package) DecidedElsewhere(s *Spawn, body Body, u *Use) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if body.Maker != nil && p.paramsOf(body.Maker, u) != 0 {
		return true
	}
	return s.handsOn && p.paramsOf(enclosing(s.Call.Parent()), u) != 0
}
