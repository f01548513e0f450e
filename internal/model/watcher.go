package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Watcher is a goroutine that does nothing but wait for the end of a context,
// and then something for which there may be no need by then.
type Watcher struct {
	Spawn *Spawn
	Wait  *ssa.UnOp
	// Context is the context that is waited for.
	Context ssa.Value
}

// Watchers returns the goroutines that begin with a wait for the Done of a
// context, beside which nothing stands, where what they are for may be over before
// the context is: what they do then is done elsewhere too, or they belong to
// something that is returned and has an end of its own, or there is one for each
// of many things that begin and end while the context lives.
func (p *Package) Watchers() []*Watcher {
	var list []*Watcher
	for _, s := range p.Spawns() {
		if _, ok := s.Call.(*ssa.Go); !ok {
			continue
		}
		for _, b := range s.Bodies {
			if recv := firstWait(b.Fn); recv != nil && !InLoop(recv) && p.doesMore(recv) {
				if ctx := doneOf(recv.X); ctx != nil && p.outlasts(s, b.Fn, recv, ctx) {
					list = append(list, &Watcher{s, recv, ctx})
				}
			}
		}
	}
	return list
}

// outlasts reports whether the context that the task body waits for may go on
// when there is nothing left to do at its end.
func (p *Package) outlasts(s *Spawn, body *ssa.Function, wait *ssa.UnOp, ctx ssa.Value) bool {
	fn := enclosing(s.Call.Parent())
	foreign, made := false, false
	for _, path := range p.Lineage(ctx, wait) {
		if slices.ContainsFunc(path.Through, func(d ssa.Value) bool {
			call, ok := d.(*ssa.Call)
			return ok && within(call.Parent(), fn)
		}) {
			return false // made for the purpose, and ended with it
		}
		made = made || len(path.Through) > 0
		foreign = foreign || !slices.ContainsFunc(path.Roots, func(r Root) bool {
			_, ok := r.value.(*ssa.Parameter)
			return ok
		})
	}
	// What is done then is done by the function itself as well.
	again := false
	after := make(map[*types.Func]bool)
	reachable(wait, func(instr ssa.Instruction) bool {
		if call, ok := instr.(ssa.CallInstruction); ok {
			if callee := Callee(call.Common()); callee != nil && stops(callee.Name()) {
				after[callee] = true
			}
		}
		return true
	})
	eachCall(fn, func(call ssa.CallInstruction) {
		if callee := Callee(call.Common()); callee != nil && after[callee] && !within(call.Parent(), body) {
			again = true
		}
	})
	if again || !made && (s.InLoop || p.repeated(fn)) {
		return true
	}
	for v := range fn.Signature.Results().Variables() {
		t := v.Type()
		if isError(t) {
			continue
		}
		if own := ownStruct(t, p.Types); own != nil && closer(own) != "" || foreign && (own != nil || types.IsInterface(t)) {
			return true
		}
	}
	return false
}

// repeated reports whether fn is called, or started, in a loop.
func (p *Package) repeated(fn *ssa.Function) bool {
	return slices.ContainsFunc(p.index().callers[fn], inLoop) || slices.ContainsFunc(p.Spawns(), func(s *Spawn) bool {
		return s.InLoop && slices.ContainsFunc(s.Bodies, func(b Body) bool { return p.runsIn(fn, b.Fn, maxCalls-1) })
	})
}

// firstWait returns the receive that fn begins with, nil if it does something
// else first. What it defers, and what it asks for on the way, does not count.
func firstWait(fn *ssa.Function) *ssa.UnOp {
	for _, instr := range fn.Blocks[0].Instrs {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if instr.Op == token.ARROW {
				return instr
			}
		case *ssa.Call:
			if instr.Call.Signature().Params().Len() > 0 {
				return nil
			}
			if instr.Call.Signature().Results().Len() == 0 {
				return nil
			}
		case *ssa.Send, *ssa.Select, *ssa.Go:
			return nil
		}
	}
	return nil
}

// doesMore reports whether something is done after the wait.
func (p *Package) doesMore(wait ssa.Instruction) (found bool) {
	reachable(wait, func(instr ssa.Instruction) bool {
		switch instr.(type) {
		case *ssa.Call, *ssa.Send, *ssa.Store, *ssa.MapUpdate, *ssa.Go:
			found = true
		}
		return !found
	})
	return found
}

// ContextText returns the code of the context that w waits for.
func (p *Package) ContextText(w *Watcher) string {
	if call, ok := w.Wait.X.(*ssa.Call); ok {
		return p.ReceiverText(call, "the context")
	}
	return "the context"
}

// A Detached is a call in spawned work that is given a context which nothing
// ends, although one that something ends is at hand.
type Detached struct {
	Use   *Use
	Spawn *Spawn
}

// DetachedCalls returns the spawned calls that are handed the result of Background
// or TODO itself. A task that hands it to something on the way is no such call: it
// does so on purpose, as a rule, in order to finish what it has begun.
func (p *Package) DetachedCalls() []*Detached {
	var list []*Detached
	for _, s := range p.Spawns() {
		if _, isGo := s.Call.(*ssa.Go); !isGo && !takesContext(Callee(s.Call.Common())) {
			continue
		}
		for _, u := range p.usesIn(s.Call) {
			if IsDetached(u.Context) && !u.CleansUp() {
				list = append(list, &Detached{u, s})
			}
		}
	}
	return list
}

// takesContext reports whether fn is known to start work in no group, with a
// context made from the one that it is given.
func takesContext(fn *types.Func) bool {
	row, ok := vocab.Lookup(fn, vocab.Spawn)
	return ok && row.Has(vocab.GivesContext) && fn.Signature().Recv() == nil && contextParam(fn.Signature()) >= 0
}

// Unjoined returns the go statements whose goroutines nobody waits for: nothing
// that they do tells anybody that they are done.
func (p *Package) Unjoined() []*Spawn {
	var list []*Spawn
	for _, s := range p.Spawns() {
		if _, ok := s.Call.(*ssa.Go); !ok {
			continue
		}
		if len(s.Bodies) == 0 && !p.givenSignal(s.Call) || len(s.Bodies) > 0 && !slices.ContainsFunc(s.Bodies, func(b Body) bool { return p.tellsOf(b.Fn, 0) }) {
			list = append(list, s)
		}
	}
	return list
}

// givenSignal reports whether a call of something unknown is given what it may
// tell its end by: a channel, a function, a WaitGroup.
func (p *Package) givenSignal(call ssa.CallInstruction) bool {
	return slices.ContainsFunc(call.Common().Args, func(arg ssa.Value) bool {
		switch arg.Type().Underlying().(type) {
		case *types.Chan, *types.Signature:
			return true
		}
		return pointsToWaitGroup(arg.Type())
	})
}

// tellsOf reports whether fn, or a function of the package that it calls, may
// tell by a channel, a WaitGroup, a condition or a cancel function that it is
// done. A channel that nothing receives from tells nobody.
func (p *Package) tellsOf(fn *ssa.Function, depth int) bool {
	for _, f := range withLiterals(fn) {
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				for _, v := range signals(instr) {
					if !p.unheard(v, instr) {
						return true
					}
				}
				call, ok := instr.(ssa.CallInstruction)
				if !ok || depth == 2 {
					continue
				}
				if callee := staticCallee(call.Common()); callee != nil && callee.Blocks != nil && callee != fn && p.tellsOf(callee, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// unheard reports whether nothing in the package receives from the channel v, or
// waits for the WaitGroup v, and nobody else can.
func (p *Package) unheard(v ssa.Value, at ssa.Instruction) bool {
	if _, ok := v.Type().Underlying().(*types.Chan); !ok {
		return false
	}
	p.mu.Lock()
	makes, known := (&tracer{p: p}).channels(v, at)
	p.mu.Unlock()
	return known && len(makes) > 0 && all(makes, func(m made) bool {
		return slices.ContainsFunc(p.Channels(), func(ch *Channel) bool {
			return ch.Make == m.by && !ch.Leaked && len(ch.Receives) == 0
		})
	})
}
