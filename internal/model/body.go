package model

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Functions returns the functions of the package that have a body, function
// literals included. The caller must not change the slice.
func (p *Package) Functions() []*ssa.Function { return p.index().functions() }

// BodyUses returns the uses of contexts in the task fn, those in the function
// literals in it included, but for literals that are only deferred: they clean
// up.
func (p *Package) BodyUses(fn *ssa.Function) []*Use {
	uses := p.contextUses(fn)
	for _, lit := range fn.AnonFuncs {
		if !p.onlyDeferred(lit) {
			uses = append(uses, p.BodyUses(lit)...)
		}
	}
	return uses
}

// HelperUses returns the uses of contexts in functions of the package that the
// task fn calls, directly or through others, if the context does not come from
// the call: it stands in a field or a package-level variable, or was captured by
// a function literal that is written outside of the task.
func (p *Package) HelperUses(fn *ssa.Function) []*Use {
	var uses []*Use
	seen := map[*ssa.Function]bool{fn: true}
	var follow func(from *ssa.Function, calls []ssa.CallInstruction, depth int)
	follow = func(from *ssa.Function, calls []ssa.CallInstruction, depth int) {
		eachCall(from, func(call ssa.CallInstruction) {
			if _, ok := call.(*ssa.Call); !ok || call.Common().IsInvoke() || p.onlyDeferred(call.Parent()) {
				return
			}
			p.mu.Lock()
			helper := p.called(call.Common().Value, call)
			p.mu.Unlock()
			if helper == nil || seen[helper] || within(helper, fn) {
				return
			}
			seen[helper] = true
			calls := append(slices.Clip(calls), call)
			for _, u := range p.BodyUses(helper) {
				if !p.ownParam(helper, u) {
					u.Via, u.calls = calls[0], calls
					uses = append(uses, u)
				}
			}
			if depth > 0 {
				follow(helper, calls, depth-1)
			}
		})
	}
	follow(fn, nil, 3)
	return uses
}

// called returns the function of the package that a call of the function value v
// calls: a declared one, or a literal that the surroundings have in a variable.
// What comes in by a parameter or a field is chosen by others, and is not
// returned.
func (p *Package) called(v ssa.Value, at ssa.Instruction) *ssa.Function {
	for t := (&tracer{p: p}); t.depth < maxDepth; t.depth++ {
		switch v := v.(type) {
		case *ssa.Function:
			return p.declared(v)
		case *ssa.MakeClosure:
			return p.declared(v.Fn.(*ssa.Function))
		}
		steps := t.copies(v, at)
		if len(steps) != 1 {
			return nil
		}
		v, at = steps[0].value, steps[0].at
	}
	return nil
}

// ownParam reports whether the context of u may come from a parameter of fn, or
// from a function literal's that is written in it.
func (p *Package) ownParam(fn *ssa.Function, u *Use) bool {
	for _, path := range p.Lineage(u.Context, u.Instr) {
		for _, r := range path.Roots {
			if v, ok := r.value.(*ssa.Parameter); ok && within(v.Parent(), fn) {
				return true
			}
		}
	}
	return false
}

func (p *Package) onlyDeferred(lit *ssa.Function) bool {
	callers := p.index().callers[lit]
	if len(callers) == 0 {
		return false
	}
	for _, call := range callers {
		if _, ok := call.(*ssa.Defer); !ok {
			return false
		}
	}
	for _, mc := range p.index().closures[lit] {
		for _, ref := range *mc.Referrers() {
			if _, ok := ref.(*ssa.Defer); !ok {
				return false
			}
		}
	}
	return true
}

// NamedContextParam returns the name of the context parameter that the task fn
// begins with, nil if it has none or does not name it.
func (p *Package) NamedContextParam(fn *ssa.Function) ast.Expr {
	if len(fn.Params) == 0 || !IsContext(fn.Params[0].Type()) {
		return nil
	}
	var ftype *ast.FuncType
	switch syn := fn.Syntax().(type) {
	case *ast.FuncLit:
		ftype = syn.Type
	case *ast.FuncDecl:
		ftype = syn.Type
	}
	if ftype == nil || len(ftype.Params.List) == 0 || len(ftype.Params.List[0].Names) == 0 {
		return nil
	}
	if id := ftype.Params.List[0].Names[0]; id.Name != "_" {
		return id
	}
	return nil
}

// EntryOf returns the derivation inside the task fn by which the context of u
// is made from one that comes from outside, as a use of that one; nil if the
// context of u comes from outside as it is.
func (p *Package) EntryOf(fn *ssa.Function, u *Use) *Use {
	for _, path := range p.Lineage(u.Context, u.Instr) {
		for _, d := range path.Through {
			call, ok := d.(*ssa.Call)
			if !ok || !within(call.Parent(), fn) {
				continue
			}
			syn := p.CallSyntax(call.Common())
			if syn == nil {
				return nil
			}
			for i, arg := range syn.Args {
				if v := argument(call.Common(), i); v != nil && IsContext(v.Type()) {
					return &Use{Instr: call, Context: v, Call: call.Common(), Callee: Callee(call.Common()), Arg: arg}
				}
			}
		}
	}
	return nil
}

func within(fn, outer *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if fn == outer {
			return true
		}
	}
	return false
}
