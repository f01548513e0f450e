package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// A Lister asks the go command for packages.
type Lister struct {
	Go    string   // the go command
	Flags []string // flags for the build, such as -tags
}

// listed is a package as go list shows it.
type listed struct {
	ImportPath, Dir   string
	GoFiles, CgoFiles []string
	Error             *struct{ Err string }
}

// list returns the packages at the paths, as the module in dir sees them.
func (l *Lister) list(dir string, paths []string) ([]listed, error) {
	args := append([]string{"list", "-e", "-find", "-json=ImportPath,Dir,GoFiles,CgoFiles,Error"}, l.flags(dir)...)
	cmd := exec.Command(l.Go, append(append(args, "--"), paths...)...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var list []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list's JSON: %w", err)
		}
		list = append(list, p)
	}
}

// flags returns the flags for the build without -mod=mod, with which the go
// command would add a module to go.mod for a name that is mistyped.
func (l *Lister) flags(dir string) []string {
	flags, mod := slices.Clone(l.Flags), false
	for i, f := range flags {
		mod = mod || strings.HasPrefix(f, "-mod=")
		if f == "-mod=mod" {
			flags[i] = "-mod=readonly"
		}
	}
	if !mod && !vendors(dir) {
		flags = append(flags, "-mod=readonly") // GOFLAGS may say otherwise
	}
	return flags
}

// vendors reports whether the module in dir, or the workspace that it may be in,
// has copies of what it imports.
func vendors(dir string) bool {
	for {
		if _, err := os.Stat(filepath.Join(dir, "vendor", "modules.txt")); err == nil {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir || isTop(dir) {
			return false
		}
		dir = up
	}
}

// Locate says which of the functions that c names are not declared where the
// modules find their packages, and which packages none of them finds. It reads
// declarations only: whether a parameter has the right type is for
// [Config.Resolve] to say. With partial, the file is for other modules too, which
// may find the other packages.
func (c *Config) Locate(l *Lister, modules []string, partial bool) error {
	fails := failures{file: c.file}
	wanted := make(map[string][]named)
	var paths []string
	for _, n := range c.functions() {
		if n.bad == "" && wanted[n.row.Pkg] == nil {
			paths = append(paths, n.row.Pkg)
		}
		wanted[n.row.Pkg] = append(wanted[n.row.Pkg], n)
	}
	reasons := make(map[string]string)
	for _, module := range modules {
		if len(paths) == 0 {
			break
		}
		list, err := l.list(module, paths)
		if err != nil {
			// A module that needs mending says so when it is loaded.
			partial = true
			continue
		}
		for _, p := range list {
			if len(p.GoFiles)+len(p.CgoFiles) == 0 {
				if p.Error != nil {
					reasons[p.ImportPath], _, _ = strings.Cut(p.Error.Err, "\n")
				}
				continue
			}
			paths = slices.DeleteFunc(paths, func(path string) bool { return path == p.ImportPath })
			decls, err := declarations(p)
			if err != nil {
				continue // the compiler says it better
			}
			for _, n := range wanted[p.ImportPath] {
				if reason := decls.lacks(n); reason != "" {
					fails.add(c.place(n.path), "%s: %s", n.Func, reason)
				}
			}
		}
	}
	if !partial {
		for _, path := range paths {
			for _, n := range wanted[path] {
				fails.add(c.place(n.path), "%s: %s", n.Func, notFound(path, reasons[path]))
			}
		}
	}
	return fails.err()
}

// notFound says that there is no package at path, and what may have been meant.
func notFound(path, reason string) string {
	dir, last := filepath.Split(path)
	if pkg, name, ok := strings.Cut(last, "."); ok && name != "" && unicode.IsUpper([]rune(name)[0]) {
		return fmt.Sprintf("there is no package %s; a method is named as in (%s%s.%s).Method", path, dir, pkg, name)
	}
	if reason == "" || strings.Contains(reason, "module providing package") || strings.Contains(reason, "module provides package") {
		return "no module that is required provides package " + path
	}
	return reason
}

// decls are the names that a package declares.
type decls struct {
	names   []string            // of functions, types and variables
	funcs   map[string]bool     // functions among them
	types   map[string]bool     // types whose methods are all seen
	methods map[string][]string // by type
}

// declarations reads the declarations of a package.
func declarations(p listed) (*decls, error) {
	d := &decls{funcs: make(map[string]bool), types: make(map[string]bool), methods: make(map[string][]string)}
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if recv := receiver(decl); recv != "" {
					d.methods[recv] = append(d.methods[recv], decl.Name.Name)
				} else {
					d.funcs[decl.Name.Name] = true
					d.names = append(d.names, decl.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						d.declare(spec)
					}
				}
			}
		}
	}
	return d, nil
}

// receiver returns the name of the type that decl is a method of.
func receiver(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return ""
	}
	for t := decl.Recv.List[0].Type; ; {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

func (d *decls) declare(spec *ast.TypeSpec) {
	name := spec.Name.Name
	d.names = append(d.names, name)
	if spec.Assign.IsValid() {
		return // the methods are another type's
	}
	d.types[name] = true
	var fields *ast.FieldList
	switch t := spec.Type.(type) {
	case *ast.InterfaceType:
		fields = t.Methods
	case *ast.StructType:
		fields = t.Fields
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr:
		// It may have the methods of an interface.
		d.types[name] = false
	}
	if fields == nil {
		return
	}
	for _, f := range fields.List {
		if _, ok := spec.Type.(*ast.InterfaceType); ok && len(f.Names) == 1 {
			d.methods[name] = append(d.methods[name], f.Names[0].Name)
		}
		if len(f.Names) == 0 {
			d.types[name] = false // what is embedded may have more
		}
	}
}

// lacks says why n is not declared, "" if it is or may be.
func (d *decls) lacks(n named) string {
	name, method, isMethod := strings.Cut(n.row.Name, ".")
	switch {
	case name == "*", !isMethod && d.funcs[name]:
		return ""
	case !isMethod:
		return missing("function", name, d.names)
	case !slices.Contains(d.names, name):
		return missing("type", name, d.names)
	case !d.types[name] || slices.Contains(d.methods[name], method):
		return ""
	}
	return missing("method", method, d.methods[name])
}
