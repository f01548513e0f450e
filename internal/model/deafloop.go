package model

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/std"
	"github.com/futurelint/futurelint/internal/vocab"
)

// DeafLoops returns the spawns in loops that data decides the length of, into a
// group with a limit, of which the loop never asks whether it has failed: neither
// it nor the task, before it does something else, looks at the context of the
// group.
func (p *Package) DeafLoops() []*Spawn {
	var list []*Spawn
	for _, s := range p.Spawns() {
		if s.Known && len(s.Groups) == 1 && s.Groups[0].Cancels && s.Groups[0].Derived() != nil && s.CanFail() && !p.asksFirst(s) && p.deaf(s) {
			list = append(list, s)
		}
	}
	return list
}

// deaf reports whether the loop around s, which data decides the length of, does
// nothing with the context of the group.
func (p *Package) deaf(s *Spawn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := s.Groups[0]
	if !p.isLimited(g) {
		return false
	}
	for _, l := range loopsAround(s.Call.Block()) {
		if p.extentOf(l.rounds(), l).Fixed {
			continue
		}
		looks := false
		l.instrs(func(instr ssa.Instruction) bool {
			for _, op := range instr.Operands(nil) {
				if *op == nil || !IsContext((*op).Type()) {
					continue
				}
				if _, isClosure := instr.(*ssa.MakeClosure); isClosure {
					continue
				}
				paths := (&tracer{p: p}).context(*op, instr)
				looks = looks || slices.ContainsFunc(paths, func(path Path) bool { return path.Passes(g.Origin) })
			}
			return !looks
		})
		return !looks && !p.waitsInLoop(l, site{s: s, at: s.Call, groups: s.Groups})
	}
	return false
}

// asksFirst reports whether the tasks of s do nothing before they look at the
// context of the group, or hand it on.
func (p *Package) asksFirst(s *Spawn) bool {
	g := s.Groups[0]
	return all(s.Bodies, func(b Body) bool {
		var looks, others []ssa.Instruction
		for _, block := range b.Fn.Blocks {
			for _, instr := range block.Instrs {
				switch {
				case p.looksAt(instr, g):
					looks = append(looks, instr)
				case doesSomething(instr):
					others = append(others, instr)
				}
			}
		}
		return all(others, func(instr ssa.Instruction) bool {
			return slices.ContainsFunc(looks, func(look ssa.Instruction) bool { return Dominates(look, instr) })
		})
	})
}

// looksAt reports whether instr is given a context that ends with the group g.
func (p *Package) looksAt(instr ssa.Instruction, g *Group) bool {
	for _, op := range instr.Operands(nil) {
		if *op == nil || !IsContext((*op).Type()) {
			continue
		}
		switch instr.(type) {
		case ssa.CallInstruction, *ssa.Select:
			if slices.ContainsFunc(p.Lineage(*op, instr), func(path Path) bool { return path.Passes(g.Origin) }) {
				return true
			}
		}
	}
	return false
}

// doesSomething reports whether instr calls, now, what may take its time: not what
// logs, nor a function of those packages that only compute.
func doesSomething(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	if _, ok := call.Call.Value.(*ssa.Builtin); ok {
		return false
	}
	fn := Callee(call.Common())
	if fn == nil || fn.Pkg() == nil {
		return true
	}
	if _, ok := vocab.Lookup(fn, vocab.ValuesOnly); ok {
		return false
	}
	switch path := fn.Pkg().Path(); {
	case !std.Contains(path):
		return true
	default:
		return path == "os" || path == "os/exec" || path == "net" || path == "net/http" || path == "database/sql" || path == "io"
	}
}
