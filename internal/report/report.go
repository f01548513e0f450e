// Package report turns what a check found into diagnostics: it applies the
// sub-check's switch, leaves generated files and, by mode, test files alone,
// and gives every message the same form.
package report

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
)

// A Reporter reports the diagnostics of one check on one package. It is used
// by the goroutine that runs the check.
type Reporter struct {
	pass   *analysis.Pass
	silent map[*token.File]bool
	seen   map[key]bool
}

type key struct {
	pos token.Pos
	sub *check.Sub
}

// New returns a reporter for the check c on the package of pass.
func New(pass *analysis.Pass, c *check.Check) *Reporter {
	r := &Reporter{pass: pass, silent: make(map[*token.File]bool), seen: make(map[key]bool)}
	for _, f := range pass.Files {
		tf := pass.Fset.File(f.FileStart)
		r.silent[tf] = ast.IsGenerated(f) || !inTests(c) && strings.HasSuffix(tf.Name(), "_test.go")
	}
	return r
}

func inTests(c *check.Check) bool {
	switch c.Tests {
	case check.TestsAll:
		return true
	case check.TestsNone:
		return false
	}
	return c.InTests
}

// Report reports d as a finding of sub, unless sub is switched off, the file is
// not reported in, or sub was reported at the same position before.
//
// The sub-check's name is put behind the message: it is the one place that
// every driver shows. Category is left empty, because some drivers drop a
// diagnostic whose category is not the analyzer's name.
func (r *Reporter) Report(sub *check.Sub, d analysis.Diagnostic) {
	k := key{d.Pos, sub}
	if !sub.Enabled() || r.seen[k] || r.silent[r.pass.Fset.File(d.Pos)] {
		return
	}
	r.seen[k] = true
	d.Message += " (" + sub.ID() + ")"
	d.URL = sub.Check().URL() + "#" + sub.Name
	r.pass.Report(d)
}
