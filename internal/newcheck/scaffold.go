package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"go/format"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed templates
var templates embed.FS

var (
	checkName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	subName   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
)

// reserved are names of flags that a check's own flag would hide.
var reserved = []string{
	"all", "buildvcs", "c", "checks", "diff", "explain", "f", "fix", "flags", "json",
	"mod", "modfile", "overlay", "source", "tags", "tests", "tier", "v",
}

// taken are names that mean something else where the check's package is used or
// written: in the suite and in the templates.
var taken = []string{
	"analysis", "check", "context", "doc", "futurelint", "init", "lint", "main",
	"model", "proof", "report", "testing",
}

// names are what the templates put in.
type names struct {
	Check string // "ctxthread"
	Sub   string // "typed-nil"
	Var   string // "typedNil"
	Func  string // "TypedNil"
}

func parse(arg string) (names, error) {
	check, sub, ok := strings.Cut(arg, "/")
	if !ok {
		sub = "first"
	}
	switch {
	case !checkName.MatchString(check) || token.IsKeyword(check):
		return names{}, fmt.Errorf("%q cannot name a check: it is a package, of lower-case letters and digits", check)
	case slices.Contains(reserved, check):
		return names{}, fmt.Errorf("%q cannot name a check: it names a flag", check)
	case slices.Contains(taken, check) || types.Universe.Lookup(check) != nil:
		return names{}, fmt.Errorf("%q cannot name a check: it means something else in the code around it", check)
	case !subName.MatchString(sub) || sub == "tests":
		return names{}, fmt.Errorf("%q cannot name a sub-check: it is lower-case words with hyphens between them, and not tests", sub)
	case strings.HasSuffix(sub, "-test"):
		return names{}, fmt.Errorf("%q cannot name a sub-check: its exhibit would be a test file", sub)
	}
	n := names{Check: check, Sub: sub}
	for word := range strings.SplitSeq(sub, "-") {
		n.Func += strings.ToUpper(word[:1]) + word[1:]
	}
	// A name of its own: what the check's package declares and imports, and
	// what Go does, may be called as the sub-check is.
	n.Var = "sub" + n.Func
	return n, nil
}

// scaffold writes the files of a new check under root and returns their names.
// It writes nothing if one of them exists.
func scaffold(root, arg string) ([]string, error) {
	n, err := parse(arg)
	if err != nil {
		return nil, err
	}
	for _, dir := range []string{"passes", "testdata"} {
		dir = filepath.Join(root, dir, n.Check)
		if _, err := os.Lstat(dir); err == nil {
			return nil, fmt.Errorf("%s exists", dir)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	// What names a new check comes last, so that nothing ever names what is not
	// there: the suite, and the check that judges what suppresses its findings.
	type registry struct {
		name string
		text []byte
	}
	var registries []registry
	for _, name := range []string{filepath.Join(root, "passes", "ignore", "registry.go"), filepath.Join(root, "suite.go")} {
		old, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("not the root of the module: %w", err)
		}
		text, err := register(old, n.Check)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		registries = append(registries, registry{name, text})
	}
	pass := filepath.Join(root, "passes", n.Check)
	exhibit := filepath.Join(root, "testdata", n.Check, strings.ReplaceAll(n.Sub, "-", "_"))
	files := []struct{ template, name string }{
		{"doc.go.tmpl", filepath.Join(pass, "doc.go")},
		{"check.go.tmpl", filepath.Join(pass, "check.go")},
		{"rule.go.tmpl", filepath.Join(pass, n.Check+".go")},
		{"exhibit.go.tmpl", exhibit + ".go"},
		{"proof_test.go.tmpl", exhibit + "_test.go"},
	}
	var written []string
	for _, f := range files {
		text, err := n.fill(f.template)
		if err != nil {
			return written, err
		}
		if err := write(f.name, text); err != nil {
			return written, err
		}
		written = append(written, f.name)
	}
	for _, r := range registries {
		if err := write(r.name, r.text); err != nil {
			return written, err
		}
		written = append(written, r.name)
	}
	return written, nil
}

func (n names) fill(name string) ([]byte, error) {
	t, err := template.ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, n); err != nil {
		return nil, err
	}
	return format.Source(b.Bytes())
}

func write(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(name+".new", text, 0o666); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
