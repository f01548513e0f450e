package unbounded

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// setLimit returns the fix that limits the group to as many tasks as there are
// processors, where it is made. On the good path the same tasks run and Wait
// returns the same; they only have to wait for their turn, in Go. That the
// spawner waits there hurts nobody: the group has no other spawn, so no task
// waits in Go itself, and no task waits for another one or for the spawner, as
// far as its code is seen. A panic in a task ends the process, as before.
//
// The number is a beginning. What the bottleneck can bear is for those to say who
// know it, which is what the message asks for.
func (c *checker) setLimit(out *model.FanOut) []analysis.SuggestedFix {
	if !c.m.Limitable(out) {
		return nil
	}
	id, stmt := c.m.GroupStmt(out.Spawn.Groups[0])
	if id == nil {
		return nil
	}
	name, edits := c.importRuntime(stmt)
	if name == "" {
		return nil
	}
	column := c.pass.Fset.Position(stmt.Pos()).Column
	edits = append(edits, analysis.TextEdit{
		Pos: stmt.End(), End: stmt.End(),
		NewText: []byte("\n" + strings.Repeat("\t", column-1) + id.Name + ".SetLimit(" + name + ".GOMAXPROCS(0))"),
	})
	return []analysis.SuggestedFix{{Message: "limit " + id.Name + " to the number of processors", TextEdits: edits}}
}

// importRuntime returns the name by which the file of stmt can say runtime there,
// and the edits that import it if need be. The name is empty if that cannot be
// done.
func (c *checker) importRuntime(stmt ast.Stmt) (name string, edits []analysis.TextEdit) {
	file := c.fileOf(stmt.Pos())
	if file == nil {
		return "", nil
	}
	for _, spec := range file.Imports {
		if path(spec) != "runtime" {
			continue
		}
		if spec.Name == nil {
			return c.unshadowed("runtime", stmt, true), nil
		}
		if spec.Name.Name != "_" && spec.Name.Name != "." {
			return c.unshadowed(spec.Name.Name, stmt, true), nil
		}
	}
	if c.unshadowed("runtime", stmt, false) == "" {
		return "", nil
	}
	for _, decl := range file.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT || !decl.Lparen.IsValid() || len(decl.Specs) == 0 {
			continue
		}
		// Among those of the standard library, which stand together, by the
		// alphabet.
		var last *ast.ImportSpec
		for _, spec := range decl.Specs {
			spec := spec.(*ast.ImportSpec)
			if first, _, _ := strings.Cut(path(spec), "/"); strings.Contains(first, ".") || path(spec) == "C" {
				break
			}
			if path(spec) > "runtime" && spec.Doc == nil {
				return "runtime", []analysis.TextEdit{{Pos: spec.Pos(), End: spec.Pos(), NewText: []byte("\"runtime\"\n\t")}}
			}
			last = spec
		}
		if last != nil && last.Comment == nil {
			return "runtime", []analysis.TextEdit{{Pos: last.End(), End: last.End(), NewText: []byte("\n\t\"runtime\"")}}
		}
	}
	return "", nil
}

// unshadowed returns name if it can be said where stmt stands: it names the
// import there if imported is set, and nothing otherwise.
func (c *checker) unshadowed(name string, stmt ast.Stmt, imported bool) string {
	scope := c.pass.Pkg.Scope().Innermost(stmt.Pos())
	if scope == nil {
		return ""
	}
	at, obj := scope.LookupParent(name, stmt.Pos())
	if imported && obj != nil && at.Parent() == c.pass.Pkg.Scope() || !imported && obj == nil {
		return name
	}
	return ""
}

func path(spec *ast.ImportSpec) string {
	p, _ := strconv.Unquote(spec.Path.Value)
	return p
}

func (c *checker) fileOf(pos token.Pos) *ast.File {
	for _, f := range c.pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}
