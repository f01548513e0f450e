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
	// it unseen. Returned says that it is returned to such code, and
	// Elsewhere that it gets there by other ways.
	Leaked, Returned, Elsewhere bool
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
	// resolve returns the channels that v may be. It may be another one as
	// well, which is then not known.
	resolve := func(v ssa.Value, at ssa.Instruction, each func(ch *Channel, in *ssa.Function)) {
		makes, _ := (&tracer{p: p}).channels(v, at)
		for _, m := range makes {
			ch := known[m.by]
			if ch == nil {
				ch = &Channel{Make: m.by}
				known[m.by] = ch
				list = append(list, ch)
			}
			in := at.Parent()
			if m.via != nil {
				in = m.via.Parent()
			}
			each(ch, in)
		}
	}
	leak := func(v ssa.Value, at ssa.Instruction) {
		if _, ok := v.Type().Underlying().(*types.Chan); ok {
			resolve(v, at, func(ch *Channel, _ *ssa.Function) {
				if _, ok := at.(*ssa.Return); ok && !p.fromField(v, at) {
					ch.Leaked, ch.Returned = true, true
				} else {
					ch.leak()
				}
			})
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
					if _, known := p.callsOf(fn); !known {
						for _, v := range instr.Results {
							leak(v, instr)
						}
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

// passed returns what the callers that are seen pass for v. There may be others.
func (t *tracer) passed(v *ssa.Parameter) []step {
	fn, ix := v.Parent(), t.p.index()
	i := slices.Index(fn.Params, v)
	if len(ix.callers[fn]) > maxCallers {
		return nil
	}
	var steps []step
	for _, call := range ix.callers[fn] {
		if arg := argumentOf(call.Common(), i); arg != nil {
			steps = append(steps, step{value: arg, at: call})
		}
	}
	for _, mc := range ix.bound[fn] {
		for _, ref := range *mc.Referrers() {
			if call, ok := ref.(ssa.CallInstruction); ok && call.Common().Value == mc && i > 0 {
				if arg := argumentOf(call.Common(), i-1); arg != nil {
					steps = append(steps, step{value: arg, at: call})
				}
			}
		}
	}
	return steps
}

func argumentOf(c *ssa.CallCommon, i int) ssa.Value {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return nil
}

// fromField reports whether v is read from a field.
func (p *Package) fromField(v ssa.Value, at ssa.Instruction) bool {
	for t := (&tracer{p: p}); t.depth < maxDepth; t.depth++ {
		switch x := v.(type) {
		case *ssa.Field:
			return true
		case *ssa.UnOp:
			if _, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL {
				return true
			}
		}
		steps := t.copies(v, at)
		if len(steps) != 1 {
			return false
		}
		v, at = steps[0].value, steps[0].at
	}
	return false
}

func (ch *Channel) leak() { ch.Leaked, ch.Elsewhere = true, true }

// callsOf returns the calls of fn, those through interfaces included, and whether
// that is all of them: an unexported method can be called in its package only.
func (p *Package) callsOf(fn *ssa.Function) (calls []ssa.CallInstruction, known bool) {
	ix := p.index()
	obj := fn.Object()
	known = (obj != nil && !obj.Exported() || fn.Parent() != nil) && !ix.valued[fn]
	return slices.Concat(ix.callers[fn], ix.invokes(fn)), known
}

// results returns what the functions of the package that v is the result of a
// call of return, nil if v is no such result.
func (t *tracer) results(v ssa.Value) []step {
	i := 0
	if e, ok := v.(*ssa.Extract); ok {
		v, i = e.Tuple, e.Index
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	callees := t.p.index().implementations(call.Common())
	if callee := staticCallee(call.Common()); callee != nil {
		callees = []*ssa.Function{callee}
	}
	var steps []step
	for _, callee := range callees {
		for _, ret := range returns(callee) {
			if i < len(ret.Results) {
				steps = append(steps, step{value: ret.Results[i], at: ret})
			}
		}
	}
	return steps
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
	if !c.IsInvoke() {
		if callee := p.called(c.Value, call); callee != nil && callee.Blocks != nil {
			return // what it does is seen
		}
	}
	for _, arg := range c.Args {
		if _, ok := arg.Type().Underlying().(*types.Chan); !ok {
			continue
		}
		sum, i, ok := p.channelEffects(c, arg)
		if !ok {
			leak(arg, call)
			continue
		}
		resolve(arg, call, func(ch *Channel, in *ssa.Function) {
			op := ChannelOp{Instr: call, In: in}
			if sum.Sends&bit(i) != 0 {
				ch.Sends = append(ch.Sends, op)
			}
			if (sum.Receives|sum.Drains)&bit(i) != 0 {
				ch.Receives = append(ch.Receives, op)
			}
			if sum.Closes&bit(i) != 0 {
				ch.Closes = append(ch.Closes, op)
			}
		})
	}
}

// ownCell reports whether what is stored at addr is followed: a variable that no
// pointer is kept to, or an unexported field of the package.
func (p *Package) ownCell(addr ssa.Value) bool {
	switch addr := addr.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		return all(p.index().cells(addr), func(cell *ssa.Alloc) bool {
			return !slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool { return handsAddress(ref, cell) })
		})
	case *ssa.FieldAddr:
		return (&tracer{p: p}).fieldStores(fieldOf(addr)) != nil
	}
	return false
}

// handsAddress reports whether instr gives the address of a variable to code
// elsewhere: it returns, keeps or passes it.
func handsAddress(instr ssa.Instruction, cell *ssa.Alloc) bool {
	switch instr := instr.(type) {
	case *ssa.Return, *ssa.MakeInterface, *ssa.Send, *ssa.MapUpdate, ssa.CallInstruction:
		return true
	case *ssa.Store:
		return instr.Val == cell
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
			steps, argument = t.passed(v), true
		default:
			if steps = t.results(v); steps == nil {
				steps = t.kept(v)
			}
		}
		if steps == nil {
			return nil, false
		}
	}
	all = !argument || t.arguments(v.(*ssa.Parameter)) != nil
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
