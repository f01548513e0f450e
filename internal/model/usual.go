package model

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// usual reports whether instr, which stands in fn or in a function literal in it,
// runs whenever fn does unless something fails: it is not in a branch, but may
// be in a loop.
func (p *Package) usual(instr ssa.Instruction, fn *ssa.Function) bool {
	for {
		if !runsUsually(instr.Block()) {
			return false
		}
		in := instr.Parent()
		if in == fn {
			return true
		}
		made := p.index().closures[in]
		if len(made) != 1 {
			return false
		}
		instr = made[0]
	}
}

func runsUsually(b *ssa.BasicBlock) bool {
	for {
		missed := slices.DeleteFunc(returns(b.Parent()), func(ret *ssa.Return) bool {
			return mayFail(ret) || b.Dominates(ret.Block())
		})
		if len(missed) == 0 {
			return true
		}
		head := loopHead(b)
		if head == nil {
			return false
		}
		b = head
	}
}

// loopHead returns the block before whose branch it is known whether b, in the
// full rounds of a loop, runs: the head of the innermost loop, or, of a loop that
// tests its condition at the end, the first test. It is nil if there is none.
func loopHead(b *ssa.BasicBlock) *ssa.BasicBlock {
	for head := b; head != nil; head = head.Idom() {
		for _, latch := range head.Preds {
			if !head.Dominates(latch) || !b.Dominates(latch) {
				continue
			}
			if head != b {
				return head
			}
			first := head.Idom()
			if first != nil && len(first.Succs) == 2 && all(first.Succs, func(s *ssa.BasicBlock) bool { return slices.Contains(latch.Succs, s) }) {
				return first
			}
		}
	}
	return nil
}

// mayFail reports whether ret returns an error that is not nil, as far as is
// known.
func mayFail(ret *ssa.Return) bool {
	n := len(ret.Results)
	if n == 0 || !isError(ret.Results[n-1].Type()) {
		return false
	}
	isNil := func(v ssa.Value) bool {
		c, ok := v.(*ssa.Const)
		return ok && c.IsNil()
	}
	res := ret.Results[n-1]
	if load, ok := res.(*ssa.UnOp); ok {
		if named, ok := load.X.(*ssa.Alloc); ok {
			stores, _ := reachingStores(named, load)
			return len(stores) > 0 && !slices.ContainsFunc(stores, func(s *ssa.Store) bool { return isNil(s.Val) })
		}
	}
	return !isNil(res)
}
