package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/futurelint/futurelint/internal/std"
	"github.com/futurelint/futurelint/internal/vocab"
)

// This file decides, from syntax and types alone, which functions are quiet:
// they never wait for a context that they are given, nor keep it or hand it to
// anyone who might. They log with it, read its values, ask for its state,
// return a context derived from it, or ignore it. Such functions live in
// packages that spawn nothing, for which SSA would be built in vain.

// quietness is what is known of one function of the package while the fixed
// point is sought.
type quietness struct {
	// loud holds the parameters that certainly do more.
	loud uint32
	// passes lists, for a parameter, the parameters of other functions
	// that it is passed to.
	passes map[int][]target
	params uint32 // the context parameters
}

type target struct {
	callee types.Object // *types.Func, or *types.Var for a function variable
	param  int
}

// findQuiet returns, for every function of the package that has a context
// parameter, the set of context parameters it is quiet about. For a
// package-level variable that holds such a function and is never assigned
// again, the set is that of the function.
func (p *Package) findQuiet() map[types.Object]uint32 {
	funcs := make(map[types.Object]*quietness)
	aliases := make(map[*types.Var]types.Object)
	for _, file := range p.pass.Files {
		if !importsContext(file) {
			continue
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if fn, ok := p.pass.TypesInfo.Defs[decl.Name].(*types.Func); ok && decl.Body != nil {
					if q := p.quietness(fn.Signature(), decl.Body); q != nil {
						funcs[fn] = q
					}
				}
			case *ast.GenDecl:
				if decl.Tok == token.VAR {
					p.functionVars(decl, funcs, aliases)
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, q := range funcs {
			for i, targets := range q.passes {
				if q.loud&bit(i) != 0 {
					continue
				}
				for _, t := range targets {
					if !p.quietTarget(t, funcs, aliases) {
						q.loud |= bit(i)
						changed = true
						break
					}
				}
			}
		}
	}
	quiet := make(map[types.Object]uint32)
	for obj, q := range funcs {
		if set := q.params &^ q.loud; set != 0 {
			quiet[obj] = set
		}
	}
	for v, obj := range aliases {
		if set := quiet[obj]; set != 0 {
			quiet[v] = set
		} else if set := p.importedQuiet(obj); set != 0 {
			quiet[v] = set
		}
	}
	return quiet
}

// bit returns the set with the one member i. Parameters past the 32nd are in
// no set.
func bit(i int) uint32 {
	if i < 0 || i > 31 {
		return 0
	}
	return 1 << i
}

func importsContext(file *ast.File) bool {
	for _, imp := range file.Imports {
		if imp.Path.Value == `"context"` {
			return true
		}
	}
	return false
}

// functionVars records the package-level variables of decl that hold a
// function: another function by name, or a literal.
func (p *Package) functionVars(decl *ast.GenDecl, funcs map[types.Object]*quietness, aliases map[*types.Var]types.Object) {
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		if len(spec.Values) != len(spec.Names) {
			continue
		}
		for i, name := range spec.Names {
			v, ok := p.pass.TypesInfo.Defs[name].(*types.Var)
			if !ok || v.Parent() != p.Types.Scope() {
				continue
			}
			switch value := ast.Unparen(spec.Values[i]).(type) {
			case *ast.FuncLit:
				if sig, ok := p.pass.TypesInfo.TypeOf(value).(*types.Signature); ok {
					if q := p.quietness(sig, value.Body); q != nil {
						funcs[v] = q
					}
				}
			case *ast.Ident, *ast.SelectorExpr:
				if fn := p.named(value); fn != nil {
					aliases[v] = fn
				}
			}
		}
	}
}

// named returns the function or function variable that the expression names,
// nil if it names none.
func (p *Package) named(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return funcOrVar(p.pass.TypesInfo.Uses[e])
	case *ast.SelectorExpr:
		return funcOrVar(p.pass.TypesInfo.Uses[e.Sel])
	case *ast.IndexExpr:
		return p.named(e.X)
	case *ast.IndexListExpr:
		return p.named(e.X)
	}
	return nil
}

func funcOrVar(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Func:
		return obj.Origin()
	case *types.Var:
		if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
			return obj
		}
	}
	return nil
}

// quietness reads the body of a function with the signature sig. It returns
// nil if the function has no context parameter.
func (p *Package) quietness(sig *types.Signature, body *ast.BlockStmt) *quietness {
	q := &quietness{}
	// tracked maps the parameters, and the variables that hold what is
	// derived from them, to the parameters they stand for.
	tracked := make(map[*types.Var]uint32)
	for i := range sig.Params().Len() {
		if v := sig.Params().At(i); IsContext(v.Type()) {
			q.params |= bit(i)
			if v.Name() != "" && v.Name() != "_" {
				tracked[v] = bit(i)
			}
		}
	}
	if q.params == 0 {
		return nil
	}
	if len(tracked) == 0 {
		return q
	}
	q.passes = make(map[int][]target)
	detached := p.detachedAt(body, tracked)
	polls := polled(body)
	// A derived variable may be assigned behind its use in source order
	// (in a loop): read until nothing new is tracked.
	for n := -1; n != len(tracked); {
		n = len(tracked)
		p.trackDerived(body, tracked, detached)
	}
	astutil.Apply(body, func(c *astutil.Cursor) bool {
		id, ok := c.Node().(*ast.Ident)
		if !ok {
			return true
		}
		v, _ := p.pass.TypesInfo.Uses[id].(*types.Var)
		if set := tracked[v]; v != nil && set != 0 && !after(id, detached[v]) && !polls[id] {
			p.use(q, set, id, c.Parent())
		}
		return true
	}, nil)
	return q
}

// use records what the use of a tracked variable under parent means.
func (p *Package) use(q *quietness, set uint32, id *ast.Ident, parent ast.Node) {
	info := p.pass.TypesInfo
	switch parent := parent.(type) {
	case *ast.SelectorExpr: // ctx.Err
		switch parent.Sel.Name {
		case "Err", "Value", "Deadline":
			return
		}
	case *ast.AssignStmt: // ctx = ..., or a copy, which is tracked
		for _, lhs := range parent.Lhs {
			if lhs == id {
				return
			}
		}
		if len(parent.Lhs) == len(parent.Rhs) {
			for i, rhs := range parent.Rhs {
				if rhs == id && localVar(info, parent.Lhs[i]) != nil {
					return
				}
			}
		}
	case *ast.BinaryExpr:
		return // a comparison
	case *ast.ReturnStmt:
		return // the caller follows the results of what it gives a context
	case *ast.CallExpr:
		for i, arg := range parent.Args {
			if arg != id {
				continue
			}
			callee := p.named(parent.Fun)
			if callee == nil {
				break
			}
			sig, ok := callee.Type().Underlying().(*types.Signature)
			if !ok {
				break
			}
			for k := range 32 {
				if set&bit(k) != 0 {
					q.passes[k] = append(q.passes[k], target{callee, min(i, sig.Params().Len()-1)})
				}
			}
			return
		}
	}
	q.loud |= set
}

// polled returns the identifiers in the cases of selects that do not wait.
func polled(body *ast.BlockStmt) map[*ast.Ident]bool {
	ids := make(map[*ast.Ident]bool)
	ast.Inspect(body, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectStmt)
		if !ok {
			return true
		}
		isDefault := func(s ast.Stmt) bool { return s.(*ast.CommClause).Comm == nil }
		if !slices.ContainsFunc(sel.Body.List, isDefault) {
			return true
		}
		for _, clause := range sel.Body.List {
			if comm, ok := clause.(*ast.CommClause).Comm.(*ast.ExprStmt); ok {
				ast.Inspect(comm, func(n ast.Node) bool {
					// ctx.Done(), and nothing that calls more
					if call, ok := n.(*ast.CallExpr); ok {
						if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Done" && len(call.Args) == 0 {
							if id, ok := sel.X.(*ast.Ident); ok {
								ids[id] = true
							}
						}
					}
					return true
				})
			}
		}
		return true
	})
	return ids
}

// detachedAt returns where, for good, a context that does not end with the
// parameter takes the parameter's name: a statement of the body itself assigns
// it.
func (p *Package) detachedAt(body *ast.BlockStmt, tracked map[*types.Var]uint32) map[*types.Var]token.Pos {
	at := make(map[*types.Var]token.Pos)
	for _, stmt := range body.List {
		assign, ok := stmt.(*ast.AssignStmt)
		if !ok || len(assign.Rhs) != 1 {
			continue
		}
		call, ok := assign.Rhs[0].(*ast.CallExpr)
		if !ok {
			continue
		}
		v := localVar(p.pass.TypesInfo, assign.Lhs[0])
		if v != nil && tracked[v] != 0 && at[v] == 0 && p.derivedFrom(call, tracked, nil) == 0 {
			at[v] = call.End()
		}
	}
	return at
}

// after reports whether id stands behind pos, if there is such a place.
func after(id *ast.Ident, pos token.Pos) bool { return pos.IsValid() && id.Pos() >= pos }

// trackDerived adds the local variables that are assigned a tracked context,
// or what a call makes of one.
func (p *Package) trackDerived(body *ast.BlockStmt, tracked map[*types.Var]uint32, detached map[*types.Var]token.Pos) {
	ast.Inspect(body, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for i, lhs := range assign.Lhs {
			v := localVar(p.pass.TypesInfo, lhs)
			if v == nil || !IsContext(v.Type()) {
				continue
			}
			rhs := assign.Rhs[0]
			if len(assign.Rhs) == len(assign.Lhs) {
				rhs = assign.Rhs[i]
			}
			tracked[v] |= p.derivedFrom(rhs, tracked, detached)
			if tracked[v] == 0 {
				delete(tracked, v)
			}
		}
		return true
	})
}

// derivedFrom returns what the context expression e is made of.
func (p *Package) derivedFrom(e ast.Expr, tracked map[*types.Var]uint32, detached map[*types.Var]token.Pos) (set uint32) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := p.pass.TypesInfo.Uses[e].(*types.Var); ok && !after(e, detached[v]) {
			return tracked[v]
		}
	case *ast.CallExpr:
		if fn, ok := p.named(e.Fun).(*types.Func); ok && saysDetached(fn) {
			return 0
		}
		for _, arg := range e.Args {
			set |= p.derivedFrom(arg, tracked, detached)
		}
	}
	return set
}

// localVar returns the variable of a function that e names, nil if it names
// none.
func localVar(info *types.Info, e ast.Expr) *types.Var {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := info.ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || v.Pkg() == nil || v.Parent() == v.Pkg().Scope() {
		return nil
	}
	return v
}

// quietTarget reports whether passing a context as parameter t.param of
// t.callee is quiet, as far as is known so far.
func (p *Package) quietTarget(t target, funcs map[types.Object]*quietness, aliases map[*types.Var]types.Object) bool {
	if q := funcs[t.callee]; q != nil {
		return q.params&bit(t.param) != 0 && q.loud&bit(t.param) == 0
	}
	if v, ok := t.callee.(*types.Var); ok {
		if fn := aliases[v]; fn != nil {
			return p.quietTarget(target{fn, t.param}, funcs, nil)
		}
	}
	if fn, ok := t.callee.(*types.Func); ok && knownQuiet(fn) {
		return true
	}
	return p.importedQuiet(t.callee)&bit(t.param) != 0
}

// importedQuiet returns what the fact of an imported function says.
func (p *Package) importedQuiet(obj types.Object) uint32 {
	if obj.Pkg() == nil || obj.Pkg() == p.Types || std.Contains(obj.Pkg().Path()) {
		return 0
	}
	var fact FuturelintFunc
	if p.pass.ImportObjectFact(obj, &fact) {
		return fact.Quiet
	}
	return 0
}

// knownQuiet reports whether fn is quiet about its contexts by the vocabulary,
// or has the shape of a logging function: it is named after a level, takes a
// context, a message and anything, and returns nothing.
func knownQuiet(fn *types.Func) bool {
	for _, role := range [...]vocab.Role{vocab.ValuesOnly, vocab.Poll, vocab.Derive, vocab.Detach} {
		if _, ok := vocab.Lookup(fn, role); ok {
			return true
		}
	}
	return logs(fn) || measures(fn) || looksUp(fn)
}

// looksUp reports whether fn is known by an interface only, and says by its name
// that it takes something from a context.
func looksUp(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type()) && (strings.HasSuffix(fn.Name(), "FromContext") || strings.HasSuffix(fn.Name(), "FromCtx"))
}

// measures reports whether fn has the shape of an instrument for metrics, which
// is known by an interface only: it is named after what instruments do, takes a
// context and a number, and returns nothing.
func measures(fn *types.Func) bool {
	sig := fn.Signature()
	if sig.Recv() == nil || !types.IsInterface(sig.Recv().Type()) || sig.Results().Len() != 0 || sig.Params().Len() < 2 || !IsContext(sig.Params().At(0).Type()) {
		return false
	}
	number, ok := sig.Params().At(1).Type().Underlying().(*types.Basic)
	return ok && number.Info()&types.IsNumeric != 0 &&
		slices.Contains([]string{"Add", "Inc", "Observe", "Record", "Measure", "Count", "Set"}, fn.Name())
}

// logs reports whether fn has the shape of a logging function.
func logs(fn *types.Func) bool {
	sig := fn.Signature()
	if sig.Results().Len() != 0 || sig.Params().Len() < 2 || !IsContext(sig.Params().At(0).Type()) {
		return false
	}
	name := strings.TrimPrefix(fn.Name(), "Log")
	for _, level := range [...]string{"Trace", "Debug", "Info", "Notice", "Warn", "Error", "Print", "log", "debug", "info", "warn"} {
		if rest, ok := strings.CutPrefix(name, level); ok {
			switch rest {
			case "", "f", "w", "ln", "s", "S", "ing", "ingf", "Context", "Ctx", "fContext", "wContext", "Attrs":
				return true
			}
		}
	}
	return name == "" // Log(ctx, level, msg, ...)
}
