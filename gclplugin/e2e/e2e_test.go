package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/tools/txtar"

	// So that a cached result of the tests counts no more when it has changed.
	_ "github.com/futurelint/futurelint/gclplugin"
)

// programs are built once for all tests.
var programs struct{ golangci, futurelint string }

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "futurelint-e2e-")
	if err == nil {
		defer os.RemoveAll(dir)
		programs.golangci, programs.futurelint = filepath.Join(dir, "golangci-lint"), filepath.Join(dir, "futurelint")
		err = errors.Join(
			build(programs.golangci, ".", "./golangci-lint"),
			build(programs.futurelint, "../..", "./cmd/futurelint"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// build builds a program in the module of dir. Paths are left out, so that the build
// cache serves every checkout.
func build(name, dir, pkg string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-o", name, pkg)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// output returns what a command prints. It may exit with 1, as linters do that have
// found something.
func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		t.Fatalf("%s: %v\n%s%s", cmd, err, out, said.String())
	}
	if said.Len() > 0 && cmd.Args[0] != "go" {
		t.Errorf("%s says\n%s", cmd, said.String())
	}
	return string(out)
}

// environment is what the programs run with: nothing is fetched, and golangci-lint
// has a cache of its own.
func environment(t *testing.T) []string {
	env := append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOTOOLCHAIN=local", "GOWORK=off")
	return append(env, "GOLANGCI_LINT_CACHE="+t.TempDir())
}

// moduleDir is where a module that this one depends on is.
func moduleDir(t *testing.T, path string) string {
	return strings.TrimSpace(output(t, exec.Command("go", "list", "-m", "-f", "{{.Dir}}", path)))
}

// goMod is that of the modules under analysis.
func goMod(t *testing.T) []byte {
	return fmt.Appendf(nil, "module example.com/m\n\ngo 1.26.0\n\nrequire golang.org/x/sync v0.0.0\n\nreplace golang.org/x/sync => %s\n", moduleDir(t, "golang.org/x/sync"))
}

// writeModule writes the module of testdata to dir.
func writeModule(t *testing.T, dir string) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/module.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		write(t, filepath.Join(dir, f.Name), f.Data)
	}
	write(t, filepath.Join(dir, "go.mod"), goMod(t))
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestSameFindings has golangci-lint, the command line and go vet analyse one
// module, which has a finding of every check, some in tests, some suppressed, and
// one that takes facts of a package that is not imported itself.
func TestSameFindings(t *testing.T) {
	dir := t.TempDir()
	writeModule(t, dir)
	examples, err := filepath.Glob("../../_example/*.go")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range examples {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "example", filepath.Base(name)), data)
	}

	env := environment(t)
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = dir, env
		return cmd
	}
	lint := func() []string {
		return issues(t, output(t, command(programs.golangci, "run", "--allow-parallel-runners", "--output.json.path=stdout", "--show-stats=false", "./...")))
	}
	golangci := lint()
	folded, plain := findings(t, output(t, command(programs.futurelint, "-tier=strict", "-tests=all", "-f=json", "./...")))
	vet := command("go", append(append([]string{"vet", "-vettool=" + programs.futurelint}, vetFlags(t)...), "./...")...)
	said, _ := vet.CombinedOutput() // the status is that of findings
	fromVet := lines(string(said))

	compare(t, "golangci-lint", "futurelint", golangci, folded)
	compare(t, "go vet", "futurelint", fromVet, plain)

	all := strings.Join(golangci, "\n")
	for line := range strings.Lines(output(t, exec.Command(programs.futurelint, "list"))) {
		if check, _, _ := strings.Cut(line, "/"); !strings.Contains(all, "("+check+"/") {
			t.Errorf("no finding of %s", check)
		}
	}
	for _, want := range []string{
		`^far/far.go:\d+:\d+: .* \(ctxthread/callback\)`, // a fact, through a package without any
		`^tests/tests_test.go:\d+:\d+: .* \(ctxthread/parent\); the group is created here at tests_test.go:\d+$`,
		`^outside/outside_test.go:`,
	} {
		if !regexp.MustCompile("(?m)" + want).MatchString(all) {
			t.Errorf("no finding matches %s in\n%s", want, all)
		}
	}

	// The facts of what has not changed come from golangci-lint's cache.
	far, err := os.ReadFile(filepath.Join(dir, "far", "far.go"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "far", "far.go"), append(far, "\n// changed\n"...))
	compare(t, "golangci-lint's second run", "its first", lint(), golangci)
}

// vetFlags returns the vettool's flags for the strict tier, in tests too.
func vetFlags(t *testing.T) []string {
	var flags []string
	checks := make(map[string]bool)
	for line := range strings.Lines(output(t, exec.Command(programs.futurelint, "list"))) {
		fields := strings.Fields(line)
		check, sub, _ := strings.Cut(fields[0], "/")
		if !checks[check] {
			checks[check] = true
			flags = append(flags, "-"+check+".tests=all")
		}
		if fields[1] == "strict" && fields[0] != "panicrecover/require" { // which takes packages
			flags = append(flags, "-"+check+"."+sub)
		}
	}
	return flags
}

// issues returns the issues in the JSON of golangci-lint, sorted.
func issues(t *testing.T, text string) []string {
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	var list []string
	for _, i := range report.Issues {
		if i.FromLinter != "futurelint" {
			t.Errorf("%s:%d: %s: %s", i.Pos.Filename, i.Pos.Line, i.FromLinter, i.Text)
		}
		list = append(list, fmt.Sprintf("%s:%d:%d: %s", i.Pos.Filename, i.Pos.Line, i.Pos.Column, i.Text))
	}
	slices.Sort(list)
	return list
}

// findings returns the findings in the JSON of the command line, sorted, with and
// without the related places in the message.
func findings(t *testing.T, text string) (folded, plain []string) {
	type place struct {
		Message, File string
		Line, Column  int
	}
	var report struct {
		Findings []struct {
			place
			Related []place
		}
	}
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for _, f := range report.Findings {
		s := fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
		plain = append(plain, s)
		for _, r := range f.Related {
			rel, err := filepath.Rel(filepath.Dir(f.File), r.File)
			if err != nil {
				t.Fatal(err)
			}
			s += fmt.Sprintf("; %s at %s:%d", r.Message, filepath.ToSlash(rel), r.Line)
		}
		folded = append(folded, s)
	}
	slices.Sort(folded)
	slices.Sort(plain)
	return folded, plain
}

var message = regexp.MustCompile(`^\S+:\d+:\d+: [^\t]`)

// lines returns the findings among the lines of go vet, sorted. It gives those in a
// package with tests twice if there are test files, which is a matter of go vet.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if message.MatchString(line) {
			list = append(list, strings.TrimSpace(line))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func compare(t *testing.T, a, b string, as, bs []string) {
	t.Helper()
	for _, x := range as {
		if !slices.Contains(bs, x) {
			t.Errorf("only %s: %s", a, x)
		}
	}
	for _, x := range bs {
		if !slices.Contains(as, x) {
			t.Errorf("only %s: %s", b, x)
		}
	}
	if len(as) != len(bs) {
		t.Errorf("%d of %s, %d of %s", len(as), a, len(bs), b)
	}
}

// TestScripts runs testdata/script with golangci-lint and futurelint in the path.
func TestScripts(t *testing.T) {
	mod := goMod(t)
	env := environment(t)
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		env = append(env, name+"="+strings.TrimSpace(output(t, exec.Command("go", "env", name))))
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			for _, v := range env {
				if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "GO") {
					e.Setenv(name, value)
				}
			}
			e.Setenv("PATH", filepath.Dir(programs.golangci)+string(os.PathListSeparator)+e.Getenv("PATH"))
			return os.WriteFile(filepath.Join(e.WorkDir, "go.mod"), mod, 0o666)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"lint": lint},
	})
}

// lint N ARGS... runs golangci-lint with a line an issue; it exits with N.
func lint(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: lint N ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	args = append([]string{"run", "--allow-parallel-runners", "--show-stats=false", "--output.text.print-issued-lines=false", "--output.text.colors=false"}, args[1:]...)
	got := 0
	if err := ts.Exec("golangci-lint", args...); err != nil {
		exit := (*exec.ExitError)(nil)
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}
