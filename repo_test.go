package futurelint_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/passes/ignore"
)

const modulePath = "github.com/futurelint/futurelint"

// goFiles parses the comments and imports of the module's Go files that were
// written by hand, by name. Exhibits are a module of their own.
func goFiles(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := make(map[string]*ast.File)
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") || isModule(name)):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.ImportsOnly)
		if err != nil {
			return err
		}
		if !ast.IsGenerated(file) {
			files[filepath.ToSlash(name)] = file
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func TestPackageComments(t *testing.T) {
	commented := make(map[string]bool)
	for name, file := range goFiles(t) {
		if !strings.HasSuffix(name, "_test.go") {
			commented[path.Dir(name)] = commented[path.Dir(name)] || file.Doc != nil
		}
	}
	for dir, ok := range commented {
		if !ok {
			t.Errorf("%s: no package comment", dir)
		}
	}
}

// TestNames keeps out names that say nothing about what a file holds.
func TestNames(t *testing.T) {
	for name := range goFiles(t) {
		for word := range strings.FieldsFuncSeq(strings.TrimSuffix(name, ".go"), func(r rune) bool { return r == '/' || r == '_' }) {
			switch word {
			case "manager", "helper", "helpers", "util", "utils", "common", "misc":
				t.Errorf("%s: %q says nothing", name, word)
			}
		}
	}
}

// TestRuleSize keeps rules small: what grows belongs into the model.
func TestRuleSize(t *testing.T) {
	const limit = 250
	for name := range goFiles(t) {
		if !strings.HasPrefix(name, "passes/") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(data, []byte("\n")); n > limit {
			t.Errorf("%s: %d lines, want at most %d", name, n, limit)
		}
	}
}

// layers says what the packages of a folder may import of the module; of a folder
// inside another its own line counts. Data flows one way: nothing imports upwards.
var layers = map[string][]string{
	"future":               {"future"},
	"internal/suppress":    {},
	"internal/check":       {"internal/suppress"},
	"internal/nearest":     {"internal/check"},
	"internal/std":         {},
	"internal/vocab":       {"internal/std"},
	"internal/ssagate":     {"internal/std", "internal/vocab"},
	"internal/config":      {"internal/check", "internal/nearest", "internal/vocab"},
	"internal/model":       {"internal/std", "internal/suppress", "internal/vocab", "internal/ssagate", "internal/model"},
	"internal/report":      {"internal/check", "internal/suppress", "internal/model"},
	"passes":               {"internal/check", "internal/model", "internal/report", "internal/ssagate", "internal/vocab"},
	"passes/ignore":        {"internal/check", "internal/model", "internal/nearest", "internal/report", "internal/suppress", "passes"},
	"internal/finding":     {},
	"internal/fingerprint": {"internal/finding"},
	"internal/atomicfile":  {},
	"internal/govet":       {"internal/finding"},
	"internal/render":      {"internal/finding", "internal/fingerprint", "internal/govet", "internal/check"},
	"internal/proof":       {"internal/proof", "internal/check", "internal/finding", "internal/govet"},
	"internal/selection":   {"internal/check", "internal/nearest"},
	"gclplugin":            {"gclplugin", "internal/config", "internal/report", "internal/selection", "passes/ignore"},
	"internal/newcheck":    {},
	"internal/cost":        {},
}

func TestLayers(t *testing.T) {
	under := func(pkg, folder string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }
	for name, file := range goFiles(t) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for folder, allowed := range layers {
			inner := func(other string) bool {
				return other != folder && under(other, folder) && under(path.Dir(name), other)
			}
			if !under(path.Dir(name), folder) || slices.ContainsFunc(slices.Collect(maps.Keys(layers)), inner) {
				continue
			}
			for _, spec := range file.Imports {
				imported, own := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), modulePath+"/")
				ok := !own
				for _, a := range allowed {
					ok = ok || under(imported, a)
				}
				if !ok {
					t.Errorf("%s imports %s, but %s may import of the module only %v", name, imported, folder, allowed)
				}
			}
		}
	}
}

// TestTexts checks that every check has the texts that list, explain and the
// README are made of.
func TestTexts(t *testing.T) {
	for _, c := range futurelint.Checks() {
		if c.Doc.Title == "" || c.Doc.Text == "" || c.Doc.Since == "" {
			t.Errorf("%s: title, text or version is missing", c.Name)
		}
		for _, sub := range c.Subs {
			doc := sub.Doc.Compile()
			if doc.Title == "" || doc.Text == "" || doc.Before == "" || doc.After == "" || doc.Since == "" {
				t.Errorf("%s: title, text, code before, code after or version is missing", sub.ID())
			}
			if strings.HasSuffix(doc.Title, ".") || doc.Title != "" && unicode.IsUpper([]rune(doc.Title)[0]) {
				t.Errorf("%s: title %q is no phrase in lower case without a full stop", sub.ID(), doc.Title)
			}
		}
	}
}

// TestRegistry checks that every folder in passes is a check in the registry,
// and the other way round.
func TestRegistry(t *testing.T) {
	registered := make(map[string]bool)
	for i, c := range futurelint.Checks() {
		registered[c.Name] = true
		if a := futurelint.Analyzers()[i]; a.Name != c.Name {
			t.Errorf("analyzer %s stands beside check %s", a.Name, c.Name)
		}
		for _, file := range []string{"doc.go", c.Name + ".go"} {
			if _, err := os.Stat(filepath.Join("passes", c.Name, file)); err != nil {
				t.Error(err)
			}
		}
	}
	dirs, err := os.ReadDir("passes")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		if d.IsDir() && !registered[d.Name()] {
			t.Errorf("passes/%s is not in the registry", d.Name())
		}
	}
}

// TestSuppressible checks that what suppresses findings is judged after every
// check has run.
func TestSuppressible(t *testing.T) {
	required := make(map[string]bool)
	for _, a := range ignore.Analyzer.Requires {
		required[a.Name] = true
	}
	for _, c := range futurelint.Checks() {
		if required[c.Name] == c.Insuppressible {
			t.Errorf("%s cannot be suppressed: %t; passes/ignore/registry.go has it: %t", c.Name, c.Insuppressible, required[c.Name])
		}
	}
}

// TestDependencies checks that CONTRIBUTING.md says why each direct dependency
// is there.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range mod.Require {
		if !r.Indirect && !bytes.Contains(text, []byte("`"+r.Path+"`")) {
			t.Errorf("CONTRIBUTING.md does not say why the module depends on %s", r.Path)
		}
	}
}

// TestTestCommand checks that the command which README.md gives for the tests
// is the one that .ci/run runs.
func TestTestCommand(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	run, err := os.ReadFile(filepath.Join(".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	_, command, _ := strings.Cut(string(readme), "\n\tgo test ")
	command, _, _ = strings.Cut(command, "\n")
	if command == "" || !strings.Contains(string(run), "\ngo test "+command+" ") {
		t.Errorf(".ci/run does not run README.md's go test %s", command)
	}
}
