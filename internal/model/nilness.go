package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// KnownNil reports whether the error or pointer v is nil for certain whenever
// the instruction at runs: it is the constant, every way to it is, or a test
// that dominates at has said so.
func (p *Package) KnownNil(v ssa.Value, at ssa.Instruction) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return (&tracer{p: p}).isNil(v, at)
}

func (t *tracer) isNil(v ssa.Value, at ssa.Instruction) bool {
	if c, ok := v.(*ssa.Const); ok {
		return c.IsNil()
	}
	if t.testedNil(v, at) {
		return true
	}
	if !t.enter(v) {
		return true // a loop adds nothing
	}
	defer t.leave(v)
	switch v := v.(type) {
	case *ssa.ChangeInterface:
		return t.isNil(v.X, at)
	case *ssa.Phi:
		for i, e := range v.Edges {
			pred := v.Block().Preds[i]
			if !t.isNil(e, pred.Instrs[len(pred.Instrs)-1]) {
				return false
			}
		}
		return true
	case *ssa.Call:
		return t.nilCall(v)
	case *ssa.UnOp:
		cell, ok := v.X.(*ssa.Alloc)
		if !ok || v.Op != token.MUL {
			return false
		}
		stores, entry := reachingStores(cell, v)
		if entry || t.writtenElsewhere(cell) {
			return false
		}
		for _, s := range stores {
			if !t.isNil(s.Val, s) {
				return false
			}
		}
		return true
	}
	return false
}

// writtenElsewhere reports whether a closure stores to the variable, or its
// address is handed to someone who may.
func (t *tracer) writtenElsewhere(cell *ssa.Alloc) bool {
	for _, s := range t.p.index().stores[cell] {
		if s.Parent() != cell.Parent() {
			return true
		}
	}
	return t.leaks(cell)
}

// leaks reports whether the address of the variable goes elsewhere than into
// loads, stores and closures.
func (t *tracer) leaks(cell *ssa.Alloc) bool {
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.MakeClosure, *ssa.DebugRef:
		case *ssa.Store:
			if ref.Addr != cell {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// nilCall reports whether the call returns nil because all it was given is:
// errors.Join, and the wrappers of github.com/pkg/errors.
func (t *tracer) nilCall(call *ssa.Call) bool {
	fn := Callee(call.Common())
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	args := call.Call.Args
	switch fn.Pkg().Path() {
	case "errors":
		if fn.Name() != "Join" {
			return false
		}
		elems, ok := variadic(args[0])
		return ok && !slices.ContainsFunc(elems, func(v ssa.Value) bool { return !t.isNil(v, call) })
	case "github.com/pkg/errors":
		switch fn.Name() {
		case "Wrap", "Wrapf", "WithStack", "WithMessage", "WithMessagef":
			return t.isNil(args[0], call)
		}
	}
	return false
}

// variadic returns the values that a call was given for a variadic parameter.
// ok is false where it was given a slice.
func variadic(v ssa.Value) (elems []ssa.Value, ok bool) {
	if c, isConst := v.(*ssa.Const); isConst && c.IsNil() {
		return nil, true
	}
	slice, isSlice := v.(*ssa.Slice)
	if !isSlice {
		return nil, false
	}
	array, isAlloc := slice.X.(*ssa.Alloc)
	if !isAlloc || array.Comment != "varargs" {
		return nil, false
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
	return elems, true
}

// testedNil reports whether a comparison with nil whose outcome says that v is
// nil dominates at.
func (t *tracer) testedNil(v ssa.Value, at ssa.Instruction) bool {
	for b := at.Block(); b != nil; b = b.Idom() {
		idom := b.Idom()
		if idom == nil || len(b.Preds) != 1 || b.Preds[0] != idom {
			continue
		}
		branch, ok := idom.Instrs[len(idom.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cond, ok := branch.Cond.(*ssa.BinOp)
		if !ok {
			continue
		}
		isNil := cond.Op == token.EQL && idom.Succs[0] == b || cond.Op == token.NEQ && idom.Succs[1] == b
		x, y := cond.X, cond.Y
		if c, ok := x.(*ssa.Const); ok && c.IsNil() {
			x, y = y, x
		}
		if c, ok := y.(*ssa.Const); isNil && ok && c.IsNil() && t.sameValue(x, v) {
			return true
		}
	}
	return false
}

// sameValue reports whether a and b, of which a was seen first, are the same
// value: one instruction, or two reads of a variable between which nothing is
// stored.
func (t *tracer) sameValue(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok1 := a.(*ssa.UnOp)
	y, ok2 := b.(*ssa.UnOp)
	if !ok1 || !ok2 || x.Op != token.MUL || y.Op != token.MUL || x.X != y.X || x.Parent() != y.Parent() {
		return false
	}
	cells := t.p.index().cells(x.X)
	for _, cell := range cells {
		if t.leaks(cell) {
			return false
		}
		stores := t.p.index().stores[cell]
		for _, s := range stores {
			// Another function may store at any time, unless there
			// is but the one store that makes the variable.
			if len(stores) > 1 && s.Parent() != x.Parent() || s.Parent() == x.Parent() && between(x, s, y) {
				return false
			}
		}
	}
	return len(cells) > 0
}

// between reports whether mid can run after from and before to.
func between(from, mid, to ssa.Instruction) bool {
	after, before := false, false
	reachable(from, func(instr ssa.Instruction) bool {
		after = after || instr == mid
		return instr != to
	})
	reachable(mid, func(instr ssa.Instruction) bool {
		before = before || instr == to
		return instr != from
	})
	return after && before
}

// TypedNil returns the nil pointer that the error v holds for certain, nil if
// it does not hold one.
func (p *Package) TypedNil(v ssa.Value, at ssa.Instruction) ssa.Value {
	mi, ok := v.(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	if _, ok := mi.X.Type().Underlying().(*types.Pointer); !ok || !p.KnownNil(mi.X, at) {
		return nil
	}
	return mi.X
}

// WrappedNil returns the error that v, the result of fmt.Errorf, wraps with %w
// although it is nil for certain; nil if there is none.
func (p *Package) WrappedNil(v ssa.Value) ssa.Value {
	call, ok := v.(*ssa.Call)
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
		if isError(arg.Type()) && p.KnownNil(arg, call) {
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
		if rest == "" || rest[0] == '[' || rest[0] == '*' {
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

// A DroppedError is a return of a nil error from under a test that found an
// error which has no other use.
type DroppedError struct {
	Return *ssa.Return
	Test   *ssa.BinOp
}

// DroppedErrors returns the places in fn where an error is tested, found, and
// dropped: the test is its only use, and the very block under the test returns
// nil for an error.
func (p *Package) DroppedErrors(fn *ssa.Function) []DroppedError {
	var list []DroppedError
	for _, ret := range returns(fn) {
		if len(ret.Results) == 0 {
			continue
		}
		c, ok := ret.Results[len(ret.Results)-1].(*ssa.Const)
		if !ok || !c.IsNil() || !isError(c.Type()) || len(ret.Block().Preds) != 1 || len(ret.Block().Instrs) > 2 {
			continue
		}
		pred := ret.Block().Preds[0]
		branch, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		test, ok := branch.Cond.(*ssa.BinOp)
		if !ok || !isError(test.X.Type()) || len(*test.X.Referrers()) != 1 {
			continue
		}
		if y, ok := test.Y.(*ssa.Const); !ok || !y.IsNil() {
			continue
		}
		found := test.Op == token.NEQ && pred.Succs[0] == ret.Block() || test.Op == token.EQL && pred.Succs[1] == ret.Block()
		if found {
			list = append(list, DroppedError{ret, test})
		}
	}
	return list
}
