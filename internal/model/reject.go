package model

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Rejection is a call that fails a future with an error.
type Rejection struct {
	Call ssa.CallInstruction
	// Err is the error that is given.
	Err ssa.Value
	// Arg is its expression.
	Arg ast.Expr
	// Panics says that a rejection without an error panics, as it does on
	// the reference runtime; elsewhere the awaiter sees success.
	Panics bool
	// Literal says that the error is written as nil.
	Literal bool
	// NilSucceeds says that without an error the call is no rejection.
	NilSucceeds bool
}

// HasRejections reports whether the package may reject a future. It reads
// syntax and types only.
func (p *Package) HasRejections() bool { return p.hasRejections() }

func (p *Package) findRejections() bool {
	for _, obj := range p.pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil {
			continue
		}
		for _, role := range [...]vocab.Role{vocab.Reject, vocab.Rejecter, vocab.Settle} {
			if _, ok := vocab.Lookup(fn, role); ok {
				return true
			}
		}
		if s := p.summary(fn.Origin()); s != nil && s.Rejects|s.Rejecters != 0 {
			return true
		}
	}
	return false
}

// Rejections returns the calls in the package that fail a future, in source
// order.
func (p *Package) Rejections() []Rejection {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Rejection
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					list = append(list, p.rejection(call)...)
				}
			}
		}
	}
	return list
}

func (p *Package) rejection(call ssa.CallInstruction) []Rejection {
	fn := Callee(call.Common())
	if fn == nil {
		return nil
	}
	if task, reject := p.rejecterOf(fn); task >= 0 {
		return p.rejecter(call, task, reject)
	}
	if row, ok := vocab.Lookup(fn, vocab.Settle); ok && row.Has(vocab.NilSucceeds) {
		list := p.rejectionOf(call, row.Arg, false)
		for i := range list {
			list[i].NilSucceeds = true
		}
		return list
	}
	i, panics := p.rejected(fn)
	if v := argument(call.Common(), i); v != nil && isNilConst(v) && setsError(fn.Name()) && p.literalNil(call, i) {
		return nil
	}
	return p.rejectionOf(call, i, panics)
}

// setsError reports whether a function of this name sets an error. Who writes
// setError(nil) does not mean a failure, and neither does a type whose only end
// is to set one.
func setsError(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "seterr") || strings.HasPrefix(name, "setfail")
}

// literalNil reports whether argument i of the call is written as nil.
func (p *Package) literalNil(call ssa.CallInstruction, i int) bool {
	syn := p.CallSyntax(call.Common())
	return syn != nil && i < len(syn.Args) && p.pass.TypesInfo.Types[syn.Args[i]].IsNil()
}

// rejected returns the index of the error parameter that fn fails a future
// with, -1 if it does not, and whether it panics without an error.
func (p *Package) rejected(fn *types.Func) (i int, panics bool) {
	if row, ok := vocab.Lookup(fn, vocab.Reject); ok {
		return row.Arg, strings.HasSuffix(row.Pkg, "/futurelint/future")
	}
	if row, ok := vocab.Lookup(fn, vocab.Settle); ok {
		switch {
		case row.Has(vocab.NilSucceeds):
			return -1, false
		case row.Arg >= 0:
			return row.Arg, false
		}
		return rejection(fn.Name(), fn.Signature()), false
	}
	if s := p.summary(fn); s != nil {
		for k := range fn.Signature().Params().Len() {
			if s.Rejects&bit(k) != 0 {
				return k, s.RejectPanics
			}
		}
	}
	return -1, false
}

// rejecterOf returns the index of the parameter of fn that is a function which
// is handed functions to settle with, -1 if there is none, and the index of the
// rejecting one among the parameters of that function.
func (p *Package) rejecterOf(fn *types.Func) (task, reject int) {
	if row, ok := vocab.Lookup(fn, vocab.Rejecter); ok {
		return row.Arg, row.RejectArg
	}
	if s := p.summary(fn); s != nil && s.Rejecters != 0 {
		for k := range fn.Signature().Params().Len() {
			if s.Rejecters&bit(k) != 0 {
				return k, rejectParam(fn.Signature().Params().At(k).Type())
			}
		}
	}
	return -1, -1
}

// rejectionOf returns the rejection that call is if parameter i takes the
// error.
func (p *Package) rejectionOf(call ssa.CallInstruction, i int, panics bool) []Rejection {
	c := call.Common()
	v := argument(c, i)
	syn := p.CallSyntax(c)
	// A method expression has its receiver among the arguments.
	if v == nil || i < 0 || syn == nil || i >= len(syn.Args) || !isError(v.Type()) {
		return nil
	}
	return []Rejection{{Call: call, Err: v, Arg: syn.Args[i], Panics: panics, Literal: p.literalNil(call, i)}}
}

// rejecter returns the calls of the rejecting function that the callee hands to
// the function given in call.
func (p *Package) rejecter(call ssa.CallInstruction, i, k int) []Rejection {
	task := argument(call.Common(), i)
	if task == nil {
		return nil
	}
	bodies, _ := p.bodies(task, call)
	var list []Rejection
	for _, body := range bodies {
		if body.Wrapped || k >= len(body.Fn.Params) {
			continue
		}
		reject := body.Fn.Params[k]
		eachCall(body.Fn, func(call ssa.CallInstruction) {
			c := call.Common()
			if c.IsInvoke() || c.StaticCallee() != nil || len(c.Args) != 1 {
				return
			}
			for _, v := range p.parameters(c.Value, call) {
				if v == reject {
					list = append(list, p.rejectionOf(call, 0, false)...)
				}
			}
		})
	}
	return list
}

// InTest reports whether the call stands in a test file.
func (p *Package) InTest(call ssa.CallInstruction) bool {
	file := p.pass.Fset.File(call.Pos())
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// ExpectsPanic reports whether the call stands in a test that recovers from its
// panic, or in a function that is handed to one named after panics: a test of
// what the promise does without an error.
func (p *Package) ExpectsPanic(call ssa.CallInstruction) (expects bool) {
	file := p.fileOf(call.Pos())
	if file == nil || !p.InTest(call) {
		return false
	}
	for fn := call.Parent(); fn != nil; fn = fn.Parent() {
		g, _ := p.ownGuard(fn, nil)
		expects = expects || g != Unguarded
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || call.Pos() < n.Pos() || n.End() <= call.Pos() {
			return false
		}
		if outer, ok := n.(*ast.CallExpr); ok && outer.Lparen < call.Pos() {
			if fn := p.named(outer.Fun); fn != nil && strings.Contains(strings.ToLower(fn.Name()), "panic") {
				expects = true
			}
		}
		return !expects
	})
	return expects
}

// rejectParam returns the index of the rejecting function among the parameters
// of a function that is handed two functions to settle with; -1 if t is none.
func rejectParam(t types.Type) int {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return -1
	}
	reject, others := -1, 0
	for i := range sig.Params().Len() {
		f, ok := sig.Params().At(i).Type().Underlying().(*types.Signature)
		if !ok {
			continue
		}
		if f.Params().Len() == 1 && isError(f.Params().At(0).Type()) {
			if reject >= 0 {
				return -1
			}
			reject = i
		} else {
			others++
		}
	}
	if others == 0 {
		return -1
	}
	return reject
}

// rejects reports whether a function of this name may be one that fails a
// future. The behaviour decides; the name keeps those out for which nil is the
// good end, such as a finish(err).
func rejects(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "on") || strings.HasPrefix(name, "is") {
		return false // a callback, a question
	}
	// Not WithError: CloseWithError(nil) is a Close.
	for _, word := range [...]string{"reject", "fail", "seterr", "exceptionally", "completeerr"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// rejection returns the index of the error parameter with which a function, of
// which it is said that it settles a future, fails it: the name says that it
// does, and the error comes alone but for contexts and, if there is no receiver,
// the future in front. It returns -1 otherwise.
func rejection(name string, sig *types.Signature) int {
	i := errorParam(sig)
	if i < 0 || !rejects(name) {
		return -1
	}
	future := sig.Recv() == nil
	for k := range sig.Params().Len() {
		switch {
		case k == i, IsContext(sig.Params().At(k).Type()):
		case future && k < i:
			future = false
		default:
			return -1
		}
	}
	return i
}

// errorParam returns the index of the only error parameter, -1 if there is not
// exactly one.
func errorParam(sig *types.Signature) int {
	found := -1
	for i := range sig.Params().Len() {
		if isError(sig.Params().At(i).Type()) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// onlyError reports whether the error in parameter i comes without a value
// beside it: a method that takes a value and an error takes a nil error when
// the value is good. What comes in a variadic parameter is a remark.
func onlyError(sig *types.Signature, i int) bool {
	for k := range sig.Params().Len() {
		last := sig.Variadic() && k == sig.Params().Len()-1
		if k != i && !last && !IsContext(sig.Params().At(k).Type()) {
			return false
		}
	}
	return true
}
