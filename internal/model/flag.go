package model

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// flagsOf lists the variables of fn that are set on some ways and asked for where
// the ways have met: flags, errors that are kept for the end, and channels that a
// select is to wait for, or not.
func (w *search) flagsOf(fn *ssa.Function) []ssa.Value {
	list, ok := w.flags[fn]
	if ok {
		return list
	}
	add := func(v ssa.Value) {
		v = w.flag(v, fn)
		if v != nil && len(list) < maxFlags && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if sel, ok := instr.(*ssa.Select); ok {
				for _, s := range sel.States {
					add(s.Chan) // a case is off while its channel is nil
				}
			}
		}
		for _, next := range b.Succs {
			if cond, outcome, ok := branch(b, next); ok {
				add(cond)
				if v, said := comparison(cond, outcome); said != nothing {
					add(v)
				}
			}
		}
	}
	// What they are made of: a flag of a loop is a variable at its head.
	for i := 0; i < len(list); i++ {
		if phi := asPhi(list[i]); phi != nil {
			for _, e := range phi.Edges {
				add(e)
			}
		}
	}
	w.flags[fn] = list
	return list
}

// flag returns the variable that v is the value of: a phi, or one that lives in
// memory and is written by fn alone. It returns nil if v is no such value.
func (w *search) flag(v ssa.Value, fn *ssa.Function) ssa.Value {
	switch v := v.(type) {
	case *ssa.Phi:
		if len(v.Edges) < 100 {
			return v
		}
	case *ssa.UnOp:
		cell, ok := v.X.(*ssa.Alloc)
		if !ok || v.Op != token.MUL {
			return nil
		}
		stores := w.p.index().stores[cell]
		if len(stores) < 100 && !slices.ContainsFunc(stores, func(s *ssa.Store) bool { return s.Parent() != fn }) {
			return cell
		}
	}
	return nil
}

// storeFlag notes what is stored in a variable.
func (w *search) storeFlag(f *frame, store *ssa.Store, st *state) {
	if i := slices.Index(w.flagsOf(f.fn), store.Addr); i >= 0 {
		st.flags[i] = int8(slices.Index(w.p.index().stores[store.Addr.(*ssa.Alloc)], store) + 1)
	}
}

// passFlags notes by which edge the way comes to the variables of the block to.
func (w *search) passFlags(f *frame, from, to *ssa.BasicBlock, st *state) {
	list := w.flagsOf(f.fn)
	if len(list) == 0 {
		return
	}
	k := slices.Index(to.Preds, from)
	if k < 0 {
		return
	}
	before := st.flags
	for i, v := range list {
		phi := asPhi(v)
		if phi == nil || phi.Block() != to {
			continue
		}
		st.flags[i] = int8(k + 1)
		// A variable that stays what it was has come by the edge that it
		// came by.
		if phi.Edges[k] == phi {
			st.flags[i] = before[i]
		}
	}
}

func asPhi(v ssa.Value) *ssa.Phi {
	phi, _ := v.(*ssa.Phi)
	return phi
}

// flagged reports whether what is known of the variable that cond asks for says
// that it does not have the outcome.
func (w *search) flagged(f *frame, cond ssa.Value, outcome bool, st state) bool {
	if v, _ := w.came(f, cond, st, 0); v != nil {
		c, ok := v.(*ssa.Const)
		return ok && c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value) != outcome
	}
	tested, said := comparison(cond, outcome)
	if said == nothing {
		return false
	}
	v, at := w.came(f, tested, st, 0)
	if v == nil {
		return false
	}
	is := nothing
	switch c := v.(type) {
	case *ssa.Const:
		if c.IsNil() {
			is = saidNil
		}
	case *ssa.MakeChan, *ssa.MakeInterface, *ssa.Alloc:
		is = saidNonNil
	default:
		branches(at, func(cond ssa.Value, outcome bool) bool {
			if tested, said := comparison(cond, outcome); said != nothing && tested == v {
				is = said
			}
			return is == nothing
		})
	}
	return is != nothing && is != said
}

// came returns the value that the way has brought to the variable whose value v
// is, and the block that it came from; nil if that is not known.
func (w *search) came(f *frame, v ssa.Value, st state, depth int) (ssa.Value, *ssa.BasicBlock) {
	flag := w.flag(v, f.fn)
	if flag == nil {
		return nil, nil
	}
	i := slices.Index(w.flagsOf(f.fn), flag)
	if i < 0 || st.flags[i] == 0 || depth > maxFlags {
		return nil, nil
	}
	var from *ssa.BasicBlock
	switch flag := flag.(type) {
	case *ssa.Phi:
		v, from = flag.Edges[st.flags[i]-1], flag.Block().Preds[st.flags[i]-1]
	case *ssa.Alloc:
		store := w.p.index().stores[flag][st.flags[i]-1]
		v, from = store.Val, store.Block()
	}
	if w.flag(v, f.fn) != nil {
		return w.came(f, v, st, depth+1)
	}
	return v, from
}
