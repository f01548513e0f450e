package model

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// failingReturn reports whether a return of fn with an error is reached from its
// entry by the blocks that next gives, without one for which done holds.
func failingReturn(fn *ssa.Function, itself bool, done func(*ssa.BasicBlock) bool, next func(*ssa.BasicBlock) []*ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if seen[b] || done(b) {
			return false
		}
		seen[b] = true
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			return fails(ret, itself)
		}
		return slices.ContainsFunc(next(b), visit)
	}
	return visit(fn.Blocks[0])
}

// fails reports whether ret returns an error that is not the literal nil; with
// itself set, nor just the end of a context passed on.
func fails(ret *ssa.Return, itself bool) bool {
	if len(ret.Results) == 0 {
		return false
	}
	switch v := ret.Results[len(ret.Results)-1].(type) {
	case *ssa.Const:
		return !v.IsNil()
	case *ssa.Call:
		if fn := Callee(v.Common()); itself && fn != nil && (fn.Name() == "Err" || fn.Name() == "Cause") {
			return false
		}
	}
	return isError(ret.Results[len(ret.Results)-1].Type())
}

// ReturnsWithout returns a return of from's function that can be reached from
// it without passing an instruction for which stop holds, nil if there is
// none.
func ReturnsWithout(from ssa.Instruction, stop func(ssa.Instruction) bool) (found *ssa.Return) {
	reachable(from, func(instr ssa.Instruction) bool {
		if stop(instr) {
			return false
		}
		if ret, ok := instr.(*ssa.Return); ok && found == nil {
			found = ret
		}
		return true
	})
	return found
}

// CanFail reports whether some run of the spawned work may end with an error,
// as far as its bodies tell: a task that always returns nil can not.
func (s *Spawn) CanFail() bool {
	if !s.Resolved {
		return true
	}
	for _, b := range s.Bodies {
		if b.Wrapped || mayReturnError(b.Fn) {
			return true
		}
	}
	return false
}

// mayReturnError reports whether the last result of fn is an error that is not
// the literal nil on every path.
func mayReturnError(fn *ssa.Function) bool {
	res := fn.Signature.Results()
	if res.Len() == 0 || !isError(res.At(res.Len()-1).Type()) {
		return false
	}
	for _, ret := range returns(fn) {
		if c, ok := ret.Results[res.Len()-1].(*ssa.Const); !ok || !c.IsNil() {
			return true
		}
	}
	return false
}
