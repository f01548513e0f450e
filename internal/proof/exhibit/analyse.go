package exhibit

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/govet"
)

// load loads the packages of the module in dir, all from source, and their
// tests.
func load(dir string) ([]*packages.Package, error) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir, Tests: true}, "./...")
	if err != nil {
		return nil, err
	}
	var errs []error
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		for _, err := range pkg.Errors {
			errs = append(errs, err)
		}
	})
	return pkgs, errors.Join(errs...)
}

// analyse runs the analyzers on packages in this process. The sub-checks that
// are switched on are those that run.
func analyse(analyzers []*analysis.Analyzer, pkgs []*packages.Package) ([]finding.Finding, error) {
	graph, err := checker.Analyze(analyzers, pkgs, nil)
	if err != nil {
		return nil, err
	}
	var findings []finding.Finding
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, fmt.Errorf("%s: %w", act, act.Err)
		}
		at := func(pos token.Pos) finding.Place {
			p := act.Package.Fset.Position(pos)
			return finding.Place{File: p.Filename, Line: p.Line, Col: p.Column}
		}
		for _, d := range act.Diagnostics {
			findings = append(findings, finding.Finding{
				Check: act.Analyzer.Name, Start: at(d.Pos), End: at(d.End),
				Message: d.Message, Fixes: make([]finding.Fix, len(d.SuggestedFixes)),
			})
		}
	}
	return finding.Tidy(findings), nil
}

// policed names the packages of exhibits that the policies speak in.
const policed = ".../required"

// vet returns the call of go vet that runs the tool in dir with every sub-check
// switched on. Without a tool it runs go vet's own.
func vet(tool, dir string, checks []*check.Check) *govet.Command {
	cmd := &govet.Command{Go: "go", Tool: tool, Dir: dir, Patterns: []string{"./..."}, Stderr: new(strings.Builder)}
	if tool == "" {
		return cmd
	}
	for _, c := range checks {
		for _, sub := range c.Subs {
			if !sub.OnlyPolicy() {
				cmd.ToolFlags = append(cmd.ToolFlags, fmt.Sprintf("-%s.%s", c.Name, sub.Name))
			}
			if sub.Policy != nil {
				cmd.ToolFlags = append(cmd.ToolFlags, fmt.Sprintf("-%s.%s=%s", c.Name, sub.Policy.Flag, policed))
			}
		}
	}
	return cmd
}

// findings returns what the command finds in packages that it can all analyse.
func findings(cmd *govet.Command) ([]finding.Finding, error) {
	res, err := cmd.Check(context.Background())
	if err != nil {
		return nil, err
	}
	if res.Failed {
		return nil, fmt.Errorf("go vet in %s failed: %s", cmd.Dir, cmd.Stderr)
	}
	return res.Findings, nil
}

// enable switches every sub-check of the checks on, and returns the sub-checks.
func enable(checks []*check.Check, analyzers []*analysis.Analyzer) ([]string, error) {
	var subs []string
	for i, c := range checks {
		for _, sub := range c.Subs {
			if !sub.OnlyPolicy() {
				if err := analyzers[i].Flags.Set(sub.Name, "true"); err != nil {
					return nil, err
				}
			}
			if sub.Policy != nil {
				if err := analyzers[i].Flags.Set(sub.Policy.Flag, policed); err != nil {
					return nil, err
				}
			}
			subs = append(subs, sub.ID())
		}
	}
	return subs, nil
}
