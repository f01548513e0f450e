package model_test

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/model"
)

// TestFacts compares the facts about functions with what the comments beside
// them want.
func TestFacts(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), model.Analyzer, "near", "far", "guards", "guarded", "directives")
}

// TestBadDirectives compares the directives that say nothing with the wants
// behind them.
func TestBadDirectives(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), badDirectives, "malformed")
}

var badDirectives = &analysis.Analyzer{
	Name:     "baddirectives",
	Doc:      "report directives that say nothing",
	Requires: []*analysis.Analyzer{model.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		for _, bad := range pass.ResultOf[model.Analyzer].(*model.Package).BadDirectives() {
			pass.Report(analysis.Diagnostic{Pos: bad.Pos, End: bad.End, Message: bad.Reason})
		}
		return nil, nil
	},
}

// TestErrgroup compares what becomes of panics in the tasks of an errgroup that
// recovers and of one that does not: their own source tells.
func TestErrgroup(t *testing.T) {
	for _, release := range []string{"recovering", "crashing"} {
		t.Run(release, func(t *testing.T) {
			dir := filepath.Join(analysistest.TestData(), release)
			analysistest.Run(t, dir, panics, "tasks")
		})
	}
}

// panics reports what the model knows of the panics of each spawn's task.
var panics = &analysis.Analyzer{
	Name:     "panics",
	Doc:      "report what becomes of panics",
	Requires: []*analysis.Analyzer{model.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		m := pass.ResultOf[model.Analyzer].(*model.Package)
		for _, s := range m.Spawns() {
			text := "crashes"
			if recovers, reraises := m.RecoversTask(s); reraises {
				text = "recovers and raises again"
			} else if recovers {
				text = "recovers"
			}
			pass.Reportf(s.Call.Pos(), "%s", text)
		}
		return nil, nil
	},
}

// TestSpawns compares the spawns, with their bodies and groups.
func TestSpawns(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), spawns, "spawns")
}

// spawns reports what the model knows of each spawn.
var spawns = &analysis.Analyzer{
	Name:     "spawns",
	Doc:      "report spawns",
	Requires: []*analysis.Analyzer{model.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		m := pass.ResultOf[model.Analyzer].(*model.Package)
		for _, s := range m.Spawns() {
			var bodies, groups []string
			for _, b := range s.Bodies {
				name := b.Fn.Name()
				if b.Fn.Parent() != nil {
					name = "literal"
				}
				if b.Wrapped {
					name += " wrapped"
				}
				if b.Maker != nil {
					name += " made"
				}
				bodies = append(bodies, name)
			}
			if !s.Resolved && len(bodies) == 0 {
				bodies = []string{"unknown"}
			}
			for _, g := range s.Groups {
				groups = append(groups, origin(g))
			}
			text := s.Text(m) + ": " + strings.Join(bodies, ", ")
			if len(groups) > 0 {
				text += "; in " + strings.Join(groups, ", ")
			}
			pass.Reportf(s.Call.Pos(), "%s", text)
		}
		return nil, nil
	},
}

// origin says how a group is made: by which function, or in which variable.
func origin(g *model.Group) string {
	switch v := g.Origin.(type) {
	case *ssa.Call:
		return model.Callee(v.Common()).Name()
	case *ssa.Alloc:
		return v.Comment
	}
	return g.Origin.Name()
}
