package model

import (
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/ssagate"
)

// Analyzer computes the model of a package. It is the only analyzer of the
// suite that has facts, and it is run on dependencies; checks require it and
// ask its result, a [*Package].
var Analyzer = &analysis.Analyzer{
	Name:       "futuremodel",
	Doc:        "compute spawns, groups, context lineage and function summaries for the futurelint checks",
	Run:        run,
	ResultType: reflect.TypeFor[*Package](),
}

// Package is the model of the package under analysis. Its methods may be
// called by several goroutines at once.
type Package struct {
	Types *types.Package
	pass  *analysis.Pass
	ssa   *ssagate.Package
}

func run(pass *analysis.Pass) (any, error) {
	return &Package{Types: pass.Pkg, pass: pass, ssa: ssagate.New(pass)}, nil
}

// SSA returns the SSA of the package, built at the first call.
func (p *Package) SSA() *ssagate.SSA { return p.ssa.SSA() }
