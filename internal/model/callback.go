package model

import (
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Callback is a function literal handed to a function that is known to call
// it with a context which is better for it than that of its surroundings.
type Callback struct {
	Call ssa.CallInstruction
	Fn   *ssa.Function
	// Context is the context that is passed beside the literal, the parent
	// of the one that the literal is given. Where none is passed it is that
	// of the function around the call, and the literal stands alone: what it
	// is given is not made from it.
	Context ssa.Value
	Alone   bool
	Given   Given
}

// Given is what the context is that a callback is given.
type Given uint8

const (
	// OfGroup: the derived context of a group, which its first error ends.
	OfGroup Given = iota
	// OfContest: one that ends when the result is there, and is waited for.
	OfContest
	// OfShared: one of work for several callers, which goes on when one of
	// them ends.
	OfShared
)

// Callbacks returns the callbacks that the package hands to functions which
// call them with a context of their own.
func (p *Package) Callbacks() []Callback {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Callback
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			c := call.Common()
			ctx, set, given := p.givenCtx(c)
			alone := ctx == nil
			if alone && given == OfShared {
				ctx = ownContext(fn)
			}
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
					list = append(list, Callback{Call: call, Fn: body.Fn, Context: ctx, Alone: alone, Given: given})
				}
			}
		}
	}
	return list
}

// givenCtx returns the set of function parameters that the callee of c is known,
// by a fact or by the vocabulary, to call with a context of its own, what that is,
// and the context that c passes for its parent, nil if it passes none.
func (p *Package) givenCtx(c *ssa.CallCommon) (parent ssa.Value, set uint32, given Given) {
	callee := Callee(c)
	if callee == nil {
		return nil, 0, OfGroup
	}
	if parent, set = p.groupCtx(c); set != 0 {
		return parent, set, OfGroup
	}
	if row, ok := vocab.Lookup(callee, vocab.RunAll); ok && row.Has(vocab.GivesContext) && row.Has(vocab.CancelsOnResult) {
		set, given = bit(row.Arg), OfContest
	} else if row, ok := vocab.Lookup(callee, vocab.Share); ok && row.Has(vocab.GivesContext) {
		set, given = bit(row.Arg), OfShared
	}
	if set == 0 {
		return nil, 0, OfGroup
	}
	return argument(c, contextParam(callee.Signature())), set, given
}

// ownContext returns the first context that the declared function around fn is
// given, nil if there is none.
func ownContext(fn *ssa.Function) ssa.Value {
	for _, param := range enclosing(fn).Params {
		if IsContext(param.Type()) {
			return param
		}
	}
	return nil
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
