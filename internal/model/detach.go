package model

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// detachedAfter reports whether the path leads, behind the derivation d, through
// one that may not end with its parent.
func (p *Package) detachedAfter(path Path, d ssa.Value) bool {
	i := slices.Index(path.Through, d)
	return slices.ContainsFunc(path.Through[i+1:], func(d ssa.Value) bool { return p.detaches(d, 0) })
}

// detaches reports whether the derivation d may return a context that does not
// end with the one it is given: it calls a function of this package whose result
// does not come from its parameters in every way, or one of another package that
// says so in its name.
func (p *Package) detaches(d ssa.Value, depth int) bool {
	call, ok := d.(*ssa.Call)
	if !ok {
		return false
	}
	fn := Callee(call.Common())
	if fn == nil || depth > maxCalls {
		return true
	}
	for _, role := range [...]vocab.Role{vocab.Derive, vocab.NewGroup, vocab.Configure} {
		if _, ok := vocab.Lookup(fn, role); ok {
			return false
		}
	}
	if callee := staticCallee(call.Common()); callee != nil && callee.Blocks != nil {
		for _, ret := range returns(callee) {
			for _, res := range ret.Results {
				if IsContext(res.Type()) && !p.fromParams(callee, res, ret, depth) {
					return true
				}
			}
		}
		return false
	}
	return saysDetached(fn)
}

// saysDetached reports whether fn is known to return a context that does not end
// with the one it is given, or says so in its name.
func saysDetached(fn *types.Func) bool {
	if _, ok := vocab.Lookup(fn, vocab.Detach); ok {
		return true
	}
	name := strings.ToLower(fn.Name())
	return slices.ContainsFunc([]string{"detach", "withoutcancel", "withoutdeadline", "background", "independent", "uncancel", "noncancel", "fresh"}, func(word string) bool {
		return strings.Contains(name, word)
	})
}

// fromParams reports whether the context v, a result of fn, comes from a
// parameter of fn in every way.
func (p *Package) fromParams(fn *ssa.Function, v ssa.Value, at ssa.Instruction, depth int) bool {
	paths := p.Lineage(v, at)
	return len(paths) > 0 && all(paths, func(path Path) bool {
		isParam := func(r Root) bool {
			param, ok := r.value.(*ssa.Parameter)
			return ok && param.Parent() == fn
		}
		detaches := func(d ssa.Value) bool {
			call, ok := d.(*ssa.Call)
			return ok && call.Parent() == fn && p.detaches(d, depth+1)
		}
		return slices.ContainsFunc(path.Roots, isParam) && !slices.ContainsFunc(path.Through, detaches)
	})
}
