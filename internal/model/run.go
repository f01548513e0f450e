package model

import (
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Run is a call that runs functions for its caller, in other goroutines or in
// one that several callers share, and returns what became of them.
type Run struct {
	Call   ssa.CallInstruction
	Bodies []Body
}

// Runs returns the calls in the package that run functions with a context of
// their own and return their errors.
func (p *Package) Runs() []Run {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Run
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			callee := Callee(call.Common())
			if _, spawns := vocab.Lookup(callee, vocab.Spawn); callee == nil || spawns {
				continue
			}
			for _, role := range [...]vocab.Role{vocab.RunAll, vocab.Share} {
				row, ok := vocab.Lookup(callee, role)
				if !ok || !row.Has(vocab.GivesContext) {
					continue
				}
				if task := argument(call.Common(), row.Arg); task != nil {
					bodies, _ := p.bodies(task, call)
					list = append(list, Run{call, bodies})
				}
			}
		}
	}
	return list
}
