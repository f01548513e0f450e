package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// loopsOf returns the loops of fn by their heads.
func loopsOf(fn *ssa.Function) map[*ssa.BasicBlock]*loop {
	m := make(map[*ssa.BasicBlock]*loop)
	for _, b := range fn.Blocks {
		if l := loopAt(b); l != nil {
			m[b] = l
		}
	}
	return m
}

// leavesCounted reports whether the edge from b leaves the loop because something
// has been counted: the condition compares integers, one of which the loop
// changes.
func (l *loop) leavesCounted(b *ssa.BasicBlock) bool {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	test, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return iterates(branch.Cond)
	}
	switch test.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		basic, ok := test.X.Type().Underlying().(*types.Basic)
		return ok && basic.Info()&types.IsInteger != 0 && (l.counter(test.X) || l.counter(test.Y))
	}
	return false
}

// counter reports whether v counts the rounds of the loop, or what is left to do.
func (l *loop) counter(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi:
		return l.blocks[v.Block()]
	case *ssa.BinOp:
		return (v.Op == token.ADD || v.Op == token.SUB) && l.counter(v.X)
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		return ok && b.Name() == "len" && l.blocks[v.Block()]
	case *ssa.UnOp:
		switch v.X.(type) {
		case *ssa.Alloc, *ssa.FreeVar:
			return v.Op == token.MUL
		}
	}
	return false
}

// iterates reports whether cond says that an iteration goes on.
func iterates(cond ssa.Value) bool {
	if e, ok := cond.(*ssa.Extract); ok && e.Index == 0 {
		_, ok := e.Tuple.(*ssa.Next)
		return ok
	}
	return false
}

// caseIndex returns the select statement whose choice test asks for, nil if it
// asks for something else.
func caseIndex(test *ssa.BinOp) *ssa.Select {
	if e, ok := test.X.(*ssa.Extract); ok && e.Index == 0 {
		sel, _ := e.Tuple.(*ssa.Select)
		return sel
	}
	return nil
}

// skipped returns the loop that the edge goes around because what it counts to is
// zero: go/ssa asks that of a range over an integer in front of the loop.
func skipped(loops map[*ssa.BasicBlock]*loop, from, to *ssa.BasicBlock) *loop {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[1] != to {
		return nil
	}
	test, ok := branch.Cond.(*ssa.BinOp)
	if !ok || test.Op != token.LSS || !isInt(test.X, 0) {
		return nil
	}
	if l := loops[from.Succs[0]]; l != nil && !l.blocks[from] {
		return l
	}
	return nil
}

// oneEach reports whether the channel has been made with room for one value of
// each goroutine: its capacity is the length of what the loops around the spawns
// range over, or another number that they count to.
func (w *search) oneEach() bool {
	if _, constant := w.ch.Capacity(); constant {
		return false
	}
	for _, s := range w.senders {
		at := s.Spawn.Call
		bounded := false
		for _, c := range w.loops(at.Parent()) {
			last := c.head.Instrs[len(c.head.Instrs)-1]
			if branch, ok := last.(*ssa.If); ok && c.blocks[at.Block()] {
				if test, ok := branch.Cond.(*ssa.BinOp); ok && at.Parent() == w.ch.Make.Parent() {
					bounded = bounded || sameNumber(test.Y, w.ch.Make.Size)
				}
			}
		}
		if !bounded || s.Max < 2 {
			return false
		}
	}
	return true
}

// sameNumber reports whether two numbers are the same value, or the lengths of
// the same value.
func sameNumber(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok := a.(*ssa.Call)
	y, ok2 := b.(*ssa.Call)
	if !ok || !ok2 {
		return false
	}
	f, ok := x.Call.Value.(*ssa.Builtin)
	g, ok2 := y.Call.Value.(*ssa.Builtin)
	if !ok || !ok2 || f.Name() != "len" || g.Name() != "len" {
		return false
	}
	u, v := x.Call.Args[0], y.Call.Args[0]
	if u == v {
		return true
	}
	m, ok := u.(*ssa.UnOp)
	n, ok2 := v.(*ssa.UnOp)
	return ok && ok2 && m.Op == token.MUL && n.Op == token.MUL && m.X == n.X
}

// justReceived reports whether the block lies, in each round of the loop, behind a
// receive from the channel.
func (w *search) justReceived(f *frame, c *loop, b *ssa.BasicBlock) (yes bool) {
	branches(b, func(cond ssa.Value, outcome bool) bool {
		if test, ok := cond.(*ssa.BinOp); ok && outcome {
			if sel := caseIndex(test); sel != nil && c.blocks[sel.Block()] {
				st := caseOf(cond, sel)
				yes = yes || st != nil && st.Dir == types.RecvOnly && w.p.isChannel(st.Chan, sel, f, w.ch.Make)
			}
		}
		return !yes
	})
	for _, op := range w.ch.Receives {
		recv, ok := op.Instr.(*ssa.UnOp)
		yes = yes || ok && recv.Parent() == f.fn && c.blocks[recv.Block()] && recv.Block().Dominates(b)
	}
	return yes
}

// mandatory reports whether every round of the loop receives from the channel.
func (w *search) mandatory(f *frame, c *loop) bool {
	takes := func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				return instr.Op == token.ARROW && w.p.isChannel(instr.X, instr, f, w.ch.Make)
			case *ssa.Go:
				next := w.p.enterCall(f, instr)
				return next != nil && w.drains(next.fn)
			case *ssa.Call:
				if sum, i := w.p.channelCalls(f, instr, w.ch.Make); sum != nil && (sum.Receives|sum.Drains)&bit(i) != 0 {
					return true
				}
				next := w.p.enterCall(f, instr)
				return next != nil && w.relevant(f, instr) && slices.ContainsFunc(w.ch.Receives, func(op ChannelOp) bool { return op.Instr.Parent() == next.fn && op.Select == nil })
			}
			return false
		})
	}
	seen := make(map[*ssa.BasicBlock]bool)
	var around func(b *ssa.BasicBlock) bool
	around = func(b *ssa.BasicBlock) bool {
		if takes(b) {
			return false
		}
		for _, next := range b.Succs {
			if !c.blocks[next] {
				continue
			}
			if cond, outcome, ok := branch(b, next); ok && outcome {
				if test, ok := cond.(*ssa.BinOp); ok {
					if sel := caseIndex(test); sel != nil {
						if s := caseOf(cond, sel); s != nil && s.Dir == types.RecvOnly && w.takes(f, s.Chan, sel) {
							continue
						}
					}
				}
			}
			if w.leavesInner(f, c, b, next) {
				continue
			}
			if next == c.head {
				return true
			}
			if !seen[next] {
				seen[next] = true
				if around(next) {
					return true
				}
			}
		}
		return false
	}
	return !around(c.head)
}

// takes reports whether a receive from v takes one of the values that the
// goroutines owe: from the channel, or from another that they send to instead.
func (w *search) takes(f *frame, v ssa.Value, at ssa.Instruction) bool {
	return w.p.isChannel(v, at, f, w.ch.Make) || len(w.senders) > 0 && !slices.ContainsFunc(w.senders, func(s *Sender) bool {
		return !s.Triggered || !w.answers(s, v, at)
	})
}

// leavesInner reports whether the edge leaves a loop inside of c that has received
// a counted number of values.
func (w *search) leavesInner(f *frame, c *loop, from, to *ssa.BasicBlock) bool {
	if inner := skipped(w.loops(f.fn), from, to); inner != nil && inner != c && c.blocks[inner.head] && w.mandatory(f, inner) {
		return true
	}
	for _, inner := range w.loops(f.fn) {
		if inner != c && c.blocks[inner.head] && inner.blocks[from] && !inner.blocks[to] && inner.leavesCounted(from) && w.mandatory(f, inner) {
			return true
		}
	}
	return false
}

// relevant reports whether what call runs may receive from the channel, wait for
// its senders or start them.
func (w *search) relevant(f *frame, call ssa.CallInstruction) bool {
	if w.p.isJoin(call.Common()) {
		return true
	}
	if sum, _ := w.p.channelCalls(f, call, w.ch.Make); sum != nil {
		return true
	}
	next := w.p.enterCall(f, call)
	return next != nil && w.concerns(next)
}

func (w *search) concerns(f *frame) bool {
	if known, ok := w.matters[f.fn]; ok {
		return known
	}
	w.matters[f.fn] = false
	found := w.receivesIn(f.fn)
	for _, b := range f.fn.Blocks {
		for _, instr := range b.Instrs {
			if found {
				break
			}
			switch instr := instr.(type) {
			case *ssa.UnOp:
				found = instr.Op == token.ARROW
			case *ssa.Select:
				found = true
			case ssa.CallInstruction:
				found = w.starts(instr) || w.relevant(f, instr)
			}
		}
	}
	w.matters[f.fn] = found
	return found
}
