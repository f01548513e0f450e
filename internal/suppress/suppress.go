// Package suppress knows the comments in the source that suppress findings, and
// what they apply to. One analyzer reads them; every check requires it, because
// a finding is suppressed before it is reported: so it is in every driver.
//
// # Terms
//
// A directive is a line comment of one of these forms:
//
//	//nolint, //nolint:all, //nolint:futurelint // reason
//	//lint:ignore NAME,NAME reason
//	//lint:file-ignore NAME,NAME reason
//	//futurelint:ignore NAME,NAME reason
//	//futurelint:file-ignore NAME,NAME reason
//
// The first is golangci-lint's, the next two are staticcheck's. In both the
// names may be those of other tools, which are none of our business. A name is
// that of a check, of a sub-check, a pattern such as orphan/*, or futurelint for
// every check. Nolint names linters, and the only one that we are is futurelint.
//
// The scope of a directive is the set of lines that it applies to: that of the
// code which it stands behind; the statement, declaration or specification that
// it stands above; or the file. A finding is matched by its own position, not by
// those of related places.
package suppress

import (
	"flag"
	"go/ast"
	"go/token"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// Analyzer finds the directives of a package. Its result is a *[Set].
//
// Its flag nolint, which is on, says whether //nolint counts. Where golangci-lint
// runs the checks it is switched off, because golangci-lint applies these
// comments itself, and knows which of them are unused.
var Analyzer = newAnalyzer()

var nolint bool

func newAnalyzer() *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       "futuresuppress",
		Doc:        "find the comments that suppress findings of the futurelint checks",
		Run:        run,
		ResultType: reflect.TypeFor[*Set](),
		Flags:      *flag.NewFlagSet("futuresuppress", flag.ExitOnError),
	}
	a.Flags.BoolVar(&nolint, "nolint", true, "whether //nolint comments suppress findings")
	return a
}

// A Set is the directives of a package. Its methods may be called by several
// goroutines at once.
type Set struct {
	fset  *token.FileSet
	all   []*Directive
	files map[*token.File]*fileSet
}

// A fileSet is the directives of a file.
type fileSet struct {
	directives []*Directive
	resolve    func() // sets their scopes
}

func run(pass *analysis.Pass) (any, error) {
	return Read(pass.Fset, pass.Files), nil
}

// Read returns the directives of files.
func Read(fset *token.FileSet, files []*ast.File) *Set {
	s := &Set{fset: fset, files: make(map[*token.File]*fileSet)}
	for _, file := range files {
		var list []*Directive
		for _, group := range file.Comments {
			for _, c := range group.List {
				d := Parse(c.Text)
				if d == nil || d.Form == Nolint && !nolint {
					continue
				}
				d.Comment, d.Group, d.File = c, group, file
				list = append(list, d)
			}
		}
		if list == nil {
			continue
		}
		tf := fset.File(file.FileStart)
		s.all = append(s.all, list...)
		s.files[tf] = &fileSet{list, sync.OnceFunc(func() { resolve(file, tf, list) })}
	}
	return s
}

// Directives returns the directives in the order of the text. The slice is not
// to be changed.
func (s *Set) Directives() []*Directive { return s.all }

// Suppressed reports whether a finding of the sub-check id of check is suppressed
// at pos, and marks the names that do it as used, whether or not one would have
// done.
func (s *Set) Suppressed(pos token.Pos, check, id string) bool {
	tf := s.fset.File(pos)
	f := s.files[tf]
	if f == nil {
		return false
	}
	f.resolve()
	line := tf.PositionFor(pos, false).Line
	found := false
	for _, d := range f.directives {
		if !d.applies() || !d.scope.contains(line) {
			continue
		}
		if d.Form == Nolint && len(d.Names) == 0 {
			found = true
		}
		for _, n := range d.Names {
			// A linter has no sub-checks.
			if d.Form == Nolint && n.Text == All || d.Form != Nolint && n.Matches(check, id) {
				n.used.Store(true)
				found = true
			}
		}
	}
	return found
}
