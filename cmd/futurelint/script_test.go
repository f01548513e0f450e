package main

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
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/model"
)

func TestMain(m *testing.M) {
	testscript.Main(suite{m}, map[string]func(){"futurelint-counting": countingMain})
}

// A suite removes the program when all tests have run.
type suite struct{ *testing.M }

func (s suite) Run() int {
	code := s.M.Run()
	if name, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(name))
	}
	return code
}

// program builds the program as it is built for users, once. It does so outside of
// the tests' own directories, which end with them.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "futurelint-test-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "futurelint")
	if out, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return name, nil
})

// countingMain is main, but for a line in the file that $COUNTS names for every
// analyzer that runs. $CRASH names one that panics.
func countingMain() {
	for _, a := range append(futurelint.Analyzers(), model.Analyzer) {
		run := a.Run
		a.Run = func(pass *analysis.Pass) (any, error) {
			f, err := os.OpenFile(os.Getenv("COUNTS"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
			if err != nil {
				return nil, err
			}
			fmt.Fprintln(f, a.Name, pass.Pkg.Path())
			if err := f.Close(); err != nil {
				return nil, err
			}
			if a.Name == os.Getenv("CRASH") {
				panic("crash")
			}
			return run(pass)
		}
	}
	main()
}

// TestScripts runs testdata/script against the program.
func TestScripts(t *testing.T) {
	root := command(t, "go", "list", "-m", "-f", "{{.Dir}}")
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var dep struct{ Dir string }
	if err := json.Unmarshal([]byte(command(t, "go", "mod", "download", "-json", "golang.org/x/sync")), &dep); err != nil {
		t.Fatal(err)
	}
	env := []string{
		"ROOT=" + root,
		"FUTURELINT=" + name,
		"SYNC=" + dep.Dir,
		"GOFLAGS=-mod=mod",
		"GOPROXY=off",
		"GOSUMDB=off",
		"GOTOOLCHAIN=local",
		"GOWORK=",
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		env = append(env, name+"="+command(t, "go", "env", name))
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Setenv("PATH", filepath.Dir(name)+string(os.PathListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"module":   module,
			"status":   status,
			"messages": messages,
			"valid":    valid,
		},
	})
}

// command returns what a command prints.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

// module PATH [DIR] writes a go.mod that has golang.org/x/sync at hand without
// a network.
func module(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: module PATH [DIR]")
	}
	text := fmt.Sprintf("module %s\n\ngo 1.26.0\n\nrequire golang.org/x/sync v0.0.0\n\nreplace golang.org/x/sync => %s\n", args[0], ts.Getenv("SYNC"))
	name := filepath.Join(append(args[1:], "go.mod")...)
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o666))
}

// status N PROGRAM ARGS... runs a program that exits with N. As exec does, it
// leaves what the program wrote in stdout and stderr.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
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

var message = regexp.MustCompile(`^\S+:\d+:\d+: [^\t]`)

// messages IN OUT writes the findings among the lines of IN to OUT, sorted:
// the go command prints related places as well, and packages as they come.
func messages(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: messages IN OUT")
	}
	lines := slices.Sorted(strings.Lines(ts.ReadFile(args[0])))
	lines = slices.DeleteFunc(lines, func(s string) bool { return !message.MatchString(s) })
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Join(lines, "")), 0o666))
}
