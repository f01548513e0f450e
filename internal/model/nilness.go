package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// KnownNil reports whether the error or pointer v is nil for certain whenever
// the instruction at runs: it is the constant, every way to it is, or a test
// that dominates at has said so. test is where, if there is such a test.
func (p *Package) KnownNil(v ssa.Value, at ssa.Instruction) (known bool, test token.Pos) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &nilTracer{tracer: tracer{p: p}}
	known = t.isNil(v, at)
	return known, t.test
}

// A nilTracer follows errors and pointers backwards to see whether they are
// nil.
type nilTracer struct {
	tracer
	// assumed holds the parameters that are taken to be nil, because the
	// call in question passes nil for them.
	assumed map[*ssa.Parameter]bool
	// test is the first comparison that has said so.
	test token.Pos
}

func (t *nilTracer) isNil(v ssa.Value, at ssa.Instruction) bool {
	if c, ok := v.(*ssa.Const); ok {
		return c.IsNil()
	}
	switch t.tested(v, at) {
	case saidNil:
		return true
	case saidNonNil:
		return false // code that never runs with a nil v
	}
	if t.busy[v] {
		return true // a loop adds nothing
	}
	if !t.enter(v) {
		return false
	}
	defer t.leave(v)
	switch v := v.(type) {
	case *ssa.Parameter:
		return t.assumed[v]
	case *ssa.ChangeInterface:
		return t.isNil(v.X, at)
	case *ssa.Phi:
		for i, e := range v.Edges {
			pred := v.Block().Preds[i]
			said := t.saidOnEdge(e, pred, v.Block())
			if said == saidNonNil || said == nothing && !t.isNil(e, pred.Instrs[len(pred.Instrs)-1]) {
				return false
			}
		}
		return true
	case *ssa.Call:
		return t.nilResult(v, 0)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return t.nilResult(call, v.Index)
		}
		return t.testedFalse(v, at)
	case *ssa.UnOp:
		return v.Op == token.MUL && t.nilContent(v.X, v)
	}
	return false
}

// nilContent reports whether the variable at addr holds nil for certain when
// the instruction at runs.
func (t *nilTracer) nilContent(addr ssa.Value, at ssa.Instruction) bool {
	if t.variableTested(addr, at) == saidNil {
		return true
	}
	cell := t.onlyCell(addr)
	if cell == nil || t.leaks(cell) {
		return false
	}
	for _, s := range t.p.index().stores[cell] {
		if s.Parent() != cell.Parent() {
			return false // a closure writes when it runs
		}
	}
	if fv, ok := addr.(*ssa.FreeVar); ok {
		b := t.p.index().bindings(fv)[0]
		return !t.writtenAfter(b) && t.nilContent(b.value, b.at)
	}
	stores, entry := reachingStores(cell, at)
	return !entry && !slices.ContainsFunc(stores, func(s *ssa.Store) bool { return !t.isNil(s.Val, s) })
}

// onlyCell returns the variable at addr, nil if there are several or none.
func (t *nilTracer) onlyCell(addr ssa.Value) *ssa.Alloc {
	for range maxDepth {
		fv, ok := addr.(*ssa.FreeVar)
		if !ok {
			break
		}
		bound := t.p.index().bindings(fv)
		if len(bound) != 1 {
			return nil
		}
		addr = bound[0].value
	}
	cell, _ := addr.(*ssa.Alloc)
	return cell
}

// writtenAfter reports whether the function that made the closure b may store
// to the captured variable once the closure is there.
func (t *nilTracer) writtenAfter(b binding) (written bool) {
	reachable(b.at, func(instr ssa.Instruction) bool {
		if s, ok := instr.(*ssa.Store); ok && s.Addr == b.value {
			written = true
		}
		v, ok := instr.(ssa.Value)
		return !written && (!ok || v != b.value) // at b.value a new variable begins
	})
	return written
}

// leaks reports whether the address of the variable, in its function or in a
// closure that captures it, goes elsewhere than into loads, stores and
// closures.
func (t *nilTracer) leaks(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.Store:
			if ref.Addr != addr {
				return true
			}
		case *ssa.MakeClosure:
			for i, b := range ref.Bindings {
				if b == addr && t.leaks(ref.Fn.(*ssa.Function).FreeVars[i]) {
					return true
				}
			}
		default:
			return true
		}
	}
	return false
}

// nilResult reports whether result i of the call is nil because the errors
// that it was given are: the callee is known to keep nil, or is seen to.
func (t *nilTracer) nilResult(call *ssa.Call, i int) bool {
	fn := Callee(call.Common())
	if row, ok := vocab.Lookup(fn, vocab.KeepsNil); ok && i == 0 {
		arg := argument(call.Common(), row.Arg)
		if sig := fn.Signature(); arg == nil || !sig.Variadic() || row.Arg != sig.Params().Len()-1 {
			return arg != nil && t.isNil(arg, call)
		}
		elems, ok := variadic(arg)
		return ok && !slices.ContainsFunc(elems, func(v ssa.Value) bool { return !t.isNil(v, call) })
	}
	callee := staticCallee(call.Common())
	if callee == nil || callee.Blocks == nil || len(callee.Params) != len(call.Call.Args) || len(t.assumed) > 0 {
		return false
	}
	assumed := make(map[*ssa.Parameter]bool)
	for k, arg := range call.Call.Args {
		if isError(arg.Type()) && t.isNil(arg, call) {
			assumed[callee.Params[k]] = true
		}
	}
	inner := &nilTracer{tracer: tracer{p: t.p, depth: t.depth}, assumed: assumed}
	return len(assumed) > 0 && inner.keepsNil(callee, i)
}

// keepsNil reports whether result i of fn is nil where the assumed parameters
// are, and because they are. A function that returns nil whatever it is given
// is a stub, and may be another one on the next platform.
func (t *nilTracer) keepsNil(fn *ssa.Function, i int) bool {
	because := false
	for param := range t.assumed {
		for _, ref := range *param.Referrers() {
			if test, ok := ref.(*ssa.BinOp); ok && (isNilConst(test.X) || isNilConst(test.Y)) {
				because = true
			}
		}
	}
	live := false
	for _, ret := range returns(fn) {
		if i >= len(ret.Results) || !isError(ret.Results[i].Type()) {
			return false
		}
		if t.deadUnderAssumption(ret) {
			continue
		}
		if !t.isNil(ret.Results[i], ret) {
			return false
		}
		_, constant := ret.Results[i].(*ssa.Const)
		live, because = true, because || !constant
	}
	return live && because
}

// deadUnderAssumption reports whether a test that an assumed parameter is not
// nil dominates at.
func (t *nilTracer) deadUnderAssumption(at ssa.Instruction) bool {
	for param := range t.assumed {
		if t.tested(param, at) == saidNonNil {
			return true
		}
	}
	return false
}

// origin returns the value that v is for certain: what was stored in the
// variable it was read from, if that is one value.
func (t *nilTracer) origin(v ssa.Value) ssa.Value {
	for range maxDepth {
		load, ok := v.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			break
		}
		cell, ok := load.X.(*ssa.Alloc)
		if !ok || t.leaks(cell) || slices.ContainsFunc(t.p.index().stores[cell], func(s *ssa.Store) bool { return s.Parent() != cell.Parent() }) {
			break
		}
		stores, entry := reachingStores(cell, load)
		if entry || len(stores) != 1 || !Dominates(stores[0], load) {
			break
		}
		v = stores[0].Val
	}
	return v
}

// variadic returns the values that a call was given for a variadic parameter.
// ok is false where it was given a slice.
func variadic(v ssa.Value) (elems []ssa.Value, ok bool) {
	if isNilConst(v) {
		return nil, true
	}
	elems, kind := elements(v)
	return elems, kind == ofVariadic
}

// An elementKind is what kind of slice it is that elements are of.
type elementKind uint8

const (
	noElements elementKind = iota
	ofVariadic             // made for a variadic parameter
	ofLiteral              // a literal, which may be changed later
)

// elements returns the values that a slice is made of where it is made.
func elements(v ssa.Value) (elems []ssa.Value, kind elementKind) {
	slice, isSlice := v.(*ssa.Slice)
	if !isSlice {
		return nil, noElements
	}
	array, isAlloc := slice.X.(*ssa.Alloc)
	switch {
	case !isAlloc:
		return nil, noElements
	case array.Comment == "varargs":
		kind = ofVariadic
	case array.Comment == "slicelit":
		kind = ofLiteral
	default:
		return nil, noElements
	}
	for _, ref := range *array.Referrers() {
		elem, isElem := ref.(*ssa.IndexAddr)
		if !isElem {
			continue
		}
		for _, ref := range *elem.Referrers() {
			if s, isStore := ref.(*ssa.Store); isStore {
				elems = append(elems, s.Val)
			}
		}
	}
	return elems, kind
}

func isNilConst(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// TypedNil returns the nil pointer that the error v holds for certain, nil if
// it does not hold one. A type whose Error method does not look at its receiver
// is as good with a nil pointer as with any other.
func (p *Package) TypedNil(v ssa.Value, at ssa.Instruction) ssa.Value {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &nilTracer{tracer: tracer{p: p}}
	mi, ok := t.origin(v).(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	if _, ok := mi.X.Type().Underlying().(*types.Pointer); !ok || p.ignoresReceiver(mi.X.Type()) || !t.isNil(mi.X, mi) && !t.isNil(mi.X, at) {
		return nil
	}
	return mi.X
}

func (p *Package) ignoresReceiver(ptr types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(ptr, false, nil, "Error")
	fn, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	decl := p.ssa.SSA().Pkg.Prog.FuncValue(fn.Origin())
	if decl == nil || decl.Blocks == nil {
		return false
	}
	_, isPtr := decl.Params[0].Type().Underlying().(*types.Pointer)
	return isPtr && len(*decl.Params[0].Referrers()) == 0
}

// WrappedNil returns the error that v, the result of fmt.Errorf, wraps with %w
// although it is nil for certain; nil if there is none.
func (p *Package) WrappedNil(v ssa.Value) ssa.Value {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &nilTracer{tracer: tracer{p: p}}
	call, ok := t.origin(v).(*ssa.Call)
	if !ok {
		return nil
	}
	fn := Callee(call.Common())
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "fmt" || fn.Name() != "Errorf" {
		return nil
	}
	format, ok := call.Call.Args[0].(*ssa.Const)
	if !ok || format.Value == nil || format.Value.Kind() != constant.String {
		return nil
	}
	args, ok := variadic(call.Call.Args[1])
	if !ok {
		return nil
	}
	for _, i := range wrapVerbs(constant.StringVal(format.Value)) {
		if i >= len(args) {
			continue
		}
		arg := args[i]
		if ci, ok := arg.(*ssa.ChangeInterface); ok {
			arg = ci.X
		}
		if isNilConst(arg) || isError(arg.Type()) && t.isNil(arg, call) {
			return arg
		}
	}
	return nil
}

// wrapVerbs returns the indices of the arguments that a format wraps with %w.
// It gives up on formats that number their arguments or take widths from them.
func wrapVerbs(format string) (list []int) {
	arg := 0
	for {
		_, rest, found := strings.Cut(format, "%")
		if !found {
			return list
		}
		rest = strings.TrimLeft(rest, "+-# 0123456789.")
		if rest == "" || strings.ContainsAny(rest[:1], "[*") {
			return nil
		}
		switch rest[0] {
		case 'w':
			list = append(list, arg)
			arg++
		case '%':
		default:
			arg++
		}
		format = rest[1:]
	}
}
