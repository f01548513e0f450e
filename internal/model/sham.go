package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Room is a semaphore, be it one by name or a channel with a capacity, that is
// meant to bound the tasks of a spawn and does not bound their number.
type Room struct {
	// Taken is where room is taken, Given where it is given back.
	Taken, Given ssa.Instruction
	// Sham says that it is given back before the task has run, so that it
	// bounds nothing; otherwise the tasks themselves wait for it, and what
	// it bounds is their work.
	Sham bool
}

// taken returns the semaphore that instr takes room from, nil if it is no such
// thing.
func taken(instr ssa.Instruction) ssa.Value {
	switch instr := instr.(type) {
	case *ssa.Send:
		if isToken(instr.Chan) {
			return instr.Chan
		}
	case *ssa.Select:
		for _, st := range instr.States {
			if instr.Blocking && st.Dir == types.SendOnly && isToken(st.Chan) {
				return st.Chan
			}
		}
	case *ssa.Call:
		if fn := Callee(instr.Common()); fn != nil && fn.Name() != "TryAcquire" {
			if _, ok := vocab.Lookup(fn, vocab.Acquire); ok {
				return receiver(instr.Common())
			}
		}
	}
	return nil
}

// given returns the semaphore that instr gives room back to, nil if it is no
// such thing.
func givenBack(instr ssa.Instruction) ssa.Value {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		if instr.Op == token.ARROW && isToken(instr.X) {
			return instr.X
		}
	case ssa.CallInstruction:
		if _, ok := vocab.Lookup(Callee(instr.Common()), vocab.Release); ok {
			return receiver(instr.Common())
		}
	}
	return nil
}

// shamRoom returns the semaphore that the function of at takes before it, and
// gives back behind it in the same round of the loop l, or before it returns if
// l is nil; nil if there is none, or a task gives back to it.
func (p *Package) shamRoom(s *Spawn, at ssa.Instruction, l *loop) *Room {
	fn := at.Parent()
	in := func(b *ssa.BasicBlock) bool { return l == nil || l.blocks[b] }
	var head *ssa.BasicBlock
	if l != nil {
		head = l.head
	}
	place := func(v ssa.Value, at ssa.Instruction) string { return (&tracer{p: p}).place(v, at) }
	for _, b := range fn.Blocks {
		if !in(b) {
			continue
		}
		for _, instr := range b.Instrs {
			v := taken(instr)
			if v == nil || !precedes(instr, at, head) {
				continue
			}
			sem := place(v, instr)
			back := p.backIn(fn, sem, func(instr ssa.Instruction) bool {
				_, deferred := instr.(*ssa.Defer)
				return deferred && l == nil || in(instr.Block()) && precedes(at, instr, head)
			}, l == nil)
			if back != nil && !p.touches(s, sem) {
				return &Room{Taken: instr, Given: back, Sham: true}
			}
		}
	}
	return nil
}

// precedes reports whether a runs before b in one round of the loop with the
// head, in the same function.
func precedes(a, b ssa.Instruction, head *ssa.BasicBlock) bool {
	if a.Block() == b.Block() {
		return indexIn(a) < indexIn(b)
	}
	return slices.ContainsFunc(a.Block().Succs, func(s *ssa.BasicBlock) bool { return s != head && blockReaches(s, b.Block(), head) })
}

// backIn returns an instruction of fn, one that holds is true of, or of a
// function that fn defers if deferred is set, that gives room back to the
// semaphore at the place.
func (p *Package) backIn(fn *ssa.Function, sem string, holds func(ssa.Instruction) bool, deferred bool) ssa.Instruction {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if v := givenBack(instr); v != nil && holds(instr) && (&tracer{p: p}).place(v, instr) == sem {
				return instr
			}
			d, ok := instr.(*ssa.Defer)
			if !ok || !deferred {
				continue
			}
			if callee := staticCallee(d.Common()); callee != nil && callee.Parent() == fn {
				if back := p.backIn(callee, sem, func(ssa.Instruction) bool { return true }, false); back != nil {
					return back
				}
			}
		}
	}
	return nil
}

// touches reports whether a task of s does something with the semaphore at the
// place, or it is not known what tasks there are.
func (p *Package) touches(s *Spawn, sem string) bool {
	if len(s.Bodies) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Bodies, func(b Body) bool {
		return anyInstr(b.Fn, func(instr ssa.Instruction) bool {
			for _, v := range [...]ssa.Value{taken(instr), givenBack(instr)} {
				if v != nil && (&tracer{p: p}).place(v, instr) == sem {
					return true
				}
			}
			return false
		})
	})
}

// roomInside returns the semaphore that the tasks of s wait for themselves, or a
// function that they call, nil if there is none.
func (p *Package) roomInside(s *Spawn) (room *Room) {
	for _, b := range s.Bodies {
		if room = p.roomIn(b.Fn); room != nil {
			return room
		}
		for call := range calls(b.Fn) {
			if _, ok := call.(*ssa.Call); !ok || call.Common().IsInvoke() {
				continue
			}
			if callee := p.called(call.Common().Value, call); callee != nil {
				if room = p.roomIn(callee); room != nil && room.Given != nil {
					return room
				}
			}
		}
	}
	return nil
}

// roomIn returns the semaphore that fn waits for, and gives back to.
func (p *Package) roomIn(fn *ssa.Function) *Room {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && taken(instr) == nil && p.gate(call.Common(), 1) == throttled && releases(fn) {
				return &Room{Taken: instr}
			}
			v := taken(instr)
			if v == nil {
				continue
			}
			sem := (&tracer{p: p}).place(v, instr)
			back := p.backIn(fn, sem, func(ssa.Instruction) bool { return true }, true)
			if _, isCall := instr.(*ssa.Call); isCall || back != nil {
				return &Room{Taken: instr, Given: back}
			}
		}
	}
	return nil
}

// releases reports whether fn, or a function literal in it, calls something that
// gives back, or is named for it.
func releases(fn *ssa.Function) (found bool) {
	eachCall(fn, func(call ssa.CallInstruction) {
		if callee := staticCallee(call.Common()); callee != nil && callee.Parent() == nil {
			for _, b := range callee.Blocks {
				found = found || slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool { return givenBack(instr) != nil })
			}
		}
		if fn := Callee(call.Common()); fn != nil {
			switch vocab.Words(fn.Name())[0] {
			case "release", "done", "leave", "return", "give", "put", "free", "exit", "end", "unlock", "finish":
				found = true
			}
		}
	})
	return found
}
