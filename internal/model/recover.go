package model

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// This file knows the recovers that recover nothing. The language stops a panic
// at a recover that a function calls itself while it runs because it was
// deferred by one that panics:
//
//   - defer recover() calls it from nowhere;
//   - a function that the deferred one calls, or defers, is one too deep. The
//     exception is recover itself: defer func() { defer recover() }() works;
//   - outside of deferred functions there is no panic to recover.

// A Futile recover is one that never recovers anything.
type Futile struct {
	At ssa.Instruction
	// How says which of them it is.
	How FutileKind
	// Helper is the guard that stands too deep.
	Helper string
	// Direct says that the deferred literal does nothing but call the
	// helper, without arguments.
	Direct bool
}

// A FutileKind is a way in which a recover recovers nothing.
type FutileKind uint8

// The kinds of futile recovers.
const (
	DeferredItself FutileKind = iota + 1 // defer recover()
	TooDeep                              // a guard that the deferred function calls
	NotDeferred                          // in a function that nobody defers
)

// MayRecover reports whether the package has a recover in it, or defers what
// may be a guard of another package. It reads syntax and types only.
func (p *Package) MayRecover() (may bool) {
	for id, obj := range p.pass.TypesInfo.Uses {
		switch obj := obj.(type) {
		case *types.Builtin:
			may = id.Name == "recover"
		case *types.Func:
			if obj.Pkg() != nil {
				s := p.summary(obj)
				may = s != nil && s.Guard|Guard(btoi(s.Recovers != 0)) != 0
			}
		}
		if may {
			return true
		}
	}
	return false
}

// FutileRecovers returns the recovers that recover nothing.
func (p *Package) FutileRecovers() []Futile {
	p.mu.Lock()
	defer p.mu.Unlock()
	deferred, plain := p.deferredFunctions()
	var list []Futile
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			_, isDefer := call.(*ssa.Defer)
			switch {
			case isRecover(call) && isDefer:
				if !deferred[fn] && (worksItself(fn) || !p.maybeDeferred(fn, plain)) {
					list = append(list, Futile{At: call, How: DeferredItself})
				}
			case isRecover(call):
				if !deferred[fn] && !p.maybeDeferred(fn, plain) && !p.calledFromDeferred(fn, deferred) {
					list = append(list, Futile{At: call, How: NotDeferred})
				}
			default:
				if f, ok := p.tooDeep(fn, call, deferred); ok {
					list = append(list, f)
				}
			}
		}
	}
	return list
}

// tooDeep says of a call in a deferred function whether it is of a guard, which
// recovers nothing there.
func (p *Package) tooDeep(fn *ssa.Function, call ssa.CallInstruction, deferred map[*ssa.Function]bool) (Futile, bool) {
	if !deferred[fn] || fn.Parent() == nil || call.Common().IsInvoke() {
		return Futile{}, false
	}
	if _, ok := call.(*ssa.Go); ok {
		return Futile{}, false
	}
	callee := p.called(call.Common().Value, call)
	if callee == nil {
		callee = call.Common().StaticCallee()
	}
	if callee == nil || p.guard(callee) == Unguarded || deferred[callee] && callee.Parent() != nil {
		return Futile{}, false
	}
	// A guard that is deferred in a deferred function guards what that one
	// does; one that comes after a recover has nothing left to do.
	own, others := false, 0
	for other := range calls(fn) {
		own = own || isRecover(other)
		if other != call && !isRecover(other) {
			others++
		}
	}
	if _, ok := call.(*ssa.Defer); own || ok && others > 0 {
		return Futile{}, false
	}
	name := callee.Name()
	if callee.Parent() != nil {
		name = "a literal"
	}
	if text := p.CallText(call); callee.Parent() == nil {
		name = text
	}
	_, plainCall := call.(*ssa.Call)
	return Futile{At: call, How: TooDeep, Helper: name,
		Direct: plainCall && others == 0 && len(call.Common().Args) == 0 && callee.Parent() == nil && callee.Signature.Results().Len() == 0}, true
}

// deferredFunctions returns the functions that the package defers, and those
// that it calls in another way.
func (p *Package) deferredFunctions() (deferred, plain map[*ssa.Function]bool) {
	deferred, plain = make(map[*ssa.Function]bool), make(map[*ssa.Function]bool)
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			callee := p.called(call.Common().Value, call)
			if callee == nil {
				continue
			}
			if _, ok := call.(*ssa.Defer); ok {
				deferred[callee] = true
			} else {
				plain[callee] = true
			}
		}
	}
	return deferred, plain
}

// maybeDeferred reports whether somebody may defer fn unseen: it is declared, and
// others can name it or have it as a value, or nobody calls it at all; or it is a
// literal that goes elsewhere than into calls and spawns.
func (p *Package) maybeDeferred(fn *ssa.Function, plain map[*ssa.Function]bool) bool {
	if p.tasks()[fn] {
		return false
	}
	if fn.Parent() != nil {
		return !plain[fn]
	}
	obj := fn.Object()
	return obj == nil || obj.Exported() || p.index().valued[fn] || !plain[fn] ||
		p.index().mayInvoke(fn)
}

// worksItself reports whether fn does something beside recovering, or returns
// something: it is not there to be deferred.
func worksItself(fn *ssa.Function) bool {
	for call := range calls(fn) {
		if !isRecover(call) {
			return true
		}
	}
	return fn.Signature.Results().Len() > 0
}

// calledFromDeferred reports whether a deferred function calls fn: that call is
// what is reported then.
func (p *Package) calledFromDeferred(fn *ssa.Function, deferred map[*ssa.Function]bool) bool {
	return slices.ContainsFunc(p.index().callers[fn], func(call ssa.CallInstruction) bool {
		return deferred[call.Parent()]
	}) || fn.Parent() != nil && deferred[fn.Parent()] && len(p.index().callers[fn]) > 0
}

// DeferSyntax returns the defer statement whose call d is, nil if there is none.
func (p *Package) DeferSyntax(d *ssa.Defer) *ast.DeferStmt {
	file := p.fileOf(d.Pos())
	var found *ast.DeferStmt
	if file == nil {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if stmt, ok := n.(*ast.DeferStmt); ok && stmt.Defer == d.Pos() {
			found = stmt
		}
		return found == nil
	})
	return found
}
