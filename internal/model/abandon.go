package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

const (
	maxSenders = 6
	maxFlags   = 6
	// maxStates is how many states a search may see before it gives up.
	maxStates = 20_000
)

// An Abandonment says how the function that makes a channel leaves goroutines
// behind that still send to it.
type Abandonment struct {
	// Leave is where the function leaves: a return, or the making of the next
	// channel in a loop.
	Leave ssa.Instruction
	// Senders are the goroutines that may be left.
	Senders []*Sender
	// Handed says that the channel is returned to callers that are not all
	// known, so that it is for them to receive.
	Handed bool
}

// Abandoned looks for a way through the function that makes the channel, from
// there to a return, on which fewer values are received than the goroutines may
// send beyond what the channel holds. It returns nil if there is none; known is false
// if that does not say much, because others than that function, its callers and
// what they call receive as well, or not all of them are known.
//
// What counts as received: a receive on the way, in a deferred function or in a
// function that is called; all that is sent, where the channel is seen to be
// closed, a loop receives a counted number of times, or the goroutine is waited
// for, be it by a group or by a signal that it gives behind its last send.
func (p *Package) Abandoned(ch *Channel) (a *Abandonment, known bool) {
	w := p.searchFor(ch)
	if w.room >= many || ch.Elsewhere || len(w.senders) == 0 || len(w.senders) > maxSenders {
		return nil, false
	}
	for _, op := range ch.Sends {
		w.others = w.others || op.Select != nil && slices.ContainsFunc(w.senders, func(s *Sender) bool {
			return slices.ContainsFunc(s.Sends, func(bare ssa.Instruction) bool {
				return bare.Parent() != op.Instr.Parent() || reaches(op.Instr, bare)
			})
		})
	}
	owner := &frame{fn: ch.Make.Parent()}
	runs := make(map[*ssa.Function]bool)
	p.reach(owner, runs)
	for _, s := range w.senders {
		// A goroutine that is started in sight sends from then on, whatever it
		// is handed.
		inSight := slices.ContainsFunc(s.starts, func(st start) bool {
			fn := st.at.Parent()
			return !st.handed && runs[fn] && (fn != owner.fn || reaches(ch.Make, st.at))
		})
		w.begins = append(w.begins, slices.DeleteFunc(slices.Clone(s.starts), func(st start) bool { return st.handed && inSight }))
	}
	if !w.receivesAll(owner) {
		return nil, false
	}
	var found *Abandonment
	w.follow(owner, ch.Make, state{}, 0, func(a *Abandonment) {
		if found == nil || found.Handed && !a.Handed || found.Handed == a.Handed && PosOf(a.Leave) < PosOf(found.Leave) {
			found = a
		}
	})
	if w.lost {
		return nil, false
	}
	return found, true
}

// A state is what is known on a way: how many values each goroutine may still be
// about to send, or has left in the channel.
type state struct {
	sent [maxSenders]int32
	// deferred are the defer statements passed, by their number in the function.
	deferred uint32
	// started are the goroutines that have been started and are not known to
	// be done, by their number.
	started uint8
	// handed says that the channel has been handed to goroutines that run
	// already, of which one sends one value.
	handed bool
	// entry is what sent was where the way came to the loop in: there the
	// number of rounds is known.
	entry [maxSenders]int32
	in    *cycle
	// flags says by which edge the way came to the variables that are asked
	// for later, counted from one.
	flags [maxFlags]int8
}

// searchFor returns a search for what becomes of the channel's senders.
func (p *Package) searchFor(ch *Channel) *search {
	w := &search{p: p, ch: ch, room: ch.room(), cycles: make(map[*ssa.Function]map[*ssa.BasicBlock]*cycle), matters: make(map[*ssa.Function]bool), flags: make(map[*ssa.Function][]ssa.Value)}
	for _, s := range p.Senders() {
		if s.Channel == ch {
			w.senders = append(w.senders, s)
		}
	}
	if len(w.senders) > 0 && w.oneEach() {
		w.room = 0 // for what one goroutine sends beyond the first
	}
	return w
}

// outstanding returns how many values are still to come, or lie in the channel. A
// channel that is handed around in a struct goes to one goroutine or the other.
func (w *search) outstanding(st *state) (n int) {
	kept := w.ch.Kept()
	for _, k := range st.sent {
		if kept {
			n = max(n, int(k))
		} else {
			n += int(k)
		}
	}
	return min(n, many)
}

// done says that goroutine i has sent all it had to.
func (st *state) done(i int) { st.sent[i], st.started = 0, st.started&^(1<<i) }

// allDone says so of all goroutines.
func (st *state) allDone() { st.sent, st.started = [maxSenders]int32{}, 0 }

// receive takes n values.
func (st *state) receive(n int32) {
	for i := range st.sent {
		if st.sent[i] >= many {
			return // however many are received, there are more
		}
	}
	for i := range st.sent {
		k := min(n, st.sent[i])
		st.sent[i] -= k
		n -= k
	}
}

type search struct {
	p       *Package
	ch      *Channel
	senders []*Sender
	begins  [][]start // of each sender
	room    int
	cycles  map[*ssa.Function]map[*ssa.BasicBlock]*cycle
	matters map[*ssa.Function]bool
	flags   map[*ssa.Function][]ssa.Value
	// others says that what is received may be another value than those that
	// are sent bare: one that comes before it.
	others bool
	steps  int
	lost   bool
}

// receivesAll reports whether all receives from the channel are in functions
// that run in the goroutine of f, or in those of its callers.
func (w *search) receivesAll(f *frame) bool {
	runs := make(map[*ssa.Function]bool)
	w.reach(f, runs)
	work := []*ssa.Function{f.fn}
	for depth := 0; depth < maxFrames && len(work) > 0; depth++ {
		var next []*ssa.Function
		for _, fn := range work {
			if !slices.ContainsFunc(returns(fn), func(ret *ssa.Return) bool { return w.returned(ret, &frame{fn: fn}) }) {
				continue
			}
			for _, call := range w.p.index().callers[fn] {
				if !runs[call.Parent()] {
					w.reach(&frame{fn: call.Parent()}, runs)
					next = append(next, call.Parent())
				}
			}
		}
		work = next
	}
	return !slices.ContainsFunc(w.ch.Receives, func(op ChannelOp) bool {
		return !runs[op.Instr.Parent()] && !slices.ContainsFunc(w.senders, func(s *Sender) bool {
			// Nobody receives what he is about to send.
			return !w.again(s.Spawn.Call) && w.p.RunsOnlyIn(op.Instr.Parent(), []*Spawn{s.Spawn})
		})
	})
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

// reach is Package.reach, with goroutines that drain the channel.
func (w *search) reach(f *frame, seen map[*ssa.Function]bool) {
	w.p.reach(f, seen)
	for fn := range seen {
		for call := range calls(fn) {
			if g, ok := call.(*ssa.Go); ok && !w.starts(g) {
				if next := w.p.enterCall(&frame{fn: fn}, g); next != nil && w.drains(next.fn) {
					seen[next.fn] = true
				}
			}
		}
	}
}

// receivesIn reports whether fn itself receives from the channel.
func (w *search) receivesIn(fn *ssa.Function) bool {
	return slices.ContainsFunc(w.ch.Receives, func(op ChannelOp) bool { return op.Instr.Parent() == fn })
}

// drains reports whether fn returns only when the channel has been closed.
func (w *search) drains(fn *ssa.Function) bool { return w.receivesIn(fn) && w.ch.exhaustedBy(fn) }

func (w *search) starts(instr ssa.Instruction) bool {
	return slices.ContainsFunc(w.begins, func(list []start) bool {
		return slices.ContainsFunc(list, func(st start) bool { return st.at == instr && st.of == nil })
	})
}

func (w *search) returned(ret *ssa.Return, f *frame) bool {
	return slices.ContainsFunc(ret.Results, func(v ssa.Value) bool { return w.p.isChannel(v, ret, f, w.ch.Make) })
}

// follow follows the ways from the instruction at in the function of f, and from
// there into the callers that the channel is returned to.
func (w *search) follow(f *frame, at ssa.Instruction, st state, depth int, found func(*Abandonment)) {
	for _, e := range w.run(f, at, st) {
		if w.outstanding(&e.st) <= w.room {
			continue
		}
		ret, ok := e.at.(*ssa.Return)
		if !ok || !w.returned(ret, f) {
			found(w.abandonment(e, false))
			continue
		}
		fn := f.fn
		if !w.p.callersKnown(fn) || depth >= maxFrames || len(w.p.index().callers[fn]) == 0 {
			found(w.abandonment(e, true))
			continue
		}
		for _, call := range w.p.index().callers[fn] {
			if call, ok := call.(*ssa.Call); ok {
				next := e.st
				next.deferred, next.in, next.flags = 0, nil, [maxFlags]int8{}
				w.follow(&frame{fn: call.Parent(), handed: call}, call, next, depth+1, found)
			}
		}
	}
}

func (w *search) abandonment(e exit, handed bool) *Abandonment {
	a := &Abandonment{Leave: e.at, Handed: handed}
	for i, s := range w.senders {
		if e.st.started&(1<<i) != 0 {
			a.Senders = append(a.Senders, s)
		}
	}
	return a
}

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
				st.deferred, st.in, st.flags = 0, nil, [maxFlags]int8{}
				for _, e := range w.run(next, nil, st) {
					s := e.st
					s.deferred, s.in, s.entry, s.flags = deferred, in, entry, flags
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
			s.deferred, s.in, s.flags = 0, nil, [maxFlags]int8{}
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
		if !w.others {
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
				if runs[fn] && op.Deferred(w.p) {
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
		case join && w.counted(s, c), sum != nil && sum.Joins != 0:
			st.done(i)
		case fn.Name() == "Stop" && receiver(c) != nil:
			// A timer that is stopped does not start its function.
			if v, ok := s.Spawn.Call.(ssa.Value); ok && w.p.beginning(receiver(c), call) == v {
				st.done(i)
			}
		}
	}
}

// counted reports whether a join by c may be for the goroutine.
func (w *search) counted(s *Sender, c *ssa.CallCommon) bool {
	if _, isGo := s.Spawn.Call.(*ssa.Go); !isGo {
		return true
	}
	fns := make(map[*ssa.Function]bool)
	w.p.reach(s.frame, fns)
	for fn := range fns {
		for call := range calls(fn) {
			if done := Callee(call.Common()); done != nil && done.Name() == "Done" && done.Signature().Results().Len() == 0 {
				return true
			}
		}
	}
	return false
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

func (w *search) loops(fn *ssa.Function) map[*ssa.BasicBlock]*cycle {
	m, ok := w.cycles[fn]
	if !ok {
		m = cycles(fn)
		w.cycles[fn] = m
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
	if w.flagged(f, cond, outcome, st) {
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

// justReceived reports whether the block lies, in each round of the loop, behind a
// receive from the channel.
func (w *search) justReceived(f *frame, c *cycle, b *ssa.BasicBlock) (yes bool) {
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
func (w *search) mandatory(f *frame, c *cycle) bool {
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
func (w *search) leavesInner(f *frame, c *cycle, from, to *ssa.BasicBlock) bool {
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
