package govet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Skipped is a package that was asked for and not analysed.
type Skipped struct {
	Path   string
	Reason string
}

func (s Skipped) String() string { return "not analysed: " + s.Path + " (" + s.Reason + ")" }

// listed is a package as go list -e -test shows it: a package, or a variant of
// one that is built for a test.
type listed struct {
	ImportPath string
	ForTest    string
	Name       string
	Deps       []string
	Error      *struct{ Err string }
	DepsErrors []struct{ Err string }
}

// packages is what go list knows of the packages that were asked for.
type packages []*listed

func (c *Command) list(ctx context.Context) (packages, error) {
	args := []string{"list", "-e", "-test", "-json=ImportPath,ForTest,Name,Deps,Error,DepsErrors"}
	args = append(args, c.BuildFlags...)
	args = append(args, "--")
	cmd := c.command(ctx, append(args, c.Patterns...))
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var list packages
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		p := new(listed)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list's JSON: %w", err)
		}
		list = append(list, p)
	}
}

// A Package is one that patterns of the go command name.
type Package struct {
	Path string
	Dir  string // "" if it is nowhere
	// Broken says that the package, or something that it imports, does not
	// load; there may be no such package.
	Broken bool
}

// Packages returns the packages that the patterns name, by their paths, as they are
// with the build flags of c.
func (c *Command) Packages(ctx context.Context, patterns []string) (map[string]Package, error) {
	args := []string{"list", "-e", "-json=ImportPath,Dir,Error,DepsErrors"}
	args = append(args, c.BuildFlags...)
	args = append(args, "--")
	out, err := c.command(ctx, append(args, patterns...)).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	all := make(map[string]Package)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			listed
			Dir string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list's JSON: %w", err)
		}
		all[p.ImportPath] = Package{Path: p.ImportPath, Dir: p.Dir, Broken: p.fails()}
	}
}

// fails reports whether p or something that it imports does not load.
func (p *listed) fails() bool { return p.Error != nil || len(p.DepsErrors) > 0 }

// testMain reports whether p is the main package that go test generates, which
// go vet does not look at.
func (p *listed) testMain() bool {
	return p.ForTest == "" && p.Name == "main" && strings.HasSuffix(p.ImportPath, ".test")
}

// targets returns the packages proper, without the variants for tests.
func (ps packages) targets() packages {
	return slices.DeleteFunc(slices.Clone(ps), func(p *listed) bool { return p.ForTest != "" || p.testMain() })
}

// loadable returns the import paths of the packages that load.
func (ps packages) loadable() []string {
	var paths []string
	for _, p := range ps.targets() {
		if !p.fails() {
			paths = append(paths, p.ImportPath)
		}
	}
	return paths
}

// rest returns the import paths of the packages that load, nil if that is all
// or none. A package that does not load makes go vet give up before it has
// analysed any other.
func (ps packages) rest() []string {
	good := ps.loadable()
	if len(good) == 0 || len(good) == len(ps.targets()) {
		return nil
	}
	return good
}

// skipped returns the packages that go vet did not analyse in whole, given what
// it said: those that do not load or compile, and whatever imports them.
func (ps packages) skipped(r *run) []Skipped {
	variants := make(map[string]packages) // of a package, for its tests
	for _, p := range ps {
		switch {
		case p.ForTest != "":
			variants[p.ForTest] = append(variants[p.ForTest], p)
		case p.testMain() && p.Error != nil:
			// This is where a test file that cannot be parsed shows.
			path := strings.TrimSuffix(p.ImportPath, ".test")
			variants[path] = append(variants[path], p)
		}
	}
	var list []Skipped
	for _, p := range ps.targets() {
		if strings.Contains(p.ImportPath, "...") {
			continue // a pattern that the go command could not expand
		}
		units := append(packages{p}, variants[p.ImportPath]...)
		if reason := units.obstacle(r); reason != "" {
			list = append(list, Skipped{p.ImportPath, reason})
		}
	}
	slices.SortFunc(list, func(a, b Skipped) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// obstacle says what kept one of the units of a package from being analysed,
// "" if nothing did.
func (ps packages) obstacle(r *run) string {
	for _, p := range ps {
		switch {
		case p.Error != nil:
			return "it does not load"
		case r.crashed[p.ImportPath]:
			return "its analysis crashed"
		case r.refused[p.ImportPath]:
			return "its configuration is wrong"
		case r.uncompiled[p.ImportPath]:
			return "it does not compile"
		case len(p.DepsErrors) > 0:
			return "an import does not load"
		}
		for _, dep := range p.Deps {
			// Where it is the analysis that crashed, only facts are
			// missing.
			if r.uncompiled[dep] && !r.crashed[dep] {
				path, _, _ := strings.Cut(dep, " ")
				return "it imports " + path + ", which does not compile"
			}
		}
	}
	return ""
}
