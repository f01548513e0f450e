package model

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// When says in which of its executions a use finds its context ended.
type When uint8

const (
	Alive       When = iota // perhaps in none
	Dead                    // in every one
	LaterRounds             // in every one but the first of a loop
)

// A LateUse is a use of a context that has ended.
type LateUse struct {
	*Use
	When When
	// By is the function that has the use in its body, where that runs
	// after the end but does not stand after it: a method, or a function
	// literal that was made before.
	By ast.Expr
	// AtReturn says that the use runs when the function returns, in a call
	// that is deferred in front of the end.
	AtReturn bool
}

// At returns the expression in the function of the end that the use is to be
// reported at.
func (u *LateUse) At() ast.Expr {
	if u.By != nil {
		return u.By
	}
	return u.Arg
}

// UsesAfter returns the uses of the context of e that certainly come after e: in
// the function of e itself, in the function literals that are made after it,
// and in the functions of the package that are called after it.
func (p *Package) UsesAfter(e *End) []*LateUse {
	var list []*LateUse
	seen := make(map[any]bool) // what has a use in it already
	for _, u := range p.contextUses(e.fn) {
		if when := e.at(u, u.Instr, e.object); when != Alive {
			list = append(list, &LateUse{Use: u, When: when})
			seen[u.Instr] = true
		}
	}
	for _, lit := range e.fn.AnonFuncs {
		made := p.index().closures[lit]
		if len(made) != 1 {
			continue
		}
		for _, u := range p.BodyUses(lit) {
			// A pool that hands out its context cannot be used again.
			if param, ok := u.Context.(*ssa.Parameter); ok && p.givenBy(param) != nil {
				continue
			}
			if when := e.at(u, made[0], e.object); when != Alive {
				list = append(list, &LateUse{Use: u, When: when})
				seen[lit] = true
			}
		}
	}
	for _, b := range e.fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if _, deferred := instr.(*ssa.Defer); !ok || deferred || seen[instr] {
				continue
			}
			fn, by := p.runs(call)
			if fn == nil || by == nil || seen[fn] {
				continue
			}
			if u, when := e.within(fn, call, call, e.object, 0); u != nil {
				list = append(list, &LateUse{Use: u, When: when, By: by})
			}
		}
	}
	return list
}

// runs returns the function of the package that call runs, in this goroutine or
// another, and the expression that names it; nil if it is not known or a
// function literal that stands in the call itself.
func (p *Package) runs(call ssa.CallInstruction) (*ssa.Function, ast.Expr) {
	c := call.Common()
	syn := p.CallSyntax(c)
	if syn == nil || c.IsInvoke() {
		return nil, nil
	}
	v, by := c.Value, syn.Fun
	if task, _, _ := p.spawned(c); task != nil {
		v, by = task, nil
		for _, arg := range syn.Args {
			if arg.Pos() <= task.Pos() && task.Pos() < arg.End() || len(syn.Args) == 1 {
				by = arg
			}
		}
	} else if fn := staticCallee(c); fn != nil && fn.Parent() == nil {
		if fn.Blocks == nil {
			return nil, nil
		}
		return fn, by
	}
	if by == nil {
		return nil, nil
	}
	if _, isLit := ast.Unparen(by).(*ast.FuncLit); isLit {
		return nil, nil
	}
	bodies, all := p.bodies(v, call)
	if !all || len(bodies) != 1 || bodies[0].Fn.Signature.Recv() != nil {
		return nil, nil
	}
	return bodies[0].Fn, by
}

// within returns a use, on the usual way through fn, of the context of e that
// comes late if fn runs at the instruction at, and when it does. call is what
// runs fn, and object the name of e's struct there.
func (e *End) within(fn *ssa.Function, call ssa.CallInstruction, at ssa.Instruction, object string, depth int) (*Use, When) {
	declared := fn.Parent() == nil
	inside := object
	if declared {
		inside = e.renamed(fn, call, object)
		if inside == "" {
			return nil, Alive
		}
	}
	for _, u := range e.p.BodyUses(fn) {
		if !e.p.usual(u.Instr, fn) {
			continue
		}
		if declared && !all(e.p.Lineage(u.Context, u.Instr), func(path Path) bool { return path.belongs(inside) }) {
			continue // the arguments are the caller's uses
		}
		if when := e.at(u, at, inside); when != Alive {
			return u, when
		}
	}
	if depth == maxCalls {
		return nil, Alive
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			inner, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			callee := staticCallee(inner.Common())
			if callee == nil || callee.Blocks == nil || callee.Parent() != nil || !e.p.usual(inner, fn) {
				continue
			}
			if u, when := e.within(callee, inner, at, inside, depth+1); u != nil {
				return u, when
			}
		}
	}
	return nil, Alive
}

// renamed returns the name that fn has for the struct which call passes to it:
// the one called object, or the only one if the end knows of none. It is "" if
// fn is not given it.
func (e *End) renamed(fn *ssa.Function, call ssa.CallInstruction, object string) string {
	for i, arg := range call.Common().Args {
		if i >= len(fn.Params) || object != "" && (&tracer{p: e.p}).place(arg, call) != object {
			continue
		}
		if object == "" && i > 0 {
			break
		}
		return (&tracer{p: e.p}).place(fn.Params[i], nil)
	}
	return ""
}

// belongs reports whether the path leads through a field of the struct called
// object.
func (path Path) belongs(object string) bool {
	return slices.ContainsFunc(path.Roots, func(r Root) bool { return strings.HasPrefix(r.place, object+".") })
}

// at returns when the use u, whose function runs at the instruction at of e's
// function, finds that e has ended its context.
func (e *End) at(u *Use, at ssa.Instruction, object string) When {
	paths := e.p.Lineage(u.Context, u.Instr)
	when := e.arrives(paths, at, object)
	if when == LaterRounds && e.ownCell(u, at) {
		return Alive
	}
	if when != Alive {
		return when
	}
	// What is derived from a context that has ended is over at once.
	for _, path := range paths {
		for _, d := range path.Through {
			call, ok := d.(*ssa.Call)
			if !ok || call.Parent() != e.fn || !all(paths, func(q Path) bool { return q.Passes(d) && !e.p.detachedAfter(q, d) }) {
				continue
			}
			for _, arg := range call.Call.Args {
				if !IsContext(arg.Type()) {
					continue
				}
				if when := e.arrives(e.p.Lineage(arg, call), call, object); when != Alive && !e.p.detaches(call, 0) {
					return when
				}
			}
		}
	}
	return Alive
}

// arrives returns when a context that came about by paths has ended at the
// instruction at.
func (e *End) arrives(paths []Path, at ssa.Instruction, object string) When {
	n := 0
	for _, path := range paths {
		if e.ends(path, object) {
			n++
		}
	}
	origin := e.Origin.(ssa.Instruction)
	if n == 0 {
		return Alive
	}
	always := n == len(paths)
	switch {
	case origin.Parent() != e.fn:
		// Made elsewhere: by a constructor, or by whoever calls e.fn.
		switch {
		case !always || e.renewed(at):
		case e.between(nil, at):
			return Dead
		case e.between(at, at) && !e.changesOwner(at):
			return LaterRounds
		}
	case always && e.between(origin, at):
		return Dead
	case always && !reaches(at, origin) && e.between(at, at):
		// The loop goes on with the context of before the loop.
		return LaterRounds
	case !always && (at == origin || Dominates(at, origin)) && e.between(origin, at):
		// The loop goes on with the context of the round before.
		return LaterRounds
	}
	return Alive
}

// ownCell reports whether the function literal of u reads its context from a
// variable that each round of the loop, from the derivation of e to the instruction
// at, has for its own: no round finds what the one before has left.
func (e *End) ownCell(u *Use, at ssa.Instruction) bool {
	load, ok := u.Context.(*ssa.UnOp)
	if !ok {
		return false
	}
	cell := load.X
	for range maxDepth {
		captured, ok := cell.(*ssa.FreeVar)
		if !ok {
			break
		}
		bound := e.p.index().bindings(captured)
		if len(bound) != 1 {
			return false
		}
		cell = bound[0].value
	}
	made, ok := cell.(*ssa.Alloc)
	if !ok || made.Parent() != e.fn || !e.Local() || !reaches(at, e.Origin.(ssa.Instruction)) {
		return false
	}
	kept := false
	reachable(e.Origin.(ssa.Instruction), func(instr ssa.Instruction) bool {
		kept = kept || instr == at
		return instr != made
	})
	return !kept
}

// ends reports whether e ends the context that came about by path, if it comes
// before.
func (e *End) ends(path Path, object string) bool {
	if !path.Passes(e.Origin) || e.p.detachedAfter(path, e.Origin) {
		return false
	}
	return object == "" || e.Origin.Parent() == e.fn || path.belongs(object)
}

// changesOwner reports whether a loop around the instruction at has another
// struct in every round.
func (e *End) changesOwner(at ssa.Instruction) bool {
	made, ok := e.owner.(ssa.Instruction)
	return ok && reaches(at, made)
}

// between reports whether every path from the instruction from, or from the
// beginning of the function if that is nil, to the instruction to leads through
// e, and there is one.
func (e *End) between(from, to ssa.Instruction) bool {
	return to.Parent() == e.fn && walk(e.fn, from, to, nil) && !walk(e.fn, from, to, e.Calls)
}

// reaches reports whether to can run after from, in the same function.
func reaches(from, to ssa.Instruction) bool {
	return from.Parent() == to.Parent() && walk(from.Parent(), from, to, nil)
}

// walk reports whether there is a path from the instruction from (nil: from the
// beginning of fn) to the instruction to that runs none of avoid.
func walk(fn *ssa.Function, from, to ssa.Instruction, avoid []*ssa.Call) (found bool) {
	seen := make(map[*ssa.BasicBlock]bool)
	var block func(b *ssa.BasicBlock, start int)
	block = func(b *ssa.BasicBlock, start int) {
		for _, instr := range b.Instrs[start:] {
			if instr == to {
				found = true
			}
			if call, ok := instr.(*ssa.Call); found || ok && slices.Contains(avoid, call) {
				return
			}
		}
		for _, succ := range b.Succs {
			if !seen[succ] && !found {
				seen[succ] = true
				block(succ, 0)
			}
		}
	}
	if from == nil {
		block(fn.Blocks[0], 0)
	} else {
		block(from.Block(), indexIn(from)+1)
	}
	return found
}

// renewed reports whether a new context may be put in the place of the one that
// e has ended before the instruction at runs: something in between may call the
// function that made it, unless that makes a new struct, or anything in front of
// the use may put another struct in the place of e's.
func (e *End) renewed(at ssa.Instruction) bool {
	if !e.p.constructs(e.Origin) && e.mayRun(e.Calls, at, nil, e.Origin.Parent()) {
		return true
	}
	t := &tracer{p: e.p}
	for owner := e.owner; ; {
		load, ok := owner.(*ssa.UnOp)
		if !ok {
			return false
		}
		addr, ok := load.X.(*ssa.FieldAddr)
		if !ok {
			return false
		}
		stores := t.fieldStores(fieldOf(addr))
		if stores == nil {
			return true // by others, for all we know
		}
		own := 0
		for _, s := range stores {
			_, fresh := t.origin(s.Addr.(*ssa.FieldAddr).X, s).(*ssa.Alloc)
			if s.Parent() == e.fn {
				own++
				fresh = fresh && own == 1 // the one that makes it
			}
			if !fresh && e.mayRun(nil, at, s, s.Parent()) {
				return true
			}
		}
		owner = t.origin(addr.X, addr)
	}
}

// mayRun reports whether, behind one of the calls from or, if there are none, the
// beginning of e's function, and up to the instruction at, something may run the
// instruction what, or may call fn, the function it stands in.
func (e *End) mayRun(from []*ssa.Call, at, what ssa.Instruction, fn *ssa.Function) (found bool) {
	callers := e.p.callersOf(fn)
	unknown := slices.ContainsFunc(callers, func(fn *ssa.Function) bool {
		return e.p.index().valued[fn] || e.p.index().mayInvoke(fn)
	})
	may := func(instr ssa.Instruction) bool {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return what != nil && instr == what
		}
		if callee := staticCallee(call.Common()); callee != nil {
			return slices.Contains(callers, callee)
		}
		return unknown
	}
	visit := func(instr ssa.Instruction) bool {
		found = found || may(instr)
		return !found && instr != at
	}
	if len(from) == 0 {
		first := e.fn.Blocks[0].Instrs[0]
		if visit(first) {
			reachable(first, visit)
		}
	}
	for _, call := range from {
		if visit(call) {
			reachable(call, visit)
		}
	}
	return found
}

// constructs reports whether the results of the derivation d are stored in the
// fields of new structs only.
func (p *Package) constructs(d ssa.Value) bool {
	var stored bool
	for _, ref := range *d.Referrers() {
		e, ok := ref.(*ssa.Extract)
		if !ok {
			continue
		}
		for _, ref := range *e.Referrers() {
			s, ok := ref.(*ssa.Store)
			if !ok || s.Val != e {
				continue
			}
			addr, ok := s.Addr.(*ssa.FieldAddr)
			if !ok {
				continue
			}
			if _, fresh := (&tracer{p: p}).origin(addr.X, addr).(*ssa.Alloc); !fresh {
				return false
			}
			stored = true
		}
	}
	return stored
}

// callersOf returns fn and the functions of the package that may call it, those
// around a function literal included.
func (p *Package) callersOf(fn *ssa.Function) []*ssa.Function {
	list := []*ssa.Function{fn}
	for i := 0; i < len(list); i++ {
		next := []*ssa.Function{list[i].Parent()}
		for _, call := range p.index().callers[list[i]] {
			next = append(next, call.Parent())
		}
		for _, fn := range next {
			if fn != nil && !slices.Contains(list, fn) {
				list = append(list, fn)
			}
		}
	}
	return list
}

// Served reports whether the context of e was used for something before e. One
// that is made and ended at once is dead on purpose: it asks for what a finished
// context asks for, such as an immediate shutdown.
func (e *End) Served() bool {
	for _, u := range e.p.BodyUses(e.fn) {
		passes := func(path Path) bool { return path.Passes(e.Origin) }
		if !slices.ContainsFunc(e.p.Lineage(u.Context, u.Instr), passes) {
			continue
		}
		if u.Instr.Parent() != e.fn || walk(e.fn, nil, u.Instr, e.Calls) {
			return true
		}
	}
	return false
}

// Before returns the call of e that ends the context of u: the nearest in source
// order, which is the last one in a loop that comes round to u.
func (e *End) Before(u *LateUse) *ssa.Call {
	last := e.Calls[0]
	for _, call := range e.Calls {
		if u.When == LaterRounds || u.AtReturn || call.Pos() < u.At().Pos() {
			last = call
		}
	}
	return last
}

// Local reports whether the context was derived in the function in which it
// ends.
func (e *End) Local() bool { return e.Origin.Parent() == e.fn }

// Func returns the function of the end.
func (e *End) Func() *ssa.Function { return e.fn }
