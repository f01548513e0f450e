package model

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// DeferredUses returns the uses of the context of e in calls that are deferred
// in front of e, where the context is alive, and run behind it whenever the
// function does not fail early. What a deferred function literal does in some
// cases only is not among them.
func (p *Package) DeferredUses(e *End) []*LateUse {
	if !e.Local() {
		return nil
	}
	var list []*LateUse
	for _, b := range e.fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok || !e.runsBefore(d) {
				continue
			}
			uses := p.usesIn(d)
			if lit := literal(d); lit != nil {
				uses = slices.DeleteFunc(p.contextUses(lit), func(u *Use) bool { return !p.usual(u.Instr, lit) })
			}
			for _, u := range uses {
				paths := p.Lineage(u.Context, u.Instr)
				if len(paths) > 0 && all(paths, func(path Path) bool { return e.ends(path, e.object) }) {
					list = append(list, &LateUse{Use: u, When: Dead, AtReturn: true})
				}
			}
		}
	}
	return list
}

// literal returns the function literal that d defers, nil if it defers something
// else.
func literal(d *ssa.Defer) *ssa.Function {
	if fn := d.Call.StaticCallee(); fn != nil && fn.Parent() != nil {
		return fn
	}
	return nil
}

// runsBefore reports whether every return behind the instruction d, but for those
// that may report a failure, leads through e, and one does.
func (e *End) runsBefore(d ssa.Instruction) (found bool) {
	for _, ret := range returns(e.fn) {
		if !reaches(d, ret) {
			continue
		}
		if e.between(d, ret) {
			found = true
			continue
		}
		if !mayFail(ret) {
			return false
		}
	}
	return found
}
