package model

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// HandlerOf returns the handler of requests in which s stands, or which calls the
// function that s stands in, and what kind it is: "HTTP" or "gRPC". It returns
// nil if there is none in the package.
func (p *Package) HandlerOf(s *Spawn) (fn *ssa.Function, kind string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spawnsLocked()
	seen := make(map[*ssa.Function]bool)
	var find func(at *ssa.Function, depth int) (*ssa.Function, string)
	find = func(at *ssa.Function, depth int) (*ssa.Function, string) {
		for ; at != nil; at = at.Parent() {
			if seen[at] {
				return nil, ""
			}
			seen[at] = true
			if kind := handles(at.Signature); kind != "" {
				return at, kind
			}
			if p.tasks()[at] {
				return nil, "" // it has left the handler
			}
			if at.Parent() != nil && p.runBy(at) == nil && len(p.index().callers[at]) == 0 {
				return nil, ""
			}
			if at.Parent() == nil && depth > 0 {
				for _, call := range p.index().callers[at] {
					if _, ok := call.(*ssa.Call); ok {
						if fn, kind := find(call.Parent(), depth-1); fn != nil {
							return fn, kind
						}
					}
				}
			}
		}
		return nil, ""
	}
	return find(s.Call.Parent(), 4)
}

// handles returns what kind of handler has the signature, "" if none.
func handles(sig *types.Signature) string {
	params, results := sig.Params(), sig.Results()
	for i := range max(params.Len()-1, 0) {
		if isNamed(params.At(i).Type(), "net/http", "ResponseWriter") {
			if ptr, ok := types.Unalias(params.At(i + 1).Type()).(*types.Pointer); ok && isNamed(ptr.Elem(), "net/http", "Request") {
				return "HTTP"
			}
		}
	}
	if sig.Recv() == nil || params.Len() == 0 || results.Len() == 0 || !isError(results.At(results.Len()-1).Type()) {
		return ""
	}
	if results.Len() == 1 {
		// A stream: of the last parameter, with the methods of grpc's.
		t := params.At(params.Len() - 1).Type()
		if types.IsInterface(t) && method(t, "SendMsg") != nil && method(t, "RecvMsg") != nil && method(t, "SetTrailer") != nil {
			return "gRPC"
		}
		return ""
	}
	// One request, one response: of a server that is made to be registered, or
	// messages of protocol buffers.
	if params.Len() == 2 && results.Len() == 2 && IsContext(params.At(0).Type()) &&
		(embedsUnimplemented(sig.Recv().Type()) || isMessage(params.At(1).Type()) && isMessage(results.At(0).Type())) {
		return "gRPC"
	}
	return ""
}

func isMessage(t types.Type) bool { return method(t, "ProtoMessage") != nil }

func embedsUnimplemented(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if f := st.Field(i); f.Embedded() && strings.HasPrefix(f.Name(), "Unimplemented") {
			return true
		}
	}
	return false
}

// SafeGo returns the function of the module by which it starts goroutines that
// recover: of this package, or of one that this package imports. It returns nil
// if there is none.
func (p *Package) SafeGo() *types.Func {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.safeGoFound {
		return p.safeGo
	}
	p.safeGoFound = true
	for obj := range p.summaries {
		if fn, ok := obj.(*types.Func); ok && p.isSafeGo(fn) && (p.safeGo == nil || fn.Pos() < p.safeGo.Pos()) {
			p.safeGo = fn
		}
	}
	if p.safeGo != nil {
		return p.safeGo
	}
	for _, imp := range p.Types.Imports() {
		if !p.inModule(imp.Path()) {
			continue
		}
		for _, name := range imp.Scope().Names() {
			if fn, ok := imp.Scope().Lookup(name).(*types.Func); ok && fn.Exported() && p.isSafeGo(fn) {
				p.safeGo = fn
				return fn
			}
		}
	}
	return nil
}

// isSafeGo reports whether fn is a function that takes one to start, under a
// recover, and does nothing else that one would call it for.
func (p *Package) isSafeGo(fn *types.Func) bool {
	s := p.summary(fn)
	if s == nil || s.Spawns&s.Recovers == 0 || fn.Signature().Results().Len() > 0 {
		return false
	}
	name := strings.ToLower(fn.Name())
	return strings.Contains(name, "go") || strings.Contains(name, "run") || strings.Contains(name, "spawn") || strings.Contains(name, "safe") || strings.Contains(name, "recover")
}

// inModule reports whether a package belongs to the module of this one. Where the
// driver does not say what that is, it is taken to be a repository.
func (p *Package) inModule(path string) bool {
	if m := p.pass.Module; m != nil && m.Path != "" {
		return path == m.Path || strings.HasPrefix(path, m.Path+"/")
	}
	return repository(path) == repository(p.Types.Path())
}

// repository returns the part of an import path that names a repository at the
// usual hosts.
func repository(path string) string {
	elems := strings.SplitN(path, "/", 4)
	if len(elems) > 3 && strings.Contains(elems[0], ".") {
		return strings.Join(elems[:3], "/")
	}
	return elems[0]
}

// Path returns the path of the package without what says that it is built for a
// test.
func (p *Package) Path() string {
	path, _, _ := strings.Cut(p.Types.Path(), " [")
	return path
}

// Siblings returns how many spawns of the package start functions that recover
// for certain, 0 if these are not the rule.
func (p *Package) Siblings() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	guarded, bare := 0, 0
	for _, s := range p.spawnsLocked() {
		if len(s.Bodies) == 0 {
			continue
		}
		if g, _ := p.ownGuard(s.Bodies[0].Fn, nil); g == Guards {
			guarded++
		} else if p.hazardIn(s.Bodies[0].Fn, nil, 4) != nil {
			bare++
		}
	}
	if guarded < 2 || guarded <= bare {
		return 0
	}
	return guarded
}
