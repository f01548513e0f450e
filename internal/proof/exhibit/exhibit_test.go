package exhibit

import (
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/check"
)

const root = "../../.."

// unexhibited are checks without exhibits, with the reason. Their own tests have
// what they find and what they leave alone.
var unexhibited = map[string]string{
	"ignore": "comments do nothing when they are executed, be they right or wrong",
}

// exhibited returns the checks that have exhibits, with their analyzers.
func exhibited() (checks []*check.Check, analyzers []*analysis.Analyzer) {
	for i, c := range futurelint.Checks() {
		if unexhibited[c.Name] == "" {
			checks, analyzers = append(checks, c), append(analyzers, futurelint.Analyzers()[i])
		}
	}
	return checks, analyzers
}

var update = flag.Bool("update", false, "write the golden files")

// TestExhibits judges the exhibits of all checks.
func TestExhibits(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses, fixes and executes a module")
	}
	checks, analyzers := exhibited()
	v := run(t, filepath.Join(root, "testdata"), *update, checks, analyzers)
	for _, p := range v.Problems {
		t.Error(p)
	}
	t.Logf("%d bad and %d good exhibits, %d of the bad ones mended by fixes; %d want comments, %d of them unproven",
		v.Bad, v.Good, v.Mended, v.Wants, v.Unproven)
}

// run judges the exhibits in dir by the checks.
func run(t *testing.T, dir string, update bool, checks []*check.Check, analyzers []*analysis.Analyzer) *Verdict {
	t.Helper()
	// The go command takes over a test's result as long as the files that
	// the test itself has looked at are the same. What its child processes
	// look at is all the module's Go files.
	err := filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOWORK", "off")
	h := &Harness{
		Dir:       dir,
		Checks:    checks,
		Analyzers: analyzers,
		Tool:      filepath.Join(t.TempDir(), "futurelint"),
		Fixed:     t.TempDir(),
		Update:    update,
	}
	for _, c := range checks {
		if c.Name == "unbounded" { // fan-outs are what the others' exhibits are made of
			h.Apart = []string{c.Name}
		}
	}
	build := exec.Command("go", "build", "-o", h.Tool, "./cmd/futurelint")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	v, err := h.Judge()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestWrong judges a module with exhibits that are wrong in all the ways that a
// harness has to notice by itself; TestJudge has the others.
func TestWrong(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses, fixes and executes a module")
	}
	archive, err := txtar.ParseFile(filepath.Join("testdata", "wrong.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	module, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := map[string]string{"problems": ""}
	for _, f := range archive.Files {
		files[f.Name] = strings.ReplaceAll(string(f.Data), "ROOT", module)
	}
	sum, err := os.ReadFile(filepath.Join(root, "testdata", "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	files["go.sum"] = string(sum)
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	checks, analyzers := exhibited()
	got := run(t, dir, false, checks[:1], analyzers[:1]).Problems
	want := strings.Split(strings.TrimSpace(files["problems"]), "\n")
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("no problem %q", want[i])
		case i >= len(want):
			t.Errorf("problem %q is not wanted", got[i])
		case !strings.HasPrefix(got[i], want[i]):
			t.Errorf("problem %q, want %q", got[i], want[i])
		}
	}
}

func TestGolden(t *testing.T) {
	dir, fixed := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"changed.go":            "package a",
		"changed.go" + golden:   "package b",
		"unchanged.go":          "package a",
		"unchanged.go" + golden: "package a",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"changed.go": "package c", "unchanged.go": "package a"} {
		if err := os.WriteFile(filepath.Join(fixed, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	names, err := changed(dir, fixed)
	if err != nil {
		t.Fatal(err)
	}
	compare := func(update bool, want ...problem) {
		t.Helper()
		got, err := compareGolden(dir, fixed, names, update)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(problem{}, place{})); err != nil || diff != "" {
			t.Errorf("compareGolden: error %v, problems (-want +got):\n%s", err, diff)
		}
	}
	compare(false,
		problem{place{"changed.go" + golden, 1}, "not what the fixes give; go test with -update writes what they do"},
		problem{place{file: "unchanged.go" + golden}, "no fix changes its source"})
	compare(true)
	compare(false)
}
