package panicrecover

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/model"
)

// guardTask returns the fix that makes an error of a panic in the task of b. It is
// offered where whoever waits gets that error by the way on which he gets the
// others: the task is a literal that returns an error to its group, or one that
// does nothing but send an error to a channel with room for it. On the good path
// nothing changes, and what the task defers itself runs as before, first.
func (c *checker) guardTask(b *bare) []analysis.SuggestedFix {
	lit := c.taskLiteral(b)
	if lit == nil || c.m.TaskGuard(b.Spawn, *b.body) != model.Unguarded {
		return nil // a task that panics again chooses to
	}
	file := c.fileOf(lit.Pos())
	imports, names := c.imports(file, lit.Body.Lbrace+1, "fmt", "runtime/debug")
	if names == nil {
		return nil
	}
	value := fmt.Sprintf("%s.Errorf(\"panic: %%v\\n%%s\", r, %s.Stack())", names[0], names[1])
	insert := func(settle string) analysis.TextEdit {
		text := "\ndefer func() {\nif r := recover(); r != nil {\n" + settle + "\n}\n}()"
		if c.line(lit.Body.Lbrace) == c.line(lit.Body.Rbrace) {
			text += "\n"
		}
		return analysis.TextEdit{Pos: lit.Body.Lbrace + 1, End: lit.Body.Lbrace + 1, NewText: []byte(text)}
	}
	var edits []analysis.TextEdit
	if ch := c.onlySend(b, lit); ch != nil {
		edits = append(imports, insert(ch.Name+" <- "+value))
	} else if result := soleError(lit); result != nil && b.TakesError() {
		name := "err"
		if uses(lit, name) {
			name = "panicErr"
		}
		if uses(lit, name) {
			return nil
		}
		edits = append(imports, analysis.TextEdit{Pos: result.Pos(), End: result.End(), NewText: []byte("(" + name + " error)")}, insert(name+" = "+value))
	} else {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "make an error of the panic", TextEdits: edits}}
}

// taskLiteral returns the syntax of the function literal that b starts, nil if it
// starts something else.
func (c *checker) taskLiteral(b *bare) *ast.FuncLit {
	if b.body == nil || b.body.Wrapped || b.body.Maker != nil || len(b.Bodies) != 1 {
		return nil
	}
	lit, _ := b.body.Fn.Syntax().(*ast.FuncLit)
	if lit == nil || b.body.Fn.Parent() != b.Call.Parent() || uses(lit, "r") || len(lit.Body.List) == 0 {
		return nil
	}
	return lit
}

// soleError returns the result type of a literal that returns an error without a
// name and nothing else.
func soleError(lit *ast.FuncLit) ast.Expr {
	res := lit.Type.Results
	if res == nil || len(res.List) != 1 || len(res.List[0].Names) > 0 || len(lit.Type.Params.List) > 0 {
		return nil
	}
	if id, ok := res.List[0].Type.(*ast.Ident); ok && id.Name == "error" {
		return id
	}
	return nil
}

// onlySend returns the channel that the literal, started once, sends an error to
// and does nothing else; nil if there is none, or no room in it.
func (c *checker) onlySend(b *bare, lit *ast.FuncLit) *ast.Ident {
	if b.InLoop || len(lit.Body.List) != 1 {
		return nil
	}
	send, ok := lit.Body.List[0].(*ast.SendStmt)
	if !ok {
		return nil
	}
	ch, ok := send.Chan.(*ast.Ident)
	t := c.pass.TypesInfo.TypeOf(send.Chan)
	if !ok || t == nil || !isErrorChan(t) {
		return nil
	}
	for _, known := range c.m.Channels() {
		for _, op := range known.Sends {
			if op.Instr.Pos() != send.Arrow {
				continue
			}
			if n, ok := known.Capacity(); ok && n >= 1 && len(known.Sends) == 1 {
				return ch
			}
		}
	}
	return nil
}

func isErrorChan(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	return ok && types.Identical(ch.Elem(), types.Universe.Lookup("error").Type())
}

// uses reports whether an identifier of this name stands in the literal.
func uses(lit *ast.FuncLit, name string) (found bool) {
	ast.Inspect(lit, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == name
		return !found
	})
	return found
}

// deferSettle returns the fix that defers what fn does at its end: the last
// statement, which is reached by every way out but a panic. It then runs in any
// case, after everything else that fn defers.
func (c *checker) deferSettle(fn *ssa.Function, st *model.Settle) []analysis.SuggestedFix {
	if st.Kind != model.SettlesCount && st.Kind != model.SettlesChan {
		return nil
	}
	body := bodyOf(fn)
	if body == nil || len(body.List) < 2 || returnsEarly(body) {
		return nil
	}
	stmt, ok := body.List[len(body.List)-1].(*ast.ExprStmt)
	if !ok {
		return nil // a send waits for its receiver
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok || call.Lparen != st.Instr.Pos() {
		return nil
	}
	var what strings.Builder
	for i, arg := range append([]ast.Expr{call.Fun}, call.Args...) {
		name := plainName(arg)
		if name == "" || c.assigned(body, arg) {
			return nil
		}
		what.WriteString(name)
		if i == 0 {
			what.WriteString("(")
		}
	}
	what.WriteString(")")
	first, before := body.List[0], body.List[len(body.List)-2]
	return []analysis.SuggestedFix{{Message: "defer it", TextEdits: []analysis.TextEdit{
		{Pos: first.Pos(), End: first.Pos(), NewText: []byte("defer " + what.String() + "\n")},
		{Pos: before.End(), End: stmt.End()},
	}}}
}

// wrapValue returns the fix that makes the error of the recovered value, in the
// place of the function's own, which is nil.
func (c *checker) wrapValue(l *model.Lost) []analysis.SuggestedFix {
	call := c.m.CallSyntax(l.At.(*ssa.Call).Common())
	if call == nil || l.Callee.FullName() != "fmt.Errorf" || len(call.Args) != 2 {
		return nil
	}
	format, ok := call.Args[0].(*ast.BasicLit)
	if !ok || strings.Count(format.Value, "%") != 1 {
		return nil
	}
	arg, ok := call.Args[1].(*ast.Ident)
	value := c.recoveredName(call)
	verb := strings.IndexByte(format.Value, '%')
	if !ok || value == "" || verb+1 >= len(format.Value) || format.Value[verb+1] != 'w' {
		return nil
	}
	at := format.Pos() + token.Pos(verb)
	return []analysis.SuggestedFix{{Message: "make the error of the recovered value", TextEdits: []analysis.TextEdit{
		{Pos: at, End: at + 2, NewText: []byte("%v")},
		{Pos: arg.Pos(), End: arg.End(), NewText: []byte(value)},
	}}}
}

// recoveredName returns the variable that holds the recovered value where call
// stands, "" if there is none.
func (c *checker) recoveredName(call *ast.CallExpr) string {
	path, _ := astutil.PathEnclosingInterval(c.fileOf(call.Pos()), call.Pos(), call.End())
	for _, n := range path {
		branch, ok := n.(*ast.IfStmt)
		if !ok {
			continue
		}
		assign, ok := branch.Init.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
			continue
		}
		id, ok1 := assign.Lhs[0].(*ast.Ident)
		rhs, ok2 := assign.Rhs[0].(*ast.CallExpr)
		if ok1 && ok2 && plainName(rhs.Fun) == "recover" {
			return id.Name
		}
	}
	return ""
}

// deferHelper returns the fix that defers the guard itself, where the deferred
// literal does nothing but call it.
func (c *checker) deferHelper(f model.Futile) []analysis.SuggestedFix {
	if !f.Direct {
		return nil
	}
	call := c.m.CallSyntax(f.At.(*ssa.Call).Common())
	if call == nil || plainName(call.Fun) == "" {
		return nil
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		// The receiver of a method would be evaluated too early.
		if _, pkg := c.pass.TypesInfo.Uses[sel.X.(*ast.Ident)].(*types.PkgName); !pkg {
			return nil
		}
	}
	path, _ := astutil.PathEnclosingInterval(c.fileOf(call.Pos()), call.Pos(), call.End())
	for _, n := range path {
		if d, ok := n.(*ast.DeferStmt); ok {
			if lit, ok := d.Call.Fun.(*ast.FuncLit); !ok || len(lit.Body.List) != 1 {
				return nil
			}
			return []analysis.SuggestedFix{{Message: "defer it directly", TextEdits: []analysis.TextEdit{
				{Pos: d.Call.Pos(), End: call.Pos()},
				{Pos: call.End(), End: d.Call.End()},
			}}}
		}
	}
	return nil
}
