package model

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// RunsOnlyIn reports whether fn runs in no other goroutines than those that
// the spawns start: it is a task of one, is written in one, or is called by
// such functions alone.
func (p *Package) RunsOnlyIn(fn *ssa.Function, spawns []*Spawn) bool {
	return p.runsOnlyIn(fn, spawns, 4)
}

func (p *Package) runsOnlyIn(fn *ssa.Function, spawns []*Spawn, depth int) bool {
	for _, s := range spawns {
		for _, b := range s.Bodies {
			if within(fn, b.Fn) {
				return true
			}
		}
	}
	fn = enclosing(fn)
	callers := p.index().callers[fn]
	if depth == 0 || len(callers) == 0 || p.index().valued[fn] || fn.Object() == nil || fn.Object().Exported() {
		return false
	}
	for _, call := range callers {
		if _, ok := call.(*ssa.Go); ok || !p.runsOnlyIn(call.Parent(), spawns, depth-1) {
			return false
		}
	}
	return true
}

// RunsInSpawned reports whether fn is, or is written in, a function that some
// spawn of the package starts, other than a server.
func (p *Package) RunsInSpawned(fn *ssa.Function) bool {
	for _, s := range p.Spawns() {
		if s.Serves {
			continue
		}
		for _, b := range s.Bodies {
			if within(fn, b.Fn) {
				return true
			}
		}
	}
	return false
}

// Deferred reports whether the operation is done when its function, or the
// function that it is written in, returns: whatever happens.
func (op ChannelOp) Deferred(p *Package) bool {
	_, deferred := op.Instr.(*ssa.Defer)
	return deferred || p.onlyDeferred(op.Instr.Parent())
}

// GivesUp reports whether the function of a receive from ch can fail while there
// is more to receive: a return with an error is reached on a way on which the
// channel is not seen to be closed. A receive that a task does once is all that
// it owes. With itself set, the end of a context that is passed on does not count
// as an error.
func (op ChannelOp) GivesUp(p *Package, ch *Channel, itself bool) bool {
	fn := op.Instr.Parent()
	once := !op.InLoop() && len(p.index().callers[fn]) == 0
	done := func(b *ssa.BasicBlock) bool { return once && b == op.Instr.Block() || p.drainsIn(b, ch) }
	return failingReturn(fn, itself, done, func(b *ssa.BasicBlock) []*ssa.BasicBlock {
		if branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && ch.seenClosed(branch.Cond) {
			return b.Succs[:1]
		}
		return b.Succs
	})
}

// seenClosed reports whether cond is the ok of a receive from ch.
func (ch *Channel) seenClosed(cond ssa.Value) bool {
	ok, isExtract := cond.(*ssa.Extract)
	return isExtract && ok.Index == 1 && slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool {
		v, isValue := op.Instr.(ssa.Value)
		return isValue && v == ok.Tuple
	})
}

// Exhausts reports whether the function of a receive from ch returns only when ch
// has been closed.
func (op ChannelOp) Exhausts(ch *Channel) bool { return ch.exhaustedBy(op.Instr.Parent()) }

// exhaustedBy reports whether every return of fn comes after ch is seen to be
// closed.
func (ch *Channel) exhaustedBy(fn *ssa.Function) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var open func(b *ssa.BasicBlock) bool
	open = func(b *ssa.BasicBlock) bool {
		if seen[b] {
			return false
		}
		seen[b] = true
		succs := b.Succs
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			return true
		case *ssa.If:
			if ch.seenClosed(last.Cond) {
				succs = succs[:1]
			}
		}
		return slices.ContainsFunc(succs, open)
	}
	return !open(fn.Blocks[0])
}

// drainsIn reports whether b calls or starts a function that receives from ch
// for as long as it is open.
func (p *Package) drainsIn(b *ssa.BasicBlock, ch *Channel) bool {
	for _, instr := range b.Instrs {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			continue
		}
		callee := staticCallee(call.Common())
		if slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool { return op.Instr.Parent() == callee && op.Exhausts(ch) }) {
			return true
		}
	}
	return false
}
