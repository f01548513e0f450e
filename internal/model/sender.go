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
		if len(ch.Sends) == 0 || p.isPool(ch) {
			continue
		}
		for _, s := range spawns {
			if p.standsFor(s) {
				continue
			}
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

// Own reports whether the goroutine sends to a queue of its own, from which nobody
// else receives: that the receiver has left while it sends cannot be.
func (s *Sender) Own(p *Package) bool {
	return s.Channel.room() > 0 && len(s.Channel.Receives) > 0 &&
		all(s.Channel.Receives, func(op ChannelOp) bool { return p.RunsOnlyIn(op.Instr.Parent(), []*Spawn{s.Spawn}) })
}

// MadeBeside reports whether the function that makes the channel also starts the
// goroutine.
func (s *Sender) MadeBeside() bool {
	return within(s.Spawn.Call.Parent(), enclosing(s.Channel.Make.Parent()))
}

// standsFor reports whether s starts what its function is given by callers of the
// package, whose calls are spawns as well: each of them says which task it is.
func (p *Package) standsFor(s *Spawn) bool {
	if s.Task == nil {
		return false
	}
	params := p.parameters(s.Task, s.Call)
	return len(params) > 0 && all(params, func(v *ssa.Parameter) bool {
		obj, i := declaredParam(v)
		if obj == nil || len(p.index().callers[v.Parent()]) == 0 {
			return false
		}
		sum := p.summaries[obj]
		return sum != nil && sum.Spawns&bit(i) != 0
	})
}

// Watches returns where the goroutine looks whether it is to stop, nil if it
// never does.
func (s *Sender) Watches(p *Package) ssa.Instruction { return p.watches(s.frame, s.Channel.Make) }

// ContextAtHand reports whether the goroutine has a context that it could watch:
// its function, or one around it, has one that may end as a parameter or in a
// variable.
func (s *Sender) ContextAtHand(p *Package) bool {
	for fn := s.Body; fn != nil; fn = fn.Parent() {
		first := fn.Blocks[0].Instrs[0]
		for _, v := range fn.Params {
			if IsContext(v.Type()) && p.canEnd(v, first) {
				return true
			}
		}
		for _, v := range fn.FreeVars {
			t := v.Type()
			if ptr, ok := t.Underlying().(*types.Pointer); ok {
				t = ptr.Elem()
			}
			if IsContext(t) && p.canEnd(v, first) {
				return true
			}
		}
	}
	fns := map[*ssa.Function]bool{s.Body: true}
	for _, send := range s.Sends {
		fns[send.Parent()] = true
	}
	for fn := range fns {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				// One that it has in a field, where it sends.
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
