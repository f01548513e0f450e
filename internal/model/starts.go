package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A start is an instruction that makes a goroutine send up to n values: the spawn
// that starts it or a goroutine that does, or what gives it a reason to send, if it
// sends nothing without one.
type start struct {
	at ssa.Instruction
	n  int
	// of is the case of the select statement at which the start is, nil if it
	// is the whole instruction.
	of *ssa.SelectState
	// handed says that the goroutine is given the channel there, and may run
	// already.
	handed bool
}

// handedValue reports whether the value that v is, or is read from, was received,
// looked up or returned by a call, in the goroutine of f itself: each time it may be
// another one.
func (p *Package) handedValue(v ssa.Value, at ssa.Instruction, f *frame) bool {
	return (&tracer{p: p}).handed(v, at, f)
}

func (t *tracer) handed(v ssa.Value, at ssa.Instruction, f *frame) bool {
	if !t.enter(v) {
		return !t.lost() // what a loop brings back
	}
	defer t.leave(v)
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op == token.ARROW {
			return f.runs(x.Parent())
		}
		switch addr := x.X.(type) {
		case *ssa.FieldAddr:
			return t.handed(addr.X, addr, f)
		case *ssa.IndexAddr:
			return t.handed(addr, x, f)
		}
	case *ssa.FieldAddr:
		return t.handed(x.X, x, f)
	case *ssa.Field:
		return t.handed(x.X, x, f)
	case *ssa.Extract, *ssa.Lookup, *ssa.Index, *ssa.IndexAddr, *ssa.Call:
		return f.runs(x.(ssa.Instruction).Parent())
	case *ssa.Parameter:
		arg, up := f.given(x)
		return arg != nil && t.handed(arg, lastOf(up.fn), up)
	case *ssa.Alloc:
		// A struct that lives in memory.
		stores := t.p.index().stores[x]
		return len(stores) == 1 && t.handed(stores[0].Val, stores[0], f)
	}
	steps := slices.DeleteFunc(t.copies(v, at), func(s step) bool { return isNilConst(s.value) })
	return len(steps) > 0 && !slices.ContainsFunc(steps, func(s step) bool { return !t.handed(s.value, s.at, f) })
}

// startsOf finds what makes the goroutine send.
func (p *Package) startsOf(s *Sender, spawns []*Spawn, runs map[*ssa.Function]map[*ssa.Function]bool) (list []start) {
	// startedIn adds the spawns of goroutines that run fn.
	startedIn := func(fn *ssa.Function, n int) {
		for _, other := range spawns {
			if slices.ContainsFunc(other.Bodies, func(b Body) bool { return b.Fn != s.Body && runs[b.Fn][fn] }) {
				list = append(list, start{at: other.Call, n: n})
			}
		}
	}
	handed := p.handovers(s.Channel)
	if len(handed) > 0 && !within(s.Spawn.Call.Parent(), s.Channel.Make.Parent()) && !p.leadTo(handed, s.Spawn.Call.Parent()) {
		return handed // the goroutine has many such channels, one after the other
	}
	if ops, ok := p.triggers(s); ok {
		s.Triggered = true
		for _, op := range ops {
			n := 1
			if InLoop(op.Instr) {
				n = many
			}
			st := start{at: op.Instr, n: 1}
			if op.Select != nil {
				st.of = op.Select.States[op.State]
			}
			list = append(list, st)
			startedIn(op.Instr.Parent(), n)
		}
		return list
	}
	list = append(list, start{at: s.Spawn.Call, n: s.Max})
	startedIn(s.Spawn.Call.Parent(), s.Max)
	return append(list, handed...)
}

// leadTo reports whether one of the calls at which a channel is handed over runs
// fn.
func (p *Package) leadTo(handed []start, fn *ssa.Function) bool {
	return slices.ContainsFunc(handed, func(st start) bool {
		call, ok := st.at.(*ssa.Call)
		if !ok {
			return false
		}
		next := p.enterCall(&frame{fn: call.Parent()}, call)
		if next == nil {
			return false
		}
		runs := make(map[*ssa.Function]bool)
		p.reach(next, runs)
		return runs[fn]
	})
}

// triggers returns the sends of what the goroutine receives each time before it
// sends; ok is false if it sends of itself, or if what it waits for may come from
// elsewhere.
func (p *Package) triggers(s *Sender) (ops []ChannelOp, ok bool) {
	list := p.sendings(s.frame, s.Channel.Make)
	for _, snd := range list {
		if !InLoop(snd.at) || snd.n > 1 {
			return nil, false
		}
		v, at := trigger(snd.at)
		if v == nil {
			return nil, false
		}
		found := false
		for _, ch := range p.Channels() {
			if !p.isChannel(v, at, s.frame, ch.Make) {
				continue
			}
			if ch.Leaked || len(ch.Sends) == 0 {
				return nil, false
			}
			found = true
			for _, op := range ch.Sends {
				if !p.mayFollow(s.Channel.Make, op.Instr) {
					return nil, false
				}
				ops = append(ops, op)
			}
		}
		if !found {
			return nil, false
		}
	}
	return ops, len(list) > 0
}

// mayFollow reports whether instr may run after mk, as far as their functions and
// the callers of mk's tell.
func (p *Package) mayFollow(mk, instr ssa.Instruction) bool {
	if mk.Parent() == instr.Parent() {
		return reaches(mk, instr)
	}
	called := false
	for _, call := range p.index().callers[mk.Parent()] {
		if call.Parent() == instr.Parent() {
			called = true
			if reaches(call, instr) {
				return true
			}
		}
	}
	return !called
}

// trigger returns the channel from which each round of the loop around the send
// at receives a value before it, nil if there is none.
func trigger(at ssa.Instruction) (v ssa.Value, from ssa.Instruction) {
	branches(at.Block(), func(cond ssa.Value, outcome bool) bool {
		if test, ok := cond.(*ssa.BinOp); ok && outcome {
			if sel := caseIndex(test); sel != nil && reaches(at, sel) {
				if st := caseOf(cond, sel); st != nil && st.Dir == types.RecvOnly && !stopSignal(st.Chan) && !ticks(st.Chan) {
					v, from = st.Chan, sel
				}
			}
		}
		return v == nil
	})
	for _, b := range at.Parent().Blocks {
		for _, instr := range b.Instrs {
			if recv, ok := instr.(*ssa.UnOp); ok && recv.Op == token.ARROW && v == nil && Dominates(recv, at) && reaches(at, recv) && !stopSignal(recv.X) && !ticks(recv.X) {
				v, from = recv.X, recv
			}
		}
	}
	return v, from
}

// ticks reports whether ch gives the time.
func ticks(ch ssa.Value) bool {
	c, ok := ch.Type().Underlying().(*types.Chan)
	return ok && isNamed(c.Elem(), "time", "Time")
}

// handovers returns where the function that makes the channel in a field of
// something new hands that thing to others, if the goroutines that send to it run
// already: each then sends when it has got the channel.
func (p *Package) handovers(ch *Channel) (list []start) {
	for _, ref := range *ch.Make.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok {
			if conv, isConv := ref.(*ssa.ChangeType); isConv {
				for _, ref := range *conv.Referrers() {
					if s, ok := ref.(*ssa.Store); ok {
						store = s
					}
				}
			}
		}
		if store == nil {
			continue
		}
		addr, ok := store.Addr.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		base, ok := addr.X.(*ssa.Alloc)
		if !ok {
			continue
		}
		for _, v := range append(loadsOf(base), base) {
			list = append(list, p.handsOver(v, 2)...)
		}
	}
	return list
}

// handsOver returns where v, in which the channel is, is handed to others: in its
// function, or in one that it is passed to.
func (p *Package) handsOver(v ssa.Value, depth int) (list []start) {
	add := func(at ssa.Instruction, of *ssa.SelectState) {
		list = append(list, start{at: at, n: 1, of: of, handed: true})
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Send:
			if ref.X == v {
				add(ref, nil)
			}
		case *ssa.Select:
			for _, st := range ref.States {
				if st.Send == v {
					add(ref, st)
				}
			}
		case *ssa.Call:
			i := slices.Index(ref.Call.Args, v)
			if i < 0 {
				continue
			}
			callee := staticCallee(ref.Common())
			if callee == nil || callee.Blocks == nil || depth == 0 || i >= len(callee.Params) {
				add(ref, nil)
				continue
			}
			within := p.handsOver(callee.Params[i], depth-1)
			if list = append(list, within...); len(within) == 0 {
				add(ref, nil)
			}
		case *ssa.Store:
			// Into a list of those who wait, say.
			switch addr := ref.Addr.(type) {
			case *ssa.Alloc:
				if _, ok := v.(*ssa.Parameter); ok && ref.Val == v {
					for _, load := range loadsOf(addr) {
						list = append(list, p.handsOver(load, depth)...)
					}
				}
			default:
				if ref.Val == v {
					add(ref, nil)
				}
			}
		case *ssa.MapUpdate:
			if ref.Value == v {
				add(ref, nil)
			}
		case *ssa.MakeInterface:
			list = append(list, p.handsOver(ref, depth)...)
		}
	}
	return list
}

// loadsOf returns the values of the variable at v.
func loadsOf(v ssa.Value) (list []ssa.Value) {
	for _, ref := range *v.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL {
			list = append(list, load)
		}
	}
	return list
}

// taskFrame returns the frame of a body that s starts.
func (p *Package) taskFrame(s *Spawn, b Body) *frame {
	f := &frame{fn: b.Fn}
	if g, ok := s.Call.(*ssa.Go); ok && !g.Call.IsInvoke() && p.called(g.Call.Value, g) == b.Fn {
		f.call = g
	}
	return f
}
