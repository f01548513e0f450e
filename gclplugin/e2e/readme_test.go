package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// TestReadme does with golangci-lint what the README shows.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(data), "\n## In golangci-lint\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var blocks []string
	for i, part := range strings.Split(section, "```") {
		if block, ok := strings.CutPrefix(part, "yaml\n"); ok && i%2 == 1 {
			blocks = append(blocks, block)
		}
	}
	if len(blocks) != 2 {
		t.Fatalf("there are %d files in YAML", len(blocks))
	}

	custom, err := os.ReadFile("../../.custom-gcl.yml")
	if err != nil {
		t.Fatal(err)
	}
	var shown, shipped any
	if err := yaml.Unmarshal([]byte(blocks[0]), &shown); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(custom, &shipped); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shipped, shown); diff != "" {
		t.Errorf(".custom-gcl.yml (-file +README):\n%s", diff)
	}

	dir := t.TempDir()
	writeModule(t, dir)
	write(t, filepath.Join(dir, ".golangci.yml"), []byte(blocks[1]))
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command(programs.golangci, args...)
		cmd.Dir, cmd.Env = dir, environment(t)
		return cmd
	}
	output(t, command("config", "verify"))
	found := issues(t, output(t, command("run", "--allow-parallel-runners", "--output.json.path=stdout", "--show-stats=false", "./tests")))
	if len(found) != 1 || !strings.HasPrefix(found[0], "tests/tests.go:") {
		t.Errorf("findings %q", found)
	}
}
