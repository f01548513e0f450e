package model

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// This file recognises the promises of the house by what their functions do:
//
//   - A signal is what wakes those who wait for a promise: a close of a channel
//     or a send on one, the Broadcast of a condition, the Done of a WaitGroup,
//     the call of a cancel function; kept in a field.
//   - A function has a good end beside it if something else in the package
//     signals by the same field: nil is not what it takes to say that all is
//     well. A Close or Stop is an end, but not a good one.
//   - A function rejects if it has the name for it, keeps its error parameter
//     in its receiver without looking whether it is nil, and signals, with a
//     good end beside it; or if it makes and returns such a promise with the
//     error in it; or if it hands the error, as it is, to one that rejects; or
//     if it begins with a panic for those who call it without an error.

// findRejecting notes the functions of the package that fail a future with an
// error parameter. It needs SSA, and builds it only where syntax says that
// there may be one.
func (p *Package) findRejecting() {
	named := p.namedRejections()
	if len(named) > 0 && p.hasSignals() {
		r := newRecognizer(p)
		for _, fn := range named {
			r.judge(fn)
		}
		p.noteInterfaces()
	}
	if !p.findRejections() {
		return
	}
	r := newRecognizer(p)
	for changed := true; changed; {
		changed = false
		clear(r.flows)
		for _, fn := range p.index().functions() {
			changed = r.passOn(fn, named) || r.handOut(fn) || changed
		}
	}
}

// namedRejections returns the functions that are named after a rejection and
// take an error for it.
func (p *Package) namedRejections() []*types.Func {
	var list []*types.Func
	for _, file := range p.pass.Files {
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok || decl.Body == nil || !rejects(decl.Name.Name) {
				continue
			}
			fn, ok := p.pass.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok {
				continue
			}
			if i := errorParam(fn.Signature()); i >= 0 && onlyError(fn.Signature(), i) {
				list = append(list, fn)
			}
		}
	}
	return list
}

// hasSignals reports whether the package may signal by a field.
func (p *Package) hasSignals() (found bool) {
	for _, file := range p.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt:
				found = true
			case *ast.CallExpr:
				switch fun := n.Fun.(type) {
				case *ast.Ident:
					found = found || fun.Name == "close"
				case *ast.SelectorExpr:
					found = found || fun.Sel.Name == "Broadcast" || fun.Sel.Name == "Signal" || fun.Sel.Name == "Done" && len(n.Args) == 0
				}
			}
			return !found
		})
	}
	return found
}

type recognizer struct {
	p *Package
	// signallers lists the declared functions that signal by a field.
	signallers map[*types.Var][]*ssa.Function
	flows      map[flowKey]*flow
}

type flowKey struct {
	fn    *ssa.Function
	param int
}

func newRecognizer(p *Package) *recognizer {
	r := &recognizer{p: p, signallers: make(map[*types.Var][]*ssa.Function), flows: make(map[flowKey]*flow)}
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				for _, ch := range signals(instr) {
					if f, _ := p.place(ch); f != nil {
						r.signallers[f] = append(r.signallers[f], enclosing(fn))
					}
				}
			}
		}
	}
	return r
}

// judge notes fn, which is named after a rejection, if it is one.
func (r *recognizer) judge(obj *types.Func) {
	fn := r.p.ssaOf(obj)
	if fn == nil {
		return
	}
	i := errorParam(obj.Signature())
	param := i + len(fn.Params) - obj.Signature().Params().Len()
	if r.panicsAtNil(fn, fn.Params[param]) {
		s := r.p.note(obj)
		s.Rejects |= bit(i)
		s.RejectPanics = true
		return
	}
	if obj.Signature().Recv() != nil {
		w := r.flow(fn, param)
		if w.stored && !w.tested && slices.ContainsFunc(r.signalFields(fn, 0), r.hasGoodEnd) {
			r.p.note(obj).Rejects |= bit(i)
			return
		}
	}
	for k := range obj.Signature().Results().Len() {
		if !r.isPromise(obj.Signature().Results().At(k).Type()) {
			continue
		}
		w := &flow{r: r, fn: fn, seen: make(map[ssa.Value]bool)}
		for _, ret := range returns(fn) {
			_, root := r.p.place(ret.Results[k])
			w.roots = append(w.roots, root)
		}
		w.follow(fn.Params[param])
		if w.stored && !w.tested {
			r.p.note(obj).Rejects |= bit(i)
		}
	}
}

// panicsAtNil reports whether the first that fn does is to look at the error v,
// and to panic if it is nil.
func (r *recognizer) panicsAtNil(fn *ssa.Function, v *ssa.Parameter) bool {
	for _, succ := range fn.Blocks[0].Succs {
		cond, outcome, ok := branch(fn.Blocks[0], succ)
		if !ok {
			return false
		}
		if x, said := comparison(cond, outcome); said == saidNil && (x == v || r.p.spilled(x) == v) {
			_, panics := succ.Instrs[len(succ.Instrs)-1].(*ssa.Panic)
			return panics
		}
	}
	return false
}

// spilled returns what v was read from memory as, if but one thing is ever
// stored there: a parameter whose address someone takes lives in memory.
func (p *Package) spilled(v ssa.Value) ssa.Value {
	if cell, ok := loaded(v).(*ssa.Alloc); ok {
		if stores := p.index().stores[cell]; len(stores) == 1 {
			return stores[0].Val
		}
	}
	return nil
}

// noteInterfaces notes the methods of the package's interfaces that reject
// whichever type of the package is behind them.
func (p *Package) noteInterfaces() {
	scope := p.Types.Scope()
	var concrete []*types.Named
	var interfaces []*types.Named
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue
		}
		if named, ok := tn.Type().(*types.Named); ok && types.IsInterface(named) {
			interfaces = append(interfaces, named)
		} else if ok {
			concrete = append(concrete, named)
		}
	}
	for _, named := range interfaces {
		iface := named.Underlying().(*types.Interface)
		for i := range iface.NumExplicitMethods() {
			m := iface.ExplicitMethod(i)
			k := errorParam(m.Signature())
			if k < 0 || !rejects(m.Name()) {
				continue
			}
			all, some := true, false
			for _, t := range concrete {
				if !hasMethods(t, iface) {
					continue
				}
				obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, p.Types, m.Name())
				fn, ok := obj.(*types.Func)
				i := -1
				if ok {
					i, _ = p.rejected(fn.Origin())
				}
				all, some = all && i == k, true
			}
			if all && some {
				p.note(m.Origin()).Rejects |= bit(k)
			}
		}
	}
}

// hasMethods reports whether t, or a pointer to it, has methods of the names
// that the interface asks for: type parameters may differ.
func hasMethods(t *types.Named, iface *types.Interface) bool {
	for i := range iface.NumMethods() {
		m := iface.Method(i)
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, m.Pkg(), m.Name())
		if _, ok := obj.(*types.Func); !ok {
			return false
		}
	}
	return true
}

// isPromise reports whether t is a struct of the package, or points to one,
// that has a field to signal by, with a good end.
func (r *recognizer) isPromise(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if r.hasGoodEnd(st.Field(i).Origin()) {
			return true
		}
	}
	return false
}

// passOn notes the declared function fn if it hands an error parameter, as it
// is, to one that rejects: always, or under a name that says so. It reports
// whether that is news.
func (r *recognizer) passOn(fn *ssa.Function, named []*types.Func) bool {
	obj, ok := fn.Object().(*types.Func)
	if !ok || fn.Parent() != nil {
		return false
	}
	i := errorParam(obj.Signature())
	if s := r.p.summaries[obj]; i < 0 || s != nil && s.Rejects != 0 || setsError(obj.Name()) {
		return false
	}
	w := r.flow(fn, i+len(fn.Params)-obj.Signature().Params().Len())
	if w.tested || !w.rejectsAlways && !(w.rejects && slices.Contains(named, obj)) {
		return false
	}
	s := r.p.note(obj)
	s.Rejects |= bit(i)
	s.RejectPanics = w.panics
	return true
}

// handOut notes the parameters of the declared function around fn that are
// called with a function which rejects. It reports whether that is news.
func (r *recognizer) handOut(fn *ssa.Function) (news bool) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok || call.Common().IsInvoke() || call.Common().StaticCallee() != nil {
				continue
			}
			c := call.Common()
			k := rejectParam(c.Value.Type())
			if k < 0 || k >= len(c.Args) || !r.rejecting(c.Args[k]) {
				continue
			}
			for _, v := range (&tracer{p: r.p}).parameters(c.Value, call) {
				if obj, i := declaredParam(v); obj != nil && r.p.note(obj).Rejecters&bit(i) == 0 {
					r.p.note(obj).Rejecters |= bit(i)
					news = true
				}
			}
		}
	}
	return news
}

// rejecting reports whether the function value v rejects with its parameter: a
// method value of a method that does, or a literal that calls one.
func (r *recognizer) rejecting(v ssa.Value) bool {
	mc, ok := v.(*ssa.MakeClosure)
	if !ok {
		return false
	}
	fn := mc.Fn.(*ssa.Function)
	if obj, ok := fn.Object().(*types.Func); ok && fn.Parent() == nil {
		i, _ := r.p.rejected(obj.Origin())
		return i == 0
	}
	w := r.flow(fn, 0)
	return w.rejectsAlways && !w.tested
}

// ssaOf returns the function of the package that obj is, with its body.
func (p *Package) ssaOf(obj *types.Func) *ssa.Function {
	fn := p.ssa.SSA().Pkg.Prog.FuncValue(obj)
	if fn == nil || fn.Blocks == nil {
		return nil
	}
	return fn
}

// eachInstr visits the instructions of fn and of the function literals in it.
func eachInstr(fn *ssa.Function, visit func(ssa.Instruction)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			visit(instr)
		}
	}
	for _, lit := range fn.AnonFuncs {
		eachInstr(lit, visit)
	}
}
