package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// copyModule copies the module's sources, as far as a check needs them, to a
// new directory.
func copyModule(t *testing.T) string {
	t.Helper()
	const root = "../.."
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "suite.go", "cmd/futurelint", "internal", "passes", "testdata/go.mod", "testdata/go.sum"} {
		from := filepath.Join(root, name)
		err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return write(filepath.Join(dir, rel), data)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestScaffold(t *testing.T) {
	dir := copyModule(t)
	files, err := scaffold(dir, "newest/typed-nil")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
	goCommand := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	goCommand("vet", "./passes/newest")
	goCommand("-C", "testdata", "vet", "./newest")
	if out := goCommand("run", "./cmd/futurelint", "list"); !strings.Contains(out, "newest/typed-nil ") {
		t.Errorf("futurelint list does not show the new check:\n%s", out)
	}
	if out := goCommand("list", "-f", "{{.Imports}}", "./passes/ignore"); !strings.Contains(out, "/passes/newest ") {
		t.Errorf("what suppresses findings of the new check is not judged; ./passes/ignore imports %s", out)
	}
	if out := goCommand("fmt", "./...") + goCommand("-C", "testdata", "fmt", "./..."); out != "" {
		t.Errorf("not formatted: %s", out)
	}

	suite := filepath.Join(dir, "suite.go")
	before, err := os.ReadFile(suite)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scaffold(dir, "newest"); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("second scaffold: error %v, want one about files that exist", err)
	}
	if after, err := os.ReadFile(suite); err != nil || string(after) != string(before) {
		t.Errorf("second scaffold changed the registry: %v", err)
	}
}

func TestNames(t *testing.T) {
	for _, arg := range []string{"", "Upper", "with-hyphen", "9lives", "select", "tests", "checks", "../up", "a/B", "a/tests", "a/", "a/b/c", "a/-b", "check", "main", "string", "a/b-test"} {
		if files, err := scaffold(t.TempDir(), arg); err == nil || !strings.Contains(err.Error(), "cannot name") {
			t.Errorf("scaffold(%q) = %v, %v, want an error about the name", arg, files, err)
		}
	}
}

func TestNotRoot(t *testing.T) {
	dir := t.TempDir()
	if _, err := scaffold(dir, "newest"); err == nil || !strings.Contains(err.Error(), "not the root") {
		t.Errorf("error %v, want one about the directory", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("left %v behind", entries)
	}
}

func TestRegister(t *testing.T) {
	for _, src := range []string{"package p", "package p; var registry = f()", "package", `package p; import "github.com/futurelint/futurelint/passes/x"; var registry = []int{}`} {
		if got, err := register([]byte(src), "x"); err == nil {
			t.Errorf("register(%q) = %q, want an error", src, got)
		}
	}
}
