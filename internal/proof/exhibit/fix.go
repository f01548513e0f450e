package exhibit

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/futurelint/futurelint/internal/finding"
)

// golden is the suffix of a file that says what its neighbour is when the
// suggested fixes are applied.
const golden = ".golden"

// copyModule copies the module in dir to another directory, without what is in
// golden files. What the module replaces by a directory beside it stays where
// it is.
func copyModule(dir, to string) error {
	err := walk(dir, func(name string) error {
		if strings.HasSuffix(name, golden) {
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o777); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), data, 0o666)
	})
	if err != nil {
		return err
	}
	return redirect(dir, to)
}

// redirect makes the relative replacements of the copy in to mean what they do
// in dir.
func redirect(dir, to string) error {
	name := filepath.Join(to, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(string(data), "\n")
	for i, line := range lines {
		before, target, ok := strings.Cut(line, " => .")
		if !ok {
			continue
		}
		abs, err := filepath.Abs(filepath.Join(dir, "."+strings.TrimSpace(target)))
		if err != nil {
			return err
		}
		lines[i] = before + " => " + abs + "\n"
	}
	return os.WriteFile(name, []byte(strings.Join(lines, "")), 0o666)
}

// apply has the tool apply its fixes in dir.
func (h *Harness) apply(dir string) error {
	for _, cmd := range h.vets(dir) {
		ok, err := cmd.Fix(context.Background())
		if err == nil && !ok {
			err = fmt.Errorf("%s", strings.TrimSpace(fmt.Sprint(cmd.Stderr)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// changed returns the names of the Go files that differ between two copies of a
// module.
func changed(before, after string) ([]string, error) {
	var names []string
	err := walk(after, func(name string) error {
		if filepath.Ext(name) != ".go" {
			return nil
		}
		old, err := os.ReadFile(filepath.Join(before, name))
		if err != nil {
			return err
		}
		now, err := os.ReadFile(filepath.Join(after, name))
		if !bytes.Equal(old, now) {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// compareGolden compares the files of the fixed module that have changed with
// the golden files of the module in dir. With update it writes these instead.
func compareGolden(dir, fixed string, changed []string, update bool) ([]problem, error) {
	var problems []problem
	for _, name := range changed {
		got, err := os.ReadFile(filepath.Join(fixed, name))
		if err != nil {
			return nil, err
		}
		file := filepath.Join(dir, name+golden)
		if update {
			if err := os.WriteFile(file, got, 0o666); err != nil {
				return nil, err
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		if line := firstDifference(string(want), string(got)); line > 0 {
			problems = append(problems, problem{
				place{filepath.ToSlash(name) + golden, line},
				"not what the fixes give; go test with -update writes what they do",
			})
		}
	}
	err := walk(dir, func(name string) error {
		source, ok := strings.CutSuffix(name, golden)
		if !ok || slices.Contains(changed, source) {
			return nil
		}
		if update {
			return os.Remove(filepath.Join(dir, name))
		}
		problems = append(problems, problem{place{file: filepath.ToSlash(name)}, "no fix changes its source"})
		return nil
	})
	return problems, err
}

// firstDifference returns the number of the first line that differs, 0 if none
// does.
func firstDifference(a, b string) int {
	if a == b {
		return 0
	}
	x, y := strings.SplitAfter(a, "\n"), strings.SplitAfter(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return i + 1
		}
	}
	return min(len(x), len(y)) + 1
}

// mended returns the Bad exhibits of which all that is wanted was found with a
// fix.
func mended(src *source, taken map[*want]finding.Finding) []string {
	b := src.belong()
	var ids []string
	for _, d := range src.decls {
		if wants := b.wants[d]; d.bad() && len(wants) > 0 &&
			!slices.ContainsFunc(wants, func(w *want) bool { return len(taken[w].Fixes) == 0 }) {
			ids = append(ids, d.id)
		}
	}
	return ids
}

// leftOver compares the findings in the fixed module with those that were there
// before: nothing is new, and nothing can be fixed. What was wrong before is
// not said again.
func leftOver(fixed string, wants []*want, found []finding.Finding, before []problem) []problem {
	_, differences := match(fixed, wants, found)
	var problems []problem
	for _, p := range differences {
		// That something is no longer found is what fixes are for.
		said := slices.ContainsFunc(before, func(b problem) bool { return b.file == p.file && b.text == p.text })
		if !said && !strings.HasPrefix(p.text, nothingFound) {
			p.text = "after the fixes: " + p.text
			problems = append(problems, p)
		}
	}
	for _, f := range found {
		if len(f.Fixes) > 0 {
			at := place{relative(fixed, f.Start.File), f.Start.Line}
			problems = append(problems, problem{at, "after the fixes there still is one: " + f.Message})
		}
	}
	return problems
}

// vetted returns what go vet finds in the fixed module and did not find before.
func vetted(before, after string) ([]problem, error) {
	type complaint struct{ file, message string }
	count := make(map[complaint]int)
	found, err := findings(vet("", before, nil))
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		count[complaint{relative(before, f.Start.File), f.Message}]++
	}
	cmd := vet("", after, nil)
	res, err := cmd.Check(context.Background())
	if err != nil {
		return nil, err
	}
	var problems []problem
	if res.Failed {
		problems = append(problems, problem{text: "after the fixes go vet fails: " + strings.TrimSpace(fmt.Sprint(cmd.Stderr))})
	}
	for _, f := range res.Findings {
		c := complaint{relative(after, f.Start.File), f.Message}
		if count[c]--; count[c] < 0 {
			problems = append(problems, problem{place{c.file, f.Start.Line}, "after the fixes go vet finds: " + f.Message})
		}
	}
	return problems, nil
}

// download fetches what the module in dir asks for. Whatever loads it later may
// be without a network.
func download(dir string) error {
	cmd := exec.Command("go", "mod", "download")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go mod download in %s: %w\n%s", dir, err, out)
	}
	return nil
}
