package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// ProcessScope reports whether fn runs once in the life of the process, as far
// as its package tells: main, an initializer, a command that a command line
// starts, or a function that such functions alone call. What it leaves behind
// lasts until the process ends, and is not lost. In a package main every
// function that is not a method of something made more than once is taken for
// such a one.
func (p *Package) ProcessScope(fn *ssa.Function) bool { return p.processScope(fn, 4) }

func (p *Package) processScope(fn *ssa.Function, depth int) bool {
	outer := enclosing(fn)
	if p.Types.Name() == "main" || outer.Name() == "init" || outer.Synthetic != "" {
		return true
	}
	for lit := fn; lit != nil; lit = lit.Parent() {
		if isCommand(lit) {
			return true
		}
	}
	callers := p.index().callers[outer]
	if depth == 0 || len(callers) == 0 || p.index().valued[outer] || outer.Object() == nil || outer.Object().Exported() {
		return false
	}
	return !slices.ContainsFunc(callers, func(call ssa.CallInstruction) bool {
		return inLoop(call) || !p.processScope(call.Parent(), depth-1)
	})
}

// isCommand reports whether fn is what a command line runs: it is given the
// command, or the context of one, by one of the libraries that make them.
func isCommand(fn *ssa.Function) bool {
	params := fn.Signature.Params()
	for i := range params.Len() {
		t := params.At(i).Type()
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		named, ok := types.Unalias(t).(*types.Named)
		if !ok || named.Obj().Pkg() == nil {
			continue
		}
		switch named.Obj().Pkg().Path() {
		case "github.com/spf13/cobra", "github.com/urfave/cli", "github.com/urfave/cli/v2", "github.com/urfave/cli/v3", "github.com/alecthomas/kingpin/v2":
			return true
		}
	}
	return false
}
