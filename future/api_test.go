package future_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"
)

// TestExamples checks that whatever is exported has a comment and an example.
func TestExamples(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(fset, files, "github.com/futurelint/futurelint/future")
	if err != nil {
		t.Fatal(err)
	}

	check := func(name, comment string, examples []*doc.Example) {
		t.Helper()
		if comment == "" {
			t.Errorf("%s has no comment", name)
		}
		if len(examples) == 0 {
			t.Errorf("%s has no example", name)
		}
		for _, e := range examples {
			if e.Output == "" {
				t.Errorf("the example of %s has no output, and is not run", name)
			}
		}
	}
	named := make(map[string][]*doc.Example) // go/doc ties none to a value
	for _, e := range doc.Examples(files...) {
		named[e.Name] = append(named[e.Name], e)
	}
	values := func(list []*doc.Value) {
		for _, v := range list {
			for _, name := range v.Names {
				check(name, v.Doc, named[name])
			}
		}
	}
	funcs := func(list []*doc.Func) {
		for _, f := range list {
			check(f.Name, f.Doc, f.Examples)
		}
	}
	values(pkg.Consts)
	values(pkg.Vars)
	funcs(pkg.Funcs)
	for _, typ := range pkg.Types {
		check(typ.Name, typ.Doc, typ.Examples)
		values(typ.Consts)
		values(typ.Vars)
		funcs(typ.Funcs)
		funcs(typ.Methods)
	}
}
