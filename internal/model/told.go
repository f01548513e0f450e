package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// This file knows the uses of a parent context that a task of a group does not
// get to by mistake: those that come when the task knows that the group is over,
// and those of work that the task does not wait for.

// Told reports whether the task of s may know that its group is over when u runs,
// or has itself an error to end it with: the group's context is of no use then. A
// task knows by the context's Done or Err, or by the error of a call that was
// given the context; a use that also comes when that call has failed is meant to.
// Where the task waits for the end of the parent it must know for certain.
func (p *Package) Told(s *Spawn, u *Use) bool {
	if slices.ContainsFunc(u.calls, func(call ssa.CallInstruction) bool { return p.toldAt(s, u, call) }) {
		return true
	}
	for at := u.Instr; ; {
		if p.toldAt(s, u, at) {
			return true
		}
		made := p.index().closures[at.Parent()]
		if len(made) != 1 || slices.ContainsFunc(s.Bodies, func(b Body) bool { return b.Fn == at.Parent() }) {
			return false // what the spawner knows is another matter
		}
		at = made[0]
	}
}

func (p *Package) toldAt(s *Spawn, u *Use, at ssa.Instruction) bool {
	told := false
	branches(at.Block(), func(cond ssa.Value, outcome bool) bool {
		told = p.tells(s, cond, outcome, at)
		return !told
	})
	for _, b := range at.Parent().Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if instr.Op == token.ARROW && Dominates(instr, at) {
					told = told || p.ofGroup(s, doneOf(instr.X), instr)
				}
			case *ssa.Call:
				told = told || u.Call != nil && instr != at && p.comesAfterFailure(s, instr, at)
				// Whoever asks first whether the group is over goes on
				// as he likes.
				told = told || asksErr(instr) && Dominates(instr, at) && p.ofGroup(s, instr.Call.Value, instr)
			case *ssa.Select:
				told = told || u.Call != nil && p.comesAfterDone(s, instr, at)
				told = told || !instr.Blocking && Dominates(instr, at) && slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool {
					return p.ofGroup(s, doneOf(st.Chan), instr)
				})
			}
		}
	}
	return told
}

// asksErr reports whether call is of the method Err of a context.
func asksErr(call *ssa.Call) bool {
	return call.Call.IsInvoke() && call.Call.Method.Name() == "Err" && IsContext(call.Call.Value.Type())
}

// comesAfterDone reports whether the instruction at is reached from the case of
// sel in which the group of s is over.
func (p *Package) comesAfterDone(s *Spawn, sel *ssa.Select, at ssa.Instruction) bool {
	if !sel.Blocking || !reaches(sel, at) {
		return false
	}
	for _, b := range at.Parent().Blocks {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		if st := caseOf(branch.Cond, sel); st != nil && p.ofGroup(s, doneOf(st.Chan), sel) && blockReaches(b.Succs[0], at.Block(), sel.Block()) {
			return true
		}
	}
	return false
}

// comesAfterFailure reports whether the instruction at is reached from call, which
// is given the context of the group of s, when the call has failed, or has waited
// for the context and does not say for what.
func (p *Package) comesAfterFailure(s *Spawn, call *ssa.Call, at ssa.Instruction) bool {
	res := call.Call.Signature().Results()
	if res.Len() == 0 && !p.waitsForDone(staticCallee(call.Common())) || res.Len() > 0 && !isError(res.At(res.Len()-1).Type()) {
		return false
	}
	if !reaches(call, at) || !p.givenContext(s, call) {
		return false
	}
	if at.Block() == call.Block() {
		return indexIn(call) < indexIn(at)
	}
	seen := map[*ssa.BasicBlock]bool{call.Block(): true}
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		for _, next := range b.Succs {
			if cond, outcome, ok := branch(b, next); ok && res.Len() > 0 {
				if err, said := comparison(cond, outcome); said == saidNil && resultOf(p.beginning(err, b.Instrs[len(b.Instrs)-1])) == call {
					continue
				}
			}
			if !seen[next] {
				seen[next] = true
				if next == at.Block() || visit(next) {
					return true
				}
			}
		}
		return false
	}
	return visit(call.Block())
}

// waitsForDone reports whether fn is a function of the package that waits for the
// Done of a context.
func (p *Package) waitsForDone(fn *ssa.Function) bool {
	return fn != nil && fn.Blocks != nil && slices.ContainsFunc(p.BodyUses(fn), func(u *Use) bool { return u.Call == nil })
}

// givenContext reports whether call is given a context that ends with the group
// of s, or asks one.
func (p *Package) givenContext(s *Spawn, call *ssa.Call) bool {
	c := call.Common()
	return slices.ContainsFunc(slices.Concat([]ssa.Value{c.Value}, c.Args), func(arg ssa.Value) bool {
		return IsContext(arg.Type()) && p.ofGroup(s, arg, call)
	})
}

// resultOf returns the call that v is a result of, nil if it is none.
func resultOf(v ssa.Value) *ssa.Call {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, _ := v.(*ssa.Call)
	return call
}

// caseOf returns the case of sel that is chosen if cond holds, nil if cond does
// not ask for one.
func caseOf(cond ssa.Value, sel *ssa.Select) *ssa.SelectState {
	test, ok := cond.(*ssa.BinOp)
	if !ok || test.Op != token.EQL {
		return nil
	}
	index, ok := test.X.(*ssa.Extract)
	if !ok || index.Index != 0 || index.Tuple != sel {
		return nil
	}
	for i, st := range sel.States {
		if isInt(test.Y, int64(i)) {
			return st
		}
	}
	return nil
}

// tells reports whether cond, with the outcome, says in front of the instruction
// at that the group of s is over.
func (p *Package) tells(s *Spawn, cond ssa.Value, outcome bool, at ssa.Instruction) bool {
	if err, said := comparison(cond, outcome); said == saidNonNil && isError(err.Type()) {
		return p.groupError(s, err, at, 0) || p.reports(at, err)
	}
	switch cond := cond.(type) {
	case *ssa.Call: // errors.Is and the like
		return outcome && len(cond.Call.Args) > 0 && isError(cond.Call.Args[0].Type()) && p.groupError(s, cond.Call.Args[0], at, 0)
	case *ssa.BinOp:
		if index, ok := cond.X.(*ssa.Extract); ok && outcome {
			if sel, ok := index.Tuple.(*ssa.Select); ok {
				st := caseOf(cond, sel)
				return st != nil && p.ofGroup(s, doneOf(st.Chan), sel)
			}
		}
	}
	return false
}

// ofGroup reports whether the context v, if there is one, ends with the groups
// of s, or is what a function that a task calls was given.
func (p *Package) ofGroup(s *Spawn, v ssa.Value, at ssa.Instruction) bool {
	if v == nil {
		return false
	}
	helper := !slices.ContainsFunc(s.Bodies, func(b Body) bool { return within(at.Parent(), b.Fn) })
	paths := p.Lineage(v, at)
	return len(paths) > 0 && all(paths, func(path Path) bool {
		return slices.ContainsFunc(s.Groups, func(g *Group) bool { return path.Passes(g.Origin) }) ||
			helper && slices.ContainsFunc(path.Roots, func(r Root) bool {
				param, ok := r.value.(*ssa.Parameter)
				return ok && param.Parent() == at.Parent()
			})
	})
}

// GivenBoth reports whether the call of u is given the context of the group of s
// as well, and may use each for what it is good for.
func (p *Package) GivenBoth(s *Spawn, u *Use) bool {
	return u.Call != nil && slices.ContainsFunc(u.Call.Args, func(arg ssa.Value) bool {
		return arg != u.Context && IsContext(arg.Type()) && p.ofGroup(s, arg, u.Instr)
	})
}

// groupError reports whether the error v may be the end of the group of s: it is
// asked of the group's context, or comes from a call that was given that.
func (p *Package) groupError(s *Spawn, v ssa.Value, at ssa.Instruction, depth int) bool {
	if call := resultOf(v); call != nil {
		return p.givenContext(s, call)
	}
	steps := p.copiesOf(v, at)
	return depth < maxCalls && len(steps) > 0 && all(steps, func(st step) bool { return p.groupError(s, st.value, st.at, depth+1) })
}

func (p *Package) copiesOf(v ssa.Value, at ssa.Instruction) []step {
	p.mu.Lock()
	defer p.mu.Unlock()
	return (&tracer{p: p}).copies(v, at)
}

// reports reports whether every return behind the instruction at has the error
// err, or one that is made of it.
func (p *Package) reports(at ssa.Instruction, err ssa.Value) bool {
	found, always := false, true
	reachable(at, func(instr ssa.Instruction) bool {
		if ret, ok := instr.(*ssa.Return); ok {
			found = true
			always = always && len(ret.Results) > 0 && p.carries(ret.Results[len(ret.Results)-1], p.beginning(err, at), ret, 0)
		}
		return always
	})
	return found && always
}

// beginning follows v to what it is a plain copy of.
func (p *Package) beginning(v ssa.Value, at ssa.Instruction) ssa.Value {
	for range maxDepth {
		steps := p.copiesOf(v, at)
		if _, isPhi := v.(*ssa.Phi); isPhi || len(steps) != 1 {
			break
		}
		v, at = steps[0].value, steps[0].at
	}
	return v
}

// carries reports whether v is err, or what a call made of it.
func (p *Package) carries(v, err ssa.Value, at ssa.Instruction, depth int) bool {
	v = p.beginning(v, at)
	if v == err {
		return true
	}
	call, ok := v.(*ssa.Call)
	if !ok || depth > maxCalls {
		return false
	}
	return slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool {
		elems := []ssa.Value{arg}
		if _, isSlice := arg.Type().Underlying().(*types.Slice); isSlice {
			elems, _ = variadic(arg)
		}
		return slices.ContainsFunc(elems, func(e ssa.Value) bool { return p.carries(e, err, call, depth+1) })
	})
}

// LeftBehind reports whether u stands in work that the task body starts in a
// goroutine of its own, outside of any group, and is not seen to wait for: the
// group's Wait does not wait for it either. The same goes for a call of a
// function of the package that does nothing else with the context, and for what
// is kept for later.
func (p *Package) LeftBehind(body *ssa.Function, u *Use) bool {
	return p.leftBehind(body, u) || p.keptFor(body, u) || u.Call != nil && p.starts(u)
}

// starts reports whether all that the callee of u does with the context is left
// behind by it.
func (p *Package) starts(u *Use) bool {
	call, ok := u.Instr.(*ssa.Call)
	if !ok {
		return false
	}
	fn := staticCallee(call.Common())
	if fn == nil || fn.Blocks == nil {
		return false
	}
	i := slices.Index(call.Call.Args, u.Context)
	uses := slices.DeleteFunc(p.BodyUses(fn), func(inner *Use) bool {
		return !slices.ContainsFunc(p.Lineage(inner.Context, inner.Instr), func(path Path) bool {
			return slices.ContainsFunc(path.Roots, func(r Root) bool {
				param, ok := r.value.(*ssa.Parameter)
				return ok && slices.Index(fn.Params, param) == i
			})
		})
	})
	return len(uses) > 0 && all(uses, func(inner *Use) bool { return p.leftBehind(fn, inner) })
}

func (p *Package) leftBehind(body *ssa.Function, u *Use) bool {
	for _, s := range p.Spawns() {
		if len(s.Groups) > 0 || !s.Known || !within(s.Call.Parent(), body) {
			continue
		}
		inTask := func(b Body) bool { return within(u.Instr.Parent(), b.Fn) }
		if (s.Call == u.Instr && startsOnly(s.Call) || slices.ContainsFunc(s.Bodies, inTask)) && !p.waitsIn(body, body) {
			return true
		}
	}
	return false
}

// startsOnly reports whether call is known to do no more than start a task. A
// spawner of the house may wait with the context that it is given.
func startsOnly(call ssa.CallInstruction) bool {
	if _, ok := call.(*ssa.Go); ok {
		return true
	}
	_, ok := vocab.Lookup(Callee(call.Common()), vocab.Spawn)
	return ok
}

// Stopped reports whether u waits, beside its context, for a channel that
// another task of the group of s closes however it ends.
func (p *Package) Stopped(s *Spawn, u *Use) bool {
	done, ok := u.Instr.(*ssa.Call)
	if !ok || u.Call != nil || u.Alone {
		return false
	}
	var siblings []*Spawn
	for _, other := range p.Spawns() {
		if other != s && other.Known && other.SharesGroup(s) {
			siblings = append(siblings, other)
		}
	}
	for _, ch := range p.Channels() {
		beside := slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool {
			return op.Select != nil && slices.ContainsFunc(op.Select.States, func(st *ssa.SelectState) bool { return st.Chan == done })
		})
		if beside && slices.ContainsFunc(ch.Closes, func(op ChannelOp) bool {
			return op.Deferred(p) && p.RunsOnlyIn(op.In, siblings)
		}) {
			return true
		}
	}
	return false
}

// waitsIn reports whether fn, or a function literal in it, waits for goroutines
// that body starts: by a Wait, or for a channel that is made in body.
func (p *Package) waitsIn(fn, body *ssa.Function) bool {
	own := func(ch ssa.Value, at ssa.Instruction) bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		makes, _ := (&tracer{p: p}).channels(ch, at)
		return slices.ContainsFunc(makes, func(m made) bool { return within(m.by.Parent(), body) })
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if instr.Op == token.ARROW && own(instr.X, instr) {
					return true
				}
			case *ssa.Select:
				if slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool { return own(st.Chan, instr) }) {
					return true
				}
			case ssa.CallInstruction:
				if callee := Callee(instr.Common()); callee != nil && callee.Name() == "Wait" {
					return true
				}
			}
		}
	}
	return slices.ContainsFunc(fn.AnonFuncs, func(lit *ssa.Function) bool { return p.waitsIn(lit, body) })
}
