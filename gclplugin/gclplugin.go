// Package gclplugin makes futurelint a linter of golangci-lint, through its module
// plugin system: importing the package registers the linter futurelint.
//
// golangci-lint applies //nolint, drops findings by its own rules and applies
// fixes, all by issues. What it makes of diagnostics is not what other drivers do,
// so that they are put into another form for it; see [form].
package gclplugin

import (
	"fmt"
	"maps"
	"slices"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/config"
)

// Name is the linter's name, in the configuration and in //nolint.
const Name = "futurelint"

func init() { register.Plugin(Name, New) }

// New returns the plugin with the settings that golangci-lint has read, nil if
// there are none; see [Settings] for their form. The settings are those of the
// process: those of an earlier call count no more.
func New(settings any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[Settings](settings)
	if err != nil {
		return nil, err
	}
	if err := s.apply(); err != nil {
		return nil, err
	}
	return plugin{analyzer(futurelint.Analyzers(), &s.Config)}, nil
}

type plugin struct{ analyzer *analysis.Analyzer }

// BuildAnalyzers returns the linter's analyzers, of which there is one.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{p.analyzer}, nil
}

// GetLoadMode says that the analyzers need types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

// analyzer makes one analyzer of checks, each of which stands behind those that it
// requires. It has the linter's name, because golangci-lint puts any other in front
// of each message, and it knows all fixes of a package. Functions that conf names
// must be there in the packages where they are used.
func analyzer(checks []*analysis.Analyzer, conf *config.Config) *analysis.Analyzer {
	all := &analysis.Analyzer{
		Name: Name,
		Doc:  "find the ways futures-style concurrency fails",
		URL:  "https://github.com/futurelint/futurelint",
	}
	for _, c := range checks {
		for _, r := range c.Requires {
			if !slices.Contains(checks, r) && !slices.Contains(all.Requires, r) {
				all.Requires = append(all.Requires, r)
			}
		}
	}
	all.Run = func(pass *analysis.Pass) (any, error) {
		for _, pkg := range append(pass.Pkg.Imports(), pass.Pkg) {
			if err := conf.Resolve(pkg); err != nil {
				return nil, err
			}
		}
		f := &form{pass: pass}
		results := maps.Clone(pass.ResultOf)
		for _, c := range checks {
			p := *pass
			p.Analyzer, p.ResultOf, p.Report = c, results, f.report
			res, err := c.Run(&p)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.Name, err)
			}
			results[c] = res
		}
		return nil, nil
	}
	return all
}
