package model

import (
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
	for _, u := range p.ContextUses(fn) {
		if u.Call == nil {
			continue
		}
		if _, ok := vocab.Lookup(u.Callee, vocab.Acquire); ok {
			list = append(list, &Acquire{*u, p.placeOf(receiver(u.Call), u.Instr)})
		}
	}
	return list
}

// ReleasedBy reports whether a task of s gives back to the semaphore of a.
func (a *Acquire) ReleasedBy(p *Package, s *Spawn) (found bool) {
	for _, b := range s.Bodies {
		eachCall(b.Fn, func(call ssa.CallInstruction) {
			if _, ok := vocab.Lookup(Callee(call.Common()), vocab.Release); ok {
				found = found || p.placeOf(receiver(call.Common()), call) == a.semaphore
			}
		})
	}
	return found
}

func (p *Package) placeOf(v ssa.Value, at ssa.Instruction) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return (&tracer{p: p}).place(v, at)
}
