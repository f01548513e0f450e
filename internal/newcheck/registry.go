package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"

	"golang.org/x/tools/go/ast/astutil"
)

const passes = "github.com/futurelint/futurelint/passes/"

// register returns a source with check at the end of its registry.
func register(src []byte, check string) ([]byte, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	list := registry(file)
	if list == nil {
		return nil, errors.New("no variable registry with a list")
	}
	// FileStart is the position of offset 0.
	at := int(list.Rbrace - file.FileStart)
	entry := fmt.Sprintf("\t{%[1]s.Check, %[1]s.Analyzer},\n", check)
	src = bytes.Join([][]byte{src[:at], []byte(entry), src[at:]}, nil)

	fset := token.NewFileSet()
	if file, err = parser.ParseFile(fset, "", src, parser.ParseComments|parser.SkipObjectResolution); err != nil {
		return nil, err
	}
	if !astutil.AddImport(fset, file, passes+check) {
		return nil, fmt.Errorf("%s is imported already", passes+check)
	}
	var b bytes.Buffer
	err = format.Node(&b, fset, file)
	return b.Bytes(), err
}

// registry finds the list that the variable registry is set to.
func registry(file *ast.File) (list *ast.CompositeLit) {
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && len(spec.Names) == 1 && spec.Names[0].Name == "registry" && len(spec.Values) == 1 {
			list, _ = spec.Values[0].(*ast.CompositeLit)
		}
		return list == nil
	})
	return list
}
