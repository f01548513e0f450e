package model

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Sender is a goroutine that sends to a channel with nothing beside the send
// that would let it go on when nobody receives.
type Sender struct {
	Spawn   *Spawn
	Body    *ssa.Function
	Channel *Channel
	// Sends are the sends, those in functions that the body calls included.
	Sends []ssa.Instruction
	// Max is the number of values that one run of the body sends at most, and
	// Endless says that there is no bound.
	Max     int
	Endless bool
	// Triggered says that it receives something each time before it sends.
	Triggered bool

	frame *frame
	// starts are what makes it send.
	starts []start
}

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

// HasSends reports whether the package may have goroutines that send. It reads
// syntax and types only.
func (p *Package) HasSends() bool { return p.HasSpawns() && p.hasSends() }

// Senders returns the goroutines of the package that send to channels which the
// package makes. The caller must not change the slice.
func (p *Package) Senders() []*Sender {
	p.sendersOnce.Do(func() { p.senders = p.findSenders() })
	return p.senders
}

func (p *Package) findSenders() []*Sender {
	var list []*Sender
	channels, spawns := p.Channels(), p.Spawns()
	runs := make(map[*ssa.Function]map[*ssa.Function]bool)
	for _, s := range spawns {
		for _, b := range s.Bodies {
			if runs[b.Fn] == nil {
				runs[b.Fn] = make(map[*ssa.Function]bool)
				p.reach(&frame{fn: b.Fn}, runs[b.Fn])
			}
		}
	}
	for _, ch := range channels {
		if len(ch.Sends) == 0 {
			continue
		}
		for _, s := range spawns {
			for _, b := range s.Bodies {
				if !slices.ContainsFunc(ch.Sends, func(op ChannelOp) bool {
					return op.Select == nil && runs[b.Fn][op.Instr.Parent()]
				}) || runs[b.Fn][ch.Make.Parent()] {
					continue // none of its sends, or a channel of its own
				}
				f := p.taskFrame(s, b)
				n, ops, _ := p.mostSends(f, ch.Make)
				if n == 0 {
					continue
				}
				slices.SortFunc(ops, func(a, b ssa.Instruction) int { return int(a.Pos() - b.Pos()) })
				sender := &Sender{Spawn: s, Body: b.Fn, Channel: ch, Sends: slices.Compact(ops), Max: n, Endless: n >= many, frame: f}
				sender.starts = p.startsOf(sender, spawns, runs)
				list = append(list, sender)
			}
		}
	}
	return list
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
		if addr, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL {
			return t.handed(addr.X, addr, f)
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
			if again(op.Instr) {
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
		if !again(snd.at) || snd.n > 1 {
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
			for _, ref := range *v.Referrers() {
				switch ref := ref.(type) {
				case *ssa.Send:
					if ref.X == v {
						list = append(list, start{at: ref, n: 1, handed: true})
					}
				case *ssa.Select:
					for _, st := range ref.States {
						if st.Send == v {
							list = append(list, start{at: ref, n: 1, of: st, handed: true})
						}
					}
				case *ssa.Call:
					if slices.Contains(ref.Call.Args, v) {
						list = append(list, start{at: ref, n: 1, handed: true})
					}
				case *ssa.MakeInterface:
					for _, use := range *ref.Referrers() {
						switch use := use.(type) {
						case *ssa.Call, *ssa.Send:
							list = append(list, start{at: use, n: 1, handed: true})
						case *ssa.Select:
							for _, st := range use.States {
								if st.Send == ref {
									list = append(list, start{at: use, n: 1, of: st, handed: true})
								}
							}
						}
					}
				}
			}
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

// reach collects the functions that run in the goroutine of f.
func (p *Package) reach(f *frame, seen map[*ssa.Function]bool) {
	if seen[f.fn] {
		return
	}
	seen[f.fn] = true
	for call := range calls(f.fn) {
		if _, ok := call.(*ssa.Go); ok {
			continue
		}
		if next := p.enterCall(f, call); next != nil {
			p.reach(next, seen)
			continue
		}
		for _, next := range p.callbacks(f, call) {
			p.reach(next, seen)
		}
	}
}

// Room returns the number of values that the channel holds, many if it was made
// with a number that is not known.
func (ch *Channel) room() int {
	if n, known := ch.Capacity(); known {
		return int(min(n, many))
	}
	return many
}

// Overflows reports whether one goroutine alone can send more than the channel
// holds.
func (s *Sender) Overflows() bool { return s.Max > s.Channel.room() }

// MadeBeside reports whether the function that makes the channel also starts the
// goroutine.
func (s *Sender) MadeBeside() bool {
	return within(s.Spawn.Call.Parent(), enclosing(s.Channel.Make.Parent()))
}

// Watches returns where the goroutine looks whether it is to stop, nil if it
// never does.
func (s *Sender) Watches(p *Package) ssa.Instruction { return p.watches(s.frame, s.Channel.Make) }

// ReceiversCanLeave reports whether every receive from the channel stands in a
// select with a case by which its function can return without receiving, so that
// nobody is bound to receive. It is false if nobody is seen to receive.
func (p *Package) ReceiversCanLeave(ch *Channel) bool {
	return len(ch.Receives) > 0 && !slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool {
		return !p.canLeave(ch, op) || op.discards()
	})
}

// canLeave reports whether a return is reached from another case of the select
// that op stands in, or from its default, without another receive from the
// channel. The case by which a goroutine says that it is done is none.
func (p *Package) canLeave(ch *Channel, op ChannelOp) bool {
	if op.Select == nil {
		return false
	}
	w := p.searchFor(ch)
	receives := make(map[*ssa.BasicBlock]bool)
	for _, other := range ch.Receives {
		receives[other.Instr.Block()] = true
	}
	stays := func(st *ssa.SelectState) bool {
		return st == op.Select.States[op.State] || st.Dir == types.RecvOnly && len(w.senders) > 0 &&
			!slices.ContainsFunc(w.senders, func(s *Sender) bool { return !w.signals(s, st.Chan, op.Select) })
	}
	seen := make(map[*ssa.BasicBlock]bool)
	var leaves func(b *ssa.BasicBlock) bool
	leaves = func(b *ssa.BasicBlock) bool {
		succs := b.Succs
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			return true
		case *ssa.If:
			if st := caseOf(last.Cond, op.Select); st != nil && stays(st) {
				succs = succs[1:]
			}
		}
		return slices.ContainsFunc(succs, func(next *ssa.BasicBlock) bool {
			if seen[next] || receives[next] {
				return false
			}
			seen[next] = true
			return leaves(next)
		})
	}
	return leaves(op.Select.Block())
}

// discards reports whether the operation, in a loop, receives what nobody looks
// at, and goes round again at once: it is there to let senders go.
func (op ChannelOp) discards() bool {
	if op.Select == nil {
		return false
	}
	idle := func(b *ssa.BasicBlock) bool {
		return !slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			switch instr.(type) {
			case *ssa.Jump, *ssa.Extract, *ssa.DebugRef:
				return false
			}
			return true
		})
	}
	for _, b := range op.Select.Parent().Blocks {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || caseOf(branch.Cond, op.Select) != op.Select.States[op.State] {
			continue
		}
		next := b.Succs[0]
		for range maxFrames {
			if next == op.Select.Block() {
				return true
			}
			if !idle(next) || len(next.Succs) != 1 {
				return false
			}
			next = next.Succs[0]
		}
	}
	return false
}

// ContextAtHand reports whether the goroutine has a context that it could watch:
// its function, or one around it, has one as a parameter or in a variable.
func (s *Sender) ContextAtHand(p *Package) bool {
	for fn := s.Body; fn != nil; fn = fn.Parent() {
		for _, v := range fn.Params {
			if IsContext(v.Type()) {
				return true
			}
		}
		for _, v := range fn.FreeVars {
			t := v.Type()
			if ptr, ok := t.Underlying().(*types.Pointer); ok {
				t = ptr.Elem()
			}
			if IsContext(t) {
				return true
			}
		}
	}
	fns := make(map[*ssa.Function]bool)
	p.reach(s.frame, fns)
	for fn := range fns {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				// One that it has in a field.
				if load, ok := instr.(*ssa.UnOp); ok && load.Op == token.MUL && IsContext(load.Type()) {
					if _, isField := load.X.(*ssa.FieldAddr); isField {
						return true
					}
				}
			}
		}
	}
	return false
}

// JoinedWhereStarted reports whether the function that starts s waits for it
// before it returns, as far as a wait can be told to be for it.
func (p *Package) JoinedWhereStarted(s *Spawn) bool {
	found := false
	reachable(s.Call, func(instr ssa.Instruction) bool {
		if call, ok := instr.(ssa.CallInstruction); ok && p.isJoin(call.Common()) {
			found = true
		}
		return !found
	})
	for call := range calls(s.Call.Parent()) {
		if d, ok := call.(*ssa.Defer); ok && p.isJoin(d.Common()) {
			found = true
		}
	}
	return found
}

// Name returns what the code calls the channel where it is made: a variable or a
// field, "a channel" if it has no name there.
func (ch *Channel) Name(p *Package) string {
	for _, ref := range *ch.Make.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			switch addr := ref.Addr.(type) {
			case *ssa.Alloc:
				if addr.Comment != "" && addr.Comment != "complit" {
					return addr.Comment
				}
			case *ssa.FieldAddr:
				if f := fieldOf(addr); f != nil {
					return f.Name()
				}
			}
		case *ssa.ChangeType:
			for _, ref := range *ref.Referrers() {
				if s, ok := ref.(*ssa.Store); ok {
					if addr, ok := s.Addr.(*ssa.FieldAddr); ok {
						return fieldOf(addr).Name()
					}
				}
			}
		}
	}
	for _, op := range ch.Sends {
		if send, ok := op.Instr.(*ssa.Send); ok {
			switch v := send.Chan.(type) {
			case *ssa.FreeVar:
				return v.Name()
			case *ssa.Parameter:
				return v.Name()
			case *ssa.UnOp:
				if fv, ok := v.X.(*ssa.FreeVar); ok {
					return fv.Name()
				}
			}
		}
	}
	return "a channel"
}

// Holds says in words how much the channel holds.
func (ch *Channel) Holds() string {
	switch n, known := ch.Capacity(); {
	case !known:
		return "of a capacity that is not known"
	case n == 0:
		return "it is unbuffered"
	default:
		return fmt.Sprintf("its capacity is %d", n)
	}
}
