package model

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// This file knows where panics stop.
//
//   - A guard is a function that stops a panic when it is deferred: it calls
//     recover itself. A guard that raises the panic again, or ends the process,
//     stops nothing.
//   - A function is guarded from the instruction on that defers a guard.
//   - A function value runs under a recover if it is handed to a function that
//     is guarded when it calls it.

// A Guard says what a deferred function does to a panic.
type Guard uint8

const (
	// Unguarded: nothing; it goes on.
	Unguarded Guard = iota
	// Rethrows: it is recovered, and raised again or turned into the end of
	// the process.
	Rethrows
	// Switched: it is raised again unless a variable of the package says
	// otherwise.
	Switched
	// Partial: it may be stopped; that depends on the value, or on code
	// that is not seen.
	Partial
	// Guards: it is stopped.
	Guards
)

// guard says what fn does to a panic when it is deferred.
func (p *Package) guard(fn *ssa.Function) Guard {
	if fn == nil {
		return Unguarded
	}
	if decl := p.declared(fn); decl != nil {
		fn = decl
	}
	if fn.Blocks == nil || fn.Synthetic != "" {
		obj, _ := fn.Object().(*types.Func)
		if obj == nil {
			return Unguarded
		}
		if s := p.summary(obj.Origin()); s != nil {
			return s.Guard
		}
		return Unguarded
	}
	var recovered ssa.Instruction
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if isRecover(instr) && recovered == nil {
				recovered = instr
			}
		}
	}
	if recovered == nil {
		return Unguarded
	}
	g := Guards
	v, _ := recovered.(ssa.Value)
	reachable(recovered, func(instr ssa.Instruction) bool {
		switch raises, switched := p.raises(instr, v, 2); {
		case !raises:
		case decidedBy(instr.Block(), v):
			g = min(g, Partial)
		case switched:
			g = min(g, Switched)
		default:
			g = Rethrows
		}
		return g != Rethrows
	})
	return g
}

// isRecover reports whether instr calls recover, or defers it.
func isRecover(instr ssa.Instruction) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	b, ok := call.Common().Value.(*ssa.Builtin)
	return ok && b.Name() == "recover"
}

// raises reports whether instr panics or ends the process, itself or in a
// function of the package that it hands the recovered value to, and whether a
// variable of the package decides about that.
func (p *Package) raises(instr ssa.Instruction, recovered ssa.Value, depth int) (raises, switched bool) {
	switch instr := instr.(type) {
	case *ssa.Panic:
		return instr.Pos().IsValid(), switchedAt(instr.Block())
	case *ssa.Call:
		c := instr.Common()
		if exits(Callee(c)) {
			return true, switchedAt(instr.Block())
		}
		callee := staticCallee(c)
		if depth == 0 || callee == nil || callee.Blocks == nil || recovered == nil {
			return false, false
		}
		for i, arg := range c.Args {
			if !copyOf(arg, recovered) || i >= len(callee.Params) {
				continue
			}
			for _, b := range callee.Blocks {
				for _, in := range b.Instrs {
					if raises, switched := p.raises(in, callee.Params[i], depth-1); raises && !decidedBy(in.Block(), callee.Params[i]) {
						return true, switched || switchedAt(instr.Block())
					}
				}
			}
		}
	}
	return false, false
}

// switchedAt reports whether a variable of a package decides whether b runs.
func switchedAt(b *ssa.BasicBlock) bool {
	for d := b.Idom(); d != nil; d = d.Idom() {
		branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cond := branch.Cond
		if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
			cond = not.X
		}
		if _, ok := loaded(cond).(*ssa.Global); ok {
			return true
		}
	}
	return false
}

// exits reports whether fn ends the process, or the goroutine by a panic.
func exits(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	name := fn.Name()
	return strings.HasPrefix(name, "Fatal") || strings.HasPrefix(name, "Panic") && fn.Signature().Results().Len() == 0 || name == "Exit" || name == "FailNow"
}

// copyOf reports whether v is the recovered value, as it is or converted.
func copyOf(v, recovered ssa.Value) bool {
	for range 4 {
		if v == recovered {
			return true
		}
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.TypeAssert:
			v = x.X
		case *ssa.Extract:
			ta, ok := x.Tuple.(*ssa.TypeAssert)
			if !ok {
				return false
			}
			v = ta.X
		default:
			return false
		}
	}
	return false
}

// decidedBy reports whether it depends on what the recovered value is, more than
// whether there is one, that b runs.
func decidedBy(b *ssa.BasicBlock, recovered ssa.Value) bool {
	if recovered == nil {
		return false
	}
	var asks func(v ssa.Value, depth int) bool
	asks = func(v ssa.Value, depth int) bool {
		if copyOf(v, recovered) {
			return true
		}
		instr, ok := v.(ssa.Instruction)
		if !ok || depth == 0 {
			return false
		}
		if bin, ok := v.(*ssa.BinOp); ok {
			if isNilConst(bin.X) && bin.Y == recovered || isNilConst(bin.Y) && bin.X == recovered {
				return false
			}
		}
		for _, op := range instr.Operands(nil) {
			if *op != nil && asks(*op, depth-1) {
				return true
			}
		}
		return false
	}
	for d := b.Idom(); d != nil; d = d.Idom() {
		if branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok && asks(branch.Cond, 4) {
			return true
		}
	}
	return false
}

// guardOf says what the function that d defers does to a panic.
func (p *Package) guardOf(d *ssa.Defer) Guard {
	c := d.Common()
	if c.IsInvoke() {
		if s := p.summary(c.Method.Origin()); s != nil && s.Guard != Unguarded {
			return s.Guard
		}
		return soundsLikeGuard(c.Method.Name())
	}
	if _, ok := c.Value.(*ssa.Builtin); ok {
		return Unguarded
	}
	fn := p.called(c.Value, d)
	if fn == nil {
		fn = c.StaticCallee()
	}
	if fn == nil {
		return p.keptGuard(c.Value)
	}
	g := p.guard(fn)
	if g == Unguarded && fn.Blocks == nil {
		// Of a dependency that was not analysed nothing is known.
		return soundsLikeGuard(fn.Name())
	}
	return g
}

// keptGuard says what the function value v does to a panic when it is deferred. Of
// those that the package keeps in a field the strongest counts: the others are
// there to switch it off.
func (p *Package) keptGuard(v ssa.Value) Guard {
	best := Partial // who knows
	f := groupField(v)
	if f == nil || p.index().leaked[f] {
		return best
	}
	for _, s := range p.index().fields[f] {
		if fn := p.called(s.Val, s); fn != nil {
			best = max(best, p.guard(fn))
		}
	}
	return best
}

func soundsLikeGuard(name string) Guard {
	name = strings.ToLower(name)
	for _, word := range [...]string{"recover", "panic", "rescue", "crash"} {
		if strings.Contains(name, word) {
			return Partial
		}
	}
	return Unguarded
}

// ownGuard returns the strongest guard that fn defers, and the instruction that
// does; with at, of those that are deferred whenever at is reached.
func (p *Package) ownGuard(fn *ssa.Function, at ssa.Instruction) (best Guard, by *ssa.Defer) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok || at != nil && !Dominates(d, at) {
				continue
			}
			if g := p.guardOf(d); g > best {
				best, by = g, d
			}
		}
	}
	if best == Guards && p.raisesLater(fn) {
		best = Rethrows
	}
	return best, by
}

// raisesLater reports whether something that fn defers beside its guard, or that
// a function defers in which fn is written, panics: what was recovered is raised
// again when more is done, as singleflight does.
func (p *Package) raisesLater(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				d, ok := instr.(*ssa.Defer)
				if !ok {
					continue
				}
				later := p.called(d.Common().Value, d)
				if later == nil || later.Parent() == nil || slices.ContainsFunc(later.Blocks, func(b *ssa.BasicBlock) bool { return slices.ContainsFunc(b.Instrs, isRecover) }) {
					continue
				}
				for _, b := range later.Blocks {
					if last, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Panic); ok && last.Pos().IsValid() {
						return true
					}
				}
			}
		}
	}
	return false
}

// A Boundary is where a panic stops.
type Boundary struct {
	// Fn is the function that the panic does not leave.
	Fn *ssa.Function
	// Defer is the instruction by which Fn defers its guard; Call, where Fn
	// has none of its own, the call by which it is run under one.
	Defer *ssa.Defer
	Call  ssa.CallInstruction
}

// Pos returns the place that makes the boundary.
func (b *Boundary) Pos() token.Pos {
	if b.Defer != nil {
		return b.Defer.Pos()
	}
	return b.Call.Pos()
}

// BoundaryAt returns the boundary at which a panic at the instruction at stops
// for certain, nil if none is known.
func (p *Package) BoundaryAt(at ssa.Instruction) *Boundary {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spawnsLocked()
	return p.boundary(at, 4)
}

func (p *Package) boundary(at ssa.Instruction, depth int) *Boundary {
	fn := at.Parent()
	if g, d := p.ownGuard(fn, at); g == Guards {
		return &Boundary{Fn: fn, Defer: d}
	}
	if call := p.recoveredRuns()[fn]; call != nil {
		if depth > 0 && reraises(call) {
			// It ends where the panic is raised again, which is a boundary
			// if somebody recovers there.
			return p.boundary(call, depth-1)
		}
		return &Boundary{Fn: fn, Call: call}
	}
	if depth == 0 || p.tasks()[fn] {
		return nil
	}
	if fn.Parent() != nil {
		if call := p.runBy(fn); call != nil {
			return p.boundary(call, depth-1)
		}
		return nil
	}
	// A function that is called by guarded functions alone.
	obj := fn.Object()
	if obj == nil || obj.Exported() || p.index().valued[fn] || p.index().mayInvoke(fn) {
		return nil
	}
	var first *Boundary
	for _, call := range p.index().callers[fn] {
		if _, ok := call.(*ssa.Call); !ok {
			return nil
		}
		b := p.boundary(call, depth-1)
		if b == nil {
			return nil
		}
		if first == nil {
			first = b
		}
	}
	return first
}

// RunsAgain reports whether what the task fn calls leads to the function that makes
// the boundary: what panics then is covered as it was.
func (p *Package) RunsAgain(fn *ssa.Function, b *Boundary) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := make(map[*ssa.Function]bool)
	var leads func(from *ssa.Function, depth int) bool
	leads = func(from *ssa.Function, depth int) bool {
		if from == b.Fn {
			return true
		}
		if depth == 0 || seen[from] || from.Blocks == nil {
			return false
		}
		seen[from] = true
		for call := range calls(from) {
			if _, ok := call.(*ssa.Call); !ok || call.Common().IsInvoke() {
				continue
			}
			if callee := p.called(call.Common().Value, call); callee != nil && leads(callee, depth-1) {
				return true
			}
		}
		return false
	}
	return leads(fn, 5)
}

// reraises reports whether the callee of call raises the panics again that it
// recovers, in whoever waits.
func reraises(call ssa.CallInstruction) bool {
	fn := Callee(call.Common())
	for _, role := range [...]vocab.Role{vocab.Run, vocab.RunAll, vocab.Spawn} {
		if row, ok := vocab.Lookup(fn, role); ok && row.Has(vocab.Reraises) {
			return true
		}
	}
	return false
}

// runBy returns the call in the surroundings of the literal fn that runs it
// before it returns: of the literal, or of a function that is given it. It is nil
// if there is none, or more than one.
func (p *Package) runBy(fn *ssa.Function) ssa.CallInstruction {
	if calls := p.index().callers[fn]; len(calls) == 1 {
		if _, ok := calls[0].(*ssa.Call); ok {
			return calls[0]
		}
		return nil
	}
	var uses []ssa.Instruction
	if made := p.index().closures[fn]; len(made) == 1 {
		uses = valueUses(made[0], 3)
	} else if len(made) == 0 && fn.Referrers() != nil {
		uses = *fn.Referrers()
	}
	var found ssa.CallInstruction
	for _, use := range uses {
		call, ok := use.(*ssa.Call)
		if !ok || found != nil {
			return nil
		}
		if task, _, _ := p.spawned(call.Common()); task != nil || keepsFunctions(call.Common()) {
			return nil
		}
		found = call
	}
	return found
}

// keepsFunctions reports whether c is a call that may keep the function it is
// given for later: of a method, other than of a Once, or of a constructor.
func keepsFunctions(c *ssa.CallCommon) bool {
	fn := Callee(c)
	if fn == nil {
		_, builtin := c.Value.(*ssa.Builtin)
		return builtin || c.StaticCallee() == nil
	}
	if fn.Pkg() != nil && fn.Pkg().Path() == "sync" {
		return fn.Name() != "Do"
	}
	res := fn.Signature().Results()
	for i := range res.Len() {
		if !isError(res.At(i).Type()) {
			return true
		}
	}
	return c.IsInvoke() || fn.Signature().Recv() != nil
}

// valueUses returns what is done with the function value v, followed through a
// variable that holds nothing else.
func valueUses(v ssa.Value, depth int) []ssa.Instruction {
	if v.Referrers() == nil || depth == 0 {
		return nil
	}
	var uses []ssa.Instruction
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.ChangeType:
			uses = append(uses, valueUses(ref, depth-1)...)
		case *ssa.Store:
			cell, ok := ref.Addr.(*ssa.Alloc)
			if !ok || ref.Val != v {
				uses = append(uses, ref)
				continue
			}
			for _, use := range *cell.Referrers() {
				if load, ok := use.(*ssa.UnOp); ok {
					uses = append(uses, valueUses(load, depth-1)...)
				} else if use != ref {
					uses = append(uses, use)
				}
			}
		default:
			uses = append(uses, ref)
		}
	}
	return uses
}

// tasks returns the functions that spawns of the package start.
func (p *Package) tasks() map[*ssa.Function]bool {
	if p.taskSet == nil {
		p.taskSet = make(map[*ssa.Function]bool)
		for _, s := range p.spawnsLocked() {
			for _, b := range s.Bodies {
				p.taskSet[b.Fn] = true
			}
		}
	}
	return p.taskSet
}

// recoveredRuns returns the functions of the package that are handed to a
// function which runs them under a recover, with the call that hands them over.
// What a server runs is not among them: it recovers for its own sake.
func (p *Package) recoveredRuns() map[*ssa.Function]ssa.CallInstruction {
	if p.recovered == nil {
		p.recovered = make(map[*ssa.Function]ssa.CallInstruction)
		for _, fn := range p.index().functions() {
			for call := range calls(fn) {
				for _, arg := range p.runsRecovered(call) {
					bodies, _ := (&tracer{p: p}).bodies(arg, call)
					for _, b := range bodies {
						if !b.Wrapped && p.recovered[b.Fn] == nil {
							p.recovered[b.Fn] = call
						}
					}
				}
			}
		}
	}
	return p.recovered
}

// runsRecovered returns the function arguments that the callee of call runs
// under a recover.
func (p *Package) runsRecovered(call ssa.CallInstruction) (args []ssa.Value) {
	c := call.Common()
	fn := Callee(c)
	if fn == nil {
		return nil
	}
	for _, role := range [...]vocab.Role{vocab.Run, vocab.RunAll, vocab.Spawn} {
		if row, ok := vocab.Lookup(fn, role); ok && row.Has(vocab.Recovers) && !row.Has(vocab.Serves) && p.stillRecovers(call, fn) {
			if v := argument(c, row.Arg); v != nil {
				args = append(args, v)
			}
		}
	}
	if s := p.summary(fn); s != nil && s.Recovers != 0 {
		for i := range fn.Signature().Params().Len() {
			if v := argument(c, i); s.Recovers&bit(i) != 0 && v != nil && !slices.Contains(args, v) {
				args = append(args, v)
			}
		}
	}
	return args
}

// summarizeRecovers notes which function parameters of the package's functions
// are run under a recover: called where the function, or a literal in it that
// somebody runs so, is guarded, or handed to a function that does so with its own.
func (p *Package) summarizeRecovers() {
	for changed := true; changed; {
		changed = false
		p.recovered, p.taskSet = nil, nil
		note := func(v ssa.Value, at ssa.Instruction) {
			for _, param := range p.parameters(v, at) {
				if obj, i := declaredParam(param); obj != nil && p.note(obj).Recovers&bit(i) == 0 {
					p.note(obj).Recovers |= bit(i)
					changed = true
				}
			}
		}
		for _, fn := range p.index().functions() {
			for call := range calls(fn) {
				if _, ok := call.(*ssa.Go); ok {
					continue // outside of whatever guards its function
				}
				for _, arg := range p.runsRecovered(call) {
					note(arg, call)
				}
				c := call.Common()
				if c.IsInvoke() || c.StaticCallee() != nil {
					continue
				}
				if _, ok := c.Value.(*ssa.Builtin); ok {
					continue
				}
				if g, _ := p.ownGuard(fn, call); g == Guards || p.recoveredRuns()[fn] != nil {
					note(c.Value, call)
				}
			}
		}
	}
	p.recovered, p.taskSet = nil, nil
}

// summarizeGuards notes what the package's functions do to panics when they are
// deferred, and which of them guard themselves.
func (p *Package) summarizeGuards() {
	for _, fn := range p.index().functions() {
		obj, ok := fn.Object().(*types.Func)
		if !ok || fn.Parent() != nil || !obj.Exported() {
			continue
		}
		if g := p.guard(fn); g != Unguarded {
			p.note(obj).Guard = g
		}
		if g, d := p.ownGuard(fn, nil); g >= Partial && d.Block() == fn.Blocks[0] {
			p.note(obj).Guarded = true
		}
	}
}

// stillRecovers reports whether the pool that call hands its task to, which the
// vocabulary says recovers, was not made without that.
func (p *Package) stillRecovers(call ssa.CallInstruction, fn *types.Func) bool {
	if fn.Pkg().Path() != "github.com/alitto/pond/v2" || fn.Signature().Recv() == nil {
		return true
	}
	v, at := receiver(call.Common()), ssa.Instruction(call)
	for t := (&tracer{p: p}); v != nil && t.depth < maxDepth; t.depth++ {
		steps := t.copies(v, at)
		if steps == nil {
			steps = t.kept(v)
		}
		if len(steps) == 1 {
			v, at = steps[0].value, steps[0].at
			continue
		}
		made, ok := v.(*ssa.Call)
		if !ok {
			return true
		}
		for _, arg := range made.Call.Args {
			elems, _ := variadic(arg)
			for _, e := range elems {
				if opt, ok := e.(*ssa.Call); ok {
					if fn := Callee(opt.Common()); fn != nil && fn.Name() == "WithoutPanicRecovery" {
						return false
					}
				}
			}
		}
		v, at = receiver(made.Common()), made // a group or a subpool of a pool
	}
	return true
}

// RecoversTask reports whether the spawner of s recovers the panics of its task,
// and whether it raises them again in whoever waits for the group.
func (p *Package) RecoversTask(s *Spawn) (recovers, reraises bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.recoversTask(s)
}

func (p *Package) recoversTask(s *Spawn) (recovers, reraises bool) {
	if _, ok := s.Call.(*ssa.Go); ok {
		return false, false
	}
	fn := Callee(s.Call.Common())
	if fn == nil {
		return false, false
	}
	for _, role := range [...]vocab.Role{vocab.Spawn, vocab.Invoke} {
		if row, ok := vocab.Lookup(fn, role); ok && row.Has(vocab.Recovers) {
			return p.stillRecovers(s.Call, fn), row.Has(vocab.Reraises)
		}
	}
	if sum := p.summary(fn); sum != nil && sum.Recovers != 0 {
		// An errgroup that recovers does so to panic in Wait.
		_, group := vocab.Lookup(fn, vocab.Spawn)
		return true, group
	}
	return false, false
}

// Spawner returns the function of the package that s calls to start its task, nil
// if it is a go statement or a call of another package's function.
func (p *Package) Spawner(s *Spawn) *ssa.Function {
	if _, ok := s.Call.(*ssa.Go); ok {
		return nil
	}
	if fn := staticCallee(s.Call.Common()); fn != nil && fn.Blocks != nil {
		return fn
	}
	return nil
}

// TaskGuard says what becomes of a panic in the task of s that body is: what
// its own deferred functions do to it, or those of a wrapper around it.
func (p *Package) TaskGuard(s *Spawn, body Body) Guard {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, _ := p.ownGuard(body.Fn, nil)
	if p.recoveredRuns()[body.Fn] != nil {
		g = Guards
	}
	if (body.Wrapped || p.guardsInside(body.Fn)) && g < Partial {
		g = Partial
	}
	return g
}

// guardsInside reports whether fn calls a literal of its own that recovers: where it
// thinks that something may panic.
func (p *Package) guardsInside(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.AnonFuncs, func(lit *ssa.Function) bool {
		if g, _ := p.ownGuard(lit, nil); g < Partial {
			return false
		}
		return slices.ContainsFunc(p.index().callers[lit], func(call ssa.CallInstruction) bool {
			_, ok := call.(*ssa.Call)
			return ok && call.Parent() == fn
		})
	})
}

// SwitchedGuard returns the instruction by which fn defers a guard that raises
// panics again unless it is told not to, nil if there is none.
func (p *Package) SwitchedGuard(fn *ssa.Function) *ssa.Defer {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, d := p.ownGuard(fn, nil)
	if g != Switched || slices.ContainsFunc(d.Common().Args, func(v ssa.Value) bool { return !isNilConst(v) }) {
		return nil
	}
	return d
}

// OwnGuard returns the instruction by which fn defers a guard for certain, nil
// if there is none.
func (p *Package) OwnGuard(fn *ssa.Function) *ssa.Defer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if g, d := p.ownGuard(fn, nil); g == Guards {
		return d
	}
	return nil
}

// GuardedCallee reports whether the function of another package that c calls is
// known to guard itself.
func (p *Package) GuardedCallee(c *ssa.CallCommon) bool {
	s := p.calleeSummary(c)
	return s != nil && s.Guarded
}
