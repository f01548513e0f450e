package futurelint_test

import (
	"go/types"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/futurelint/futurelint"
)

// TestAnalyzerVariables checks what Bazel's nogo asks of a package that it is given:
// a variable Analyzer of type *analysis.Analyzer. The README's list of them is whole.
func TestAnalyzerVariables(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps}, "./passes/...")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, pkg := range pkgs {
		names = append(names, path.Base(pkg.PkgPath))
		v, ok := pkg.Types.Scope().Lookup("Analyzer").(*types.Var)
		if !ok || types.TypeString(v.Type(), nil) != "*golang.org/x/tools/go/analysis.Analyzer" {
			t.Errorf("%s: Analyzer is %v", pkg.PkgPath, v)
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, m := range regexp.MustCompile(`"@com_github_futurelint_futurelint//passes/([a-z]+)"`).FindAllStringSubmatch(string(readme), -1) {
		listed = append(listed, m[1])
	}
	slices.Sort(names)
	slices.Sort(listed)
	if !slices.Equal(names, listed) {
		t.Errorf("the README gives nogo %v, and there are %v", listed, names)
	}
}

// TestAnalyzersAlone has a driver that knows nothing of the suite run each analyzer
// by itself on the example, which has a finding of every check. Facts go through
// their encoding.
func TestAnalyzersAlone(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: filepath.Join(".", "_example")}, ".")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the example does not load")
	}
	for _, a := range futurelint.Analyzers() {
		if err := analysis.Validate([]*analysis.Analyzer{a}); err != nil {
			t.Error(err)
		}
		graph, err := checker.Analyze([]*analysis.Analyzer{a}, pkgs, &checker.Options{SanityCheck: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(graph.Roots) != 1 {
			t.Fatalf("%s: %d results", a.Name, len(graph.Roots))
		}
		root := graph.Roots[0]
		if root.Err != nil || len(root.Diagnostics) == 0 {
			t.Errorf("%s: %d findings, %v", a.Name, len(root.Diagnostics), root.Err)
		}
		for _, d := range root.Diagnostics {
			if !strings.Contains(d.Message, "("+a.Name+"/") {
				t.Errorf("%s says %s", a.Name, d.Message)
			}
		}
	}
}
