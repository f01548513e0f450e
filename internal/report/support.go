package report

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// forTests reports whether pos stands in a function that is given what a test
// fails by, as *testing.T is, in a file that imports testing, or in a package that
// is called by its being there for tests: it is a part of tests, whatever the file
// is called.
func forTests(pass *analysis.Pass, pos token.Pos) bool {
	switch pass.Pkg.Name() {
	case "mock", "mocks", "fake", "fakes", "testutil", "testutils", "testhelper", "testhelpers", "testsupport":
		return true
	}
	for _, f := range pass.Files {
		if pos < f.FileStart || pos >= f.FileEnd {
			continue
		}
		if slices.ContainsFunc(f.Imports, func(spec *ast.ImportSpec) bool { return spec.Path.Value == `"testing"` }) {
			return true
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || pos < fn.Pos() || pos >= fn.End() {
				continue
			}
			obj, ok := pass.TypesInfo.Defs[fn.Name].(*types.Func)
			if !ok {
				return false
			}
			for v := range obj.Signature().Params().Variables() {
				if failsTests(v.Type()) {
					return true
				}
			}
			return obj.Signature().Recv() != nil && failsTests(obj.Signature().Recv().Type())
		}
	}
	return false
}

// failsTests reports whether t has the methods by which tests fail.
func failsTests(t types.Type) bool {
	for _, name := range [...]string{"Errorf", "FailNow"} {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		if _, ok := obj.(*types.Func); !ok {
			return false
		}
	}
	return true
}
