package model

import (
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
	in    *loop
	// asked is the last call of a function of the package that the way has gone
	// through and that has said by its result how it ended; said is that.
	asked *ssa.Call
	said  outcome
	// flags says by which edge the way came to the variables that are asked
	// for later, counted from one.
	flags [maxFlags]int8
}

// searchFor returns a search for what becomes of the channel's senders.
func (p *Package) searchFor(ch *Channel) *search {
	w := &search{p: p, ch: ch, room: ch.room(), once: p.sentOnce(ch), known: make(map[*ssa.Function]map[*ssa.BasicBlock]*loop), matters: make(map[*ssa.Function]bool), flags: make(map[*ssa.Function][]ssa.Value)}
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
// channel that is handed around in a struct goes to one goroutine or the other, and
// one that is sent to once gets one value from whoever comes first.
func (w *search) outstanding(st *state) (n int) {
	kept := w.ch.Kept() || w.once
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
	known   map[*ssa.Function]map[*ssa.BasicBlock]*loop
	matters map[*ssa.Function]bool
	flags   map[*ssa.Function][]ssa.Value
	// others says that what is received may be another value than those that
	// are sent bare: one that comes before it.
	others bool
	// once says that all goroutines together send one value.
	once  bool
	steps int
	lost  bool
}

// sentOnce reports whether all sends to the channel are one, in a function that a
// sync.Once runs.
func (p *Package) sentOnce(ch *Channel) bool {
	if len(ch.Sends) != 1 || InLoop(ch.Sends[0].Instr) {
		return false
	}
	for _, mc := range p.index().closures[ch.Sends[0].Instr.Parent()] {
		for _, ref := range *mc.Referrers() {
			if call, ok := ref.(*ssa.Call); ok {
				fn := Callee(call.Common())
				if isNamedMethod(fn, "sync", "Once", "Do") || fn != nil && fn.FullName() == "sync.OnceFunc" {
					return true
				}
			}
		}
	}
	return false
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
			calls, _ := w.p.callsOf(fn)
			for _, call := range calls {
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
		calls, known := w.p.callsOf(fn)
		if !known || depth >= maxFrames || len(calls) == 0 {
			found(w.abandonment(e, true))
			continue
		}
		for _, call := range calls {
			if call, ok := call.(*ssa.Call); ok {
				next := e.st
				next.deferred, next.in, next.flags, next.asked = 0, nil, [maxFlags]int8{}, nil
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
