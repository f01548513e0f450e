package model

import (
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Callback is a function literal handed to a function that is known to call
// it with the derived context of a group.
type Callback struct {
	Call ssa.CallInstruction
	Fn   *ssa.Function
	// Context is the context that is passed beside the literal, the parent
	// of the group.
	Context ssa.Value
}

// Callbacks returns the callbacks that the package hands to functions which
// call them with a group's context.
func (p *Package) Callbacks() []Callback {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Callback
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue
				}
				c := call.Common()
				callee := Callee(c)
				if callee == nil {
					continue
				}
				var set uint32
				if sum := p.summary(callee); sum != nil {
					set = sum.GroupCtx
				}
				if row, ok := vocab.Lookup(callee, vocab.RunAll); ok && row.Has(vocab.GivesContext) && row.Has(vocab.CancelsOnError) {
					set |= bit(row.Arg)
				}
				if set == 0 {
					continue
				}
				ctx := argument(c, contextParam(callee.Signature()))
				for i := range callee.Signature().Params().Len() {
					arg := argument(c, i)
					if set&bit(i) == 0 || arg == nil || ctx == nil {
						continue
					}
					bodies, _ := p.bodies(arg, call)
					for _, body := range bodies {
						list = append(list, Callback{Call: call, Fn: body.Fn, Context: ctx})
					}
				}
			}
		}
	}
	return list
}
