package model

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// An Acquire is a call that waits for room in a semaphore, as long as a context
// lives.
type Acquire struct {
	Use
	semaphore string // the place of the receiver
}

// Acquires returns the waits for semaphores in fn, function literals in it not
// included.
func (p *Package) Acquires(fn *ssa.Function) []*Acquire {
	var list []*Acquire
	for _, u := range p.contextUses(fn) {
		if u.Call == nil {
			continue
		}
		if _, ok := vocab.Lookup(u.Callee, vocab.Acquire); ok {
			list = append(list, &Acquire{*u, p.placeOf(receiver(u.Call), u.Instr)})
		}
	}
	return list
}

// KeptBy reports whether a task of s that gives back to the semaphore can fail
// without having done so.
func (a *Acquire) KeptBy(p *Package, s *Spawn) bool {
	for _, b := range s.Bodies {
		releases := make(map[*ssa.BasicBlock]bool)
		deferred := false
		eachCall(b.Fn, func(call ssa.CallInstruction) {
			if _, ok := vocab.Lookup(Callee(call.Common()), vocab.Release); !ok || p.placeOf(receiver(call.Common()), call) != a.semaphore {
				return
			}
			_, isDefer := call.(*ssa.Defer)
			deferred = deferred || isDefer || call.Parent() != b.Fn
			releases[call.Block()] = true
		})
		if len(releases) == 0 || deferred {
			continue
		}
		done := func(b *ssa.BasicBlock) bool { return releases[b] }
		if failingReturn(b.Fn, false, done, func(b *ssa.BasicBlock) []*ssa.BasicBlock { return a.there(p, b) }) {
			return true
		}
	}
	return false
}

// there returns the blocks that follow b where there is a semaphore at all: one
// that is nil is neither waited for nor given back to.
func (a *Acquire) there(p *Package, b *ssa.BasicBlock) []*ssa.BasicBlock {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return b.Succs
	}
	test, ok := branch.Cond.(*ssa.BinOp)
	if !ok {
		return b.Succs
	}
	if c, ok := test.Y.(*ssa.Const); !ok || !c.IsNil() || p.placeOf(test.X, branch) != a.semaphore {
		return b.Succs
	}
	switch test.Op {
	case token.NEQ:
		return b.Succs[:1]
	case token.EQL:
		return b.Succs[1:]
	}
	return b.Succs
}

func (p *Package) placeOf(v ssa.Value, at ssa.Instruction) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return (&tracer{p: p}).place(v, at)
}
