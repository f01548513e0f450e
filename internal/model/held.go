package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// heldBack reports whether the way to at is open to a number of tasks of s at a
// time that the elements do not decide: the code asks for room and goes another
// way if there is none, counts the tasks that run, or remembers that one runs.
// What is decided in front of the loop l does not count; nil is no loop.
func (p *Package) heldBack(s *Spawn, at ssa.Instruction, l *loop) (found bool) {
	in := func(b *ssa.BasicBlock) bool { return l == nil || l.blocks[b] }
	branchesIn(at.Block(), in, func(cond ssa.Value, outcome bool) bool {
		found = p.admitted(s, cond, outcome) || p.latched(at, cond, outcome) || p.tallied(s, at, cond, outcome)
		return !found
	})
	return found
}

// admitted reports whether cond, with the outcome, says that a select statement
// with a default case has taken room for a task of s.
func (p *Package) admitted(s *Spawn, cond ssa.Value, outcome bool) bool {
	test, ok := cond.(*ssa.BinOp)
	if !ok || !outcome {
		return false
	}
	sel := caseIndex(test)
	if sel == nil || sel.Blocking {
		return false
	}
	st := caseOf(test, sel)
	return st != nil && isToken(st.Chan) && (st.Dir == types.SendOnly || doneOf(st.Chan) == nil && p.givesBack(s, st.Chan))
}

// latched reports whether cond, with the outcome, says of a variable that no task
// runs, and the way to the spawn at, or from it, makes it say the contrary.
func (p *Package) latched(at ssa.Instruction, cond ssa.Value, outcome bool) (found bool) {
	switch cond := cond.(type) {
	case *ssa.UnOp:
		v := p.variableAt(cond.X)
		return v != nil && anyInstr(at.Parent(), func(instr ssa.Instruction) bool {
			store, ok := instr.(*ssa.Store)
			return ok && p.variableAt(store.Addr) == v && says(store.Val, !outcome) && onTheWay(store, at)
		})
	case *ssa.Phi:
		return turns(cond, at, !outcome, make(map[*ssa.Phi]bool))
	case *ssa.Call:
		fn := Callee(cond.Common())
		if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync/atomic" {
			return false
		}
		switch {
		case strings.HasPrefix(fn.Name(), "CompareAndSwap"):
			return outcome
		case fn.Name() == "Swap":
			return !outcome
		case fn.Name() != "Load":
			return false
		}
		v := p.variableAt(receiver(cond.Common()))
		return v != nil && anyInstr(at.Parent(), func(instr ssa.Instruction) bool {
			call, ok := instr.(*ssa.Call)
			return ok && isAtomic(call, "Store") && p.variableAt(receiver(call.Common())) == v &&
				says(call.Call.Args[len(call.Call.Args)-1], !outcome) && onTheWay(call, at)
		})
	}
	return false
}

// onTheWay reports whether instr is passed by whoever passes at.
func onTheWay(instr, at ssa.Instruction) bool {
	return instr.Parent() == at.Parent() && (Dominates(instr, at) || Dominates(at, instr))
}

// turns reports whether the variable of a loop that phi is becomes what on the way
// of the spawn at.
func turns(phi *ssa.Phi, at ssa.Instruction, what bool, seen map[*ssa.Phi]bool) bool {
	if seen[phi] {
		return false
	}
	seen[phi] = true
	for i, e := range phi.Edges {
		if says(e, what) && at.Block().Dominates(phi.Block().Preds[i]) {
			return true
		}
		if up, ok := e.(*ssa.Phi); ok && turns(up, at, what, seen) {
			return true
		}
	}
	return false
}

// says reports whether v is the constant that is said.
func says(v ssa.Value, what bool) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value) == what
}

// tallied reports whether cond, with the outcome, says that fewer tasks run than
// may, by a count that goes up and down.
func (p *Package) tallied(s *Spawn, at ssa.Instruction, cond ssa.Value, outcome bool) bool {
	test, ok := cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	op := test.Op
	if !outcome {
		op = negated[op]
	}
	var count ssa.Value
	switch op {
	case token.LSS, token.LEQ:
		count = test.X
	case token.GTR, token.GEQ:
		count = test.Y
	default:
		return false
	}
	for {
		conv, ok := count.(*ssa.Convert)
		if !ok {
			break
		}
		count = conv.X
	}
	if call, ok := count.(*ssa.Call); ok && isAtomic(call, "Load") {
		v := p.variableAt(receiver(call.Common()))
		return v != nil && p.setsNear(s, at, func(instr ssa.Instruction) bool {
			add, ok := instr.(*ssa.Call)
			return ok && isAtomic(add, "Add") && p.variableAt(receiver(add.Common())) == v
		})
	}
	load, ok := count.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	v := p.variableAt(load.X)
	if v == nil {
		return false
	}
	up, down := false, false
	for _, store := range p.storesTo(v) {
		sum, ok := store.Val.(*ssa.BinOp)
		if !ok {
			continue
		}
		if old, ok := sum.X.(*ssa.UnOp); ok && p.variableAt(old.X) == v {
			up = up || sum.Op == token.ADD
			down = down || sum.Op == token.SUB
		}
	}
	return up && down
}

// setsNear reports whether holds is true of an instruction of the function that
// at stands in, of what that is written in, or of a task of s.
func (p *Package) setsNear(s *Spawn, at ssa.Instruction, holds func(ssa.Instruction) bool) bool {
	return anyInstr(enclosing(at.Parent()), holds) ||
		slices.ContainsFunc(s.Bodies, func(b Body) bool { return anyInstr(b.Fn, holds) })
}

// variableAt returns the variable whose address v is: a field, a global, or a
// local one that lives in memory; nil if it is no variable, or one that is not
// known.
func (p *Package) variableAt(v ssa.Value) any {
	switch v := v.(type) {
	case *ssa.FieldAddr:
		if f := fieldOf(v); f != nil {
			return f
		}
	case *ssa.Global:
		return v
	case *ssa.Alloc, *ssa.FreeVar:
		if cells := p.index().cells(v); len(cells) == 1 {
			return cells[0]
		}
	}
	return nil
}

// storesTo returns the stores of the package to a variable that variableAt has
// returned, as far as they are kept.
func (p *Package) storesTo(v any) []*ssa.Store {
	switch v := v.(type) {
	case *types.Var:
		return p.index().fields[v]
	case *ssa.Alloc:
		return p.index().stores[v]
	}
	return nil
}

func isAtomic(call *ssa.Call, name string) bool {
	fn := Callee(call.Common())
	return fn != nil && fn.Name() == name && fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic" && fn.Signature().Recv() != nil
}
