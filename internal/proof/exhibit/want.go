package exhibit

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A want is one expectation of a want comment: a finding on this line whose
// message matches.
type want struct {
	place
	pattern *regexp.Regexp
	// sub is the sub-check of the finding, such as "ctxthread/parent"; as
	// long as there is none, it is what the pattern names.
	sub string
}

// A place is a line of a file of the module.
type place struct {
	file string // relative to the module, with slashes
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

var (
	wantComment = regexp.MustCompile(`^//\s*want\s`)
	subInWant   = regexp.MustCompile(`\\?\(([a-z][a-z0-9]*/[a-z][a-z0-9-]*)\\?\)`)
)

// readWants returns the want comments of the module in dir.
func readWants(dir string) ([]*want, error) {
	var wants []*want
	err := walk(dir, func(name string) error {
		if filepath.Ext(name) != ".go" {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		found, err := wantsIn(fset, file, filepath.ToSlash(name))
		wants = append(wants, found...)
		return err
	})
	return wants, err
}

// wantsIn returns the want comments of one file.
func wantsIn(fset *token.FileSet, file *ast.File, name string) ([]*want, error) {
	var wants []*want
	for _, group := range file.Comments {
		for _, c := range group.List {
			prefix := wantComment.FindString(c.Text)
			if prefix == "" {
				continue
			}
			at := place{name, fset.Position(c.Pos()).Line}
			rest := c.Text[len(prefix):]
			for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
				quoted, err := strconv.QuotedPrefix(rest)
				if err != nil {
					return nil, fmt.Errorf("%s: want comment: %q is no string literal", at, rest)
				}
				text, err := strconv.Unquote(quoted)
				if err != nil {
					return nil, fmt.Errorf("%s: want comment: %w", at, err)
				}
				w := &want{place: at}
				if w.pattern, err = regexp.Compile(text); err != nil {
					return nil, fmt.Errorf("%s: want comment: %w", at, err)
				}
				if m := subInWant.FindStringSubmatch(text); m != nil {
					w.sub = m[1]
				}
				wants = append(wants, w)
				rest = rest[len(quoted):]
			}
		}
	}
	return wants, nil
}

// walk calls f for the files of the module in dir, without those of hidden
// directories and of modules inside.
func walk(dir string, f func(name string) error) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if !d.IsDir() {
			return f(name)
		}
		if name == "." {
			return nil
		}
		if inner, _ := filepath.Glob(filepath.Join(path, "go.mod")); len(inner) > 0 || strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		return nil
	})
}
