package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Tick is a wait for the channel of a time.Ticker or a time.Timer.
type Tick struct {
	// Instr is the receive, or the select all of whose cases are such.
	Instr ssa.Instruction
	// Case says that the receive is a case of a select which has others;
	// State is its index there.
	Case  bool
	State int
	// Stops are the calls of Stop for the same ticker in other goroutines, and
	// the places where its Stop is given away to be called.
	Stops []ssa.Instruction
	// Leaves says that a return can be reached from the wait.
	Leaves bool
	// Nil says that the timer comes from AfterFunc, whose channel is nil.
	Nil bool
}

// Pos returns the position of the wait: the arrow's, as a rule.
func (t *Tick) Pos() token.Pos {
	if sel, ok := t.Instr.(*ssa.Select); ok && t.Case {
		return sel.States[t.State].Pos
	}
	return t.Instr.Pos()
}

// HasTicks reports whether the package may receive from the channel of a ticker
// or timer. It reads types only.
func (p *Package) HasTicks() bool {
	for _, obj := range p.pass.TypesInfo.Uses {
		if v, ok := obj.(*types.Var); ok && v.IsField() && v.Name() == "C" && isTickChannel(v.Type()) {
			return true
		}
	}
	return false
}

// timers is what the package does to tickers and timers: which of them each call
// of Stop or Reset is for.
type timers struct {
	stops  []timerCall
	resets []timerCall
}

type timerCall struct {
	at   ssa.Instruction
	keys []any
}

// Ticks returns the waits for tickers and timers that are known to be waited for
// by nothing else: there is one ticker that the channel can be of, or several,
// all of which are known.
func (p *Package) Ticks() []*Tick {
	var ts timers
	var list []*Tick
	p.eachInstr(func(instr ssa.Instruction) {
		var method *types.Func
		var timer ssa.Value
		switch instr := instr.(type) {
		case ssa.CallInstruction:
			if c := instr.Common(); receives(c) {
				method, timer = Callee(c), c.Args[0]
			}
		case *ssa.MakeClosure:
			if lit := instr.Fn.(*ssa.Function); lit.Parent() == nil && len(instr.Bindings) == 1 {
				method, _ = lit.Object().(*types.Func)
				timer = instr.Bindings[0]
			}
		}
		if method == nil || !isTimer(timer.Type()) {
			return
		}
		list := &ts.stops
		switch method.Name() {
		case "Stop":
		case "Reset":
			list = &ts.resets
		default:
			return
		}
		if keys, _ := p.timerKeys(timer, instr); len(keys) > 0 {
			*list = append(*list, timerCall{instr, keys})
		}
	})
	p.eachInstr(func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if instr.Op != token.ARROW {
				return
			}
			if t := p.tick(instr, instr.X, &ts); t != nil {
				list = append(list, t)
			}
		case *ssa.Select:
			list = append(list, p.tickingSelect(instr, &ts)...)
		}
	})
	return list
}

// tickingSelect returns the waits of a select: one for the whole if it waits for
// tickers only, and one for each case that can never be chosen.
func (p *Package) tickingSelect(sel *ssa.Select, ts *timers) []*Tick {
	var list []*Tick
	whole := &Tick{Instr: sel}
	only := sel.Blocking && len(sel.States) > 0
	for i, state := range sel.States {
		var t *Tick
		if state.Dir == types.RecvOnly {
			t = p.tick(sel, state.Chan, ts)
		}
		if t == nil {
			only = false
			continue
		}
		if t.Nil {
			t.Case, t.State = true, i
			list = append(list, t)
			continue
		}
		only = only && len(t.Stops) > 0
		whole.Stops = append(whole.Stops, t.Stops...)
		whole.Leaves = whole.Leaves || t.Leaves
	}
	if only && len(list) == 0 {
		list = append(list, whole)
	}
	return list
}

// tick returns the wait that a receive from ch at the instruction at is, nil if
// ch is not, or not only, the channel of tickers that are known.
func (p *Package) tick(at ssa.Instruction, ch ssa.Value, ts *timers) *Tick {
	p.mu.Lock()
	keys, known := (&tracer{p: p}).tickKeys(ch, at)
	p.mu.Unlock()
	if !known || len(keys) == 0 {
		return nil
	}
	t := &Tick{Instr: at, Leaves: p.leaves(at)}
	t.Nil = !slices.ContainsFunc(keys, func(key any) bool {
		call, ok := key.(*ssa.Call)
		return (!ok || !makesNil(call)) && !p.holdsOnlyAfterFuncs(key)
	}) && !asksForChannel(at)
	shares := func(c timerCall) bool {
		return slices.ContainsFunc(c.keys, func(key any) bool { return slices.Contains(keys, key) })
	}
	if slices.ContainsFunc(ts.resets, shares) {
		return t // it may go on
	}
	for _, c := range ts.stops {
		if !shares(c) {
			continue
		}
		if c.at.Parent() == at.Parent() || p.runsIn(c.at.Parent(), at.Parent(), 0) || p.runsIn(at.Parent(), c.at.Parent(), 0) {
			t.Stops = nil
			return t // the waiter stops it itself
		}
		t.Stops = append(t.Stops, c.at)
	}
	return t
}

// asksForChannel reports whether the instruction is reached only if the channel of
// some timer is not nil.
func asksForChannel(at ssa.Instruction) (asked bool) {
	branches(at.Block(), func(cond ssa.Value, outcome bool) bool {
		v, said := comparison(cond, outcome)
		asked = asked || said == saidNonNil && isTickChannel(v.Type())
		return !asked
	})
	return asked
}

// holdsOnlyAfterFuncs reports whether key is a field whose values are among the
// other keys, or whose timers all come from AfterFunc.
func (p *Package) holdsOnlyAfterFuncs(key any) bool {
	f, ok := key.(*types.Var)
	if !ok {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	stores := (&tracer{p: p}).fieldStores(f)
	return len(stores) > 0 && all(stores, func(s *ssa.Store) bool {
		keys, known := (&tracer{p: p}).timers(s.Val, s)
		return known && all(keys, func(key any) bool {
			call, ok := key.(*ssa.Call)
			return ok && makesNil(call)
		})
	})
}

func (p *Package) timerKeys(v ssa.Value, at ssa.Instruction) ([]any, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return (&tracer{p: p}).timers(v, at)
}

// tickKeys returns what the ticker whose channel v is may be known by, and
// whether v can be nothing else.
func (t *tracer) tickKeys(v ssa.Value, at ssa.Instruction) (keys []any, known bool) {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		if addr, ok := load.X.(*ssa.FieldAddr); ok && isTimer(addr.X.Type()) {
			return t.timers(addr.X, load)
		}
	}
	if !t.enter(v) {
		return nil, !t.lost()
	}
	defer t.leave(v)
	steps := t.copies(v, at)
	if steps == nil {
		return nil, false
	}
	return t.union(steps, t.tickKeys)
}

func (t *tracer) union(steps []step, ask func(ssa.Value, ssa.Instruction) ([]any, bool)) (keys []any, known bool) {
	known = true
	for _, s := range steps {
		more, ok := ask(s.value, s.at)
		for _, key := range more {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
		known = known && ok
	}
	return keys, known
}

// timers returns what the ticker or timer v may be known by: the call that made
// it, and the field that it is kept in. known says that there are no others.
func (t *tracer) timers(v ssa.Value, at ssa.Instruction) (keys []any, known bool) {
	if !t.enter(v) {
		return nil, !t.lost()
	}
	defer t.leave(v)
	if steps := t.copies(v, at); steps != nil {
		return t.union(steps, t.timers)
	}
	switch v := v.(type) {
	case *ssa.Const:
		return nil, true
	case *ssa.Call:
		return []any{v}, true
	case *ssa.Parameter:
		if steps := t.arguments(v); len(steps) > 0 {
			return t.union(steps, t.timers)
		}
	case *ssa.FieldAddr: // a ticker by value
		if f := fieldOf(v); f != nil {
			return []any{f}, true
		}
	case *ssa.Field:
		if f := structField(v.X.Type(), v.Field); f != nil {
			return []any{f}, true
		}
	case *ssa.UnOp:
		if addr, ok := v.X.(*ssa.FieldAddr); ok {
			f := fieldOf(addr)
			if f == nil {
				return nil, false
			}
			keys := []any{f}
			for _, s := range t.fieldStores(f) {
				more, _ := t.timers(s.Val, s)
				keys = append(keys, more...)
			}
			return keys, true
		}
		if g, ok := v.X.(*ssa.Global); ok {
			return []any{g}, true
		}
	}
	return nil, false
}

// makesNil reports whether call is of time.AfterFunc, whose timer has no channel.
func makesNil(call *ssa.Call) bool {
	fn := Callee(call.Common())
	return fn != nil && fn.Name() == "AfterFunc" && fn.Pkg() != nil && fn.Pkg().Path() == "time"
}

// isTimer reports whether t is a pointer to a time.Ticker or time.Timer, or to
// what has their shape: fake clocks have theirs.
func isTimer(t types.Type) bool {
	ptr, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || named.Obj().Name() != "Ticker" && named.Obj().Name() != "Timer" {
		return false
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok || method(ptr, "Stop") == nil {
		return false
	}
	for f := range st.Fields() {
		if f.Name() == "C" && isTickChannel(f.Type()) {
			return true
		}
	}
	return false
}

// InLoop reports whether instr can be reached from itself.
func InLoop(instr ssa.Instruction) (found bool) {
	reachable(instr, func(other ssa.Instruction) bool {
		found = found || other == instr
		return !found
	})
	return found
}

// WaitsBeside reports whether the function of the receive instr waits for something
// else as well.
func WaitsBeside(instr ssa.Instruction) bool {
	for _, b := range instr.Parent().Blocks {
		for _, other := range b.Instrs {
			switch other := other.(type) {
			case *ssa.Select:
				return true
			case *ssa.UnOp:
				if other.Op == token.ARROW && other != instr {
					return true
				}
			}
		}
	}
	return false
}

func (p *Package) eachInstr(visit func(ssa.Instruction)) {
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				visit(instr)
			}
		}
	}
}
