package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Channel is a channel that the package makes, known by the instruction that
// makes it, with all that the package does to it. Channels are compared by
// pointer.
type Channel struct {
	Make *ssa.MakeChan
	// Sends, Receives and Closes are what functions of the package do to
	// the channel, in source order. A range over it is a receive.
	Sends, Receives, Closes []ChannelOp
	// Leaked says that the channel is handed to code that may do more to
	// it unseen.
	Leaked bool
}

// A ChannelOp is an operation on a channel.
type ChannelOp struct {
	Instr ssa.Instruction
	// Select is the select statement that the operation is a case of, nil
	// if it stands alone; State is its index there.
	Select *ssa.Select
	State  int
	// In is the function that the operation counts for: its own, or the
	// one that called it with the channel as an argument.
	In *ssa.Function
}

// Pos returns the position of the operation: of the arrow, as a rule.
func (op ChannelOp) Pos() token.Pos {
	if op.Select != nil {
		return op.Select.States[op.State].Pos
	}
	return op.Instr.Pos()
}

// Kept reports whether the channel is stored in a field, where the methods of a
// type find it, for as long as there are any.
func (ch *Channel) Kept() bool {
	return slices.ContainsFunc(*ch.Make.Referrers(), func(ref ssa.Instruction) bool {
		s, ok := ref.(*ssa.Store)
		if !ok {
			return false
		}
		_, ok = s.Addr.(*ssa.FieldAddr)
		return ok
	})
}

// Channels returns the channels that the package makes. The caller must not
// change the slice.
func (p *Package) Channels() []*Channel {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.channelsFound {
		p.channels = p.findChannels()
		p.channelsFound = true
	}
	return p.channels
}

func (p *Package) findChannels() []*Channel {
	known := make(map[*ssa.MakeChan]*Channel)
	var list []*Channel
	// resolve returns the channels that v may be. One that may be something
	// else as well is leaked: not all that is done to it is known.
	resolve := func(v ssa.Value, at ssa.Instruction, each func(ch *Channel, in *ssa.Function)) {
		makes, all := (&tracer{p: p}).channels(v, at)
		for _, m := range makes {
			ch := known[m.by]
			if ch == nil {
				ch = &Channel{Make: m.by}
				known[m.by] = ch
				list = append(list, ch)
			}
			ch.Leaked = ch.Leaked || !all
			in := at.Parent()
			if m.via != nil {
				in = m.via.Parent()
			}
			each(ch, in)
		}
	}
	leak := func(v ssa.Value, at ssa.Instruction) {
		if _, ok := v.Type().Underlying().(*types.Chan); ok {
			resolve(v, at, func(ch *Channel, _ *ssa.Function) { ch.Leaked = true })
		}
	}
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Send:
					resolve(instr.Chan, instr, func(ch *Channel, in *ssa.Function) {
						ch.Sends = append(ch.Sends, ChannelOp{Instr: instr, In: in})
					})
					leak(instr.X, instr)
				case *ssa.UnOp:
					if instr.Op == token.ARROW {
						resolve(instr.X, instr, func(ch *Channel, in *ssa.Function) {
							ch.Receives = append(ch.Receives, ChannelOp{Instr: instr, In: in})
						})
					}
				case *ssa.Select:
					for i, state := range instr.States {
						resolve(state.Chan, instr, func(ch *Channel, in *ssa.Function) {
							op := ChannelOp{Instr: instr, Select: instr, State: i, In: in}
							if state.Dir == types.SendOnly {
								ch.Sends = append(ch.Sends, op)
							} else {
								ch.Receives = append(ch.Receives, op)
							}
						})
					}
				case ssa.CallInstruction:
					p.channelCall(instr, resolve, leak)
				case *ssa.Return:
					for _, v := range instr.Results {
						leak(v, instr)
					}
				case *ssa.MakeInterface:
					leak(instr.X, instr)
				case *ssa.MapUpdate:
					leak(instr.Value, instr)
				case *ssa.Store:
					if !p.ownCell(instr.Addr) {
						leak(instr.Val, instr)
					}
				}
			}
		}
	}
	return list
}

// channelCall records a close, and lets go of the channels that are handed to
// functions whose code or callers are not all known.
func (p *Package) channelCall(call ssa.CallInstruction, resolve func(ssa.Value, ssa.Instruction, func(*Channel, *ssa.Function)), leak func(ssa.Value, ssa.Instruction)) {
	c := call.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "close":
			resolve(c.Args[0], call, func(ch *Channel, in *ssa.Function) {
				ch.Closes = append(ch.Closes, ChannelOp{Instr: call, In: in})
			})
		case "append":
			for _, arg := range c.Args {
				leak(arg, call)
			}
		}
		return
	}
	callee := staticCallee(c)
	for i, arg := range c.Args {
		if _, ok := arg.Type().Underlying().(*types.Chan); !ok {
			continue
		}
		if callee == nil || callee.Blocks == nil || i >= len(callee.Params) || (&tracer{p: p}).arguments(callee.Params[i]) == nil {
			leak(arg, call)
		}
	}
}

// ownCell reports whether what is stored at addr is followed: a variable, or
// an unexported field of the package.
func (p *Package) ownCell(addr ssa.Value) bool {
	switch addr := addr.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		return true
	case *ssa.FieldAddr:
		return (&tracer{p: p}).fieldStores(fieldOf(addr)) != nil
	}
	return false
}

// made is an instruction that makes a channel, and the call by which the
// channel came to the function that was asked about as an argument: the one
// nearest to where it is made, nil if there is none.
type made struct {
	by  *ssa.MakeChan
	via ssa.Instruction
}

// channels returns where the channels which v may be are made, and whether
// there are no others.
func (t *tracer) channels(v ssa.Value, at ssa.Instruction) (list []made, all bool) {
	if !t.enter(v) {
		return nil, !t.lost()
	}
	defer t.leave(v)

	steps := t.copies(v, at)
	argument := false
	if steps == nil {
		switch v := v.(type) {
		case *ssa.MakeChan:
			return []made{{by: v}}, true
		case *ssa.Const:
			return nil, true
		case *ssa.Parameter:
			steps, argument = t.arguments(v), true
		default:
			steps = t.kept(v)
		}
		if steps == nil {
			return nil, false
		}
	}
	all = true
	for _, s := range steps {
		more, known := t.channels(s.value, s.at)
		for _, m := range more {
			if argument && m.via == nil {
				m.via = s.at
			}
			if !slices.Contains(list, m) {
				list = append(list, m)
			}
		}
		all = all && known
	}
	return list, all
}

// DonesBeside returns the contexts whose Done stands in the other cases of op's
// select. ok is false if there are other ways out: a default case, a timer, a
// stop channel.
func (op ChannelOp) DonesBeside() (contexts []ssa.Value, ok bool) {
	if op.Select == nil {
		return nil, true
	}
	if !op.Select.Blocking {
		return nil, false
	}
	for i, state := range op.Select.States {
		if i == op.State {
			continue
		}
		ctx := doneOf(state.Chan)
		if ctx == nil || state.Dir == types.SendOnly {
			return nil, false
		}
		contexts = append(contexts, ctx)
	}
	return contexts, true
}
