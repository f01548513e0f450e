package model

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A cycle is a natural loop of a function: the blocks from which its head is
// reached again without leaving it.
type cycle struct {
	head   *ssa.BasicBlock
	blocks map[*ssa.BasicBlock]bool
}

// cycles returns the loops of fn by their heads.
func cycles(fn *ssa.Function) map[*ssa.BasicBlock]*cycle {
	m := make(map[*ssa.BasicBlock]*cycle)
	for _, b := range fn.Blocks {
		for _, head := range b.Succs {
			if !head.Dominates(b) {
				continue
			}
			c := m[head]
			if c == nil {
				c = &cycle{head, map[*ssa.BasicBlock]bool{head: true}}
				m[head] = c
			}
			work := []*ssa.BasicBlock{b}
			for len(work) > 0 {
				b := work[len(work)-1]
				work = work[:len(work)-1]
				if !c.blocks[b] {
					c.blocks[b] = true
					work = append(work, b.Preds...)
				}
			}
		}
	}
	return m
}

// leavesCounted reports whether the edge from b leaves the loop because something
// has been counted: the condition compares integers, one of which the loop
// changes.
func (c *cycle) leavesCounted(b *ssa.BasicBlock) bool {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	test, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return iterates(branch.Cond)
	}
	switch test.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		basic, ok := test.X.Type().Underlying().(*types.Basic)
		return ok && basic.Info()&types.IsInteger != 0 && (c.counter(test.X) || c.counter(test.Y))
	}
	return false
}

// counter reports whether v counts the rounds of the loop, or what is left to do.
func (c *cycle) counter(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi:
		return c.blocks[v.Block()]
	case *ssa.BinOp:
		return (v.Op == token.ADD || v.Op == token.SUB) && c.counter(v.X)
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		return ok && b.Name() == "len" && c.blocks[v.Block()]
	case *ssa.UnOp:
		_, isVar := v.X.(*ssa.Alloc)
		return v.Op == token.MUL && isVar
	}
	return false
}

// iterates reports whether cond says that an iteration goes on.
func iterates(cond ssa.Value) bool {
	if e, ok := cond.(*ssa.Extract); ok && e.Index == 0 {
		_, ok := e.Tuple.(*ssa.Next)
		return ok
	}
	return false
}

// caseIndex returns the select statement whose choice test asks for, nil if it
// asks for something else.
func caseIndex(test *ssa.BinOp) *ssa.Select {
	if e, ok := test.X.(*ssa.Extract); ok && e.Index == 0 {
		sel, _ := e.Tuple.(*ssa.Select)
		return sel
	}
	return nil
}

// skipped returns the loop that the edge goes around because what it counts to is
// zero: go/ssa asks that of a range over an integer in front of the loop.
func skipped(loops map[*ssa.BasicBlock]*cycle, from, to *ssa.BasicBlock) *cycle {
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[1] != to {
		return nil
	}
	test, ok := branch.Cond.(*ssa.BinOp)
	if !ok || test.Op != token.LSS || !isInt(test.X, 0) {
		return nil
	}
	if c := loops[from.Succs[0]]; c != nil && !c.blocks[from] {
		return c
	}
	return nil
}
