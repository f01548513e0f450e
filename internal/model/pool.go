package model

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// isPool reports whether the channel is a stock that is filled where it is made:
// whoever sends to it later gives back what he, or who started him, has taken
// from it, so that there is always room.
func (p *Package) isPool(ch *Channel) bool {
	if n, known := ch.Capacity(); known && n == 0 || len(ch.Receives) == 0 {
		return false
	}
	gives := false
	for _, op := range ch.Sends {
		if op.Instr.Parent() == ch.Make.Parent() {
			continue // fills it
		}
		if ch.again(op.Instr) || !p.putsBack(ch, op.Instr, 3) {
			return false
		}
		gives = true
	}
	return gives
}

// again reports whether another send, or the same once more, comes behind the send
// before anything is taken.
func (ch *Channel) again(send ssa.Instruction) (found bool) {
	of := func(list []ChannelOp, instr ssa.Instruction) bool {
		return slices.ContainsFunc(list, func(op ChannelOp) bool { return op.Instr == instr })
	}
	reachable(send, func(instr ssa.Instruction) bool {
		found = found || of(ch.Sends, instr)
		return !found && !of(ch.Receives, instr)
	})
	return found
}

// putsBack reports whether a receive from the channel comes before at, in the
// function of at or in all those that call, defer or start it.
func (p *Package) putsBack(ch *Channel, at ssa.Instruction, depth int) bool {
	if slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool { return op.precedes(at) }) {
		return true
	}
	fn := at.Parent()
	if depth == 0 || InLoop(at) {
		return false
	}
	froms, known := p.callsOf(fn)
	list := make([]ssa.Instruction, 0, len(froms))
	for _, call := range froms {
		list = append(list, call)
	}
	for _, s := range p.Spawns() {
		if slices.ContainsFunc(s.Bodies, func(b Body) bool { return b.Fn == fn }) && !slices.Contains(froms, s.Call) {
			list, known = append(list, s.Call), known || fn.Parent() != nil
		}
	}
	return known && len(list) > 0 && all(list, func(from ssa.Instruction) bool { return p.putsBack(ch, from, depth-1) })
}

// precedes reports whether the receive op has been done once for each time that
// at is reached.
func (op ChannelOp) precedes(at ssa.Instruction) bool {
	from := op.Instr
	if from.Parent() != at.Parent() || !Dominates(from, at) || reaches(at, at) && !reaches(at, from) {
		return false
	}
	if op.Select == nil || len(op.Select.States) == 1 && op.Select.Blocking {
		return true
	}
	chosen := false
	branches(at.Block(), func(cond ssa.Value, outcome bool) bool {
		chosen = chosen || outcome && caseOf(cond, op.Select) == op.Select.States[op.State]
		return !chosen
	})
	return chosen
}
