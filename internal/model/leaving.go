package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// ReceiversCanLeave reports whether every receive from the channel stands in a
// select with a case by which its function can return without receiving, so that
// nobody is bound to receive. It is false if nobody is seen to receive.
func (p *Package) ReceiversCanLeave(ch *Channel) bool {
	return len(ch.Receives) > 0 && !slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool {
		return !p.canLeave(ch, op) || op.discards()
	})
}

// canLeave reports whether a return is reached from another case of the select
// that op stands in, or from its default, without another receive from the
// channel. The case by which a goroutine says that it is done is none, nor is one
// by which the receiver is told to stop when the senders have been waited for.
func (p *Package) canLeave(ch *Channel, op ChannelOp) bool {
	if op.Select == nil {
		return false
	}
	w := p.searchFor(ch)
	receives := make(map[*ssa.BasicBlock]bool)
	for _, other := range ch.Receives {
		receives[other.Instr.Block()] = true
	}
	stays := func(st *ssa.SelectState) bool {
		return st == op.Select.States[op.State] || st.Dir == types.RecvOnly && len(w.senders) > 0 &&
			!slices.ContainsFunc(w.senders, func(s *Sender) bool { return !w.signals(s, st.Chan, op.Select) })
	}
	own := op.Select.States[op.State].Chan
	seen := make(map[*ssa.BasicBlock]bool)
	var leaves func(b *ssa.BasicBlock) bool
	leaves = func(b *ssa.BasicBlock) bool {
		succs := b.Succs
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			return true
		case *ssa.If:
			if st := caseOf(last.Cond, op.Select); st != nil && stays(st) {
				succs = succs[1:]
			}
			// A variable that is nil no longer holds the channel, which has
			// been seen closed.
			if v, said := comparison(last.Cond, true); said != nothing && (v == own || sameVariable(v, own)) {
				if said == saidNil {
					succs = succs[1:]
				} else {
					succs = succs[:1]
				}
			}
		}
		return slices.ContainsFunc(succs, func(next *ssa.BasicBlock) bool {
			if seen[next] || receives[next] {
				return false
			}
			seen[next] = true
			return leaves(next)
		})
	}
	return leaves(op.Select.Block())
}

// Answers reports whether the goroutine sends one value, for which there is room,
// for each that a receiver sends to it, and that one sends the next when he has
// received.
func (s *Sender) Answers(p *Package) bool {
	if !s.Triggered || s.Channel.room() < 1 {
		return false
	}
	asks, ok := p.triggers(s)
	return ok && slices.ContainsFunc(asks, func(ask ChannelOp) bool {
		return slices.ContainsFunc(s.Channel.Receives, func(op ChannelOp) bool { return op.precedes(ask.Instr) })
	})
}

// discards reports whether the operation, in a loop, receives what nobody looks
// at, and goes round again at once: it is there to let senders go.
func (op ChannelOp) discards() bool {
	if op.Select == nil {
		return false
	}
	idle := func(b *ssa.BasicBlock) bool {
		return !slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
			switch instr.(type) {
			case *ssa.Jump, *ssa.Extract, *ssa.DebugRef:
				return false
			}
			return true
		})
	}
	for _, b := range op.Select.Parent().Blocks {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || caseOf(branch.Cond, op.Select) != op.Select.States[op.State] {
			continue
		}
		next := b.Succs[0]
		for range maxFrames {
			if next == op.Select.Block() {
				return true
			}
			if !idle(next) || len(next.Succs) != 1 {
				return false
			}
			next = next.Succs[0]
		}
	}
	return false
}

// JoinedWhereStarted reports whether the function that starts s waits for it
// before it returns, as far as a wait can be told to be for it.
func (p *Package) JoinedWhereStarted(s *Spawn) bool {
	found := false
	reachable(s.Call, func(instr ssa.Instruction) bool {
		if call, ok := instr.(ssa.CallInstruction); ok && p.isJoin(call.Common()) {
			found = true
		}
		return !found
	})
	for call := range calls(s.Call.Parent()) {
		if d, ok := call.(*ssa.Defer); ok && p.isJoin(d.Common()) {
			found = true
		}
	}
	return found
}
