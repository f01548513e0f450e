package model

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// What a test says of a value on the way to some place.
type said int

const (
	nothing said = iota
	saidNil
	saidNonNil
)

// branches visits the branches that every way to b has taken, the nearest
// first, until visit returns false.
func branches(b *ssa.BasicBlock, visit func(cond ssa.Value, outcome bool) bool) {
	branchesIn(b, func(*ssa.BasicBlock) bool { return true }, visit)
}

// branchesIn is branches that goes no further back than in holds of the blocks.
func branchesIn(b *ssa.BasicBlock, in func(*ssa.BasicBlock) bool, visit func(cond ssa.Value, outcome bool) bool) {
	for ; b != nil; b = b.Idom() {
		idom := b.Idom()
		if idom == nil || !in(idom) {
			return
		}
		if len(b.Preds) != 1 || b.Preds[0] != idom {
			continue
		}
		if cond, outcome, ok := branch(idom, b); ok && !visit(cond, outcome) {
			return
		}
	}
}

// branch returns the condition that is decided, and how, where from goes on to
// its successor to.
func branch(from, to *ssa.BasicBlock) (cond ssa.Value, outcome, ok bool) {
	instr, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] == from.Succs[1] {
		return nil, false, false
	}
	cond, outcome = instr.Cond, from.Succs[0] == to
	for {
		not, ok := cond.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			return cond, outcome, true
		}
		cond, outcome = not.X, !outcome
	}
}

// comparison returns what is compared with nil, and what is said of it if cond
// has the outcome.
func comparison(cond ssa.Value, outcome bool) (ssa.Value, said) {
	test, ok := cond.(*ssa.BinOp)
	if !ok || test.Op != token.EQL && test.Op != token.NEQ {
		return nil, nothing
	}
	x, y := test.X, test.Y
	if isNilConst(x) {
		x, y = y, x
	}
	if !isNilConst(y) {
		return nil, nothing
	}
	if outcome == (test.Op == token.EQL) {
		return x, saidNil
	}
	return x, saidNonNil
}

// tested returns what a comparison with nil that dominates at says of v.
func (t *nilTracer) tested(v ssa.Value, at ssa.Instruction) (result said) {
	branches(at.Block(), func(cond ssa.Value, outcome bool) bool {
		if x, said := comparison(cond, outcome); said != nothing && x == v {
			result = said
			t.note(said, cond)
		}
		return result == nothing
	})
	if load, ok := v.(*ssa.UnOp); ok && result == nothing && load.Op == token.MUL {
		return t.variableTested(load.X, load)
	}
	return result
}

func (t *nilTracer) note(said said, cond ssa.Value) {
	if said == saidNil && !t.test.IsValid() {
		t.test = cond.Pos()
	}
}

// saidOnEdge returns what the branch from one block to the other says of v.
func (t *nilTracer) saidOnEdge(v ssa.Value, from, to *ssa.BasicBlock) said {
	if cond, outcome, ok := branch(from, to); ok {
		if x, said := comparison(cond, outcome); x == v {
			return said
		}
	}
	return nothing
}

// variableTested returns what a comparison with nil that dominates at says of
// the content of the variable or field at addr, which nobody has written since.
func (t *nilTracer) variableTested(addr ssa.Value, at ssa.Instruction) (result said) {
	branches(at.Block(), func(cond ssa.Value, outcome bool) bool {
		x, said := comparison(cond, outcome)
		load, ok := x.(*ssa.UnOp)
		if said == nothing || !ok || load.Op != token.MUL || load == at {
			return true
		}
		switch {
		case load.X == addr:
			if !t.written(addr, load, at) {
				result = said
				t.note(said, cond)
			}
			return false // the nearest test decides
		case sameField(load.X, addr):
			if !mayWrite(load, at) {
				result = said
				t.note(said, cond)
			}
			return false
		}
		return true
	})
	return result
}

// sameField reports whether a and b are the address of one field of one thing.
func sameField(a, b ssa.Value) bool {
	x, ok1 := a.(*ssa.FieldAddr)
	y, ok2 := b.(*ssa.FieldAddr)
	return ok1 && ok2 && x.Field == y.Field && (x.X == y.X || sameField(loaded(x.X), loaded(y.X)))
}

// loaded returns the address that v was read from, nil if it was not read.
func loaded(v ssa.Value) ssa.Value {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		return load.X
	}
	return nil
}

// mayWrite reports whether anything between the two instructions may write to
// memory or let others write.
func mayWrite(from, to ssa.Instruction) (found bool) {
	reachable(from, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case ssa.CallInstruction, *ssa.Store, *ssa.Send, *ssa.Select, *ssa.MapUpdate, *ssa.RunDefers, *ssa.Next:
			found = found || instr != to && between(from, instr, to)
		case *ssa.UnOp:
			found = found || instr.Op == token.ARROW && between(from, instr, to)
		}
		return !found && instr != to
	})
	return found
}

// written reports whether somebody may write to the variable at addr between
// the two instructions, which belong to one function.
func (t *nilTracer) written(addr ssa.Value, from, to ssa.Instruction) bool {
	cell := t.onlyCell(addr)
	if cell == nil || t.leaks(cell) {
		return true
	}
	fn := from.Parent()
	for _, s := range t.p.index().stores[cell] {
		if s.Parent() == fn {
			if between(from, s, to) {
				return true
			}
			continue
		}
		// Another function may write at any time, but for the one that
		// made this closure and waits for it, or writes no more.
		fv, ok := addr.(*ssa.FreeVar)
		if !ok || s.Parent() != fn.Parent() {
			return true
		}
		if b := t.p.index().bindings(fv)[0]; !waitedFor(b.at) && t.writtenAfter(b) {
			return true
		}
	}
	return false
}

// waitedFor reports whether the closure is only called or deferred where it is
// made, so that its maker does nothing else while it runs.
func waitedFor(mc *ssa.MakeClosure) bool {
	for _, ref := range *mc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Call:
			if ref.Call.Value != mc {
				return false
			}
		case *ssa.Defer:
			if ref.Call.Value != mc {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// between reports whether mid can run after from and before to.
func between(from, mid, to ssa.Instruction) bool {
	after, before := false, false
	reachable(from, func(instr ssa.Instruction) bool {
		after = after || instr == mid
		return instr != to
	})
	reachable(mid, func(instr ssa.Instruction) bool {
		before = before || instr == to
		return instr != from
	})
	return after && before
}

// testedFalse reports whether the ok of a comma-ok form was seen to be false
// before at: then the value, which v extracts, is zero.
func (t *nilTracer) testedFalse(v *ssa.Extract, at ssa.Instruction) (found bool) {
	switch v.Tuple.(type) {
	case *ssa.TypeAssert, *ssa.Lookup, *ssa.UnOp:
		if v.Index != 0 {
			return false
		}
	case *ssa.Select:
		if v.Index < 2 { // the index and the ok stand first
			return false
		}
	default:
		return false
	}
	branches(at.Block(), func(cond ssa.Value, outcome bool) bool {
		ok, isExtract := cond.(*ssa.Extract)
		found = isExtract && ok.Tuple == v.Tuple && ok.Index == 1 && !outcome
		return !found
	})
	return found
}
