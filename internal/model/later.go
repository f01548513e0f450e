package model

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// keptFor reports whether u stands in a function literal of the task body that is
// kept for later: stored where others find it, or handed to a function that says
// so in its name. It may run when the group is long done.
func (p *Package) keptFor(body *ssa.Function, u *Use) bool {
	for fn := u.Instr.Parent(); fn != nil && fn != body; fn = fn.Parent() {
		if slices.ContainsFunc(p.index().closures[fn], func(lit *ssa.MakeClosure) bool { return keeps(lit, 0) }) {
			return true
		}
	}
	return false
}

// keeps reports whether the function v is kept for later.
func keeps(v ssa.Value, depth int) bool {
	return depth < maxCalls+3 && slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.MapUpdate, *ssa.Send, *ssa.Return:
			return true
		case *ssa.ChangeType, *ssa.MakeInterface, *ssa.ChangeInterface:
			return keeps(ref.(ssa.Value), depth+1)
		case *ssa.Store:
			return ref.Val == v && keepsAt(ref.Addr, depth)
		case ssa.CallInstruction:
			c := ref.Common()
			if b, ok := c.Value.(*ssa.Builtin); ok {
				return b.Name() == "append"
			}
			callee := Callee(c)
			return c.Value != v && callee != nil && saysLater(callee.Name())
		}
		return false
	})
}

// keepsAt reports whether what is stored at addr is kept for later.
func keepsAt(addr ssa.Value, depth int) bool {
	from := addr
	if elem, ok := addr.(*ssa.IndexAddr); ok {
		from = elem.X
	}
	cell, ok := from.(*ssa.Alloc)
	if !ok {
		return true
	}
	// A variable, or the arguments of a variadic function.
	return slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			return keeps(ref, depth+1)
		case *ssa.Slice:
			return keeps(ref, depth+1)
		}
		return false
	})
}

// saysLater reports whether a function of this name keeps the function that it is
// given, to call it when something happens.
func saysLater(name string) bool {
	name = strings.ToUpper(name[:1]) + name[1:]
	return slices.ContainsFunc([]string{"On", "After", "Subscribe", "Register", "Handle", "Add", "Set", "Schedule", "Defer", "Cleanup", "DoChan"}, func(word string) bool {
		rest, ok := strings.CutPrefix(name, word)
		return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
	})
}
