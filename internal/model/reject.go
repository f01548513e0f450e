package model

import (
	"go/ast"
	"go/token"
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
		for _, role := range [...]vocab.Role{vocab.Reject, vocab.Rejecter} {
			if _, ok := vocab.Lookup(fn, role); ok {
				return true
			}
		}
		if rejects(fn.Name()) {
			if s := p.summary(fn.Origin()); s != nil && s.Rejects != 0 {
				return true
			}
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
	c := call.Common()
	fn := Callee(c)
	if fn == nil {
		return nil
	}
	if row, ok := vocab.Lookup(fn, vocab.Rejecter); ok {
		return p.rejecter(call, row)
	}
	i, panics := -1, false
	if row, ok := vocab.Lookup(fn, vocab.Reject); ok {
		i, panics = row.Arg, strings.HasSuffix(row.Pkg, "/futurelint/future")
	} else if s := p.summary(fn); s != nil && s.Rejects != 0 {
		for k := range fn.Signature().Params().Len() {
			if s.Rejects&bit(k) != 0 {
				i = k
			}
		}
	}
	return p.rejectionOf(call, i, panics)
}

// rejectionOf returns the rejection that call is if parameter i takes the
// error.
func (p *Package) rejectionOf(call ssa.CallInstruction, i int, panics bool) []Rejection {
	c := call.Common()
	v := argument(c, i)
	syn := p.CallSyntax(c)
	if v == nil || i < 0 || syn == nil || i >= len(syn.Args) {
		return nil
	}
	return []Rejection{{Call: call, Err: v, Arg: syn.Args[i], Panics: panics}}
}

// rejecter returns the calls of the rejecting function that a library hands to
// the function given in call.
func (p *Package) rejecter(call ssa.CallInstruction, row vocab.Row) []Rejection {
	task := argument(call.Common(), row.Arg)
	if task == nil {
		return nil
	}
	bodies, _ := p.bodies(task, call)
	var list []Rejection
	for _, body := range bodies {
		if row.RejectArg >= len(body.Fn.Params) {
			continue
		}
		reject := body.Fn.Params[row.RejectArg]
		eachCall(body.Fn, func(call ssa.CallInstruction) {
			c := call.Common()
			if c.IsInvoke() || c.StaticCallee() != nil || len(c.Args) != 1 {
				return
			}
			for _, v := range (&tracer{p: p}).parameters(c.Value, call) {
				if v == reject {
					list = append(list, p.rejectionOf(call, 0, false)...)
				}
			}
		})
	}
	return list
}

// rejects reports whether a method of this name may be one that fails a
// future. The behaviour decides; the name keeps methods out for which nil is
// the good end, such as a finish(err).
func rejects(name string) bool {
	name = strings.ToLower(name)
	for _, word := range [...]string{"reject", "fail", "seterr", "exceptionally", "completeerr", "witherror"} {
		if strings.Contains(name, word) {
			return name != "closewitherror"
		}
	}
	return false
}

// findRejecting notes the methods that store their error parameter in their
// receiver and close or signal a channel of it, themselves or through another
// method of the package, and are named after a rejection. It reads syntax and
// types only. A method that looks whether its error is nil takes care of
// itself.
func (p *Package) findRejecting() {
	settles := make(map[*types.Func]int) // the error parameter that is stored
	type call struct {
		fn     *types.Func
		callee *types.Func
		arg    int
		param  int
	}
	var calls []call
	for _, file := range p.pass.Files {
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok || decl.Recv == nil || decl.Body == nil {
				continue
			}
			fn, ok := p.pass.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok {
				continue
			}
			i := errorParam(fn.Signature())
			if i < 0 {
				continue
			}
			v := fn.Signature().Params().At(i)
			b := p.behaviour(decl.Body, v)
			if b.tested {
				continue
			}
			if b.stored && b.signalled {
				settles[fn] = i
			}
			for _, t := range b.passed {
				if callee, ok := t.callee.(*types.Func); ok {
					calls = append(calls, call{fn, callee, t.param, i})
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, c := range calls {
			if k, ok := settles[c.callee]; ok && k == c.arg {
				if _, known := settles[c.fn]; !known {
					settles[c.fn] = c.param
					changed = true
				}
			}
		}
	}
	for fn, i := range settles {
		if rejects(fn.Name()) && onlyError(fn.Signature(), i) {
			p.note(fn).Rejects |= bit(i)
		}
	}
}

// behaviour is what a method does with its error parameter.
type behaviour struct {
	stored, signalled, tested bool
	passed                    []target
}

func (p *Package) behaviour(body *ast.BlockStmt, v *types.Var) (b behaviour) {
	info := p.pass.TypesInfo
	is := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && info.Uses[id] == v
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, rhs := range n.Rhs {
				if len(n.Lhs) == len(n.Rhs) && is(rhs) {
					_, field := n.Lhs[i].(*ast.SelectorExpr)
					b.stored = b.stored || field
				}
			}
		case *ast.KeyValueExpr:
			b.stored = b.stored || is(n.Value)
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && (is(n.X) || is(n.Y)) {
				b.tested = true
			}
		case *ast.SendStmt:
			b.signalled = true
			b.stored = b.stored || is(n.Value)
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "close" {
				b.signalled = true
			}
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Broadcast" || sel.Sel.Name == "Signal") {
				b.signalled = true
			}
			if callee := p.named(n.Fun); callee != nil {
				for i, arg := range n.Args {
					if is(arg) {
						b.passed = append(b.passed, target{callee, i})
					}
				}
			}
		}
		return true
	})
	return b
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
// the value is good.
func onlyError(sig *types.Signature, i int) bool {
	for k := range sig.Params().Len() {
		if k != i && !IsContext(sig.Params().At(k).Type()) {
			return false
		}
	}
	return true
}
