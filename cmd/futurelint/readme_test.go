package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/futurelint/futurelint"
)

// TestReadme runs the first command of README.md as it stands there.
func TestReadme(t *testing.T) {
	root := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	// go test caches by the files that it sees opened.
	examples, err := filepath.Glob(filepath.Join(root, "_example", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range examples {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
	text := string(data)
	_, line, _ := strings.Cut(text, "\n\tgo run ")
	line, _, _ = strings.Cut(line, "\n")
	cmd := exec.Command("go", append([]string{"run"}, strings.Fields(line)...)...)
	cmd.Dir = root
	out, err := cmd.Output()
	if cmd.ProcessState == nil {
		t.Fatalf("go run %s: %v", line, err)
	}
	if code := cmd.ProcessState.ExitCode(); code != findings {
		t.Errorf("go run %s: exit status %d, want %d\n%s", line, code, findings, out)
	}
	shown := false
	found, explained := make(map[string]bool), make(map[string]bool)
	for line := range strings.Lines(string(out)) {
		for _, c := range futurelint.Checks() {
			for _, sub := range c.Subs {
				if strings.HasSuffix(line, "("+sub.ID()+")\n") {
					found[c.Name] = true
					shown = shown || strings.Contains(text, "```\n"+line+"```\n")
				}
				if strings.HasPrefix(line, sub.ID()+" ("+string(sub.Tier())+"): ") {
					explained[c.Name] = true
				}
			}
		}
	}
	for _, c := range futurelint.Checks() {
		if !found[c.Name] || !explained[c.Name] {
			t.Errorf("go run %s: %s: found %t, explained %t, want both; _example must show every check", line, c.Name, found[c.Name], explained[c.Name])
		}
	}
	if !shown {
		t.Errorf("the finding that README.md shows is none of go run %s:\n%s", line, out)
	}
}
