package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// Joins reports whether instr waits for the group g, now or when its function
// returns.
func (p *Package) Joins(instr ssa.Instruction, g *Group) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, v := range p.joined(call.Common()) {
		groups, _ := (&tracer{p: p}).groups(v, call)
		if slices.Contains(groups, g) {
			return true
		}
	}
	return false
}

// Joined reports whether the group of s has been waited for when s starts its
// task: then the group's own context is dead, and the task has to use another.
func (p *Package) Joined(s *Spawn) bool {
	for _, b := range s.Call.Parent().Blocks {
		for _, instr := range b.Instrs {
			if _, ok := instr.(*ssa.Call); ok && Dominates(instr, s.Call) &&
				slices.ContainsFunc(s.Groups, func(g *Group) bool { return p.Joins(instr, g) }) {
				return true
			}
		}
	}
	return false
}

// RunsAfter reports whether instr runs only when the instruction at has: at
// dominates it, or the calls of the function literal that it stands in.
func (p *Package) RunsAfter(at, instr ssa.Instruction) bool {
	if instr.Parent() == at.Parent() {
		return Dominates(at, instr)
	}
	calls := p.index().callers[instr.Parent()]
	return instr.Parent().Parent() == at.Parent() && len(calls) > 0 && !slices.ContainsFunc(calls, func(call ssa.CallInstruction) bool {
		return call.Parent() != at.Parent() || !Dominates(at, call)
	})
}

// isJoin reports whether c waits for the tasks of the group that is its
// receiver.
func (p *Package) isJoin(c *ssa.CallCommon) bool {
	fn := Callee(c)
	if fn == nil {
		return false
	}
	if _, ok := vocab.Lookup(fn, vocab.Join); ok {
		return true
	}
	recv := fn.Signature().Recv()
	return recv != nil && fn.Name() == "Wait" && isGroup(recv.Type())
}

// joinsAlways reports whether a call has been made whenever its function
// returns.
func joinsAlways(call ssa.CallInstruction) bool {
	if _, ok := call.(*ssa.Defer); ok {
		return call.Block().Index == 0
	}
	for _, ret := range returns(call.Parent()) {
		if !Dominates(call, ret) {
			return false
		}
	}
	return true
}

// waitsAfter reports whether something after the spawn, in the same function,
// waits for spawned work: a join of a group, be it deferred, or a receive.
func waitsAfter(spawn ssa.CallInstruction) (found bool) {
	for call := range calls(spawn.Parent()) {
		if d, ok := call.(*ssa.Defer); ok {
			if fn := Callee(d.Common()); fn != nil && fn.Name() == "Wait" && fn.Signature().Recv() != nil {
				return true
			}
		}
	}
	reachable(spawn, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Call:
			if fn := Callee(instr.Common()); fn != nil && fn.Name() == "Wait" && fn.Signature().Recv() != nil {
				found = true
			}
		case *ssa.UnOp:
			if _, ok := instr.X.Type().Underlying().(*types.Chan); ok {
				found = true
			}
		}
		return !found
	})
	return found
}

// waitsBeyond is waitsAfter that goes on behind the call which is given the
// function literal that the spawn stands in.
func (p *Package) waitsBeyond(spawn ssa.CallInstruction) bool {
	if waitsAfter(spawn) {
		return true
	}
	for _, mc := range p.index().closures[spawn.Parent()] {
		for _, ref := range *mc.Referrers() {
			call, ok := ref.(*ssa.Call)
			if ok && p.waitsBeyond(call) {
				return true
			}
		}
	}
	return false
}

// joined returns the groups that c waits for: its receiver, or the arguments
// for parameters that the callee has waited for when it returns.
func (p *Package) joined(c *ssa.CallCommon) []ssa.Value {
	if p.isJoin(c) {
		return []ssa.Value{receiver(c)}
	}
	fn := Callee(c)
	if fn == nil {
		return nil
	}
	sum := p.summary(fn)
	if sum == nil || sum.Joins == 0 {
		return nil
	}
	var list []ssa.Value
	for i := range fn.Signature().Params().Len() {
		if arg := argument(c, i); sum.Joins&bit(i) != 0 && arg != nil {
			list = append(list, arg)
		}
	}
	return list
}
