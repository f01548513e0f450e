package model

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Escapes reports whether the group is handed to code that may spawn into it
// unseen: passed to a function, or stored in a field or elsewhere.
func (g *Group) Escapes() bool {
	g.p.mu.Lock()
	defer g.p.mu.Unlock()
	if g.Stored {
		return true
	}
	if g.p.escaped == nil {
		g.p.escaped = g.p.findEscaped()
	}
	return g.p.escaped[g]
}

func (p *Package) findEscaped() map[*Group]bool {
	escaped := make(map[*Group]bool)
	mark := func(v ssa.Value, at ssa.Instruction) {
		if !isGroup(v.Type()) {
			return
		}
		groups, _ := (&tracer{p: p}).groups(v, at)
		for _, g := range groups {
			escaped[g] = true
		}
	}
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case ssa.CallInstruction:
					c := instr.Common()
					for i, arg := range c.Args {
						if i > 0 || c.IsInvoke() || c.Signature().Recv() == nil {
							mark(arg, instr)
						}
					}
				case *ssa.Store:
					if _, ok := instr.Addr.(*ssa.FieldAddr); ok {
						mark(instr.Val, instr)
					}
				case *ssa.MapUpdate:
					mark(instr.Value, instr)
				case *ssa.Return:
					for _, v := range instr.Results {
						mark(v, instr)
					}
				case *ssa.Send:
					mark(instr.X, instr)
				}
			}
		}
	}
	return escaped
}

// outlives reports whether a result of the call of u is a live handle that
// leaves the function: a stream, a channel, a value of a type parameter, a
// function, or a struct that keeps a context, stored where others find it or sent to them. Its context must live
// as long as the handle does, not as long as the group.
func (u *Use) outlives() bool {
	call, ok := u.Instr.(*ssa.Call)
	if !ok {
		return false
	}
	results := []ssa.Value{call}
	if _, isTuple := call.Type().(*types.Tuple); isTuple {
		results = nil
		for _, ref := range *call.Referrers() {
			if e, ok := ref.(*ssa.Extract); ok {
				results = append(results, e)
			}
		}
	}
	for _, res := range results {
		if isHandle(res.Type()) && escapes(res, 0) {
			return true
		}
	}
	return false
}

func isHandle(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	default:
		switch t.Underlying().(type) {
		case *types.Chan, *types.Signature:
			return true
		}
	}
	for _, name := range [...]string{"Recv", "Next", "Read", "Close", "RecvMsg"} {
		if method(t, name) != nil {
			return true
		}
	}
	return keepsContext(t) || namesHandle(t)
}

// namesHandle reports whether t, or what it points to, is called after something
// that goes on: of a type of another package the fields need not be known.
func namesHandle(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	name := strings.ToLower(named.Obj().Name())
	return slices.ContainsFunc([]string{"stream", "conn", "client", "session", "watch", "subscri", "iterator", "cursor", "rows", "listener"}, func(word string) bool {
		return strings.Contains(name, word)
	})
}

// keepsContext reports whether t, or what it points to, is a struct that has a
// context among its fields.
func keepsContext(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range s.NumFields() {
		if IsContext(s.Field(i).Type()) {
			return true
		}
	}
	return false
}

// escapes reports whether v is stored outside of its function's own variables,
// sent, or returned.
func escapes(v ssa.Value, depth int) bool {
	if depth > 5 || v.Referrers() == nil {
		return depth > 5
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val != v {
				continue
			}
			switch addr := ref.Addr.(type) {
			case *ssa.Alloc:
				// A variable, or a value under construction.
				if escapes(addr, depth+1) {
					return true
				}
			case *ssa.FieldAddr:
				if a, ok := addr.X.(*ssa.Alloc); !ok || escapes(a, depth+1) {
					return true
				}
			default:
				return true
			}
		case *ssa.Send, *ssa.MapUpdate, *ssa.Return, *ssa.MakeClosure:
			return true
		case *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Phi:
			if escapes(ref.(ssa.Value), depth+1) {
				return true
			}
		case *ssa.UnOp:
			if ref.Op == token.MUL && escapes(ref, depth+1) {
				return true
			}
		case *ssa.Call:
			// Appended, or wrapped by a constructor.
			if b, ok := ref.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
				return true
			}
		}
	}
	return false
}
