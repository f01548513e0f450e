package exhibit

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/futurelint/futurelint/internal/proof"
)

// A source is what the files of an exhibits' module say.
type source struct {
	decls []*decl
	wants []*want
}

// A decl is a function, a method, or a variable at package level.
type decl struct {
	place        // of its first line, without the comment
	last  int    // its last line
	key   string // "example.com/exhibits/ctxthread.page.fetch"
	id    string // the name that proofs use: "ctxthread.page.fetch"
	// calls are the keys of the declarations that it mentions, types those
	// of the types. What is not of the module is left out by judge.
	calls, types []string
	unproven     string // why nothing executes it, if its comment says so
}

func (d *decl) bad() bool  { return proof.IsBad(d.id) }
func (d *decl) good() bool { return proof.IsGood(d.id) }

// holds reports whether p is a line of the declaration.
func (d *decl) holds(p place) bool {
	return p.file == d.file && d.line <= p.line && p.line <= d.last
}

// declarations returns those of the packages' own files, each once.
func declarations(dir string, pkgs []*packages.Package) []*decl {
	var decls []*decl
	seen := make(map[string]bool)
	for _, pkg := range pkgs {
		for _, file := range pkg.Syntax {
			name := relative(dir, pkg.Fset.File(file.FileStart).Name())
			if seen[name] || strings.HasPrefix(name, "..") {
				continue
			}
			seen[name] = true
			for _, node := range file.Decls {
				switch node := node.(type) {
				case *ast.FuncDecl:
					decls = append(decls, newDecl(pkg, name, node, node.Name, node.Doc))
				case *ast.GenDecl:
					for _, spec := range node.Specs {
						if v, ok := spec.(*ast.ValueSpec); ok && node.Tok == token.VAR {
							decls = append(decls, newDecl(pkg, name, v, v.Names[0], node.Doc))
						}
					}
				}
			}
		}
	}
	return decls
}

// newDecl returns the declaration of name. Of several variables that are set at
// once the first stands for all.
func newDecl(pkg *packages.Package, file string, node ast.Node, name *ast.Ident, doc *ast.CommentGroup) *decl {
	d := &decl{
		place:    place{file, pkg.Fset.Position(node.Pos()).Line},
		last:     pkg.Fset.Position(node.End()).Line,
		key:      key(pkg.TypesInfo.Defs[name]),
		unproven: unproven(doc),
	}
	d.id = path.Base(d.key)
	if fn, ok := node.(*ast.FuncDecl); ok {
		d.line = pkg.Fset.Position(fn.Type.Pos()).Line
	}
	ast.Inspect(node, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := pkg.TypesInfo.Uses[id].(type) {
		case *types.Func, *types.Var:
			if k := key(obj); k != "" {
				d.calls = append(d.calls, k)
			}
		case *types.TypeName:
			if k := key(obj); k != "" {
				d.types = append(d.types, k)
			}
		}
		return true
	})
	return d
}

// key returns a name of an object at package level, or of a method, that is
// the same in every variant of its package. It returns "" for other objects.
func key(obj types.Object) string {
	if obj == nil || obj.Pkg() == nil {
		return ""
	}
	prefix := obj.Pkg().Path() + "."
	if fn, ok := obj.(*types.Func); ok {
		fn = fn.Origin()
		if recv := fn.Signature().Recv(); recv != nil {
			t := types.Unalias(recv.Type())
			if p, ok := t.(*types.Pointer); ok {
				t = types.Unalias(p.Elem())
			}
			named, ok := t.(*types.Named)
			if !ok {
				return ""
			}
			return prefix + named.Obj().Name() + "." + fn.Name()
		}
		return prefix + fn.Name()
	}
	if obj.Parent() != obj.Pkg().Scope() {
		return ""
	}
	return prefix + obj.Name()
}

// unproven returns the reason that a comment gives.
func unproven(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	for line := range strings.Lines(doc.Text()) {
		if reason, ok := strings.CutPrefix(line, "unproven:"); ok {
			return strings.TrimSpace(reason)
		}
	}
	return ""
}

// relative returns the name of a file below dir, with slashes.
func relative(dir, file string) string {
	if rel, err := filepath.Rel(dir, file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}
