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
		for call := range calls(fn) {
			c := call.Common()
			ctx, set := p.groupCtx(c)
			if ctx == nil {
				continue
			}
			for i := range Callee(c).Signature().Params().Len() {
				arg := argument(c, i)
				if set&bit(i) == 0 || arg == nil {
					continue
				}
				bodies, _ := p.bodies(arg, call)
				for _, body := range bodies {
					list = append(list, Callback{Call: call, Fn: body.Fn, Context: ctx})
				}
			}
		}
	}
	return list
}

// groupCtx returns the set of function parameters that the callee of c is known,
// by a fact or by the vocabulary, to call with the derived context of a group,
// and the context that c passes for the group's parent, nil if it passes none.
func (p *Package) groupCtx(c *ssa.CallCommon) (parent ssa.Value, set uint32) {
	callee := Callee(c)
	if callee == nil {
		return nil, 0
	}
	if sum := p.summary(callee); sum != nil {
		set = sum.GroupCtx
	}
	if row, ok := vocab.Lookup(callee, vocab.RunAll); ok && row.Has(vocab.GivesContext) && row.Has(vocab.CancelsOnError) {
		set |= bit(row.Arg)
	}
	if set == 0 {
		return nil, 0
	}
	return argument(c, contextParam(callee.Signature())), set
}
