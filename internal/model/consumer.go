package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Departure is where the only receiver of a channel leaves, by its own
// decision, while there may be more to receive.
type Departure struct {
	// Cond is what it decides by, and Receive where it receives.
	Cond    ssa.Value
	Receive ChannelOp
}

// Departure returns where the receiver of what is fed leaves although nothing
// lets the goroutine go; nil if it does not, or if somebody else may receive.
//
// The receiver is the function of the call, or the one goroutine that it starts
// for this. It receives in a loop, and the loop has a way out that leads to no
// other receive. Ways out that depend on what has been received, or on how much,
// are none: then the values may say that there are no more. What is left are the
// receiver's own decisions: a failure of what it does, a context that has ended or
// another signal to stop, a function that it was given and that wants no more.
func (f *Feed) Departure() *Departure {
	f.p.mu.Lock()
	defer f.p.mu.Unlock()
	u := f.p.channelUses(f.Channel)
	if u.lost || u.returned || u.passed || u.mixed || len(u.sends) > 0 || len(u.receives) == 0 || f.stopped() {
		return nil
	}
	c := &consumer{f: f, use: u, fn: u.receives[0].In}
	if slices.ContainsFunc(u.receives, func(op ChannelOp) bool { return op.In != c.fn }) || !c.alone() {
		return nil
	}
	return c.departure()
}

// stopped reports whether a context may end that lets the goroutine go.
func (f *Feed) stopped() bool {
	if len(f.Contexts) == 0 {
		return false
	}
	return slices.ContainsFunc(f.Contexts, func(ctx ssa.Value) bool {
		paths := (&tracer{p: f.p}).context(ctx, f.Call)
		return len(paths) == 0 || slices.ContainsFunc(paths, func(path Path) bool { return !path.Detached || len(path.Through) > 0 })
	})
}

// A consumer is the function fn that receives what a feed gives.
type consumer struct {
	f   *Feed
	use *channelUse
	fn  *ssa.Function
}

// alone reports whether the function runs once for each call of the feeding
// function: it is the one that calls it, or a literal in that one that is
// started once.
func (c *consumer) alone() bool {
	home := c.f.Call.Parent()
	if c.fn == home {
		return !c.use.captured
	}
	if c.fn.Parent() != home {
		return false
	}
	for _, s := range c.f.p.spawnsLocked() {
		if len(s.Bodies) == 1 && s.Bodies[0].Fn == c.fn && !s.Bodies[0].Wrapped {
			made := c.f.p.index().closures[c.fn]
			return s.Call.Parent() == home && len(made) == 1 && len(*made[0].Referrers()) == 1 &&
				!reaches(s.Call, s.Call) && len(c.f.p.index().callers[c.fn]) <= 1
		}
	}
	return false
}

func (c *consumer) departure() *Departure {
	for _, op := range c.use.receives {
		for _, b := range c.beforeClose(op.Instr) {
			for _, to := range b.Succs {
				cond, outcome, ok := branch(b, to)
				if ok && c.decides(cond, outcome) && !c.comesBack(to) && (c.leads(b, c.receivesIn) || c.told(cond) && op.InLoop()) {
					return &Departure{Cond: cond, Receive: op}
				}
			}
		}
	}
	return nil
}

// beforeClose returns the blocks that are reached from a receive, its own
// included, without the channel being seen to be closed, and before the feeding
// function is called again.
func (c *consumer) beforeClose(from ssa.Instruction) []*ssa.BasicBlock {
	list := []*ssa.BasicBlock{from.Block()}
	for i := 0; i < len(list); i++ {
		for _, to := range list[i].Succs {
			if !slices.Contains(list, to) && !c.seesClose(list[i], to) && to != c.f.Call.Block() {
				list = append(list, to)
			}
		}
	}
	return list
}

// leads reports whether a block for which there holds follows on b.
func (c *consumer) leads(b *ssa.BasicBlock, there func(*ssa.BasicBlock) bool) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Succs, func(to *ssa.BasicBlock) bool {
			if seen[to] || to == c.f.Call.Block() {
				return false
			}
			seen[to] = true
			return there(to) || visit(to)
		})
	}
	return visit(b)
}

func (c *consumer) receivesIn(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(c.use.receives, func(op ChannelOp) bool { return op.Instr.Block() == b })
}

// comesBack reports whether b, or what follows on it, receives from the channel,
// or does not return.
func (c *consumer) comesBack(b *ssa.BasicBlock) bool {
	returns := func(b *ssa.BasicBlock) bool {
		_, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		return ok || b == c.f.Call.Block()
	}
	if c.receivesIn(b) || c.leads(b, c.receivesIn) {
		return true
	}
	return !returns(b) && !c.leads(b, returns) && !slices.ContainsFunc(b.Succs, returns)
}

// seesClose reports whether the channel is known to be closed where from goes on
// to to: what says whether something was received says no.
func (c *consumer) seesClose(from, to *ssa.BasicBlock) bool {
	cond, outcome, ok := branch(from, to)
	e, isExtract := cond.(*ssa.Extract)
	return ok && isExtract && e.Index == 1 && !outcome && c.received(e.Tuple)
}

// received reports whether v is what a receive from the channel gives.
func (c *consumer) received(v ssa.Value) bool {
	return slices.ContainsFunc(c.use.receives, func(op ChannelOp) bool {
		got, ok := op.Instr.(ssa.Value)
		return ok && got == v
	})
}

// decides reports whether the outcome of cond is the receiver's own decision to
// go: an error of something that it has called, a function that it was given
// which says so, or another case of its select that tells it to stop.
func (c *consumer) decides(cond ssa.Value, outcome bool) bool {
	if v, said := comparison(cond, outcome); said == saidNonNil && isError(v.Type()) {
		return c.failure(v, cond)
	}
	if c.told(cond) {
		return outcome
	}
	call, ok := cond.(*ssa.Call)
	if !ok || call.Call.IsInvoke() || call.Call.StaticCallee() != nil {
		return false
	}
	_, builtin := call.Call.Value.(*ssa.Builtin)
	return !builtin && len((&tracer{p: c.f.p}).parameters(call.Call.Value, call)) > 0
}

// failure reports whether the error v comes from calls that do not only ask what
// has been received.
func (c *consumer) failure(v ssa.Value, cond ssa.Value) bool {
	at, ok := cond.(ssa.Instruction)
	if !ok {
		return false
	}
	sources := (&tracer{p: c.f.p}).sources(v, at)
	return len(sources) > 0 && all(sources, func(v ssa.Value) bool {
		if e, ok := v.(*ssa.Extract); ok {
			v = e.Tuple
		}
		call, ok := v.(*ssa.Call)
		if !ok {
			return false
		}
		recv := receiver(call.Common())
		if recv == nil || len(call.Call.Args)+btoi(call.Call.IsInvoke()) != 1 {
			return true
		}
		// A question to what was received, or to what keeps the producer's
		// error.
		return !c.of(recv) && (Callee(call.Common()).Name() != "Err" || IsContext(recv.Type()))
	})
}

// sources returns the values that v is a copy of, nil constants not among them.
func (t *tracer) sources(v ssa.Value, at ssa.Instruction) (list []ssa.Value) {
	if !t.enter(v) {
		return nil
	}
	defer t.leave(v)
	steps := t.copies(v, at)
	if steps == nil && !isNilConst(v) {
		return []ssa.Value{v}
	}
	for _, s := range steps {
		list = append(list, t.sources(s.value, s.at)...)
	}
	return list
}

// of reports whether v is a part of what was received.
func (c *consumer) of(v ssa.Value) bool {
	for range maxDepth {
		if c.received(v) {
			return true
		}
		switch x := v.(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.Field:
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.UnOp:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.TypeAssert:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.Alloc:
			stores := c.f.p.index().stores[x]
			if len(stores) != 1 {
				return false
			}
			v = stores[0].Val
		default:
			return false
		}
	}
	return false
}

// told reports whether cond asks if a select has chosen a case beside a receive
// from the channel that tells the receiver to stop.
func (c *consumer) told(cond ssa.Value) bool {
	test, ok := cond.(*ssa.BinOp)
	if !ok || test.Op != token.EQL {
		return false
	}
	e, isExtract := test.X.(*ssa.Extract)
	k, isConst := test.Y.(*ssa.Const)
	if !isExtract || !isConst || e.Index != 0 || !c.received(e.Tuple) {
		return false
	}
	sel, ok := e.Tuple.(*ssa.Select)
	if !ok {
		return false
	}
	i, exact := constant.Int64Val(constant.ToInt(k.Value))
	if !exact || i < 0 || int(i) >= len(sel.States) {
		return false
	}
	state := sel.States[i]
	return state.Dir == types.RecvOnly && c.stops(state.Chan, sel)
}

// stops reports whether something that comes from ch tells the receiver to stop,
// and not that there is no more: the end of a context, a timer, or a channel
// without values that the receiver was given or keeps.
func (c *consumer) stops(ch ssa.Value, at ssa.Instruction) bool {
	elem := ch.Type().Underlying().(*types.Chan).Elem()
	if doneOf(ch) != nil || isNamed(elem, "time", "Time") {
		return true
	}
	st, ok := elem.Underlying().(*types.Struct)
	if !ok || st.NumFields() > 0 {
		return false
	}
	sources := (&tracer{p: c.f.p}).sources(ch, at)
	return len(sources) > 0 && all(sources, func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.Parameter:
			return true
		case *ssa.UnOp:
			_, isField := v.X.(*ssa.FieldAddr)
			return isField
		}
		return false
	})
}
