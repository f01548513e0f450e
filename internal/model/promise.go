package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

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
//     error in it; or if it hands the error, as it is, to one that rejects.

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

// signals returns the channels, conditions and so on that instr signals by.
func signals(instr ssa.Instruction) (list []ssa.Value) {
	switch instr := instr.(type) {
	case *ssa.Send:
		return []ssa.Value{instr.Chan}
	case *ssa.Select:
		for _, state := range instr.States {
			if state.Dir == types.SendOnly {
				list = append(list, state.Chan)
			}
		}
	case ssa.CallInstruction:
		c := instr.Common()
		if b, ok := c.Value.(*ssa.Builtin); ok {
			if b.Name() == "close" {
				return c.Args[:1]
			}
			return nil
		}
		if isNamed(c.Value.Type(), "context", "CancelFunc") {
			return []ssa.Value{c.Value}
		}
		if fn := Callee(c); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync" && len(c.Args) > 0 {
			switch fn.Name() {
			case "Broadcast", "Signal", "Done":
				return c.Args[:1]
			}
		}
	}
	return list
}

func isNamed(t types.Type, pkg, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg
}

// place returns the field that v was read from or is the address of, nil if
// there is none, and the value at the root of the things that it lies in.
func (p *Package) place(v ssa.Value) (f *types.Var, root ssa.Value) {
	note := func(field *types.Var) {
		if f == nil {
			f = field
		}
	}
	for range maxDepth {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			note(fieldOf(x))
			v = x.X
		case *ssa.Field:
			note(structField(x.X.Type(), x.Field))
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.FreeVar:
			bound := p.index().bindings(x)
			if len(bound) != 1 {
				return f, v
			}
			v = bound[0].value
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return f, v
			}
			v = x.X
			if fv, ok := v.(*ssa.FreeVar); ok {
				if cells := p.index().cells(fv); len(cells) == 1 {
					v = cells[0]
				}
			}
			if cell, ok := v.(*ssa.Alloc); ok {
				if stores := p.index().stores[cell]; len(stores) == 1 {
					v = stores[0].Val
				}
			}
		default:
			return f, v
		}
	}
	return f, v
}

// signalFields returns the fields by which the method fn signals in its
// receiver, itself or through its other methods.
func (r *recognizer) signalFields(fn *ssa.Function, depth int) (list []*types.Var) {
	if len(fn.Params) == 0 || depth > 4 {
		return nil
	}
	self := fn.Params[0]
	eachInstr(fn, func(instr ssa.Instruction) {
		for _, ch := range signals(instr) {
			if f, root := r.p.place(ch); f != nil && root == self {
				list = append(list, f)
			}
		}
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return
		}
		if callee := staticCallee(call.Common()); callee != nil && callee.Blocks != nil && callee.Signature.Recv() != nil && callee != fn {
			if _, root := r.p.place(call.Common().Args[0]); root == self {
				list = append(list, r.signalFields(callee, depth+1)...)
			}
		}
	})
	return list
}

// hasGoodEnd reports whether something that is not named after a rejection
// signals by the field f, other than for those that are.
func (r *recognizer) hasGoodEnd(f *types.Var) bool {
	seen := make(map[*ssa.Function]bool)
	var good func(fn *ssa.Function) bool
	good = func(fn *ssa.Function) bool {
		if seen[fn] {
			return false
		}
		seen[fn] = true
		if rejects(fn.Name()) || stops(fn.Name()) {
			return false
		}
		callers := r.p.index().callers[fn]
		if len(callers) == 0 || fn.Object() != nil && fn.Object().Exported() {
			return true
		}
		return slices.ContainsFunc(callers, func(call ssa.CallInstruction) bool { return good(enclosing(call.Parent())) })
	}
	return slices.ContainsFunc(r.signallers[f], good)
}

// stops reports whether a function of this name may be one that ends something
// early, or gives it back.
func stops(name string) bool {
	name = strings.ToLower(name)
	for _, word := range [...]string{"close", "stop", "shutdown", "cancel", "abort", "kill", "release", "terminate", "destroy", "teardown"} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return false
}

// judge notes fn, which is named after a rejection, if it is one.
func (r *recognizer) judge(obj *types.Func) {
	fn := r.p.ssaOf(obj)
	if fn == nil {
		return
	}
	i := errorParam(obj.Signature())
	param := i + len(fn.Params) - obj.Signature().Params().Len()
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
	if s := r.p.summaries[obj]; i < 0 || s != nil && s.Rejects != 0 {
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
	fn := p.SSA().Pkg.Prog.FuncValue(obj)
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
