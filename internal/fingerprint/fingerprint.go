// Package fingerprint gives findings names that outlive changes elsewhere.
//
// A line number does not: a comment above moves it. Lines that changed do not
// tell new findings from old ones either: to delete a Wait makes a finding on a
// line that did not change. A fingerprint is made of the check, the package, the
// declaration around the finding and the code that the finding is about, without
// comments and layout. It holds no line, no column, no file and no message, so
// that findings stay the same when files are renamed, functions move within their
// package, and messages are reworded. Two findings may have one fingerprint: those
// who compare, compare multisets.
package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/futurelint/futurelint/internal/finding"
)

// A Key is what a fingerprint is made of.
type Key struct {
	Check     string // with the sub-check: "orphan/ticker"
	Package   string // the import path
	Decl      string // "(*Server).Run"
	Construct string // "ch <- v"
}

// Of returns the key of f, which [Describe] has described.
func Of(f *finding.Finding) Key {
	return Key{Check: f.Sub(), Package: f.Package, Decl: f.Decl, Construct: f.Construct}
}

// String returns the fingerprint: 32 hexadecimal digits.
func (k Key) String() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{k.Check, k.Package, k.Decl, k.Construct}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// Describe fills in the declaration and the construct of every finding. It reads
// the files that the findings are in with read. Of a file that it cannot read or
// parse, of one that line directives name for example, the findings have neither.
func Describe(findings []finding.Finding, read func(name string) ([]byte, error)) {
	files := make(map[string]*source)
	for i := range findings {
		f := &findings[i]
		src, ok := files[f.Start.File]
		if !ok {
			src = parse(f.Start.File, read)
			files[f.Start.File] = src
		}
		if src != nil {
			f.Decl, f.Construct = src.describe(f.Start, f.End)
		}
	}
}

// A source is a file that was parsed, as far as that went.
type source struct {
	text []byte
	ast  *ast.File
	file *token.File
}

func parse(name string, read func(string) ([]byte, error)) *source {
	if filepath.Ext(name) != ".go" {
		return nil
	}
	text, err := read(name)
	if err != nil {
		return nil
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if tree == nil || err != nil && len(tree.Decls) == 0 {
		return nil
	}
	return &source{text: text, ast: tree, file: fset.File(tree.FileStart)}
}

// pos returns the position of p, which a line directive may have put where there
// is nothing.
func (s *source) pos(p finding.Place) (token.Pos, bool) {
	if p.Line < 1 || p.Line > s.file.LineCount() {
		return token.NoPos, false
	}
	offset := s.file.Offset(s.file.LineStart(p.Line)) + max(p.Col, 1) - 1
	if offset > len(s.text) {
		return token.NoPos, false
	}
	return s.file.Pos(offset), true
}

func (s *source) describe(start, end finding.Place) (decl, construct string) {
	from, ok := s.pos(start)
	if !ok {
		return "", ""
	}
	to, ok := s.pos(end)
	if !ok || to < from {
		to = from
	}
	path, _ := astutil.PathEnclosingInterval(s.ast, from, max(to, from))
	for i, n := range path {
		if to == from {
			// A place alone stands for the statement that begins there or
			// is around it.
			if stmt, ok := n.(ast.Stmt); ok {
				from, to = stmt.Pos(), stmt.End()
			} else if spec, ok := n.(ast.Spec); ok {
				from, to = spec.Pos(), spec.End()
			}
		}
		switch n := n.(type) {
		case *ast.FuncDecl:
			decl = funcName(n)
		case ast.Spec:
			if _, file := path[min(i+2, len(path)-1)].(*ast.File); file {
				decl = specName(n)
			}
		}
	}
	return decl, normal(s.text[s.file.Offset(from):s.file.Offset(min(to, s.ast.FileEnd))])
}

// funcName returns the name of a function as messages have it: "Run",
// "(*Server).Run".
func funcName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	star, t := "", d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
			continue
		case *ast.StarExpr:
			star, t = "*", x.X
			continue
		case *ast.IndexExpr:
			t = x.X
			continue
		case *ast.IndexListExpr:
			t = x.X
			continue
		case *ast.Ident:
			return "(" + star + x.Name + ")." + d.Name.Name
		}
		return d.Name.Name
	}
}

func specName(s ast.Spec) string {
	switch s := s.(type) {
	case *ast.ValueSpec:
		return s.Names[0].Name
	case *ast.TypeSpec:
		return s.Name.Name
	}
	return ""
}

// normal returns code without comments and layout, and without what its braces
// hold: a finding about a go statement is the same one when the body changes.
func normal(code []byte) string {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, code, func(token.Position, string) {}, 0)
	var b strings.Builder
	depth := 0
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return b.String()
		case tok == token.SEMICOLON && lit == "\n":
			continue // where a line ended
		case tok == token.RBRACE && depth > 0:
			depth--
		case tok == token.LBRACE:
			depth++
			if depth > 1 {
				continue
			}
		}
		if depth > 1 || depth == 1 && tok != token.LBRACE {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if lit == "" {
			lit = tok.String()
		}
		b.WriteString(lit)
	}
}
