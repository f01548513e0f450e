package model

import (
	"go/types"
	"math/bits"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// summarize finds what the functions of the package do with their function and
// group parameters. It needs SSA, and is asked for only where [candidates]
// says so.
func (p *Package) summarize() {
	// A wrapper of a wrapper is a spawner once the inner one is known to
	// be: look again until nothing is new.
	for before := -1; before != p.knownOfTasks(); {
		before = p.knownOfTasks()
		p.spawnsFound, p.spawns = false, nil
		for _, s := range p.spawnsLocked() {
			p.summarizeSpawn(s)
			p.summarizeContexts(s)
		}
		for _, fn := range p.index().functions() {
			p.summarizeMaker(fn)
		}
	}
	for _, fn := range p.index().functions() {
		p.summarizeCalls(fn)
		p.summarizeEnds(fn)
	}
	p.summarizeRecovers()
	for changed := true; changed; {
		changed = false
		for _, fn := range p.index().functions() {
			changed = p.passOn(fn) || changed
			changed = p.summarizeFed(fn) || changed
			changed = p.summarizeChannels(fn) || changed
		}
	}
	p.summarizeFans()
}

// passOn notes the function parameters that fn's declared function hands to
// functions which are known to call theirs with the context of a group, and
// reports whether that is news.
func (p *Package) passOn(fn *ssa.Function) (news bool) {
	for call := range calls(fn) {
		_, set := p.groupCtx(call.Common())
		for i := range 32 {
			if set&bit(i) == 0 {
				continue
			}
			for _, v := range p.parameters(argument(call.Common(), i), call) {
				if obj, k := declaredParam(v); obj != nil && p.note(obj).GroupCtx&bit(k) == 0 {
					p.note(obj).GroupCtx |= bit(k)
					news = true
				}
			}
		}
	}
	return news
}

// knownOfTasks counts what the summaries say of tasks.
func (p *Package) knownOfTasks() int {
	n := len(p.started)
	for _, s := range p.summaries {
		for _, set := range [...]uint32{s.Spawns, s.RunsAll, s.Into, s.Tasks, s.Returns} {
			n += bits.OnesCount32(set)
		}
	}
	return n
}

// summarizeSpawn notes which parameters of the enclosing function the spawn
// runs.
func (p *Package) summarizeSpawn(s *Spawn) {
	if s.Serves {
		return // kept: whoever registers a handler starts nothing
	}
	run := make(map[*ssa.Parameter]bool)
	if s.Task != nil {
		for _, v := range p.parameters(s.Task, s.Call) {
			run[v] = true
		}
	}
	for _, b := range s.Bodies {
		eachCall(b.Fn, func(call ssa.CallInstruction) {
			if c := call.Common(); !c.IsInvoke() {
				for _, v := range p.parameters(c.Value, call) {
					run[v] = true
				}
			}
		})
	}
	for v := range run {
		obj, i := declaredParam(v)
		if obj == nil || v.Parent() != enclosing(s.Call.Parent()) || keptFor(s.Call.Parent(), v.Parent()) {
			continue
		}
		if p.directed[obj]&bit(i) != 0 {
			continue
		}
		if p.waitsBeyond(s.Call) {
			p.note(obj).RunsAll |= bit(i)
		} else {
			p.note(obj).Spawns |= bit(i)
		}
	}
}

// summarizeCalls notes what the calls in fn say of the parameters of the
// declared function around it: which it waits for and which it calls with the context of a group.
func (p *Package) summarizeCalls(fn *ssa.Function) {
	for call := range calls(fn) {
		c := call.Common()
		if p.isJoin(c) && joinsAlways(call) {
			for _, v := range p.parameters(receiver(c), call) {
				if obj, i := declaredParam(v); obj != nil && v.Parent() == fn {
					p.note(obj).Joins |= bit(i)
				}
			}
		}
		if c.IsInvoke() || c.StaticCallee() != nil {
			continue
		}
		for _, v := range p.parameters(c.Value, call) {
			obj, i := declaredParam(v)
			if obj == nil {
				continue
			}
			if p.passesGroupContext(call) {
				p.note(obj).GroupCtx |= bit(i)
			}
		}
	}
}

// passesGroupContext reports whether the first context argument of call is, in
// every way it came about, the derived context of a group whose first error
// cancels.
func (p *Package) passesGroupContext(call ssa.CallInstruction) bool {
	for _, arg := range call.Common().Args {
		if !IsContext(arg.Type()) {
			continue
		}
		paths := (&tracer{p: p}).context(arg, call)
		return len(paths) > 0 && !slices.ContainsFunc(paths, func(path Path) bool {
			return !slices.ContainsFunc(path.Through, p.derivesGroup)
		})
	}
	return false
}

// derivesGroup reports whether the derivation d makes a group whose first
// error cancels.
func (p *Package) derivesGroup(d ssa.Value) bool {
	g := p.groups[d]
	return g != nil && g.Cancels
}

// parameters returns the parameters of declared functions that v, as seen at the
// instruction at, is a copy of.
func (p *Package) parameters(v ssa.Value, at ssa.Instruction) []*ssa.Parameter {
	return (&tracer{p: p}).parameters(v, at)
}

func (t *tracer) parameters(v ssa.Value, at ssa.Instruction) []*ssa.Parameter {
	if v == nil || !t.enter(v) {
		return nil
	}
	defer t.leave(v)
	if v, ok := v.(*ssa.Parameter); ok {
		return []*ssa.Parameter{v}
	}
	steps := append(t.copies(v, at), t.kept(v)...)
	var list []*ssa.Parameter
	for _, s := range steps {
		list = append(list, t.parameters(s.value, s.at)...)
	}
	return list
}

// declaredParam returns the declared function that v is a parameter of and its
// index, receivers not counted; nil for function literals and receivers.
func declaredParam(v *ssa.Parameter) (types.Object, int) {
	fn := v.Parent()
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return nil, -1
	}
	i := slices.Index(fn.Params, v)
	if fn.Signature.Recv() != nil {
		i--
	}
	if i < 0 {
		return nil, -1
	}
	return obj, i
}

// enclosing returns the declared function that fn is or is written in.
func enclosing(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// eachCall visits the calls in fn and in the function literals written in it.
func eachCall(fn *ssa.Function, visit func(ssa.CallInstruction)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				visit(call)
			}
		}
	}
	for _, lit := range fn.AnonFuncs {
		eachCall(lit, visit)
	}
}
