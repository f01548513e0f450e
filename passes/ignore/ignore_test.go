package ignore_test

import (
	"bytes"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/passes/ignore"
)

// TestFixes applies the edits as they are: what a driver formats afterwards must
// not depend on it.
func TestFixes(t *testing.T) {
	const unused = "//futurelint:ignore orphan reason"
	for _, test := range []struct{ name, before, after string }{
		{"behind code", "package p\n\nvar a int \t" + unused + "\nvar b int\n", "package p\n\nvar a int\nvar b int\n"},
		{"behind a comment", "package p\n\nvar a int /* a */ " + unused + "\n", "package p\n\nvar a int /* a */\n"},
		{"alone", "package p\n\nfunc f() {\n\t" + unused + "\n\tf()\n}\n", "package p\n\nfunc f() {\n\tf()\n}\n"},
		{"alone, with a blank line below", "package p\n\n" + unused + "\n\nvar a int\n", "package p\n\n\nvar a int\n"},
		{"doc comment", "package p\n\n// A is.\n//\n" + unused + "\nvar A int\n", "package p\n\n// A is.\nvar A int\n"},
		{"doc comment that goes on", "package p\n\n// A is.\n//\n" + unused + "\n// More.\nvar A int\n", "package p\n\n// A is.\n//\n// More.\nvar A int\n"},
		{"two in a row", "package p\n\n// A is.\n" + unused + "\n//lint:ignore orphan reason\nvar A int\n", "package p\n\n// A is.\nvar A int\n"},
		{"end of the file", "package p\n\nvar a int\n" + unused, "package p\n\nvar a int\n"},
		{"behind code at the end of the file", "package p\n\nvar a int " + unused, "package p\n\nvar a int"},
		{"begin of the file", unused + "\npackage p\n", "package p\n"},
		{"CRLF", "package p\r\n\r\nvar a int " + unused + "\r\n" + unused + "\r\nvar b int\r\n", "package p\r\n\r\nvar a int\r\nvar b int\r\n"},
		{"a CR inside of it", "package p\n\nvar a int " + unused + "\rmore\n", ""},
		{"a list of others' names too", "package p\n\nvar a int //lint:ignore SA1000,orphan/*,ST1000 reason\n", "package p\n\nvar a int //lint:ignore SA1000,ST1000 reason\n"},
		{"a list with blanks", "package p\n\nvar a int //nolint: futurelint , errcheck // reason\n", "package p\n\nvar a int //nolint: errcheck // reason\n"},
		{"nolint", "package p\n\nvar a int // nolint:futurelint // reason\n", "package p\n\nvar a int\n"},
		{"line directive", "package p\n\n//line other.y:100\nvar a int " + unused + "\n", "package p\n\n//line other.y:100\nvar a int\n"},
		{"nothing to judge", "package p\n\nvar a int //nolint\nvar b int //lint:ignore SA1000 reason\nvar c int //futurelint:ignore orphan/endless reason\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			name := filepath.Join(dir, "p.go")
			write(t, filepath.Join(dir, "go.mod"), "module example.com/p\n\ngo 1.26.0\n")
			write(t, name, test.before)
			if got := fixed(t, dir, name); got != test.after {
				t.Errorf("(-want +got):\n%s", cmp.Diff(test.after, got))
			}
		})
	}
}

// TestSuppressed runs the suite as a driver does that knows nothing of it: every
// finding has a directive, and every directive has a finding.
func TestSuppressed(t *testing.T) {
	const src = `package p

func fetch() string { return "" }

func First(stop chan bool) string {
	answer := make(chan string)
	DIRECTIVE
	go func() { answer <- fetch() }()
	select {
	case a := <-answer:
		return a
	case <-stop:
		return ""
	}
}
`
	for directive, want := range map[string]string{
		"// text":                           "(orphan/abandoned-send)",
		"//futurelint:ignore orphan reason": "",
		"//futurelint:ignore orphan/abandoned-* reason": "",
		"//lint:ignore futurelint reason":               "",
		"//nolint:futurelint // reason":                 "",
		"//nolint":                                      "",
		"//futurelint:ignore ctxthread reason":          "(ignore/unused) (orphan/abandoned-send)",
		"//futurelint:ignore orphan":                    "(ignore/malformed) (orphan/abandoned-send)",
		"//futurelint:ignore orphan,ctxthread reason":   "(ignore/unused)",
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "go.mod"), "module example.com/p\n\ngo 1.26.0\n")
		write(t, filepath.Join(dir, "p.go"), strings.Replace(src, "DIRECTIVE", directive, 1))
		var got []string
		for _, d := range analyse(t, dir, futurelint.Analyzers()...) {
			got = append(got, d.Message[strings.LastIndexByte(d.Message, '('):])
		}
		slices.Sort(got)
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: findings %q, want %q", directive, got, want)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// analyse returns what analyzers find in the module in dir.
func analyse(t *testing.T, dir string, analyzers ...*analysis.Analyzer) []analysis.Diagnostic {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax | packages.NeedModule, Dir: dir, Fset: fset}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze(analyzers, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var found []analysis.Diagnostic
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Fatal(act.Err)
		}
		found = append(found, act.Diagnostics...)
	}
	return found
}

var fset = token.NewFileSet()

// fixed returns what the fixes make of the file in the module in dir, "" if there
// are none.
func fixed(t *testing.T, dir, name string) string {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var edits []analysis.TextEdit
	for _, d := range analyse(t, dir, ignore.Analyzer) {
		if !strings.HasSuffix(d.Message, "(ignore/unused)") {
			t.Errorf("unexpected: %s", d.Message)
		}
		for _, fix := range d.SuggestedFixes {
			edits = append(edits, fix.TextEdits...)
		}
	}
	if len(edits) == 0 {
		return ""
	}
	var b bytes.Buffer
	tf, last := fset.File(edits[0].Pos), 0
	for _, e := range edits {
		if tf.Offset(e.Pos) < last {
			t.Fatal("edits that overlap")
		}
		b.Write(src[last:tf.Offset(e.Pos)])
		b.Write(e.NewText)
		last = tf.Offset(e.End)
	}
	b.Write(src[last:])
	return b.String()
}
