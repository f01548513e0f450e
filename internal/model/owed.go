package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// start counts what the goroutines that instr starts may send.
func (w *search) start(instr ssa.Instruction, of *ssa.SelectState, st *state) {
	for i, list := range w.begins {
		k := slices.IndexFunc(list, func(st start) bool { return st.at == instr && st.of == of })
		if k < 0 {
			continue
		}
		n := list[k].n
		st.started |= 1 << i
		if list[k].handed {
			if st.handed {
				continue
			}
			st.handed = true
		} else if w.again(instr) && !w.inStep(instr) {
			rounds, constant := constantRounds(instr)
			switch {
			case constant && st.sent[i] > 0:
				continue // counted with the first
			case constant:
				n *= int(rounds)
			case w.room <= 1:
				n = many // more rounds than that, as a rule
			}
		}
		// No number beyond what the channel holds makes a difference.
		st.sent[i] = int32(min(int(st.sent[i])+n, many))
		if limit := int32(w.room + 8 + n); st.sent[i] > limit && n < many && w.again(instr) {
			st.sent[i] = limit
		}
	}
}

// again reports whether instr is reached again from itself for the same channel.
func (w *search) again(instr ssa.Instruction) bool { return againBeside(instr, w.ch.Make) }

// inStep reports whether the loop around instr also receives.
func (w *search) inStep(instr ssa.Instruction) bool {
	return slices.ContainsFunc(w.ch.Receives, func(op ChannelOp) bool {
		return op.Instr.Parent() == instr.Parent() && reaches(op.Instr, instr) && reaches(instr, op.Instr)
	})
}

// received takes account of a receive from v.
func (w *search) received(f *frame, v ssa.Value, at ssa.Instruction, st *state) {
	if w.p.isChannel(v, at, f, w.ch.Make) {
		switch {
		case w.once:
			st.allDone()
		case !w.others:
			st.receive(1)
		}
		return
	}
	for i, s := range w.senders {
		switch {
		case st.sent[i] == 0:
		case w.signals(s, v, at):
			st.done(i)
		case s.Triggered && st.sent[i] < many && w.answers(s, v, at):
			st.sent[i]--
		}
	}
}

// receivesFar takes account of what a function of another package receives.
func (w *search) receivesFar(f *frame, call ssa.CallInstruction, st *state) {
	sum, i := w.p.channelCalls(f, call, w.ch.Make)
	switch {
	case sum == nil:
	case sum.Drains&bit(i) != 0:
		st.allDone()
	case sum.Receives&bit(i) != 0 && !w.others:
		st.receive(1)
	}
}

// answers reports whether the goroutine, which sends one value for each that it
// receives, has sent something to v instead.
func (w *search) answers(s *Sender, v ssa.Value, at ssa.Instruction) bool {
	if _, isChan := v.Type().Underlying().(*types.Chan); !isChan {
		return false
	}
	list := w.p.sendings(s.frame, w.ch.Make)
	for _, b := range s.Body.Blocks {
		for _, instr := range b.Instrs {
			send, ok := instr.(*ssa.Send)
			if !ok || !w.sameChannel(send.Chan, send, s.frame, v, at) {
				continue
			}
			return !slices.ContainsFunc(list, func(snd sending) bool {
				_, from := trigger(snd.at)
				return from != nil && (send.Block() == snd.at.Block() || blockReaches(send.Block(), snd.at.Block(), from.Block()))
			})
		}
	}
	return false
}

// sameChannel reports whether two values are the same channel of the package.
func (w *search) sameChannel(v ssa.Value, at ssa.Instruction, f *frame, u ssa.Value, uAt ssa.Instruction) bool {
	makes, _ := (&tracer{p: w.p}).channels(u, uAt)
	return slices.ContainsFunc(makes, func(m made) bool { return w.p.isChannel(v, at, f, m.by) })
}

// closed takes account of seeing that v is closed.
func (w *search) closed(f *frame, v ssa.Value, at ssa.Instruction, st *state) {
	if w.p.isChannel(v, at, f, w.ch.Make) {
		st.allDone()
		return
	}
	for i, s := range w.senders {
		if st.sent[i] > 0 && w.gives(s, v, at, func(ch *Channel) []ChannelOp { return ch.Closes }) {
			st.done(i)
		}
	}
}

// signals reports whether the goroutine is done with its sends when something is
// received from v: it alone sends to v or closes it, and sends nothing to the
// channel behind that.
func (w *search) signals(s *Sender, v ssa.Value, at ssa.Instruction) bool {
	return w.gives(s, v, at, func(ch *Channel) []ChannelOp { return slices.Concat(ch.Sends, ch.Closes) })
}

// gives reports whether all of the operations on the channel v that ops selects
// are the goroutine's, and none of its sends comes behind one of them.
func (w *search) gives(s *Sender, v ssa.Value, at ssa.Instruction, ops func(*Channel) []ChannelOp) bool {
	makes, all := (&tracer{p: w.p}).channels(v, at)
	if !all || len(makes) != 1 || makes[0].by == w.ch.Make {
		return false
	}
	for _, ch := range w.p.Channels() {
		if ch.Make != makes[0].by {
			continue
		}
		list := ops(ch)
		if ch.Elsewhere || len(list) == 0 {
			return false
		}
		for _, op := range list {
			fn := op.Instr.Parent()
			if fn != s.Body {
				runs := make(map[*ssa.Function]bool)
				w.p.reach(s.frame, runs)
				if runs[fn] && op.Deferred(w.p) || w.joinedBefore(s, op.Instr) {
					continue
				}
				return false
			}
			if _, deferred := op.Instr.(*ssa.Defer); deferred {
				continue
			}
			for _, snd := range w.p.sendings(s.frame, w.ch.Make) {
				if reaches(op.Instr, snd.at) {
					return false
				}
			}
		}
		return true
	}
	return false
}

// joinedBefore reports whether what instr does, it does when it has waited for the
// goroutine, or for others that take all that it sends: the function that closes
// the results when all workers are done.
func (w *search) joinedBefore(s *Sender, instr ssa.Instruction) bool {
	for call := range calls(instr.Parent()) {
		c := call.Common()
		if _, ok := call.(*ssa.Call); !ok || !w.p.isJoin(c) || !Dominates(call, instr) {
			continue
		}
		if w.p.countsOut(s.Spawn, s.frame, receiver(c)) {
			return true
		}
		for _, op := range w.ch.Receives {
			fn := op.Instr.Parent()
			if w.drains(fn) && slices.ContainsFunc(w.p.Spawns(), func(other *Spawn) bool {
				return slices.ContainsFunc(other.Bodies, func(b Body) bool { return b.Fn == fn && w.p.countsOut(other, w.p.taskFrame(other, b), receiver(c)) })
			}) {
				return true
			}
		}
	}
	return false
}

// joins takes account of a call that waits for goroutines.
func (w *search) joins(f *frame, call ssa.CallInstruction, st *state) {
	c := call.Common()
	fn := Callee(c)
	if fn == nil {
		return
	}
	sum := w.p.calleeSummary(c)
	join := w.p.isJoin(c)
	for i, s := range w.senders {
		switch {
		case st.sent[i] == 0:
		case join && w.p.countsOut(s.Spawn, s.frame, nil), sum != nil && sum.Joins != 0:
			st.done(i)
		case fn.Name() == "Stop" && receiver(c) != nil:
			// A timer that is stopped does not start its function.
			if v, ok := s.Spawn.Call.(ssa.Value); ok && w.p.beginning(receiver(c), call) == v {
				st.done(i)
			}
		}
	}
}

// countsOut reports whether a join of the group may be for the task of s that f
// runs: its spawn counts it in a group, or somewhere it says itself that it is
// done. With a nil group, any will do.
func (p *Package) countsOut(s *Spawn, f *frame, group ssa.Value) bool {
	if _, isGo := s.Call.(*ssa.Go); !isGo {
		return true
	}
	fns := make(map[*ssa.Function]bool)
	p.reach(f, fns)
	for fn := range fns {
		for call := range calls(fn) {
			done := Callee(call.Common())
			if done == nil || done.Name() != "Done" || done.Signature().Results().Len() > 0 {
				continue
			}
			of, joined := groupField(receiver(call.Common())), groupField(group)
			if of == nil || joined == nil || of == joined {
				return true
			}
		}
	}
	return false
}

// leftError reports whether v is what the goroutine alone leaves in a variable,
// behind which it sends nothing.
func (w *search) leftError(s *Sender, v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	left := false
	for _, cell := range w.p.index().cells(load.X) {
		for _, store := range w.p.index().stores[cell] {
			if store.Parent() != s.Body {
				if !isNilConst(store.Val) {
					return false
				}
				continue
			}
			left = true
			for _, snd := range w.p.sendings(s.frame, w.ch.Make) {
				if reaches(store, snd.at) {
					return false
				}
			}
		}
	}
	return left
}
