package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// This file answers what the checks ask about groups and tasks.

// HasGroups reports whether the package may spawn into groups or wait for
// them. It reads syntax and types only: where it is false, no question that
// needs SSA has to be asked.
func (p *Package) HasGroups() bool { return p.hasGroups() }

// findGroups is the gate: some call makes, uses or waits for a group, or hands
// a function to one that is known to run it in another goroutine.
func (p *Package) findGroups() (found bool) {
	for _, obj := range p.pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil {
			continue
		}
		if _, ok := vocab.Lookup(fn, vocab.NewGroup); ok {
			return true
		}
		switch fn.Name() {
		case "Go", "TryGo", "Submit":
			if recv := fn.Signature().Recv(); recv != nil && isGroup(recv.Type()) {
				return true
			}
			if _, ok := vocab.Lookup(fn, vocab.Spawn); ok {
				return true
			}
		}
		if makesGroup(fn.Signature()) {
			return true
		}
		if fn.Pkg() != p.Types {
			if s := p.summary(fn); s != nil && s.GroupCtx|s.Joins != 0 {
				return true
			}
		}
	}
	return false
}

// Functions returns the functions of the package that have a body, function
// literals included. The caller must not change the slice.
func (p *Package) Functions() []*ssa.Function { return p.index().functions() }

// BodyUses returns the uses of contexts in the task fn, those in the function
// literals in it included, but for literals that are only deferred: they clean
// up.
func (p *Package) BodyUses(fn *ssa.Function) []*Use {
	uses := p.ContextUses(fn)
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

// InScope reports whether the variable that id defines or uses can be named
// where pos stands.
func (p *Package) InScope(id *ast.Ident, pos token.Pos) bool {
	obj := p.pass.TypesInfo.ObjectOf(id)
	scope := p.Types.Scope().Innermost(pos)
	if obj == nil || scope == nil {
		return false
	}
	_, found := scope.LookupParent(id.Name, pos)
	return found == obj
}

// UnusedWithout reports whether nothing uses the local variable called id but what
// gone says is taken away. An assignment to it is no use.
func (p *Package) UnusedWithout(id *ast.Ident, gone func(*ast.Ident) bool) bool {
	v, ok := p.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || v.Kind() != types.LocalVar {
		return false
	}
	for _, file := range p.pass.Files {
		if file.FileStart > id.Pos() || id.Pos() >= file.FileEnd {
			continue
		}
		used := false
		var inspect func(n ast.Node) bool
		inspect = func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, lhs := range n.Lhs {
					if _, isVar := lhs.(*ast.Ident); !isVar {
						ast.Inspect(lhs, inspect)
					}
				}
				for _, rhs := range n.Rhs {
					ast.Inspect(rhs, inspect)
				}
				return false
			case *ast.Ident:
				used = used || p.pass.TypesInfo.Uses[n] == v && !gone(n)
			}
			return !used
		}
		ast.Inspect(file, inspect)
		return !used
	}
	return false
}

// Polls returns where the function of u asks the state of the variable that u
// waits for: ctx.Err() and context.Cause(ctx). What is asked after a wait is why
// it is over.
func (p *Package) Polls(u *Use) []*ast.Ident {
	waited, ok := u.Arg.(*ast.Ident)
	syn := u.Instr.Parent().Syntax()
	if !ok || syn == nil || u.Call != nil {
		return nil
	}
	obj := p.pass.TypesInfo.ObjectOf(waited)
	var list []*ast.Ident
	ast.Inspect(syn, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		asked := sel.X
		if fn, ok := p.pass.TypesInfo.Uses[sel.Sel].(*types.Func); ok && fn.Name() == "Cause" && len(call.Args) == 1 {
			asked = call.Args[0]
		} else if sel.Sel.Name != "Err" {
			return true
		}
		if id, ok := asked.(*ast.Ident); ok && p.pass.TypesInfo.ObjectOf(id) == obj {
			list = append(list, id)
		}
		return true
	})
	return list
}

// Nameable reports whether a variable called name that is declared where decl
// stands could be named where pos stands, and nothing is called so there now.
func (p *Package) Nameable(name string, decl, pos token.Pos) bool {
	home, scope := p.Types.Scope().Innermost(decl), p.Types.Scope().Innermost(pos)
	if home == nil || scope == nil || !home.Contains(pos) || pos < decl {
		return false
	}
	_, taken := scope.LookupParent(name, token.NoPos)
	return taken == nil
}

// Text returns the code of the spawner: "g.Go", or "go".
func (s *Spawn) Text(p *Package) string {
	if _, ok := s.Call.(*ssa.Go); !ok {
		if call := p.CallSyntax(s.Call.Common()); call != nil {
			return ExprString(call.Fun)
		}
	}
	return "go"
}

// TakesError reports whether the spawned function returns an error for the
// group to keep.
func (s *Spawn) TakesError() bool {
	if s.Task == nil {
		return false
	}
	sig, ok := s.Task.Type().Underlying().(*types.Signature)
	return ok && sig.Results().Len() > 0 && isError(sig.Results().At(sig.Results().Len()-1).Type())
}

// SharesGroup reports whether s and other may spawn into the same group.
func (s *Spawn) SharesGroup(other *Spawn) bool {
	return slices.ContainsFunc(s.Groups, func(g *Group) bool { return slices.Contains(other.Groups, g) })
}

// Bypassed reports whether a context that came about by path is not ended by
// the first error of g, although it belongs to the same work: it has the root
// of g's parent and does not pass through g. For a plain group, which ends no
// context, that is every context from outside of the task s.
//
// A context that passes through another group, or through a WithCancel outside
// of the task, is ended by something else that someone chose; that is not the
// plain parent any more.
func (g *Group) Bypassed(path Path, s *Spawn) bool {
	if path.Alias || path.Passes(g.Origin) {
		return false
	}
	var parents []Path
	if g.Parent != nil {
		parents = g.p.Lineage(g.Parent, g.at)
		if !slices.ContainsFunc(parents, path.SharesRoot) {
			return false
		}
	} else if path.Detached || slices.ContainsFunc(path.Roots, func(r Root) bool { return r.inside(s) }) {
		return false
	}
	for _, d := range path.Through {
		if slices.ContainsFunc(parents, func(q Path) bool { return q.Passes(d) }) {
			if g.endsParent(d) {
				return false
			}
			continue
		}
		call, ok := d.(*ssa.Call)
		if !ok {
			return false
		}
		inside := slices.ContainsFunc(s.Bodies, func(b Body) bool { return within(call.Parent(), b.Fn) })
		// What a caller does with its context says nothing about a group
		// that has none.
		elsewhere := g.Parent == nil && s.Call != nil && enclosing(call.Parent()) != enclosing(s.Call.Parent())
		if !inside && !elsewhere && endsByItself(call) || inside && g.p.endsElsewhere(call) {
			return false
		}
	}
	return true
}

// endsParent reports whether tasks of g may call the cancel function of the
// context that d derives, by which they tell each other that it is over.
func (g *Group) endsParent(d ssa.Value) bool {
	call, ok := d.(*ssa.Call)
	if !ok || !endsByItself(call) {
		return false
	}
	inTask := func(mc *ssa.MakeClosure) bool {
		return slices.ContainsFunc(g.p.Spawns(), func(s *Spawn) bool {
			return slices.Contains(s.Groups, g) && slices.ContainsFunc(s.Bodies, func(b Body) bool { return within(mc.Fn.(*ssa.Function), b.Fn) })
		})
	}
	var reaches func(v ssa.Value) bool
	reaches = func(v ssa.Value) bool {
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.MakeClosure:
				return inTask(ref)
			case *ssa.Store:
				cell, ok := ref.Addr.(*ssa.Alloc)
				return ok && ref.Val == v && reaches(cell)
			}
			return false
		})
	}
	return slices.ContainsFunc(*call.Referrers(), func(ref ssa.Instruction) bool {
		e, ok := ref.(*ssa.Extract)
		return ok && e.Index > 0 && reaches(e)
	})
}

// Replaces reports whether the derived context of g differs from the context of
// u in nothing but that the group ends it.
func (g *Group) Replaces(u *Use) bool {
	return g.Parent != nil && g.p.SameContext(g.Parent, g.at, u)
}

// SameContext reports whether the context of u is the very context v, as seen at
// the instruction at: without a value, a deadline or a type of its own, and
// without lacking one.
func (p *Package) SameContext(v ssa.Value, at ssa.Instruction, u *Use) bool {
	t, ok := types.Unalias(p.pass.TypesInfo.TypeOf(u.Arg)).(*types.Named)
	if !ok || t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != "context" {
		return false
	}
	want, paths := p.Lineage(v, at), p.Lineage(u.Context, u.Instr)
	return len(want) == 1 && len(paths) == 1 && slices.Equal(want[0].Through, paths[0].Through)
}

// inside reports whether the root lies in a task of s.
func (r Root) inside(s *Spawn) bool {
	v, ok := r.value.(interface{ Parent() *ssa.Function })
	if !ok {
		return false
	}
	return slices.ContainsFunc(s.Bodies, func(b Body) bool { return within(v.Parent(), b.Fn) })
}

// endsElsewhere reports whether the cancel function of the context that call
// derives is handed to somebody, such as context.AfterFunc, who may call it when
// something else ends.
func (p *Package) endsElsewhere(call *ssa.Call) bool {
	for _, ref := range *call.Referrers() {
		e, ok := ref.(*ssa.Extract)
		if !ok || e.Index == 0 {
			continue
		}
		if _, ok := e.Type().Underlying().(*types.Signature); ok && p.handedOn(e) {
			return true
		}
	}
	return false
}

// handedOn reports whether the function v goes elsewhere than into calls of it,
// those in deferred function literals included.
func (p *Package) handedOn(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case ssa.CallInstruction:
			if ref.Common().Value != v {
				return true
			}
		case *ssa.Store:
			cell, ok := ref.Addr.(*ssa.Alloc)
			if !ok || cell == v {
				return true
			}
			for _, use := range *cell.Referrers() {
				switch use := use.(type) {
				case *ssa.UnOp:
					if p.handedOn(use) {
						return true
					}
				case *ssa.MakeClosure:
					if !p.onlyDeferred(use.Fn.(*ssa.Function)) {
						return true
					}
				}
			}
		case *ssa.DebugRef:
		default:
			return true
		}
	}
	return false
}

// endsByItself reports whether the derivation makes a context that the program
// can end before its parent and its deadline.
func endsByItself(call *ssa.Call) bool {
	fn := Callee(call.Common())
	if fn == nil {
		return true
	}
	if fn.Pkg() != nil && fn.Pkg().Path() == "context" {
		return fn.Name() == "WithCancel" || fn.Name() == "WithCancelCause"
	}
	if _, ok := vocab.Lookup(fn, vocab.NewGroup); ok || makesGroup(fn.Signature()) {
		return true
	}
	// A function of the house that hands out a way to end the context.
	res := call.Call.Signature().Results()
	for i := range res.Len() {
		if _, ok := res.At(i).Type().Underlying().(*types.Signature); ok {
			return true
		}
	}
	return false
}

// RunsAfter reports whether instr runs only when the instruction at has: at
// dominates it, or the calls of the function literal that it stands in.
func (p *Package) RunsAfter(at, instr ssa.Instruction) bool {
	if instr.Parent() == at.Parent() {
		return Dominates(at, instr)
	}
	calls := p.index().callers[instr.Parent()]
	return instr.Parent().Parent() == at.Parent() && len(calls) > 0 && !slices.ContainsFunc(calls, func(call ssa.CallInstruction) bool {
		return call.Parent() != at.Parent() || !Dominates(at, call)
	})
}

// Escapes reports whether the group is handed to code that may spawn into it
// unseen: passed to a function, or stored in a field or elsewhere.
func (g *Group) Escapes() bool {
	g.p.mu.Lock()
	defer g.p.mu.Unlock()
	if g.Stored {
		return true
	}
	if g.p.escaped == nil {
		g.p.escaped = g.p.findEscaped()
	}
	return g.p.escaped[g]
}

func (p *Package) findEscaped() map[*Group]bool {
	escaped := make(map[*Group]bool)
	mark := func(v ssa.Value, at ssa.Instruction) {
		if !isGroup(v.Type()) {
			return
		}
		groups, _ := (&tracer{p: p}).groups(v, at)
		for _, g := range groups {
			escaped[g] = true
		}
	}
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case ssa.CallInstruction:
					c := instr.Common()
					for i, arg := range c.Args {
						if i > 0 || c.IsInvoke() || c.Signature().Recv() == nil {
							mark(arg, instr)
						}
					}
				case *ssa.Store:
					if _, ok := instr.Addr.(*ssa.FieldAddr); ok {
						mark(instr.Val, instr)
					}
				case *ssa.MapUpdate:
					mark(instr.Value, instr)
				case *ssa.Return:
					for _, v := range instr.Results {
						mark(v, instr)
					}
				case *ssa.Send:
					mark(instr.X, instr)
				}
			}
		}
	}
	return escaped
}

// Joins reports whether instr waits for the group g, now or when its function
// returns.
func (p *Package) Joins(instr ssa.Instruction, g *Group) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, v := range p.joined(call.Common()) {
		groups, _ := (&tracer{p: p}).groups(v, call)
		if slices.Contains(groups, g) {
			return true
		}
	}
	return false
}

// Joined reports whether the group of s has been waited for when s starts its
// task: then the group's own context is dead, and the task has to use another.
func (p *Package) Joined(s *Spawn) bool {
	for _, b := range s.Call.Parent().Blocks {
		for _, instr := range b.Instrs {
			if _, ok := instr.(*ssa.Call); ok && Dominates(instr, s.Call) &&
				slices.ContainsFunc(s.Groups, func(g *Group) bool { return p.Joins(instr, g) }) {
				return true
			}
		}
	}
	return false
}

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
