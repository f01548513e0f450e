package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// Bypassed reports whether a context that came about by path is not ended by
// the first error of g, although it belongs to the same work: it has the root
// of g's parent and does not pass through g. For a plain group, which ends no
// context, that is every context from outside of the task s.
//
// A context that passes through another group, or through a WithCancel outside
// of the task, is ended by something else that someone chose; that is not the
// plain parent any more.
func (g *Group) Bypassed(path Path, s *Spawn) bool {
	var parents []Path
	if g.Parent != nil {
		parents = g.p.Lineage(g.Parent, g.at)
		if path.Alias || path.Passes(g.Origin) || !slices.ContainsFunc(parents, path.SharesRoot) {
			return false
		}
	} else if !path.given(s) && (path.Detached || path.Alias || slices.ContainsFunc(path.Roots, func(r Root) bool { return r.inside(s) })) {
		return false
	}
	for _, d := range path.Through {
		if slices.ContainsFunc(parents, func(q Path) bool { return q.Passes(d) }) {
			if g.endsParent(d) {
				return false
			}
			continue
		}
		call, ok := d.(*ssa.Call)
		if !ok {
			return false
		}
		inside := slices.ContainsFunc(s.Bodies, func(b Body) bool { return within(call.Parent(), b.Fn) })
		// What a caller does with its context says nothing about a group
		// that has none.
		elsewhere := g.Parent == nil && s.Call != nil && enclosing(call.Parent()) != enclosing(s.Call.Parent())
		if !inside && !elsewhere && endsByItself(call) || inside && g.p.endsElsewhere(call) {
			return false
		}
	}
	return true
}

// endsParent reports whether tasks of g may call the cancel function of the
// context that d derives, by which they tell each other that it is over.
func (g *Group) endsParent(d ssa.Value) bool {
	call, ok := d.(*ssa.Call)
	if !ok || !endsByItself(call) {
		return false
	}
	inTask := func(mc *ssa.MakeClosure) bool {
		return slices.ContainsFunc(g.p.Spawns(), func(s *Spawn) bool {
			return slices.Contains(s.Groups, g) && slices.ContainsFunc(s.Bodies, func(b Body) bool { return within(mc.Fn.(*ssa.Function), b.Fn) })
		})
	}
	var reaches func(v ssa.Value) bool
	reaches = func(v ssa.Value) bool {
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.MakeClosure:
				return inTask(ref)
			case *ssa.Store:
				cell, ok := ref.Addr.(*ssa.Alloc)
				return ok && ref.Val == v && reaches(cell)
			}
			return false
		})
	}
	return slices.ContainsFunc(*call.Referrers(), func(ref ssa.Instruction) bool {
		e, ok := ref.(*ssa.Extract)
		return ok && e.Index > 0 && reaches(e)
	})
}

// Replaces reports whether the derived context of g differs from the context of
// u in nothing but that the group ends it.
func (g *Group) Replaces(u *Use) bool {
	return g.Parent != nil && g.p.SameContext(g.Parent, g.at, u)
}

// SameContext reports whether the context of u is the very context v, as seen at
// the instruction at: without a value, a deadline or a type of its own, and
// without lacking one.
func (p *Package) SameContext(v ssa.Value, at ssa.Instruction, u *Use) bool {
	t, ok := types.Unalias(p.pass.TypesInfo.TypeOf(u.Arg)).(*types.Named)
	if !ok || t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != "context" {
		return false
	}
	want, paths := p.Lineage(v, at), p.Lineage(u.Context, u.Instr)
	return len(want) == 1 && len(paths) == 1 && slices.Equal(want[0].Through, paths[0].Through)
}

// given reports whether the path comes to the function of s as a parameter. What
// its callers pass is then no matter of a group that has no context.
func (p Path) given(s *Spawn) bool {
	return s.Call != nil && slices.ContainsFunc(p.Roots, func(r Root) bool {
		v, ok := r.value.(*ssa.Parameter)
		return ok && v.Parent() == enclosing(s.Call.Parent())
	})
}

// inside reports whether the root lies in a task of s.
func (r Root) inside(s *Spawn) bool {
	v, ok := r.value.(interface{ Parent() *ssa.Function })
	if !ok {
		return false
	}
	return slices.ContainsFunc(s.Bodies, func(b Body) bool { return within(v.Parent(), b.Fn) })
}

// endsElsewhere reports whether the cancel function of the context that call
// derives is handed to somebody, such as context.AfterFunc, who may call it when
// something else ends.
func (p *Package) endsElsewhere(call *ssa.Call) bool {
	for _, ref := range *call.Referrers() {
		e, ok := ref.(*ssa.Extract)
		if !ok || e.Index == 0 {
			continue
		}
		if _, ok := e.Type().Underlying().(*types.Signature); ok && p.handedOn(e) {
			return true
		}
	}
	return false
}

// handedOn reports whether the function v goes elsewhere than into calls of it,
// those in deferred function literals included.
func (p *Package) handedOn(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case ssa.CallInstruction:
			if ref.Common().Value != v {
				return true
			}
		case *ssa.Store:
			cell, ok := ref.Addr.(*ssa.Alloc)
			if !ok || cell == v {
				return true
			}
			for _, use := range *cell.Referrers() {
				switch use := use.(type) {
				case *ssa.UnOp:
					if p.handedOn(use) {
						return true
					}
				case *ssa.MakeClosure:
					if !p.onlyDeferred(use.Fn.(*ssa.Function)) {
						return true
					}
				}
			}
		case *ssa.DebugRef:
		default:
			return true
		}
	}
	return false
}

// endsByItself reports whether the derivation makes a context that the program
// can end before its parent and its deadline.
func endsByItself(call *ssa.Call) bool {
	fn := Callee(call.Common())
	if fn == nil {
		return true
	}
	if fn.Pkg() != nil && fn.Pkg().Path() == "context" {
		return fn.Name() == "WithCancel" || fn.Name() == "WithCancelCause"
	}
	if _, ok := vocab.Lookup(fn, vocab.NewGroup); ok || makesGroup(fn.Signature()) {
		return true
	}
	// A function of the house that hands out a way to end the context.
	res := call.Call.Signature().Results()
	for i := range res.Len() {
		if _, ok := res.At(i).Type().Underlying().(*types.Signature); ok {
			return true
		}
	}
	return false
}
