package model

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Continuation is a method that goes on with a context which another method of
// its type has ended.
type Continuation struct {
	Method *ssa.Function
	// Use is where it uses the context, itself or through what it calls.
	Use *Use
}

// Continued returns the exported methods that use, on their usual way, a context
// that the method of e has always ended when it returns, and that nobody renews:
// the group and the context are fields of the receiver, set where it is made.
func (p *Package) Continued(e *End) []Continuation {
	recv := e.fn.Signature.Recv()
	if recv == nil || e.Group == nil || e.Local() || !p.constructs(e.Origin) ||
		e.object != (&tracer{p: p}).place(e.fn.Params[0], nil) ||
		!all(returns(e.fn), func(ret *ssa.Return) bool { return e.between(nil, ret) }) {
		return nil
	}
	var list []Continuation
	for _, fn := range p.index().functions() {
		other := fn.Signature.Recv()
		if fn == e.fn || other == nil || fn.Object() == nil || !fn.Object().Exported() || !types.Identical(other.Type(), recv.Type()) {
			continue
		}
		if u := e.goesOn(fn, 0); u != nil {
			list = append(list, Continuation{Method: fn, Use: u})
		}
	}
	return list
}

// goesOn returns a use of the context of e, on the usual way through the method
// fn of e's struct, nil if there is none.
func (e *End) goesOn(fn *ssa.Function, depth int) *Use {
	object := (&tracer{p: e.p}).place(fn.Params[0], nil)
	for _, u := range e.p.BodyUses(fn) {
		paths := e.p.Lineage(u.Context, u.Instr)
		if len(paths) > 0 && all(paths, func(path Path) bool { return e.ends(path, object) }) && e.p.usual(u.Instr, fn) {
			return u
		}
	}
	if depth == maxCalls {
		return nil
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || !e.p.usual(call, fn) {
				continue
			}
			callee := staticCallee(call.Common())
			if callee == nil || callee == e.fn || callee.Blocks == nil || callee.Signature.Recv() == nil || (&tracer{p: e.p}).place(call.Call.Args[0], call) != object {
				continue
			}
			if u := e.goesOn(callee, depth+1); u != nil {
				return u
			}
		}
	}
	return nil
}
