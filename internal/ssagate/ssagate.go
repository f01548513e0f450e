// Package ssagate builds SSA on demand.
//
// The usual buildssa analyzer builds SSA for every package it is required by
// and, through ctrlflow, has facts, which makes drivers analyse all
// dependencies, the standard library included. Most packages have nothing to
// say about futures and groups; they must cost a type-check and no more. So a
// [Package] is a promise of SSA: the first caller of [Package.SSA] builds it,
// everyone shares it, and where nobody asks it is never built.
package ssagate

import (
	"go/ast"
	"go/types"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// SSA is the built form of the package under analysis. It must not be changed.
type SSA struct {
	Pkg *ssa.Package
	// Funcs holds every function with a body in the package's source,
	// function literals included, in source order.
	Funcs []*ssa.Function
}

// A Package is the package under analysis, whose SSA is built when first asked
// for. Its methods may be called by several goroutines at once.
type Package struct {
	build func() *SSA
}

// New returns the promise of SSA for the package of pass.
func New(pass *analysis.Pass) *Package {
	return &Package{build: sync.OnceValue(func() *SSA { return build(pass) })}
}

// SSA returns the package's SSA and builds it at the first call.
func (p *Package) SSA() *SSA { return p.build() }

func build(pass *analysis.Pass) *SSA {
	prog := ssa.NewProgram(pass.Fset, ssa.BuilderMode(0))
	prog.SetNoReturn(noReturn)

	// Only what the code can name by a package is needed: go/ssa makes the
	// methods of other packages' types when they are first mentioned.
	for _, imp := range pass.Pkg.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	pkg := prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false)
	pkg.Build()

	s := &SSA{Pkg: pkg}
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if fn == nil || fn.Blocks == nil {
			return
		}
		s.Funcs = append(s.Funcs, fn)
		for _, anon := range fn.AnonFuncs {
			add(anon)
		}
	}
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok {
				if obj, ok := pass.TypesInfo.Defs[decl.Name].(*types.Func); ok {
					add(prog.FuncValue(obj))
				}
			}
		}
	}
	// Function literals of package-level variables belong to the package's
	// initializer.
	if init := pkg.Func("init"); init != nil {
		for _, anon := range init.AnonFuncs {
			add(anon)
		}
	}
	return s
}

// noReturn knows the functions of the standard library that never return. The
// ctrlflow analyzer would infer more of them, at the price of facts.
func noReturn(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "os":
		return fn.Name() == "Exit"
	case "runtime":
		return fn.Name() == "Goexit"
	case "log":
		switch fn.Name() {
		case "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln":
			return true
		}
	case "testing":
		switch fn.Name() {
		case "Fatal", "Fatalf", "FailNow", "Skip", "Skipf", "SkipNow":
			return true
		}
	}
	return false
}
