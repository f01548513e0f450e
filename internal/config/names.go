package config

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"

	"github.com/futurelint/futurelint/internal/nearest"
	"github.com/futurelint/futurelint/internal/vocab"
)

// splitName splits a name as go/types prints it into the package and what rows of
// the vocabulary call the function. bad says why it is none. With all, the name of
// a package with ".*" behind it stands for all that the package has.
func splitName(full string, all bool) (pkg, name, bad string) {
	outer, method := full, ""
	if strings.HasPrefix(full, "(") {
		inner, m, ok := strings.Cut(full[1:], ").")
		if !ok || !token.IsIdentifier(m) {
			return "", "", "a method is named as in (*example.com/x.Pool).Submit"
		}
		outer, method = strings.TrimPrefix(inner, "*"), "."+m
	}
	outer, args, generic := strings.Cut(outer, "[")
	if generic && !strings.HasSuffix(args, "]") {
		return "", "", "the type parameters are not closed"
	}
	dot := strings.LastIndexByte(outer, '.')
	if dot <= strings.LastIndexByte(outer, '/') || dot == 0 {
		return "", "", "a function is named with the path of its package, as in example.com/x.Go"
	}
	pkg, name = outer[:dot], outer[dot+1:]
	switch {
	case strings.ContainsAny(pkg, " \t\"'`*()[]{}"):
		return "", "", pkg + " is not the path of a package"
	case name == "*" && method == "" && all:
		return pkg, name, ""
	case !token.IsIdentifier(name):
		return "", "", "a function is named as in example.com/x.Go or (*example.com/x.Pool).Submit"
	}
	return pkg, name + method, ""
}

// Resolve says which of the functions that c names in pkg are not there, or not
// what they are said to be.
func (c *Config) Resolve(pkg *types.Package) error {
	fails := failures{file: c.file}
	for _, n := range c.functions() {
		if n.bad != "" || n.row.Pkg != pkg.Path() || n.row.Name == "*" {
			continue
		}
		fn, reason := function(pkg, n.row)
		if reason != "" {
			fails.add(c.place(n.path), "%s: %s", n.Func, reason)
			continue
		}
		if n.row.Param.Kind == vocab.NoParam {
			continue
		}
		if _, reason := n.row.Param.In(fn.Signature()); reason != "" {
			at, ok := c.at[n.path+".arg"]
			if !ok {
				at = c.place(n.path)
			}
			fails.add(at, "%s %s", n.Func, reason)
		}
	}
	return fails.err()
}

// function returns the function that the row names in its package, or why there
// is none.
func function(pkg *types.Package, row vocab.Row) (fn *types.Func, reason string) {
	name, method, isMethod := strings.Cut(row.Name, ".")
	obj := pkg.Scope().Lookup(name)
	if !isMethod {
		switch obj := obj.(type) {
		case *types.Func:
			return obj, ""
		case nil:
			return nil, missing("function", name, pkg.Scope().Names())
		}
		return nil, name + " is no function"
	}
	tn, ok := obj.(*types.TypeName)
	if !ok {
		if obj != nil {
			return nil, name + " is no type"
		}
		return nil, missing("type", name, pkg.Scope().Names())
	}
	named, ok := types.Unalias(tn.Type()).(*types.Named)
	if !ok {
		return nil, name + " is a type without methods"
	}
	var recv types.Type = named
	if !types.IsInterface(named) {
		recv = types.NewPointer(named)
	}
	found, _, _ := types.LookupFieldOrMethod(recv, true, pkg, method)
	m, ok := found.(*types.Func)
	if !ok {
		var names []string
		for sel := range types.NewMethodSet(recv).Methods() {
			names = append(names, sel.Obj().Name())
		}
		return nil, missing("method", method, names)
	}
	m = m.Origin()
	if m.Pkg() == nil || m.Pkg().Path() != row.Pkg || vocab.Name(m) != row.Name {
		// Calls are known by where the method is declared.
		return nil, "it is declared by another type, and is to be named " + m.FullName()
	}
	return m, ""
}

func missing(what, name string, names []string) string {
	if n := nearest.Name(name, names); n != "" {
		return fmt.Sprintf("there is no %s %s; did you mean %s?", what, name, n)
	}
	return fmt.Sprintf("there is no %s %s", what, name)
}
