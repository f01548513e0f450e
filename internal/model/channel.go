package model

import (
	"go/constant"
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

// Capacity returns the number of values that the channel holds, and whether it
// is a constant.
func (ch *Channel) Capacity() (n int64, known bool) {
	c, ok := ch.Make.Size.(*ssa.Const)
	if !ok {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(c.Value))
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

// RunsOnlyIn reports whether fn runs in no other goroutines than those that
// the spawns start: it is a task of one, is written in one, or is called by
// such functions alone.
func (p *Package) RunsOnlyIn(fn *ssa.Function, spawns []*Spawn) bool {
	return p.runsOnlyIn(fn, spawns, 4)
}

func (p *Package) runsOnlyIn(fn *ssa.Function, spawns []*Spawn, depth int) bool {
	for _, s := range spawns {
		for _, b := range s.Bodies {
			if within(fn, b.Fn) {
				return true
			}
		}
	}
	fn = enclosing(fn)
	callers := p.index().callers[fn]
	if depth == 0 || len(callers) == 0 || p.index().valued[fn] || fn.Object() == nil || fn.Object().Exported() {
		return false
	}
	for _, call := range callers {
		if _, ok := call.(*ssa.Go); ok || !p.runsOnlyIn(call.Parent(), spawns, depth-1) {
			return false
		}
	}
	return true
}

// RunsInSpawned reports whether fn is, or is written in, a function that some
// spawn of the package starts, other than a server.
func (p *Package) RunsInSpawned(fn *ssa.Function) bool {
	for _, s := range p.Spawns() {
		if s.Serves {
			continue
		}
		for _, b := range s.Bodies {
			if within(fn, b.Fn) {
				return true
			}
		}
	}
	return false
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

// Repeated reports whether the operation is done any number of times to the same
// channel: in a loop that the channel is not made in, or by a function that
// others call as they like and that does not make the channel itself.
func (op ChannelOp) Repeated(p *Package, ch *Channel) bool {
	ix := p.index()
	if op.InLoop() || slices.ContainsFunc(ix.callers[op.Instr.Parent()], inLoop) {
		return true
	}
	fn := enclosing(op.Instr.Parent())
	if fn == enclosing(ch.Make.Parent()) {
		return false
	}
	if fn.Object() == nil || fn.Object().Exported() || ix.valued[fn] || fn.Signature.Recv() != nil && ix.invoked[fn.Name()] {
		return true
	}
	return slices.ContainsFunc(ix.callers[fn], inLoop)
}

// inLoop reports whether call can be reached from itself.
func inLoop(call ssa.CallInstruction) (found bool) {
	reachable(call, func(instr ssa.Instruction) bool {
		found = found || instr == call
		return !found
	})
	return found
}

// InLoop reports whether the operation can be reached from itself.
func (op ChannelOp) InLoop() (found bool) {
	reachable(op.Instr, func(instr ssa.Instruction) bool {
		found = found || instr == op.Instr
		return !found
	})
	return found
}

// Deferred reports whether the operation is done when its function, or the
// function that it is written in, returns: whatever happens.
func (op ChannelOp) Deferred(p *Package) bool {
	_, deferred := op.Instr.(*ssa.Defer)
	return deferred || p.onlyDeferred(op.Instr.Parent())
}

// GivesUp reports whether the function of a receive from ch can fail while there
// is more to receive: a return with an error is reached on a way on which the
// channel is not seen to be closed. A receive that a task does once is all that
// it owes. With itself set, the end of a context that is passed on does not count
// as an error.
func (op ChannelOp) GivesUp(p *Package, ch *Channel, itself bool) bool {
	fn := op.Instr.Parent()
	once := !op.InLoop() && len(p.index().callers[fn]) == 0
	done := func(b *ssa.BasicBlock) bool { return once && b == op.Instr.Block() || p.drainsIn(b, ch) }
	return failingReturn(fn, itself, done, func(b *ssa.BasicBlock) []*ssa.BasicBlock {
		if branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && ch.seenClosed(branch.Cond) {
			return b.Succs[:1]
		}
		return b.Succs
	})
}

// seenClosed reports whether cond is the ok of a receive from ch.
func (ch *Channel) seenClosed(cond ssa.Value) bool {
	ok, isExtract := cond.(*ssa.Extract)
	return isExtract && ok.Index == 1 && slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool {
		v, isValue := op.Instr.(ssa.Value)
		return isValue && v == ok.Tuple
	})
}

// Exhausts reports whether the function of a receive from ch returns only when ch
// has been closed.
func (op ChannelOp) Exhausts(ch *Channel) bool { return ch.exhaustedBy(op.Instr.Parent()) }

// exhaustedBy reports whether every return of fn comes after ch is seen to be
// closed.
func (ch *Channel) exhaustedBy(fn *ssa.Function) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var open func(b *ssa.BasicBlock) bool
	open = func(b *ssa.BasicBlock) bool {
		if seen[b] {
			return false
		}
		seen[b] = true
		succs := b.Succs
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			return true
		case *ssa.If:
			if ch.seenClosed(last.Cond) {
				succs = succs[:1]
			}
		}
		return slices.ContainsFunc(succs, open)
	}
	return !open(fn.Blocks[0])
}

// drainsIn reports whether b calls or starts a function that receives from ch
// for as long as it is open.
func (p *Package) drainsIn(b *ssa.BasicBlock, ch *Channel) bool {
	for _, instr := range b.Instrs {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			continue
		}
		callee := staticCallee(call.Common())
		if slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool { return op.Instr.Parent() == callee && op.Exhausts(ch) }) {
			return true
		}
	}
	return false
}

// Fits reports whether ch has room for all that the operation can send in its
// loop, which goes round a constant number of times.
func (op ChannelOp) Fits(ch *Channel) bool {
	n, known := ch.Capacity()
	fn := op.Instr.Parent()
	if !known || ch.Make.Parent() != fn {
		return false
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			counter, ok := instr.(*ssa.Phi)
			if !ok {
				break
			}
			if rounds, ok := op.rounds(counter); ok && rounds <= n {
				return true
			}
		}
	}
	return false
}

// rounds returns how often the operation is done at most, if it stands in the
// loop that counts with counter, and in no other.
func (op ChannelOp) rounds(counter *ssa.Phi) (n int64, ok bool) {
	if len(counter.Edges) != 2 || !counter.Block().Dominates(op.Instr.Block()) || op.again(op.Instr.Block(), counter.Block()) {
		return 0, false
	}
	first, isConst := counter.Edges[0].(*ssa.Const)
	next, isSum := counter.Edges[1].(*ssa.BinOp)
	if !isConst || !isSum || next.Op != token.ADD || next.X != counter || !isInt(next.Y, 1) ||
		!slices.ContainsFunc([]int64{-1, 0, 1}, func(n int64) bool { return isInt(first, n) }) {
		return 0, false
	}
	if op.again(counter.Block().Preds[0], nil) {
		return 0, false // a loop around it
	}
	for _, v := range [...]ssa.Value{counter, next} {
		if v == counter && isInt(first, -1) {
			continue // one round more
		}
		for _, ref := range *v.Referrers() {
			test, ok := ref.(*ssa.BinOp)
			if !ok || test.X != v || test.Op != token.LSS && (test.Op != token.LEQ || !isInt(first, 1)) {
				continue
			}
			branch, ok := test.Block().Instrs[len(test.Block().Instrs)-1].(*ssa.If)
			bound, known := constantBound(test.Y)
			if ok && known && branch.Cond == test && !blockReaches(branch.Block().Succs[1], op.Instr.Block(), nil) {
				return bound, true
			}
		}
	}
	return 0, false
}

// again reports whether from is reached again from the operation without
// passing avoid.
func (op ChannelOp) again(from, avoid *ssa.BasicBlock) bool {
	return slices.ContainsFunc(op.Instr.Block().Succs, func(b *ssa.BasicBlock) bool { return blockReaches(b, from, avoid) })
}

func blockReaches(from, to, avoid *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{avoid: true}
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if seen[b] {
			return false
		}
		seen[b] = true
		return b == to || slices.ContainsFunc(b.Succs, visit)
	}
	return visit(from)
}

func isInt(v ssa.Value, n int64) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && constant.Compare(c.Value, token.EQL, constant.MakeInt64(n))
}

// constantBound returns the number that v is: a constant, or the length of a
// slice that is written out.
func constantBound(v ssa.Value) (n int64, ok bool) {
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value == nil {
			return 0, false
		}
		return constant.Int64Val(constant.ToInt(v.Value))
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			if s, ok := v.Call.Args[0].(*ssa.Slice); ok {
				if array, ok := s.X.(*ssa.Alloc); ok && array.Comment == "slicelit" {
					return array.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array).Len(), true
				}
			}
		}
	}
	return 0, false
}

// failingReturn reports whether a return of fn with an error is reached from its
// entry by the blocks that next gives, without one for which done holds.
func failingReturn(fn *ssa.Function, itself bool, done func(*ssa.BasicBlock) bool, next func(*ssa.BasicBlock) []*ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if seen[b] || done(b) {
			return false
		}
		seen[b] = true
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			return fails(ret, itself)
		}
		return slices.ContainsFunc(next(b), visit)
	}
	return visit(fn.Blocks[0])
}

// fails reports whether ret returns an error that is not the literal nil; with
// itself set, nor just the end of a context passed on.
func fails(ret *ssa.Return, itself bool) bool {
	if len(ret.Results) == 0 {
		return false
	}
	switch v := ret.Results[len(ret.Results)-1].(type) {
	case *ssa.Const:
		return !v.IsNil()
	case *ssa.Call:
		if fn := Callee(v.Common()); itself && fn != nil && (fn.Name() == "Err" || fn.Name() == "Cause") {
			return false
		}
	}
	return isError(ret.Results[len(ret.Results)-1].Type())
}

// ReturnsWithout returns a return of from's function that can be reached from
// it without passing an instruction for which stop holds, nil if there is
// none.
func ReturnsWithout(from ssa.Instruction, stop func(ssa.Instruction) bool) (found *ssa.Return) {
	reachable(from, func(instr ssa.Instruction) bool {
		if stop(instr) {
			return false
		}
		if ret, ok := instr.(*ssa.Return); ok && found == nil {
			found = ret
		}
		return true
	})
	return found
}
