package model

import (
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// limits is what bounds the groups and pools of a package.
type limits struct {
	origins map[ssa.Value]bool  // the groups, by their origins and by what settings return
	fields  map[*types.Var]bool // the fields that limited groups are read from
}

func (p *Package) limits() *limits {
	if p.limited != nil {
		return p.limited
	}
	lim := &limits{origins: make(map[ssa.Value]bool), fields: make(map[*types.Var]bool)}
	p.limited = lim
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			c := call.Common()
			recv := receiver(c)
			if recv == nil || !p.bounds(c) {
				continue
			}
			if v, ok := call.(*ssa.Call); ok {
				lim.origins[v] = true
			}
			groups, _ := (&tracer{p: p}).groups(recv, call)
			for _, g := range groups {
				lim.origins[g.Origin] = true
			}
			if f := groupField(recv); f != nil {
				lim.fields[f] = true
			}
		}
	}
	return lim
}

// bounds reports whether c sets a limit on its receiver: one of the vocabulary's
// settings, or one of a house's group that is called like errgroup's. A negative
// number is none.
func (p *Package) bounds(c *ssa.CallCommon) bool {
	fn := Callee(c)
	if fn == nil {
		return false
	}
	row, ok := vocab.Lookup(fn, vocab.Limit)
	switch {
	case row.Has(vocab.ByShape), !ok && p.limiting(fn) != limitsNothing:
		if p.limiting(fn) != limitsReceiver {
			return false
		}
		row.Arg = 0
	case !ok:
		recv := fn.Signature().Recv()
		if recv == nil || !isGroup(recv.Type()) {
			return false
		}
		switch fn.Name() {
		case "SetLimit", "SetMaxConcurrency", "WithMaxGoroutines", "Limit", "WithLimit":
		default:
			return false
		}
	}
	n, known := constantArg(c, row.Arg)
	return !known || n >= 0
}

func constantArg(c *ssa.CallCommon, i int) (n int64, known bool) {
	arg, ok := argument(c, i).(*ssa.Const)
	if !ok || arg.Value == nil || arg.Value.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(arg.Value)
}

// groupField returns the field that v is read from, or is the address of.
func groupField(v ssa.Value) *types.Var {
	switch v := v.(type) {
	case *ssa.UnOp:
		if addr, ok := v.X.(*ssa.FieldAddr); ok {
			return fieldOf(addr)
		}
	case *ssa.FieldAddr:
		return fieldOf(v)
	case *ssa.Field:
		return structField(v.X.Type(), v.Field)
	}
	return nil
}

// isLimited reports whether the group g has a limit, be it set where its maker
// makes it or on the way of its settings.
func (p *Package) isLimited(g *Group) bool { return p.limitedOrigin(g.Origin, 8) }

func (p *Package) limitedOrigin(origin ssa.Value, depth int) bool {
	lim := p.limits()
	if depth == 0 || lim.origins[origin] || p.limitsType(origin.Type()) {
		return true
	}
	if f := groupField(origin); f != nil {
		return lim.fields[f]
	}
	call, ok := origin.(*ssa.Call)
	if !ok {
		return false
	}
	c := call.Common()
	fn := Callee(c)
	if fn == nil {
		return false
	}
	if _, ok := vocab.Lookup(fn, vocab.Configure); ok {
		groups, _ := (&tracer{p: p}).groups(receiver(c), call)
		return slices.ContainsFunc(groups, func(g *Group) bool { return p.limitedOrigin(g.Origin, depth-1) })
	}
	if _, ok := vocab.Lookup(fn, vocab.NewGroup); ok {
		// A group in a pool has the pool's limit; a package's own pool has
		// none.
		return limitedByOption(c) || fn.Signature().Recv() != nil && p.limitedPool(receiver(c), call)
	}
	// A house's maker: what it does to the group, or a number that it is given.
	if p.limiting(fn) == limitsResult {
		return true
	}
	if callee := staticCallee(c); callee != nil && callee.Blocks != nil {
		return p.returnsLimited(callee, depth-1)
	}
	sum := p.summary(fn)
	return sum != nil && sum.Bounded || sized(fn.Signature())
}

// limitedByOption reports whether c makes a group with an option that sets a
// limit. One of which it is not seen what it is may do so.
func limitedByOption(c *ssa.CallCommon) bool {
	sig := c.Signature()
	if !sig.Variadic() {
		return false
	}
	last := argument(c, sig.Params().Len()-1)
	if last == nil || isNilConst(last) {
		return false
	}
	options, ok := variadic(last)
	return !ok || slices.ContainsFunc(options, func(v ssa.Value) bool {
		if change, ok := v.(*ssa.ChangeInterface); ok {
			v = change.X
		}
		call, ok := v.(*ssa.Call)
		if !ok {
			return true
		}
		fn := Callee(call.Common())
		if fn == nil || fn.Pkg() != Callee(c).Pkg() {
			return true
		}
		row, ok := vocab.Lookup(fn, vocab.Limit)
		n, known := constantArg(call.Common(), row.Arg)
		return ok && (!known || n >= 0)
	})
}

// returnsLimited reports whether fn returns a group that has a limit.
func (p *Package) returnsLimited(fn *ssa.Function, depth int) bool {
	return slices.ContainsFunc(returns(fn), func(ret *ssa.Return) bool {
		if len(ret.Results) == 0 {
			return false
		}
		groups, _ := (&tracer{p: p}).groups(ret.Results[0], ret)
		return slices.ContainsFunc(groups, func(g *Group) bool { return p.limitedOrigin(g.Origin, depth) })
	})
}

// limitedPool reports whether the pool v, which outlives its users, bounds what
// it runs. One that is not seen to be made without a bound has one: that is what
// a pool is for.
func (p *Package) limitedPool(v ssa.Value, at ssa.Instruction) bool {
	for t := (&tracer{p: p}); v != nil && t.depth < maxDepth; t.depth++ {
		steps := t.copies(v, at)
		if steps == nil {
			steps = t.kept(v)
		}
		if len(steps) == 1 {
			v, at = steps[0].value, steps[0].at
			continue
		}
		if e, ok := v.(*ssa.Extract); ok && e.Index == 0 {
			v = e.Tuple
		}
		made, ok := v.(*ssa.Call)
		if !ok {
			return true
		}
		row, ok := vocab.Lookup(Callee(made.Common()), vocab.Limit)
		if !ok {
			return true
		}
		n, known := constantArg(made.Common(), row.Arg)
		return !known || n > 0
	}
	return true
}

// A throttle says what keeps a loop from starting all of its tasks at once.
type throttle uint8

const (
	unthrottled throttle = iota
	rateOnly             // so many a second, however many run
	throttled
)

// throttleBefore returns what stands in the way to at in its function, among
// the instructions that in holds: a wait for room, a token, or a gate.
func (p *Package) throttleBefore(s *Spawn, at ssa.Instruction, in func(ssa.Instruction) bool, head *ssa.BasicBlock) (best throttle) {
	for _, b := range at.Parent().Blocks {
		if len(b.Instrs) == 0 || b != at.Block() && !precedes(b.Instrs[0], at, head) {
			continue
		}
		for _, instr := range b.Instrs {
			if b == at.Block() && indexIn(instr) >= indexIn(at) {
				break
			}
			if in(instr) {
				best = max(best, p.throttles(s, instr))
			}
		}
	}
	return best
}

// throttles reports whether instr waits until there is room for the task of s.
func (p *Package) throttles(s *Spawn, instr ssa.Instruction) throttle {
	switch instr := instr.(type) {
	case *ssa.Send:
		return throttled
	case *ssa.Select:
		for i, st := range instr.States {
			switch {
			case st.Dir == types.SendOnly && instr.Blocking:
				return throttled
			case st.Dir == types.RecvOnly && doneOf(st.Chan) == nil && instr.Blocking && !valueUsed(instr, i) && p.givesBack(s, st.Chan):
				return throttled
			}
		}
	case *ssa.UnOp:
		if ch, ok := instr.X.Type().Underlying().(*types.Chan); ok && doneOf(instr.X) == nil {
			if isNamed(ch.Elem(), "time", "Time") {
				return rateOnly
			}
			if p.givesBack(s, instr.X) || len(*instr.Referrers()) == 0 && !instr.CommaOk {
				return throttled
			}
		}
	case *ssa.Call:
		return p.gate(instr.Common(), 2)
	}
	return unthrottled
}

// givesBack reports whether a task of s sends to a channel of the kind of ch: it
// gives back what was taken from it.
func (p *Package) givesBack(s *Spawn, ch ssa.Value) bool {
	elem := ch.Type().Underlying().(*types.Chan).Elem()
	sends := func(fn *ssa.Function) bool {
		return anyInstr(fn, func(instr ssa.Instruction) bool {
			send, ok := instr.(*ssa.Send)
			return ok && types.Identical(send.Chan.Type().Underlying().(*types.Chan).Elem(), elem)
		})
	}
	return s != nil && slices.ContainsFunc(s.Bodies, func(b Body) bool { return sends(b.Fn) })
}

// anyInstr reports whether holds is true of some instruction of fn or of the
// function literals written in it.
func anyInstr(fn *ssa.Function, holds func(ssa.Instruction) bool) bool {
	for _, b := range fn.Blocks {
		if slices.ContainsFunc(b.Instrs, holds) {
			return true
		}
	}
	return slices.ContainsFunc(fn.AnonFuncs, func(lit *ssa.Function) bool { return anyInstr(lit, holds) })
}

// gate reports whether c waits for room: it takes from a semaphore, is named for
// doing so, or is a function of the package that does it.
func (p *Package) gate(c *ssa.CallCommon, depth int) throttle {
	fn := Callee(c)
	if fn == nil {
		return unthrottled
	}
	if _, ok := vocab.Lookup(fn, vocab.Acquire); ok || p.limiting(fn) == limitsWhatFollows {
		return throttled
	}
	for _, role := range [...]vocab.Role{vocab.Spawn, vocab.NewGroup, vocab.Configure, vocab.Limit, vocab.ValuesOnly, vocab.Derive} {
		if _, ok := vocab.Lookup(fn, role); ok {
			return unthrottled
		}
	}
	recv := ""
	if r := fn.Signature().Recv(); r != nil {
		recv = typeName(r.Type())
	}
	if fn.Pkg() != nil && fn.Pkg().Path() == "golang.org/x/time/rate" {
		if fn.Name() == "Wait" || fn.Name() == "WaitN" {
			return rateOnly
		}
		return unthrottled
	}
	if callee := staticCallee(c); callee != nil && callee.Blocks != nil {
		if depth == 0 {
			return unthrottled
		}
		found := p.gatesItself(callee, depth)
		if found != unthrottled || !vocab.Gate.Has(fn.Name()) {
			return found
		}
	}
	if countsOne(fn) {
		return throttled
	}
	if waits(fn) && (vocab.Gate.Has(recv) || vocab.Gate.Has(fieldName(c)) && fn.Signature().Recv() != nil) || vocab.Gate.Has(fn.Name()) && takes(fn) {
		return throttled
	}
	return unthrottled
}

// countsOne reports whether fn is the Add of a wait group of its own kind, which is
// not told how many to add: what it has beyond sync.WaitGroup is a size.
func countsOne(fn *types.Func) bool {
	sig := fn.Signature()
	if fn.Name() != "Add" || sig.Recv() == nil || sig.Params().Len() > 0 {
		return false
	}
	has := func(name string) bool {
		m, _, _ := types.LookupFieldOrMethod(sig.Recv().Type(), true, fn.Pkg(), name)
		_, ok := m.(*types.Func)
		return ok
	}
	return has("Done") && has("Wait")
}

// waits reports whether a method of a limiter is one by which it limits.
func waits(fn *types.Func) bool {
	switch fn.Name() {
	case "Wait", "Acquire", "Start", "Add", "Do", "Enter", "Take", "Get", "Lock", "Begin", "Inc", "Allow", "Push", "Put", "Join", "Request", "Up", "P":
		return true
	}
	return vocab.Gate.Has(fn.Name())
}

// takes reports whether a function that is named for a limiter is a way to get
// past one, and not one to make it or to ask about it.
func takes(fn *types.Func) bool {
	words := vocab.Words(fn.Name())
	switch words[0] {
	case "new", "make", "set", "with", "is", "has", "release", "free", "parse", "next", "close", "init", "default":
		return false
	}
	if vocab.Gate.Has(words[0]) {
		return true
	}
	switch words[0] {
	case "wait", "take", "enter", "use", "get", "lock", "await":
		return true
	}
	return false
}

// fieldName returns the name of the field or parameter that c's receiver is read
// from.
func fieldName(c *ssa.CallCommon) string {
	v := c.Value
	if !c.IsInvoke() {
		if v = receiver(c); v == nil {
			return ""
		}
	}
	if f := groupField(v); f != nil {
		return f.Name()
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return v.Name()
	case *ssa.UnOp:
		return v.X.Name()
	}
	return ""
}

// gatesItself reports whether fn, a function of the package, waits for room.
func (p *Package) gatesItself(fn *ssa.Function, depth int) (best throttle) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Send:
				if isToken(instr.Chan) {
					return throttled
				}
			case *ssa.Select:
				for _, st := range instr.States {
					if instr.Blocking && isToken(st.Chan) && (st.Dir == types.SendOnly || doneOf(st.Chan) == nil && vocab.Gate.Has(fn.Name())) {
						return throttled
					}
				}
			case *ssa.Call:
				if fn := Callee(instr.Common()); isNamedMethod(fn, "sync", "Cond", "Wait") {
					return throttled
				}
				best = max(best, p.gate(instr.Common(), depth-1))
			}
		}
	}
	return best
}

// isToken reports whether what goes through ch says nothing but that it has come.
func isToken(ch ssa.Value) bool {
	switch elem := ch.Type().Underlying().(*types.Chan).Elem().Underlying().(type) {
	case *types.Struct:
		return elem.NumFields() == 0
	case *types.Basic:
		return true
	}
	return false
}

func isNamedMethod(fn *types.Func, pkg, recv, name string) bool {
	return fn != nil && fn.Name() == name && fn.Pkg() != nil && fn.Pkg().Path() == pkg &&
		fn.Signature().Recv() != nil && typeName(fn.Signature().Recv().Type()) == recv
}

// waitsInLoop reports whether the loop waits, round by round or now and then, for
// tasks that it has started: by a Wait, or for something to come back.
func (p *Package) waitsInLoop(l *loop, st site) (found bool) {
	at := st.at
	l.instrs(func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if ch, ok := instr.X.Type().Underlying().(*types.Chan); ok && !isNamed(ch.Elem(), "time", "Time") && doneOf(instr.X) == nil {
				found = found || !Dominates(instr, at)
			}
		case *ssa.Select:
			if instr.Blocking && !Dominates(instr, at) {
				found = found || slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool {
					return st.Dir == types.RecvOnly && doneOf(st.Chan) == nil && !isNamed(st.Chan.Type().Underlying().(*types.Chan).Elem(), "time", "Time")
				})
			}
		case *ssa.Call:
			if p.isJoin(instr.Common()) {
				groups, known := (&tracer{p: p}).groups(receiver(instr.Common()), instr)
				found = found || len(st.groups) == 0 || !known || slices.ContainsFunc(groups, func(g *Group) bool { return slices.Contains(st.groups, g) })
			} else if fn := Callee(instr.Common()); isNamedMethod(fn, "sync", "Cond", "Wait") {
				found = true
			} else if _, ok := vocab.Lookup(Callee(instr.Common()), vocab.Await); ok {
				// Of a future that is the same in all rounds nothing follows.
				f, ok := receiver(instr.Common()).(ssa.Instruction)
				found = found || ok && l.has(f)
			} else if sum := p.calleeSummary(instr.Common()); sum != nil && sum.Joins != 0 {
				found = true
			}
		}
		return !found
	})
	return found
}
