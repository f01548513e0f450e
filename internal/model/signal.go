package model

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// signals returns the channels, conditions and so on that instr signals by.
func signals(instr ssa.Instruction) (list []ssa.Value) {
	switch instr := instr.(type) {
	case *ssa.Send:
		return []ssa.Value{instr.Chan}
	case *ssa.Select:
		for _, state := range instr.States {
			if state.Dir == types.SendOnly {
				list = append(list, state.Chan)
			}
		}
	case ssa.CallInstruction:
		c := instr.Common()
		if b, ok := c.Value.(*ssa.Builtin); ok {
			if b.Name() == "close" {
				return c.Args[:1]
			}
			return nil
		}
		if isNamed(c.Value.Type(), "context", "CancelFunc") {
			return []ssa.Value{c.Value}
		}
		if fn := Callee(c); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync" && len(c.Args) > 0 {
			switch fn.Name() {
			case "Broadcast", "Signal", "Done":
				return c.Args[:1]
			}
		}
	}
	return list
}

func isNamed(t types.Type, pkg, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg
}

// place returns the field that v was read from or is the address of, nil if
// there is none, and the value at the root of the things that it lies in. There
// is no root if the field belongs to another thing that the root points to,
// unless it is embedded.
func (p *Package) place(v ssa.Value) (f *types.Var, root ssa.Value) {
	other := false
	note := func(field *types.Var) {
		if f == nil {
			f = field
		}
	}
	defer func() {
		if other {
			root = nil
		}
	}()
	for range maxDepth {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			note(fieldOf(x))
			v = x.X
		case *ssa.Field:
			note(structField(x.X.Type(), x.Field))
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.FreeVar:
			bound := p.index().bindings(x)
			if len(bound) != 1 {
				return f, v
			}
			v = bound[0].value
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return f, v
			}
			v = x.X
			if addr, ok := v.(*ssa.FieldAddr); ok && f != nil {
				other = other || !isEmbedded(fieldOf(addr))
			}
			if fv, ok := v.(*ssa.FreeVar); ok {
				if cells := p.index().cells(fv); len(cells) == 1 {
					v = cells[0]
				}
			}
			if cell, ok := v.(*ssa.Alloc); ok {
				if stores := p.index().stores[cell]; len(stores) == 1 {
					v = stores[0].Val
				}
			}
		default:
			return f, v
		}
	}
	return f, v
}

func isEmbedded(f *types.Var) bool { return f != nil && f.Embedded() }

// self returns the root of the thing that v points to, or is embedded in; nil
// if v points to something that the root points to.
func (p *Package) self(v ssa.Value) ssa.Value {
	f, root := p.place(v)
	if _, points := loaded(v).(*ssa.FieldAddr); points && !isEmbedded(f) {
		return nil
	}
	return root
}

// signalFields returns the fields by which the method fn signals in its
// receiver, itself or through its other methods.
func (r *recognizer) signalFields(fn *ssa.Function, depth int) (list []*types.Var) {
	if len(fn.Params) == 0 || depth > 4 {
		return nil
	}
	self := fn.Params[0]
	eachInstr(fn, func(instr ssa.Instruction) {
		for _, ch := range signals(instr) {
			if f, root := r.p.place(ch); f != nil && root == self {
				list = append(list, f)
			}
		}
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return
		}
		if callee := staticCallee(call.Common()); callee != nil && callee.Blocks != nil && callee.Signature.Recv() != nil && callee != fn {
			if r.p.self(call.Common().Args[0]) == self {
				list = append(list, r.signalFields(callee, depth+1)...)
			}
		}
	})
	return list
}

// hasGoodEnd reports whether something that is not named after a rejection
// signals by the field f, other than for those that are.
func (r *recognizer) hasGoodEnd(f *types.Var) bool {
	seen := make(map[*ssa.Function]bool)
	var good func(fn *ssa.Function) bool
	good = func(fn *ssa.Function) bool {
		if seen[fn] {
			return false
		}
		seen[fn] = true
		if rejects(fn.Name()) || stops(fn.Name()) {
			return false
		}
		callers := r.p.index().callers[fn]
		if len(callers) == 0 || fn.Object() != nil && fn.Object().Exported() {
			return true
		}
		return slices.ContainsFunc(callers, func(call ssa.CallInstruction) bool { return good(enclosing(call.Parent())) })
	}
	return slices.ContainsFunc(r.signallers[f], good)
}

// stops reports whether a function of this name may be one that ends something
// early, or gives it back.
func stops(name string) bool {
	name = strings.ToLower(name)
	for _, word := range [...]string{"close", "stop", "shutdown", "cancel", "abort", "kill", "release", "terminate", "destroy", "teardown"} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return false
}
