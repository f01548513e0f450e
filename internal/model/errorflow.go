package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A flow is what becomes of the error parameter of a function.
type flow struct {
	r  *recognizer
	fn *ssa.Function
	// roots are the promises: the receiver, or what is returned.
	roots []ssa.Value
	// stored: the error is kept in the promise, or sent on a channel of it.
	stored bool
	// tested: someone looks whether it is nil.
	tested bool
	// rejects: it is handed to a function that rejects; rejectsAlways:
	// whenever the function returns. panics: that one panics at nil.
	rejects, rejectsAlways, panics bool

	seen map[ssa.Value]bool
}

// flow follows a parameter of fn, the receiver counted.
func (r *recognizer) flow(fn *ssa.Function, param int) *flow {
	key := flowKey{fn, param}
	if w := r.flows[key]; w != nil {
		return w
	}
	w := &flow{r: r, fn: fn, seen: make(map[ssa.Value]bool)}
	r.flows[key] = w
	if param >= 0 && param < len(fn.Params) {
		if fn.Signature.Recv() != nil {
			w.roots = []ssa.Value{fn.Params[0]}
		}
		w.follow(fn.Params[param])
	}
	return w
}

// follow looks at what is done with v, which is or holds the error.
func (w *flow) follow(v ssa.Value) {
	if w.seen[v] || v.Referrers() == nil {
		return
	}
	w.seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == v {
				w.store(ref.Addr, ref)
			}
		case *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Slice:
			w.follow(ref.(ssa.Value))
		case *ssa.UnOp:
			if ref.Op == token.MUL {
				w.follow(ref)
			}
		case *ssa.MakeClosure:
			for i, b := range ref.Bindings {
				if b == v {
					w.follow(ref.Fn.(*ssa.Function).FreeVars[i])
				}
			}
		case *ssa.BinOp:
			w.tested = w.tested || isNilConst(ref.X) || isNilConst(ref.Y)
		case *ssa.Send:
			if ref.X == v {
				w.keep(ref.Chan)
			}
		case *ssa.Select:
			for _, state := range ref.States {
				if state.Send == v {
					w.keep(state.Chan)
				}
			}
		case ssa.CallInstruction:
			w.call(v, ref)
		}
	}
}

// store notes that the error is stored at addr.
func (w *flow) store(addr ssa.Value, s *ssa.Store) {
	if cell, ok := addr.(*ssa.Alloc); ok {
		// A variable of its own; where something else is stored too it
		// may be what the author put in place of nil.
		if len(w.r.p.index().stores[cell]) == 1 {
			w.follow(cell)
		}
		return
	}
	f, root := w.r.p.place(addr)
	if root != nil && slices.Contains(w.roots, root) {
		w.stored = true
		w.tested = w.tested || testedAfter(s, f)
	} else if cell, ok := root.(*ssa.Alloc); ok {
		w.follow(cell) // a value under construction
	}
}

// keep notes that the error is sent on a channel, or stored in an atomic value.
func (w *flow) keep(place ssa.Value) {
	if f, root := w.r.p.place(place); f != nil && root != nil && slices.Contains(w.roots, root) {
		w.stored = true
	}
}

// testedAfter reports whether the field f is compared with nil once the store
// has been made.
func testedAfter(s *ssa.Store, f *types.Var) (found bool) {
	reachable(s, func(instr ssa.Instruction) bool {
		test, ok := instr.(*ssa.BinOp)
		if !ok || !isNilConst(test.X) && !isNilConst(test.Y) {
			return !found
		}
		for _, v := range [...]ssa.Value{test.X, test.Y} {
			if addr, ok := loaded(v).(*ssa.FieldAddr); ok && fieldOf(addr) == f {
				found = true
			}
		}
		return !found
	})
	return found
}

// call notes what a call does with the error, which is among its arguments.
func (w *flow) call(v ssa.Value, call ssa.CallInstruction) {
	c := call.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		if value := call.Value(); b.Name() == "append" && value != nil {
			w.follow(value)
		}
		return
	}
	fn := Callee(c)
	if fn == nil {
		return
	}
	if i, panics := w.r.p.rejected(fn); i >= 0 {
		if argument(c, i) == v {
			w.rejects, w.panics = true, w.panics || panics
			w.rejectsAlways = w.rejectsAlways || call.Parent() == w.fn && joinsAlways(call)
		}
		return
	}
	if fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic" && len(c.Args) > 0 {
		w.keep(c.Args[0])
		return
	}
	if asksWhetherNil(fn) {
		w.tested = true
		return
	}
	callee := staticCallee(c)
	if callee == nil || callee.Blocks == nil || callee.Signature.Recv() == nil || len(callee.Params) != len(c.Args) || callee == w.fn {
		return
	}
	if root := w.r.p.self(c.Args[0]); root == nil || !slices.Contains(w.roots, root) {
		return
	}
	for i, arg := range c.Args[1:] {
		if arg == v {
			inner := w.r.flow(callee, i+1)
			w.stored = w.stored || inner.stored
			w.tested = w.tested || inner.tested
		}
	}
}

// asksWhetherNil reports whether fn may be asked if an error is nil: it answers
// with a bool, and does not compare with another error.
func asksWhetherNil(fn *types.Func) bool {
	if fn.Pkg() != nil && fn.Pkg().Path() == "errors" {
		return false
	}
	res := fn.Signature().Results()
	if res.Len() != 1 {
		return false
	}
	b, ok := res.At(0).Type().Underlying().(*types.Basic)
	return ok && b.Kind() == types.Bool
}
