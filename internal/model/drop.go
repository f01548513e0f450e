package model

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/suppress"
	"github.com/futurelint/futurelint/internal/vocab"
)

// A DroppedError is a return of a nil error from under a test that found an
// error which has no other use.
type DroppedError struct {
	Return *ssa.Return
	Test   *ast.BinaryExpr
}

// DroppedErrors returns the places in fn where an error is tested, found, and
// dropped: the test is its only use, and what stands under the test returns
// zero values and does nothing else. A comment there says that someone meant it.
func (p *Package) DroppedErrors(fn *ssa.Function) []DroppedError {
	var list []DroppedError
	for _, ret := range returns(fn) {
		if len(ret.Block().Preds) != 1 || !returnsNothing(ret) {
			continue
		}
		pred := ret.Block().Preds[0]
		cond, outcome, ok := branch(pred, ret.Block())
		if !ok {
			continue
		}
		v, said := comparison(cond, outcome)
		if said != saidNonNil || !isError(v.Type()) || len(*v.Referrers()) != 1 || p.endsByError(v) {
			continue
		}
		file := p.fileOf(cond.Pos())
		if file == nil || p.commented(file, ret.Pos()) {
			continue
		}
		if test := comparing(file, cond.Pos()); test != nil {
			list = append(list, DroppedError{ret, test})
		}
	}
	return list
}

// returnsNothing reports whether the block of ret does nothing but return zero
// values, the last of them for an error. A false may well be an answer.
func returnsNothing(ret *ssa.Return) bool {
	stored := make(map[ssa.Value]ssa.Value)
	for _, instr := range ret.Block().Instrs {
		switch instr := instr.(type) {
		case *ssa.Return, *ssa.RunDefers, *ssa.UnOp:
		case *ssa.Store:
			// In a function that defers, results go through variables.
			stored[instr.Addr] = instr.Val
		default:
			return false
		}
	}
	for _, res := range ret.Results {
		if load, ok := res.(*ssa.UnOp); ok && stored[load.X] != nil && onlyReturned(load.X) {
			res = stored[load.X]
		}
		c, ok := res.(*ssa.Const)
		if !ok || c.Value != nil && c.Value.String() != "0" && c.Value.String() != `""` {
			return false
		}
	}
	n := len(ret.Results)
	return n > 0 && isError(ret.Results[n-1].Type())
}

// onlyReturned reports whether the result variable at addr is for returns only:
// no deferred function looks at it or changes it.
func onlyReturned(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
		case *ssa.Store:
			if ref.Addr != addr {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// endsByError reports whether the error v is how something says that it is
// over, or not there: the end of a context or a stream, a file that does not
// exist. What is not the result of a call is not judged either: it may be read
// elsewhere too.
func (p *Package) endsByError(v ssa.Value) bool {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return true
	}
	if call.Call.IsInvoke() && IsContext(call.Call.Value.Type()) {
		return true
	}
	fn := Callee(call.Common())
	if fn == nil {
		return false
	}
	for _, role := range [...]vocab.Role{vocab.Acquire, vocab.Poll} {
		if _, ok := vocab.Lookup(fn, role); ok {
			return true
		}
	}
	for _, verb := range [...]string{"Read", "Recv", "Receive", "Next", "Accept", "Scan", "Decode", "Stat", "Lstat", "LookPath", "Err"} {
		if rest, ok := strings.CutPrefix(fn.Name(), verb); ok && (rest == "" || !startsLower(rest)) {
			return true
		}
	}
	return false
}

func startsLower(s string) bool { return s[0] >= 'a' && s[0] <= 'z' }

// comparing returns the comparison whose operator is at pos, nil if it is not
// written as one.
func comparing(file *ast.File, pos token.Pos) (found *ast.BinaryExpr) {
	ast.Inspect(file, func(n ast.Node) bool {
		if e, ok := n.(*ast.BinaryExpr); ok && e.OpPos == pos {
			found = e
		}
		return found == nil && n != nil && n.Pos() <= pos && pos < n.End()
	})
	return found
}

// commented reports whether a comment stands beside pos or right above it. One
// that suppresses our findings is none: without a finding it would be reported
// for being of no use.
func (p *Package) commented(file *ast.File, pos token.Pos) bool {
	line := p.pass.Fset.Position(pos).Line
	for _, group := range file.Comments {
		if !slices.ContainsFunc(group.List, func(c *ast.Comment) bool { return !suppress.Ours(c.Text) }) {
			continue
		}
		if last := p.pass.Fset.Position(group.End()).Line; last == line || last == line-1 && p.alone(group, file) {
			return true
		}
	}
	return false
}

// alone reports whether no code begins on the line of the comment.
func (p *Package) alone(group *ast.CommentGroup, file *ast.File) bool {
	tf := p.pass.Fset.File(group.Pos())
	start, alone := tf.LineStart(tf.Line(group.Pos())), true
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || n.End() < start || group.Pos() < n.Pos() {
			return false
		}
		if _, ok := n.(ast.Stmt); ok && start <= n.Pos() {
			alone = false
		}
		return alone
	})
	return alone
}

func (p *Package) fileOf(pos token.Pos) *ast.File {
	for _, file := range p.pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}
