package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Feed is a call of a function that returns a channel which a goroutine of
// its own feeds: it sends one value after the other in a loop, and goes on only
// when they are received.
type Feed struct {
	Call *ssa.Call
	// Channel is the result that is fed.
	Channel ssa.Value
	// Contexts are the arguments whose end lets the goroutine go, of which
	// any will do. If there are none, nothing does.
	Contexts []ssa.Value
	// Spawns are the places where the goroutine is started, as far as they
	// stand in this package.
	Spawns []ssa.CallInstruction

	p *Package
}

// HasFeeds reports whether the package calls functions that feed what they
// return. Where it is false, no question that needs SSA has to be asked.
func (p *Package) HasFeeds() bool {
	for _, obj := range p.pass.TypesInfo.Uses {
		if fn, ok := obj.(*types.Func); ok && returnsChannel(fn.Signature()) {
			if s := p.summary(fn.Origin()); s != nil && s.Fed != 0 {
				return true
			}
		}
	}
	return false
}

// Feeds returns the calls in the package of functions that feed what they
// return, in source order.
func (p *Package) Feeds() []*Feed {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []*Feed
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			if call, ok := call.(*ssa.Call); ok {
				list = append(list, p.feedsOf(call)...)
			}
		}
	}
	return list
}

func (p *Package) feedsOf(call *ssa.Call) []*Feed {
	sum := p.calleeSummary(call.Common())
	if sum == nil || sum.Fed == 0 {
		return nil
	}
	var contexts []ssa.Value
	for i := range Callee(call.Common()).Signature().Params().Len() {
		if v := argument(call.Common(), i); sum.Until&bit(i) != 0 && v != nil {
			contexts = append(contexts, v)
		}
	}
	var list []*Feed
	for i := range call.Call.Signature().Results().Len() {
		v := result(call, i)
		if sum.Fed&bit(i) == 0 || v == nil {
			continue
		}
		f := &Feed{Call: call, Channel: v, Contexts: contexts, p: p}
		if callee := staticCallee(call.Common()); callee != nil {
			for _, s := range p.spawnsLocked() {
				if enclosing(s.Call.Parent()) == callee {
					f.Spawns = append(f.Spawns, s.Call)
				}
			}
		}
		list = append(list, f)
	}
	return list
}

// result returns result i of call, nil if nobody takes it.
func result(call *ssa.Call, i int) ssa.Value {
	if call.Call.Signature().Results().Len() == 1 {
		return call
	}
	for _, ref := range *call.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && e.Index == i {
			return e
		}
	}
	return nil
}

func returnsChannel(sig *types.Signature) bool {
	for i := range sig.Results().Len() {
		if _, ok := sig.Results().At(i).Type().Underlying().(*types.Chan); ok {
			return true
		}
	}
	return false
}

// mayFeed reports whether a declared function returns a channel and starts
// something, or passes on what another function feeds, as far as syntax tells.
func (p *Package) mayFeed(fn *types.Func, body *ast.BlockStmt) bool {
	return returnsChannel(fn.Signature()) && p.concerned(body)
}

// summarizeFed notes which results of the declared function fn are fed, and
// until when, and reports whether that is news.
func (p *Package) summarizeFed(fn *ssa.Function) (news bool) {
	obj, ok := fn.Object().(*types.Func)
	if !ok || !returnsChannel(fn.Signature) {
		return false
	}
	for i := range fn.Signature.Results().Len() {
		if _, ok := fn.Signature.Results().At(i).Type().Underlying().(*types.Chan); !ok {
			continue
		}
		if s := p.summary(obj); s != nil && s.Fed&bit(i) != 0 {
			continue
		}
		fed, until := false, uint32(0)
		known := all(returns(fn), func(ret *ssa.Return) bool {
			f, u, known := (&tracer{p: p}).fed(ret.Results[i], ret)
			fed = fed || f
			until |= u
			return known
		})
		if known && fed {
			p.note(obj).Fed |= bit(i)
			p.note(obj).Until |= until
			news = true
		}
	}
	return news
}

// fed reports whether the channel v, as a function returns it at the instruction
// at, may be one that is fed, and which of the function's context parameters end
// that. It is known if v is nothing else, but for nil.
func (t *tracer) fed(v ssa.Value, at *ssa.Return) (fed bool, until uint32, known bool) {
	if !t.enter(v) {
		return false, 0, !t.lost()
	}
	defer t.leave(v)
	var call *ssa.Call
	index := 0
	switch v := v.(type) {
	case *ssa.Const:
		return false, 0, true
	case *ssa.MakeChan:
		fed, until = t.p.feeds(v, at.Parent())
		return fed, until, fed
	case *ssa.Call:
		call = v
	case *ssa.Extract:
		call, _ = v.Tuple.(*ssa.Call)
		index = v.Index
	}
	if call != nil {
		sum := t.p.calleeSummary(call.Common())
		if sum == nil || sum.Fed&bit(index) == 0 {
			return false, 0, false
		}
		for i := range Callee(call.Common()).Signature().Params().Len() {
			if arg := argument(call.Common(), i); sum.Until&bit(i) != 0 && arg != nil {
				set, ok := t.p.contextParams(arg, call, at.Parent())
				if !ok {
					return false, 0, false
				}
				until |= set
			}
		}
		return true, until, true
	}
	steps := t.copies(v, at)
	known = len(steps) > 0
	for _, s := range steps {
		f, u, k := t.fed(s.value, at)
		fed, until, known = fed || f, until|u, known && k
	}
	return fed, until, known
}

// feeds reports whether goroutines that fn starts feed the channel that mk makes,
// and nobody but those whom fn returns it to receives from it; until are the
// context parameters of fn whose end lets them go. One that has a context and
// sends without looking at it counts as let go as well: it may be elsewhere when
// the context ends, and what is wrong with it is wrong there.
func (p *Package) feeds(mk *ssa.MakeChan, fn *ssa.Function) (fed bool, until uint32) {
	uses := p.channelUses(mk)
	if enclosing(mk.Parent()) != fn || uses.lost || len(uses.receives) > 0 {
		return false, 0
	}
	ch := &Channel{Make: mk}
	if _, known := ch.Capacity(); !known {
		return false, 0
	}
	for _, op := range uses.sends {
		if !p.startedBy(op.Instr.Parent(), fn) {
			return false, 0 // by whom, then?
		}
	}
	for _, param := range fn.Params {
		if IsContext(param.Type()) {
			_, i := declaredParam(param)
			until |= bit(i)
		}
	}
	for _, op := range uses.sends {
		contexts, ok := op.DonesBeside()
		for _, ctx := range contexts {
			_, own := p.contextParams(ctx, op.Instr, fn)
			ok = ok && own
		}
		if !ok {
			return false, 0 // something else may end the wait
		}
		fed = fed || p.repeats(op.Instr, fn, 0) && !op.Fits(ch)
	}
	for _, s := range p.spawnsLocked() {
		if enclosing(s.Call.Parent()) != fn {
			continue
		}
		for _, b := range s.Bodies {
			if p.stoppable(b.Fn, fn, 0) {
				return false, 0
			}
		}
	}
	return fed, until
}

// stoppable reports whether body, which fn starts, looks for a signal to stop
// other than a context parameter of fn.
func (p *Package) stoppable(body, fn *ssa.Function, depth int) (found bool) {
	eachInstr(body, func(instr ssa.Instruction) {
		var from []ssa.Value
		switch instr := instr.(type) {
		case *ssa.Select:
			for _, state := range instr.States {
				if state.Dir == types.RecvOnly {
					from = append(from, state.Chan)
				}
			}
		case *ssa.UnOp:
			if instr.Op == token.ARROW {
				from = append(from, instr.X)
			}
		case *ssa.Call:
			callee := staticCallee(instr.Common())
			if callee != nil && callee.Blocks != nil && depth < maxCalls {
				found = found || p.stoppable(callee, fn, depth+1)
			}
		}
		for _, ch := range from {
			if ctx := doneOf(ch); ctx != nil {
				_, own := p.contextParams(ctx, instr, fn)
				found = found || !own
			} else {
				st, ok := ch.Type().Underlying().(*types.Chan).Elem().Underlying().(*types.Struct)
				found = found || ok && st.NumFields() == 0
			}
		}
	})
	return found
}

// contextParams returns the context parameters of fn that the context v is a copy
// of, in fn and in what it starts, and whether it is nothing else: one that is
// derived has an end of its own.
func (p *Package) contextParams(v ssa.Value, at ssa.Instruction, fn *ssa.Function) (set uint32, ok bool) {
	return (&tracer{p: p}).contextParams(v, at, fn)
}

func (t *tracer) contextParams(v ssa.Value, at ssa.Instruction, fn *ssa.Function) (set uint32, ok bool) {
	if !t.enter(v) {
		return 0, !t.lost()
	}
	defer t.leave(v)
	steps := t.copies(v, at)
	if param, isParam := v.(*ssa.Parameter); isParam && steps == nil {
		if param.Parent() == fn {
			_, i := declaredParam(param)
			return bit(i), i >= 0
		}
		i := slices.Index(param.Parent().Params, param)
		for _, call := range t.p.index().callers[param.Parent()] {
			if enclosing(call.Parent()) == fn || t.p.startedBy(call.Parent(), fn) {
				steps = append(steps, step{value: call.Common().Args[i], at: call})
			}
		}
	}
	ok = len(steps) > 0
	for _, s := range steps {
		more, known := t.contextParams(s.value, s.at, fn)
		set, ok = set|more, ok && known
	}
	return set, ok
}

// startedBy reports whether from runs in a goroutine that outer, or a function
// literal in it, starts.
func (p *Package) startedBy(from, outer *ssa.Function) bool {
	for _, s := range p.spawnsLocked() {
		if enclosing(s.Call.Parent()) != outer {
			continue
		}
		for _, b := range s.Bodies {
			if p.leadsTo(b.Fn, from, 0) {
				return true
			}
		}
	}
	return false
}

// leadsTo reports whether fn is to, has it written in it, or calls it.
func (p *Package) leadsTo(fn, to *ssa.Function, depth int) (found bool) {
	if within(to, fn) {
		return true
	}
	if depth == maxCalls {
		return false
	}
	eachCall(fn, func(call ssa.CallInstruction) {
		callee := staticCallee(call.Common())
		found = found || callee != nil && callee.Blocks != nil && p.leadsTo(callee, to, depth+1)
	})
	return found
}

// repeats reports whether instr is done again and again by what fn starts: it
// stands in a loop, or in a function that is called in one.
func (p *Package) repeats(instr ssa.Instruction, fn *ssa.Function, depth int) bool {
	if (ChannelOp{Instr: instr}).InLoop() {
		return true
	}
	in := instr.Parent()
	if in.Parent() != nil || depth == maxCalls {
		return false
	}
	return slices.ContainsFunc(p.index().callers[in], func(call ssa.CallInstruction) bool {
		_, isGo := call.(*ssa.Go)
		return !isGo && p.startedBy(call.Parent(), fn) && p.repeats(call, fn, depth+1)
	})
}
