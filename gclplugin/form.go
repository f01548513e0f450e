package gclplugin

import (
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/report"
)

// A form puts the diagnostics of a package into the form that suits golangci-lint.
type form struct {
	pass  *analysis.Pass
	edits report.Edits
}

func (f *form) report(d analysis.Diagnostic) {
	d.Message = f.message(d)
	d.Related = nil
	d.SuggestedFixes = f.fixes(d)
	f.pass.Report(d)
}

// message returns the message with the related places in it. golangci-lint would
// make an issue of each of them, which a //nolint for the finding does not cover.
func (f *form) message(d analysis.Diagnostic) string {
	var b strings.Builder
	b.WriteString(d.Message)
	dir := filepath.Dir(f.pass.Fset.Position(d.Pos).Filename)
	for _, rel := range d.Related {
		p := f.pass.Fset.Position(rel.Pos)
		fmt.Fprintf(&b, "; %s at %s:%d", rel.Message, name(dir, p.Filename), p.Line)
	}
	return b.String()
}

// name returns the name of file as seen from dir: results are cached, and must not
// depend on where the module is.
func name(dir, file string) string {
	if rel, err := filepath.Rel(dir, file); err == nil {
		return filepath.ToSlash(rel)
	}
	return file
}

// fixes returns the first fix of d, if it can be applied. golangci-lint applies all
// that a diagnostic offers, leaves out edits in other files than that of the
// diagnostic, and applies nothing to a file where two fixes of a linter contradict
// each other.
func (f *form) fixes(d analysis.Diagnostic) []analysis.SuggestedFix {
	if len(d.SuggestedFixes) == 0 {
		return nil
	}
	fix := d.SuggestedFixes[0]
	file := f.pass.Fset.File(d.Pos)
	for _, e := range fix.TextEdits {
		if f.pass.Fset.File(e.Pos) != file {
			return nil
		}
	}
	if !f.edits.Agree(fix) {
		return nil
	}
	f.edits.Add(fix)
	return []analysis.SuggestedFix{fix}
}
