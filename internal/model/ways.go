package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An exit is where a way ends, with what is known there.
type exit struct {
	at ssa.Instruction
	st state
}

// point is a place in a function that a way comes to.
type point struct {
	b *ssa.BasicBlock
	i int
	s state
}

// run follows the ways behind the instruction from, or from the entry of the
// function of f if it is nil, and returns where they leave the function.
func (w *search) run(f *frame, from ssa.Instruction, st state) (exits []exit) {
	seen := make(map[point]bool)
	var work []point
	push := func(pt point) {
		if w.steps++; w.steps > maxStates {
			w.lost = true
		}
		if !seen[pt] && !w.lost {
			seen[pt] = true
			work = append(work, pt)
		}
	}
	if from == nil {
		push(point{f.fn.Blocks[0], 0, st})
	} else {
		push(point{from.Block(), indexIn(from) + 1, st})
	}
	for len(work) > 0 {
		pt := work[len(work)-1]
		work = work[:len(work)-1]
		w.block(f, pt, push, func(e exit) { exits = append(exits, e) })
	}
	return exits
}

// block follows a way from a point to the end of its block.
func (w *search) block(f *frame, pt point, push func(point), leave func(exit)) {
	st := pt.s
	for i, instr := range pt.b.Instrs[pt.i:] {
		if instr == w.ch.Make {
			leave(exit{instr, st})
			return
		}
		if w.starts(instr) {
			w.start(instr, nil, &st)
			continue
		}
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if instr.Op == token.ARROW {
				w.received(f, instr.X, instr, &st)
			}
		case *ssa.Store:
			w.storeFlag(f, instr, &st)
		case *ssa.Defer:
			if w.relevant(f, instr) {
				st.deferred |= bit(w.number(instr))
			}
		case *ssa.Go:
			w.receivesFar(f, instr, &st)
			if next := w.p.enterCall(f, instr); next != nil && w.drains(next.fn) {
				st.allDone()
			}
		case *ssa.Call:
			w.joins(f, instr, &st)
			w.receivesFar(f, instr, &st)
			for _, cb := range w.p.callbacks(f, instr) {
				if w.receivesIn(cb.fn) && w.p.enterCall(f, instr) == nil {
					st.allDone() // as often as it is called
				}
			}
			if next := w.p.enterCall(f, instr); next != nil && w.relevant(f, instr) {
				deferred, in, entry, flags := st.deferred, st.in, st.entry, st.flags
				st.deferred, st.in, st.flags, st.asked = 0, nil, [maxFlags]int8{}, nil
				for _, e := range w.run(next, nil, st) {
					s := e.st
					s.deferred, s.in, s.entry, s.flags = deferred, in, entry, flags
					s.asked, s.said = instr, outcomeOf(e.at)
					push(point{pt.b, pt.i + i + 1, s})
				}
				return
			}
		case *ssa.Return:
			w.leave(f, instr, st, leave)
			return
		case *ssa.If, *ssa.Jump:
			for _, succ := range pt.b.Succs {
				if s, ok := w.edge(f, pt.b, succ, st); ok {
					push(point{succ, 0, s})
				}
			}
			return
		}
	}
}

// leave runs the deferred calls that a way has passed, the last one first.
func (w *search) leave(f *frame, ret *ssa.Return, st state, leave func(exit)) {
	states := []state{st}
	for n := 31; n >= 0; n-- {
		if st.deferred&bit(n) == 0 {
			continue
		}
		d := w.defers(f.fn)[n]
		var after []state
		for _, s := range states {
			w.joins(f, d, &s)
			w.receivesFar(f, d, &s)
			next := w.p.enterCall(f, d)
			if next == nil {
				after = append(after, s)
				continue
			}
			s.deferred, s.in, s.flags, s.asked = 0, nil, [maxFlags]int8{}, nil
			for _, e := range w.run(next, nil, s) {
				after = append(after, e.st)
			}
		}
		states = after
	}
	for _, s := range states {
		leave(exit{ret, s})
	}
}

// defers lists the defer statements of fn.
func (w *search) defers(fn *ssa.Function) (list []*ssa.Defer) {
	for call := range calls(fn) {
		if d, ok := call.(*ssa.Defer); ok {
			list = append(list, d)
		}
	}
	return list
}

func (w *search) number(d *ssa.Defer) int { return slices.Index(w.defers(d.Parent()), d) }

// chosen reports whether the block is reached by the case s of sel.
func (w *search) chosen(b *ssa.BasicBlock, sel *ssa.Select, s *ssa.SelectState) (yes bool) {
	if len(sel.States) == 1 {
		return true
	}
	branches(b, func(cond ssa.Value, outcome bool) bool {
		yes = yes || outcome && caseOf(cond, sel) == s
		return !yes
	})
	return yes
}

// edge returns what is known where a way goes on from one block to the next, and
// whether it can.
func (w *search) edge(f *frame, from, to *ssa.BasicBlock, st state) (state, bool) {
	if cond, outcome, ok := branch(from, to); ok {
		if !w.possible(f, from, cond, outcome, st) {
			return st, false
		}
		w.decided(f, from, cond, outcome, &st)
	}
	w.passFlags(f, from, to, &st)
	loops := w.loops(f.fn)
	if c := loops[to]; c != nil && !c.blocks[from] && w.mandatory(f, c) {
		st.in, st.entry = c, st.sent
	}
	if c := skipped(loops, from, to); c != nil && w.mandatory(f, c) {
		st.allDone() // as many as there are: none
	}
	for _, c := range loops {
		if !c.blocks[from] || c.blocks[to] || !c.leavesCounted(from) {
			continue
		}
		if !w.mandatory(f, c) {
			if w.justReceived(f, c, from) {
				st.allDone() // the last one that was counted
			}
			continue
		}
		rounds, constant := constantRounds(from.Instrs[len(from.Instrs)-1])
		if constant && st.in == c {
			st.sent = st.entry
			st.receive(int32(rounds))
		} else {
			st.allDone()
		}
	}
	if st.in != nil && !st.in.blocks[to] {
		st.in, st.entry = nil, [maxSenders]int32{}
	}
	return st, true
}

func (w *search) loops(fn *ssa.Function) map[*ssa.BasicBlock]*loop {
	m, ok := w.known[fn]
	if !ok {
		m = loopsOf(fn)
		w.known[fn] = m
	}
	return m
}

// possible reports whether the condition can have the outcome: the channel has
// been made, so it is not nil, and what was decided when the goroutine was
// started is decided.
func (w *search) possible(f *frame, from *ssa.BasicBlock, cond ssa.Value, outcome bool, st state) bool {
	at := from.Instrs[len(from.Instrs)-1]
	v, said := comparison(cond, outcome)
	if said == saidNil && w.p.isChannel(v, at, f, w.ch.Make) {
		return false
	}
	if w.flagged(f, cond, outcome, st) || st.contradicts(cond, outcome) || outcome && w.off(f, cond, st) {
		return false
	}
	for i, s := range w.senders {
		if st.sent[i] == 0 || s.Spawn.Call.Parent() != f.fn {
			continue
		}
		if said == saidNil && w.signals(s, v, at) {
			return false // it was made with the goroutine, which is not done
		}
		contradicted := false
		branches(s.Spawn.Call.Block(), func(known ssa.Value, was bool) bool {
			contradicted = contradicted || was != outcome && sameCondition(known, cond)
			return !contradicted
		})
		if contradicted && !w.again(s.Spawn.Call) {
			return false
		}
	}
	return true
}

// off reports whether cond holds only if a select has chosen a case whose channel
// is nil on this way.
func (w *search) off(f *frame, cond ssa.Value, st state) bool {
	s, _ := chosen(cond)
	if s == nil {
		return false
	}
	v, _ := w.came(f, s.Chan, st, 0)
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// sameCondition reports whether two conditions are one, written twice.
func sameCondition(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok := a.(*ssa.BinOp)
	y, ok2 := b.(*ssa.BinOp)
	return ok && ok2 && x.Op == y.Op && sameOperand(x.X, y.X) && sameOperand(x.Y, y.Y)
}

func sameOperand(a, b ssa.Value) bool {
	x, ok := a.(*ssa.Const)
	y, ok2 := b.(*ssa.Const)
	if ok && ok2 {
		return x.Value == y.Value && x.IsNil() == y.IsNil() || x.Value != nil && y.Value != nil && x.Value.ExactString() == y.Value.ExactString()
	}
	return a == b
}

// decided takes account of what a branch tells: which case a select has chosen,
// or that a channel is closed.
func (w *search) decided(f *frame, from *ssa.BasicBlock, cond ssa.Value, outcome bool, st *state) {
	at := from.Instrs[len(from.Instrs)-1]
	if e, ok := cond.(*ssa.Extract); ok && e.Index == 1 && !outcome {
		switch tuple := e.Tuple.(type) {
		case *ssa.UnOp:
			if tuple.Op == token.ARROW {
				w.closed(f, tuple.X, tuple, st)
			}
		case *ssa.Select:
			for _, s := range tuple.States {
				if s.Dir == types.RecvOnly && w.chosen(from, tuple, s) {
					w.closed(f, s.Chan, tuple, st)
				}
			}
		}
		return
	}
	if v, said := comparison(cond, outcome); said == saidNonNil {
		for i, s := range w.senders {
			if st.sent[i] > 0 && w.leftError(s, v) {
				st.done(i)
			}
		}
	}
	test, ok := cond.(*ssa.BinOp)
	if !ok || !outcome {
		return
	}
	sel := caseIndex(test)
	if sel == nil {
		return
	}
	switch s := caseOf(cond, sel); {
	case s == nil:
	case s.Dir == types.SendOnly:
		w.start(sel, s, st)
	default:
		w.received(f, s.Chan, at, st)
	}
}
