// Package render turns findings into what people and programs read.
package render

import (
	"io"
	"os"
	"path/filepath"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/govet"
)

// A Report is what there is to render.
type Report struct {
	Findings []finding.Finding
	Skipped  []govet.Skipped
	Failed   bool   // not all of the job could be done; Skipped may be empty all the same
	Dir      string // file names are given relative to it where that is shorter
	Rules    []Rule // of all sub-checks
	Version  string // of the program
}

// A Rule is what there is to say about a sub-check.
type Rule struct {
	ID            string // "orphan/ticker"
	Tier          string // "default" or "strict"
	Title         string
	Text          string
	Before, After string // code
	URL           string
}

// Formats are the renderers by their names. Text for a terminal has another,
// [Terminal].
var Formats = map[string]func(io.Writer, *Report) error{
	"text":     Text,
	"stylish":  Stylish,
	"json":     JSON,
	"sarif":    SARIF,
	"github":   GitHub,
	"rdjsonl":  RDJSONL,
	"junit":    JUnit,
	"gitlab":   GitLab,
	"html":     HTML,
	"markdown": Markdown,
}

// Path returns the name of file as the go command would write it: relative to
// the report's directory if that is shorter.
func (r *Report) Path(file string) string {
	if rel, err := filepath.Rel(r.Dir, file); err == nil && len(rel) < len(file) {
		return rel
	}
	return file
}

// readFile reads source files; tests replace it.
var readFile = os.ReadFile
