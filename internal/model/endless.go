package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// leaves reports whether the function of from may end after it: a return or a
// panic can be reached. The end of a range over the channel of a ticker can not:
// nobody closes it.
func (p *Package) leaves(from ssa.Instruction) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var block func(b *ssa.BasicBlock, start int) bool
	block = func(b *ssa.BasicBlock, start int) bool {
		for _, instr := range b.Instrs[start:] {
			switch instr := instr.(type) {
			case *ssa.Return:
				return true
			case *ssa.Panic:
				// That of a select which has chosen no case is not in the source.
				return instr.Pos().IsValid()
			case ssa.CallInstruction:
				if fn := Callee(instr.Common()); fn != nil && fn.Name() == "Goexit" {
					return true
				}
			}
		}
		return slices.ContainsFunc(p.ways(b), func(next *ssa.BasicBlock) bool {
			if seen[next] {
				return false
			}
			seen[next] = true
			return block(next, 0)
		})
	}
	return block(from.Block(), indexIn(from)+1)
}

// ways returns the blocks that may follow b.
func (p *Package) ways(b *ssa.BasicBlock) []*ssa.BasicBlock {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return b.Succs
	}
	open, ok := branch.Cond.(*ssa.Extract)
	if !ok || open.Index != 1 {
		return b.Succs
	}
	recv, ok := open.Tuple.(*ssa.UnOp)
	if !ok || recv.Op != token.ARROW || !p.neverClosed(recv.X, recv) {
		return b.Succs
	}
	return b.Succs[:1]
}

// neverClosed reports whether ch is the channel of a ticker or a timer.
func (p *Package) neverClosed(ch ssa.Value, at ssa.Instruction) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &tracer{p: p}
	for t.depth < maxDepth {
		switch v := ch.(type) {
		case *ssa.UnOp:
			if addr, ok := v.X.(*ssa.FieldAddr); ok && isTimer(addr.X.Type()) {
				return true
			}
		case *ssa.Call:
			fn := Callee(v.Common())
			return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "time" && fn.Name() == "Tick"
		}
		steps := t.copies(ch, at)
		if len(steps) != 1 {
			return false
		}
		ch, at = steps[0].value, steps[0].at
		t.depth++
	}
	return false
}

// A Loop is a loop that nothing ends: no return can be reached from it.
type Loop struct {
	Fn *ssa.Function
	// Via is the call in the task that leads to Fn, nil if the task has the
	// loop itself.
	Via ssa.CallInstruction

	blocks map[*ssa.BasicBlock]bool
	p      *Package
}

// Endless returns the loops without end that the task body runs into, in itself
// or in functions of the package that it calls.
func (p *Package) Endless(body *ssa.Function) []*Loop {
	var list []*Loop
	seen := make(map[*ssa.Function]bool)
	var look func(fn *ssa.Function, via ssa.CallInstruction, depth int)
	look = func(fn *ssa.Function, via ssa.CallInstruction, depth int) {
		if seen[fn] || fn.Blocks == nil {
			return
		}
		seen[fn] = true
		if l := p.endlessLoop(fn); l != nil {
			l.Via = via
			list = append(list, l)
		}
		if depth == 0 {
			return
		}
		for call := range calls(fn) {
			if _, ordinary := call.(*ssa.Call); !ordinary {
				continue
			}
			if callee := staticCallee(call.Common()); callee != nil {
				first := via
				if first == nil {
					first = call
				}
				look(callee, first, depth-1)
			}
		}
	}
	look(body, nil, 2)
	return list
}

// endlessLoop returns the loop of fn from which no return can be reached, nil if
// there is none.
func (p *Package) endlessLoop(fn *ssa.Function) *Loop {
	for _, b := range fn.DomPreorder() {
		if !p.again(b) || p.leaves(b.Instrs[0]) || endsIn(b) {
			continue
		}
		l := &Loop{Fn: fn, blocks: make(map[*ssa.BasicBlock]bool), p: p}
		var add func(b *ssa.BasicBlock)
		add = func(b *ssa.BasicBlock) {
			if !l.blocks[b] {
				l.blocks[b] = true
				for _, next := range p.ways(b) {
					add(next)
				}
			}
		}
		add(b)
		return l
	}
	return nil
}

// endsIn reports whether b itself ends its function.
func endsIn(b *ssa.BasicBlock) bool {
	_, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
	return ok
}

// again reports whether b can be reached from itself.
func (p *Package) again(b *ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var visit func(from *ssa.BasicBlock) bool
	visit = func(from *ssa.BasicBlock) bool {
		return slices.ContainsFunc(p.ways(from), func(next *ssa.BasicBlock) bool {
			if next == b {
				return true
			}
			if seen[next] {
				return false
			}
			seen[next] = true
			return visit(next)
		})
	}
	return visit(b)
}

// Pos returns the position of the for statement, or of the loop's first
// instruction if there is none.
func (l *Loop) Pos() token.Pos {
	first := token.NoPos
	for b := range l.blocks {
		for _, instr := range b.Instrs {
			if pos := instr.Pos(); pos.IsValid() && (!first.IsValid() || pos < first) {
				first = pos
			}
		}
	}
	found := first
	if syn := l.Fn.Syntax(); syn != nil {
		ast.Inspect(syn, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ForStmt:
				if n.Pos() <= first && first < n.End() {
					found = n.Pos()
				}
			case *ast.FuncLit:
				return n == syn
			}
			return true
		})
	}
	return found
}

// UsesContext reports whether something in the loop, or in a function literal that is
// made there, has to do with a context.
func (l *Loop) UsesContext() bool {
	for b := range l.blocks {
		for _, instr := range b.Instrs {
			for _, op := range instr.Operands(nil) {
				if *op != nil && mentionsContext((*op).Type()) {
					if c, ok := (*op).(*ssa.Call); ok {
						if fn := Callee(c.Common()); fn != nil {
							if _, detached := vocab.Lookup(fn, vocab.Detach); detached {
								continue
							}
						}
					}
					return true
				}
			}
		}
	}
	return false
}

// mentionsContext reports whether t is a context or points to one.
func mentionsContext(t types.Type) bool {
	if ptr, ok := t.(*types.Pointer); ok && IsContext(ptr.Elem()) {
		return true
	}
	return IsContext(t)
}

// Ticks reports whether the loop waits for one of the ticks.
func (l *Loop) Ticks(ticks []*Tick) bool {
	return slices.ContainsFunc(ticks, func(t *Tick) bool { return l.blocks[t.Instr.Block()] })
}

// Sends reports whether the loop sends with nothing beside: what becomes of it is
// up to the receivers.
func (l *Loop) Sends() bool {
	for b := range l.blocks {
		if slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool { _, ok := instr.(*ssa.Send); return ok }) {
			return true
		}
	}
	return false
}

// Waits reports whether the loop can block, or does something besides going
// round: it calls or receives.
func (l *Loop) Waits() bool {
	for b := range l.blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Select:
				return true
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return true
				}
			case *ssa.Call:
				if _, builtin := instr.Call.Value.(*ssa.Builtin); !builtin {
					return true
				}
			}
		}
	}
	return false
}
