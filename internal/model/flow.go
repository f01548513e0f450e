package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// maxFrames is how far the questions about a channel follow calls.
const maxFrames = 4

// many is more than any channel is asked to hold: no bound is known.
const many = 1 << 20

// A frame is a function that runs, and the call by which it does: what its
// parameters are is known by the call. The frame of a function that was not
// called by anything that is looked at has no call.
type frame struct {
	fn   *ssa.Function
	call ssa.CallInstruction
	up   *frame
	// handed is the call in fn that has returned the channel which is asked
	// about, where it is made by what fn calls.
	handed *ssa.Call
	// depth is the number of frames above.
	depth int
}

// enterCall returns the frame of what call runs in its own goroutine, nil if
// that is not source of the package, runs already, or lies too deep.
func (p *Package) enterCall(f *frame, call ssa.CallInstruction) *frame {
	c := call.Common()
	if f.depth >= maxCalls || c.IsInvoke() {
		return nil
	}
	v := c.Value
	fn := p.called(v, call)
	if param, ok := p.beginning(v, call).(*ssa.Parameter); ok && fn == nil {
		// A function that the caller has passed.
		if arg, up := f.given(param); arg != nil {
			fn = p.called(arg, lastOf(up.fn))
		}
	}
	if fn == nil || fn.Blocks == nil {
		return nil
	}
	for up := f; up != nil; up = up.up {
		if up.fn == fn {
			return nil
		}
	}
	return &frame{fn: fn, call: call, up: f, depth: f.depth + 1}
}

// given returns the argument that v, a parameter of the frame's function, stands
// for, and the frame that it is a value of; nil if the call does not tell.
func (f *frame) given(v *ssa.Parameter) (ssa.Value, *frame) {
	for ; f != nil; f = f.up {
		if f.fn != v.Parent() || f.call == nil {
			continue
		}
		c := f.call.Common()
		i := slices.Index(f.fn.Params, v)
		if mc, ok := c.Value.(*ssa.MakeClosure); ok && mc.Fn.(*ssa.Function).Parent() == nil {
			i-- // a method value: its receiver is bound
		} else if len(c.Args) != len(f.fn.Params) {
			return nil, nil
		}
		if c.IsInvoke() || i < 0 || i >= len(c.Args) {
			return nil, nil
		}
		up := f.up
		if up == nil {
			up = &frame{fn: f.call.Parent()}
		}
		return c.Args[i], up
	}
	return nil, nil
}

// isChannel reports whether v, as seen at the instruction at in the frame f, may
// be the channel that mk makes.
func (p *Package) isChannel(v ssa.Value, at ssa.Instruction, f *frame, mk *ssa.MakeChan) bool {
	return (&tracer{p: p}).isChannel(v, at, f, mk)
}

func (t *tracer) isChannel(v ssa.Value, at ssa.Instruction, f *frame, mk *ssa.MakeChan) bool {
	if !t.enter(v) {
		return false
	}
	defer t.leave(v)
	steps := t.copies(v, at)
	if steps == nil {
		switch v := v.(type) {
		case *ssa.MakeChan:
			return v == mk
		case *ssa.Parameter:
			if arg, up := f.given(v); arg != nil {
				return t.isChannel(arg, lastOf(up.fn), up, mk)
			}
			steps = t.arguments(v)
		default:
			if call := resultOf(v); call != nil && f.receivedFrom(call) {
				return false // another channel of the same kind
			}
			if steps = t.results(v); steps == nil {
				steps = t.kept(v)
			}
		}
	}
	return slices.ContainsFunc(steps, func(s step) bool { return t.isChannel(s.value, s.at, f, mk) })
}

// runs reports whether fn is the frame's function, or one above.
func (f *frame) runs(fn *ssa.Function) bool {
	for ; f != nil; f = f.up {
		if f.fn == fn {
			return true
		}
	}
	return false
}

// receivedFrom reports whether the channel that is asked about came to a frame
// from another call than this one, in the same function.
func (f *frame) receivedFrom(call *ssa.Call) bool {
	for ; f != nil; f = f.up {
		if f.handed != nil && f.fn == call.Parent() {
			return f.handed != call
		}
	}
	return false
}

// lastOf returns an instruction of fn to ask at where it does not matter which.
func lastOf(fn *ssa.Function) ssa.Instruction {
	b := fn.Blocks[len(fn.Blocks)-1]
	return b.Instrs[len(b.Instrs)-1]
}

// A sending is a place of a function from which values are sent: a send, or a
// call of a function that sends.
type sending struct {
	at  ssa.Instruction
	n   int // how many at most, each time
	ops []ssa.Instruction
	// instead says that it sends where the function has panicked, and so
	// instead of what comes behind.
	instead bool
	// each says that each time it is another channel, which the goroutine has
	// been handed.
	each bool
	// then are the blocks that a way goes on with once it has sent: where a
	// function says by its result that it has, that of the answer. It is nil
	// if that is whatever comes behind.
	then []*ssa.BasicBlock
}

// leadsTo reports whether instr can come behind the sending.
func (s *sending) leadsTo(instr ssa.Instruction) bool {
	if s.then == nil {
		return reaches(s.at, instr)
	}
	return slices.ContainsFunc(s.then, func(b *ssa.BasicBlock) bool {
		return b == instr.Block() || blockReaches(b, instr.Block(), nil)
	})
}

// sendings returns the places in the frame's function from which values are sent
// to the channel, with nothing beside the send that would let it go on.
func (p *Package) sendings(f *frame, mk *ssa.MakeChan) []sending {
	var list []sending
	for _, b := range f.fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Send:
				if p.isChannel(instr.Chan, instr, f, mk) {
					list = append(list, sending{at: instr, n: 1, ops: []ssa.Instruction{instr}, each: p.handedValue(instr.Chan, instr, f)})
				}
			case *ssa.Call, *ssa.Defer:
				call := instr.(ssa.CallInstruction)
				next := p.enterCall(f, call)
				if sum, i := p.channelCalls(f, call, mk); sum != nil && sum.Sends&bit(i) != 0 {
					n := 1
					if sum.SendsOn&bit(i) != 0 {
						n = many
					}
					list = append(list, sending{at: instr, n: n, ops: []ssa.Instruction{instr}})
					continue
				}
				if next == nil {
					for _, next := range p.callbacks(f, call) {
						if n, ops, each := p.mostSends(next, mk); n > 0 {
							then := p.breaks(next, mk)
							if then == nil && walks(call.Common()) {
								n = many
							}
							list = append(list, sending{at: instr, n: n, ops: ops, each: each, then: then})
						}
					}
					continue
				}
				if n, ops, each := p.mostSends(next, mk); n > 0 {
					if walks(call.Common()) && slices.ContainsFunc(call.Common().Args, func(arg ssa.Value) bool { _, lit := arg.(*ssa.MakeClosure); return lit }) {
						n = many
					}
					_, deferred := instr.(*ssa.Defer)
					list = append(list, sending{at: instr, n: n, ops: ops, instead: deferred && sendsRecovered(next.fn), each: each, then: p.goesOn(instr, next, mk)})
				}
			}
		}
	}
	return list
}

// walks reports whether c is, by its name, the call of a function that calls back
// once for each of many.
func walks(c *ssa.CallCommon) bool {
	fn := Callee(c)
	return fn != nil && vocab.Walker.Has(fn.Name())
}

// callbacks returns the frames of the function literals that call is given, if
// it may run them in its own goroutine.
func (p *Package) callbacks(f *frame, call ssa.CallInstruction) []*frame {
	c := call.Common()
	if f.depth >= maxFrames {
		return nil
	}
	if _, ok := vocab.Lookup(Callee(c), vocab.Spawn); ok {
		return nil
	}
	if s := p.calleeSummary(c); s != nil && s.Spawns|s.RunsAll != 0 {
		return nil
	}
	var list []*frame
	for _, arg := range c.Args {
		if mc, ok := arg.(*ssa.MakeClosure); ok {
			if fn := mc.Fn.(*ssa.Function); fn.Parent() != nil {
				list = append(list, &frame{fn: fn, up: f, depth: f.depth + 1})
			}
		}
	}
	return list
}

// mostSends returns the number of values that one run of the frame's function
// sends at most to the channel without a way out, and the sends; each says that
// each of them may be to another channel.
func (p *Package) mostSends(f *frame, mk *ssa.MakeChan) (n int, ops []ssa.Instruction, each bool) {
	list := p.sendings(f, mk)
	each = len(list) > 0
	for i := range list {
		ops = append(ops, list[i].ops...)
		each = each && list[i].each
		if list[i].leadsTo(list[i].at) && !list[i].each {
			if rounds, ok := constantRounds(list[i].at); ok {
				list[i].n *= int(rounds)
			} else {
				list[i].n = many
			}
		}
	}
	// The longest chain of sends of which each can follow the one before.
	memo := make(map[int]int)
	var from func(i int) int
	from = func(i int) int {
		if n, ok := memo[i]; ok {
			return n
		}
		memo[i] = list[i].n // for sends of one loop, which reach each other
		rest := 0
		for j := range list {
			if j != i && !list[i].instead && !list[j].instead && list[i].leadsTo(list[j].at) {
				rest = max(rest, from(j))
			}
		}
		memo[i] = min(list[i].n+rest, many)
		return memo[i]
	}
	for i := range list {
		n = max(n, from(i))
	}
	if each {
		n = 1
	}
	return n, ops, each
}

// breaks returns no blocks at all, instead of nil, if the function of f is the body
// of a range over a function that ends the loop whenever it has sent: whether the
// surroundings end with it is not asked.
func (p *Package) breaks(f *frame, mk *ssa.MakeChan) []*ssa.BasicBlock {
	if !strings.HasPrefix(f.fn.Synthetic, "range-over-func") {
		return nil
	}
	for _, snd := range p.sendings(f, mk) {
		for _, ret := range returns(f.fn) {
			if says := (answer{}); snd.leadsTo(ret) && (!says.add(ret.Results[0]) || says.bool) {
				return nil
			}
		}
	}
	return []*ssa.BasicBlock{}
}

// goesOn returns where the caller goes on when the function of next, which call
// runs, has sent: if it says so by a result, false or an error, that the caller
// tests. It returns nil if nothing is known.
func (p *Package) goesOn(call ssa.Instruction, next *frame, mk *ssa.MakeChan) (then []*ssa.BasicBlock) {
	v, ok := call.(*ssa.Call)
	res := next.fn.Signature.Results()
	if !ok || res.Len() != 1 {
		return nil
	}
	says := answer{}
	for _, snd := range p.sendings(next, mk) {
		for _, ret := range returns(next.fn) {
			if !snd.leadsTo(ret) {
				continue
			}
			// With defer statements around, results go through a variable.
			values := []step{{value: ret.Results[0]}}
			if _, ok := ret.Results[0].(*ssa.UnOp); ok {
				values = (&tracer{p: p}).copies(ret.Results[0], ret)
			}
			for _, v := range values {
				if !says.add(v.value) {
					return nil
				}
			}
		}
	}
	if !says.known {
		return nil
	}
	for _, b := range v.Parent().Blocks {
		for _, to := range b.Succs {
			cond, outcome, ok := branch(b, to)
			if !ok {
				continue
			}
			if tested, said := comparison(cond, outcome); cond == v && outcome == says.bool || said == saidNonNil && tested == v && says.isError {
				then = append(then, to)
			}
		}
	}
	return then
}

// answer is what the results of a function say where it has sent.
type answer struct{ known, bool, isError bool }

// add takes account of one result, and reports whether all say the same.
func (s *answer) add(v ssa.Value) bool {
	c, isConst := v.(*ssa.Const)
	var is answer
	switch {
	case isConst && c.Value != nil && c.Value.Kind() == constant.Bool:
		is = answer{known: true, bool: constant.BoolVal(c.Value)}
	case isError(v.Type()) && !isConst:
		is = answer{known: true, isError: true}
	default:
		return false
	}
	if s.known && *s != is {
		return false
	}
	*s = is
	return true
}

// sendsRecovered reports whether fn, which is deferred, sends only if it has
// recovered something.
func sendsRecovered(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			send, ok := instr.(*ssa.Send)
			if !ok {
				continue
			}
			recovered := false
			branches(send.Block(), func(cond ssa.Value, outcome bool) bool {
				v, said := comparison(cond, outcome)
				call, ok := v.(*ssa.Call)
				if ok && said == saidNonNil {
					b, ok := call.Call.Value.(*ssa.Builtin)
					recovered = recovered || ok && b.Name() == "recover"
				}
				return !recovered
			})
			if !recovered {
				return false
			}
		}
	}
	return true
}

// constantRounds returns how often the loop around instr goes round, if there is
// one loop and the number is constant.
func constantRounds(instr ssa.Instruction) (n int64, ok bool) {
	op := ChannelOp{Instr: instr}
	for _, b := range instr.Parent().Blocks {
		for _, phi := range b.Instrs {
			counter, ok := phi.(*ssa.Phi)
			if !ok {
				break
			}
			if n, ok := op.rounds(counter); ok {
				return n, true
			}
		}
	}
	return 0, false
}

// stopCase reports whether the state of a select, or what is received from, is a
// signal to stop: the end of a context, or a channel that carries nothing.
func stopSignal(ch ssa.Value) bool {
	if doneOf(ch) != nil {
		return true
	}
	c, ok := ch.Type().Underlying().(*types.Chan)
	if !ok {
		return false
	}
	s, ok := c.Elem().Underlying().(*types.Struct)
	return ok && s.NumFields() == 0
}

// Watches reports whether the frame's function, or what it calls, looks whether
// it is to stop, and returns where.
func (p *Package) watches(f *frame, mk *ssa.MakeChan) (at ssa.Instruction) {
	for _, b := range f.fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Select:
				for _, st := range instr.States {
					if st.Dir == types.RecvOnly && stopSignal(st.Chan) && !p.isChannel(st.Chan, instr, f, mk) {
						return instr
					}
				}
			case *ssa.UnOp:
				if instr.Op == token.ARROW && stopSignal(instr.X) && !p.isChannel(instr.X, instr, f, mk) {
					return instr
				}
			case *ssa.Call:
				if asksErr(instr) {
					return instr
				}
				if next := p.enterCall(f, instr); next != nil {
					if at := p.watches(next, mk); at != nil {
						return at
					}
				}
			}
		}
	}
	return nil
}
