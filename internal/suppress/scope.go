package suppress

import (
	"go/ast"
	"go/token"
)

// A scope is the part of a file that a directive applies to: a set of lines.
//
// Lines are those of the file that was parsed, whatever //line directives say of
// them: a directive applies to what stands beside it.
type scope struct {
	whole  bool // the whole file
	ranges []lines
}

// lines are the lines from the first to the last, both included.
type lines struct{ first, last int }

func (s *scope) contains(line int) bool {
	if s.whole {
		return true
	}
	for _, r := range s.ranges {
		if r.first <= line && line <= r.last {
			return true
		}
	}
	return false
}

// spot is where something begins in a file.
type spot struct{ line, column int }

// resolve sets the scopes of the directives of a file, which are in the order of
// the text. Directives of Nolint that are for other linters are among them.
//
// The rule is golangci-lint's. A directive applies to the lines of its group of
// comments. Where a node begins in the next line, in the column of the group, it
// applies to that node as well: the group is a statement's, a declaration's, a
// specification's or a field's. As long as it is right above the package clause,
// that is the file.
//
// For //nolint that is all, with all its consequences, so that both programs
// suppress the same: of several //nolint in a group the first one alone applies
// to the node, and in columns of comments each may reach the next line. For the
// others, which have no such past, every directive of a group applies, its own
// column counts, no comment is a node, and neither is what begins below a
// directive at the end of a line. Alone on its line a directive applies to the next
// line whatever begins there, an else or a closing brace. Wherever they stand above
// the package clause they apply to the file.
func resolve(file *ast.File, tf *token.File, directives []*Directive) {
	at := func(pos token.Pos) spot {
		p := tf.PositionFor(pos, false)
		return spot{p.Line, p.Column}
	}
	type waiting struct {
		nolint *Directive // the first of the group
		others []*Directive
	}
	below := make(map[spot]*waiting)          // by where the node begins
	beside := make(map[int]*ast.CommentGroup) // by line, groups that may stand behind code
	var rest []*Directive
	for _, d := range directives {
		d.scope = new(scope)
		begin, end := at(d.Group.Pos()), at(d.Group.End())
		if d.Form != Nolint && (d.Verb == FileIgnore || d.Comment.Pos() < file.Package) {
			d.scope.whole = true
			continue
		}
		d.scope.ranges = append(d.scope.ranges, lines{begin.line, end.line})
		next := spot{end.line + 1, begin.column}
		if d.Form != Nolint {
			next.column = at(d.Comment.Pos()).column // a //line may begin the group
		}
		w := below[next]
		if w == nil {
			w = new(waiting)
			below[next] = w
		}
		if d.Form != Nolint {
			w.others = append(w.others, d)
			beside[begin.line] = d.Group
			rest = append(rest, d)
		} else if w.nolint == nil {
			w.nolint = d
		}
	}
	behindCode := make(map[*ast.CommentGroup]bool)
	reach := make(map[*Directive][]lines)
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			return true
		}
		begin, end := at(n.Pos()), at(n.End())
		_, group := n.(*ast.CommentGroup)
		_, comment := n.(*ast.Comment)
		code := !group && !comment
		if code {
			if g := beside[begin.line]; g != nil && n.Pos() < g.Pos() {
				behindCode[g] = true
			}
			if g := beside[end.line]; g != nil && n.End() <= g.Pos() {
				behindCode[g] = true
			}
		}
		w := below[begin]
		if w == nil {
			return true
		}
		body := lines{begin.line, end.line}
		if w.nolint != nil {
			w.nolint.scope.ranges = append(w.nolint.scope.ranges, body)
		}
		for _, d := range w.others {
			if code {
				reach[d] = append(reach[d], body)
			}
		}
		return true
	})
	for _, d := range rest {
		if !behindCode[d.Group] {
			next := at(d.Group.End()).line + 1
			d.scope.ranges = append(append(d.scope.ranges, lines{next, next}), reach[d]...)
		}
	}
}
