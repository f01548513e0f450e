package futurelint_test

import (
	"go/ast"
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/futurelint/futurelint"
)

// TestRobustness feeds every package of the standard library and of the module's
// own dependencies to the analyzers, all sub-checks on: they must neither panic
// nor hang. What they find there is another matter.
//
// The model leaves the standard library alone by its import paths, so that every
// package is checked under a path of its own.
func TestRobustness(t *testing.T) {
	for _, c := range futurelint.Checks() {
		flags := futurelint.Analyzers()[slices.Index(futurelint.Checks(), c)].Flags
		for _, sub := range c.Subs {
			before := flags.Lookup(sub.Name).Value.String()
			if err := flags.Set(sub.Name, "true"); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { flags.Set(sub.Name, before) })
		}
	}
	patterns := []string{"std", "all"}
	if testing.Short() {
		patterns = []string{"net/http", "database/sql", "context", "sync", "golang.org/x/sync/..."}
	}
	cfg := &packages.Config{Mode: packages.LoadSyntax | packages.NeedModule}
	loaded, err := packages.Load(cfg, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	var renamed []*packages.Package
	for _, pkg := range loaded {
		if len(pkg.Errors) > 0 || pkg.Types == nil || pkg.PkgPath == "unsafe" {
			continue
		}
		renamed = append(renamed, rename(t, pkg))
	}
	if len(renamed) == 0 || len(renamed) < len(loaded)*9/10 {
		t.Fatalf("only %d of %d packages load", len(renamed), len(loaded))
	}
	graph, err := checker.Analyze(futurelint.Analyzers(), renamed, nil)
	if err != nil {
		t.Fatal(err)
	}
	findings := 0
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%v: %v", act, act.Err)
		}
		findings += len(act.Diagnostics)
	}
	t.Logf("%d packages, %d findings", len(renamed), findings)
}

// rename returns pkg, type-checked once more under another path.
func rename(t *testing.T, pkg *packages.Package) *packages.Package {
	t.Helper()
	conf := types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			return pkg.Imports[path].Types, nil
		}),
		Sizes:       pkg.TypesSizes,
		FakeImportC: true,
		Error:       func(error) {}, // a few packages may be only under their own path what they are
	}
	copied := *pkg
	copied.ID, copied.PkgPath = "copy of "+pkg.ID, "example.com/"+pkg.PkgPath
	copied.TypesInfo = &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}
	copied.Types, _ = conf.Check(copied.PkgPath, pkg.Fset, pkg.Syntax, copied.TypesInfo)
	return &copied
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
