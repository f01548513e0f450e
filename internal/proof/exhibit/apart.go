package exhibit

import (
	"os"
	"slices"
	"strings"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/govet"
)

// vets returns the calls of go vet that ask the checks about the exhibits in dir:
// one for the folder of each check that stands apart, with all checks, and one
// for the rest, with the others.
func (h *Harness) vets(dir string) []*govet.Command {
	if len(h.Apart) == 0 {
		return []*govet.Command{vet(h.Tool, dir, h.Checks)}
	}
	var list []*govet.Command
	for _, name := range h.Apart {
		cmd := vet(h.Tool, dir, h.Checks)
		cmd.Patterns = []string{"./" + name + "/..."}
		list = append(list, cmd)
	}
	rest := vet(h.Tool, dir, slices.DeleteFunc(slices.Clone(h.Checks), func(c *check.Check) bool { return slices.Contains(h.Apart, c.Name) }))
	for _, name := range h.Apart {
		rest.ToolFlags = append(rest.ToolFlags, "-"+name+"=false")
	}
	rest.Patterns = nil
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(h.Apart, e.Name()) {
			rest.Patterns = append(rest.Patterns, "./"+e.Name()+"/...")
		}
	}
	return append(list, rest)
}

// findings returns what the program finds in the exhibits in dir.
func (h *Harness) findings(dir string) ([]finding.Finding, error) {
	var all []finding.Finding
	for _, cmd := range h.vets(dir) {
		found, err := findings(cmd)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return finding.Tidy(all), nil
}

// asked leaves out what checks that stand apart find in the folders of others.
func (h *Harness) asked(dir string, list []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(list, func(f finding.Finding) bool {
		name, _, _ := strings.Cut(f.Sub(), "/")
		return slices.Contains(h.Apart, name) && !strings.HasPrefix(relative(dir, f.Start.File), name+"/")
	})
}
