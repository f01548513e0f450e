package e2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// customConfig is what a file .custom-gcl.yml says.
type customConfig struct {
	Version string
	Name    string
	Plugins []map[string]string
}

// TestCustom builds golangci-lint by "golangci-lint custom" from the repository's
// .custom-gcl.yml, with this checkout in the place of the version, and has it find
// something. The command clones golangci-lint's repository; what it gets is the
// source that the module proxy has.
func TestCustom(t *testing.T) {
	if testing.Short() {
		t.Skip("builds golangci-lint another time")
	}
	data, err := os.ReadFile("../../.custom-gcl.yml")
	if err != nil {
		t.Fatal(err)
	}
	source := moduleDir(t, "github.com/golangci/golangci-lint/v2")
	validate(t, filepath.Join(source, "jsonschema", "custom-gcl.jsonschema.json"), data)
	var conf customConfig
	if err := yaml.Unmarshal(data, &conf); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(source, "@"+conf.Version) {
		t.Errorf(".custom-gcl.yml has golangci-lint %s, the test has %s", conf.Version, source)
	}

	dir := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range conf.Plugins {
		delete(p, "version")
		p["path"] = root
	}
	if data, err = yaml.Marshal(conf); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".custom-gcl.yml"), data, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(programs.golangci, "custom")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"GOFLAGS=-trimpath -buildvcs=false",
		"GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=url."+repository(t, source, conf.Version)+".insteadOf",
		"GIT_CONFIG_VALUE_0=https://github.com/golangci/golangci-lint.git",
	)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("golangci-lint custom: %v\n%s", err, out)
	}

	writeModule(t, dir)
	cmd = exec.Command("./"+conf.Name, "run", "--allow-parallel-runners", "--output.json.path=stdout", "--show-stats=false", "./tests")
	cmd.Dir, cmd.Env = dir, environment(t)
	found := issues(t, output(t, cmd))
	if len(found) == 0 || !strings.Contains(found[0], "(ctxthread/parent); the group is created here") {
		t.Errorf("golangci-lint as built by itself finds %q", found)
	}
}

// validate checks YAML against a JSON schema.
func validate(t *testing.T, schema string, data []byte) {
	t.Helper()
	var doc any
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.NewCompiler().Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Error(err)
	}
}

// repository makes a git repository of a module's source, with a tag, and returns
// its URL.
func repository(t *testing.T, source, tag string) string {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	// The module cache is read-only.
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			err = os.Chmod(name, 0o777)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "-f", "."},
		{"-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "-q", "-m", tag},
		{"tag", tag},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", cmd, err, out)
		}
	}
	return "file://" + filepath.ToSlash(dir)
}
