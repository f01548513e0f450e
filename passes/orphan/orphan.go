package orphan

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/report"
)

// Analyzer reports the findings of [Check].
var Analyzer = Check.Analyzer(run, model.Analyzer)

func run(pass *analysis.Pass) (any, error) {
	m := pass.ResultOf[model.Analyzer].(*model.Package)
	c := &checker{m: m, r: report.New(pass, Check), reported: make(map[ssa.Instruction]bool)}
	c.sends()
	c.goneConsumers()
	c.lifetimes()
	return nil, nil
}

type checker struct {
	m *model.Package
	r *report.Reporter
	// reported are the spawns of the goroutines that can be left in a send:
	// one finding a goroutine is enough.
	reported map[ssa.Instruction]bool
}
