package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Capacity returns the number of values that the channel holds, and whether it
// is a constant.
func (ch *Channel) Capacity() (n int64, known bool) {
	c, ok := ch.Make.Size.(*ssa.Const)
	if !ok {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(c.Value))
}

// Repeated reports whether the operation is done any number of times to the same
// channel: in a loop that the channel is not made in, or by a function that
// others call as they like and that does not make the channel itself.
func (op ChannelOp) Repeated(p *Package, ch *Channel) bool {
	ix := p.index()
	if op.InLoop() || slices.ContainsFunc(ix.callers[op.Instr.Parent()], inLoop) {
		return true
	}
	fn := enclosing(op.Instr.Parent())
	if fn == enclosing(ch.Make.Parent()) {
		return false
	}
	if fn.Object() == nil || fn.Object().Exported() || ix.valued[fn] || ix.mayInvoke(fn) {
		return true
	}
	return slices.ContainsFunc(ix.callers[fn], inLoop)
}

// inLoop reports whether call can be reached from itself.
func inLoop(call ssa.CallInstruction) bool { return InLoop(call) }

// InLoop reports whether the operation can be reached from itself.
func (op ChannelOp) InLoop() bool { return InLoop(op.Instr) }

// Fits reports whether ch has room for all that the operation can send in its
// loop, which goes round a constant number of times.
func (op ChannelOp) Fits(ch *Channel) bool {
	n, known := ch.Capacity()
	fn := op.Instr.Parent()
	if !known || ch.Make.Parent() != fn {
		return false
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			counter, ok := instr.(*ssa.Phi)
			if !ok {
				break
			}
			if rounds, ok := op.rounds(counter); ok && rounds <= n {
				return true
			}
		}
	}
	return false
}

// rounds returns how often the operation is done at most, if it stands in the
// loop that counts with counter, and in no other.
func (op ChannelOp) rounds(counter *ssa.Phi) (n int64, ok bool) {
	if len(counter.Edges) != 2 || !counter.Block().Dominates(op.Instr.Block()) || op.again(op.Instr.Block(), counter.Block()) {
		return 0, false
	}
	first, isConst := counter.Edges[0].(*ssa.Const)
	next, isSum := counter.Edges[1].(*ssa.BinOp)
	if !isConst || !isSum || next.Op != token.ADD || next.X != counter || !isInt(next.Y, 1) ||
		!slices.ContainsFunc([]int64{-1, 0, 1}, func(n int64) bool { return isInt(first, n) }) {
		return 0, false
	}
	if op.again(counter.Block().Preds[0], nil) {
		return 0, false // a loop around it
	}
	for _, v := range [...]ssa.Value{counter, next} {
		if v == counter && isInt(first, -1) {
			continue // one round more
		}
		for _, ref := range *v.Referrers() {
			test, ok := ref.(*ssa.BinOp)
			if !ok || test.X != v || test.Op != token.LSS && (test.Op != token.LEQ || !isInt(first, 1)) {
				continue
			}
			branch, ok := test.Block().Instrs[len(test.Block().Instrs)-1].(*ssa.If)
			bound, known := constantBound(test.Y)
			if ok && known && branch.Cond == test && !blockReaches(branch.Block().Succs[1], op.Instr.Block(), nil) {
				return bound, true
			}
		}
	}
	return 0, false
}

// again reports whether from is reached again from the operation without
// passing avoid.
func (op ChannelOp) again(from, avoid *ssa.BasicBlock) bool {
	return slices.ContainsFunc(op.Instr.Block().Succs, func(b *ssa.BasicBlock) bool { return blockReaches(b, from, avoid) })
}

func blockReaches(from, to, avoid *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{avoid: true}
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if seen[b] {
			return false
		}
		seen[b] = true
		return b == to || slices.ContainsFunc(b.Succs, visit)
	}
	return visit(from)
}

func isInt(v ssa.Value, n int64) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && constant.Compare(c.Value, token.EQL, constant.MakeInt64(n))
}

// constantBound returns the number that v is: a constant, or the length of a
// slice that is written out.
func constantBound(v ssa.Value) (n int64, ok bool) {
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value == nil {
			return 0, false
		}
		return constant.Int64Val(constant.ToInt(v.Value))
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			if s, ok := v.Call.Args[0].(*ssa.Slice); ok {
				if array, ok := s.X.(*ssa.Alloc); ok && array.Comment == "slicelit" {
					return array.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array).Len(), true
				}
			}
		}
	}
	return 0, false
}
