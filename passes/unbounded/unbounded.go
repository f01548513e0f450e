package unbounded

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/report"
	"github.com/futurelint/futurelint/internal/vocab"
)

// Analyzer reports the findings of [Check].
var Analyzer = Check.Analyzer(run, model.Analyzer)

func run(pass *analysis.Pass) (any, error) {
	m := pass.ResultOf[model.Analyzer].(*model.Package)
	if !m.HasSpawns() {
		return nil, nil
	}
	c := &checker{pass: pass, m: m, r: report.New(pass, Check)}
	for _, out := range m.FanOuts() {
		c.fanOut(out)
	}
	if deafLoop.Enabled() {
		c.deafLoops()
	}
	return nil, nil
}

// deafLoops reports the loops that go on to start tasks of a group that has
// failed.
func (c *checker) deafLoops() {
	for _, s := range c.m.DeafLoops() {
		name := "the group's context"
		if d := s.Groups[0].Derived(); d != nil {
			name = model.ExprString(d)
		}
		c.r.Report(deafLoop, analysis.Diagnostic{
			Pos:     c.m.CallPos(s.Call),
			Message: fmt.Sprintf("%s goes on to start tasks when one has failed: under the limit all that are left have their turn, for nothing (the loop never looks at %s)", s.Text(c.m), name),
			Related: []analysis.RelatedInformation{{Pos: s.Groups[0].Origin.Pos(), Message: "the group is created here"}},
		})
	}
}

type checker struct {
	pass *analysis.Pass
	m    *model.Package
	r    *report.Reporter
}

// kind says which sub-check a fan-out belongs to.
func kind(out *model.FanOut) *check.Sub {
	switch {
	case out.Room != nil && out.Room.Sham:
		return sham
	case out.Room != nil:
		return inside
	case out.Rounds.Kind == model.Called && accepts(out):
		return accept
	case out.Sized && !out.Harmless():
		return size
	}
	return unsized
}

// accepts reports whether the rounds of out are the connections of a listener.
func accepts(out *model.FanOut) bool {
	fn := model.Callee(out.Rounds.Call.Common())
	return fn != nil && vocab.Accepter.Has(fn.Name())
}

func (c *checker) fanOut(out *model.FanOut) {
	sub := kind(out)
	if !sub.Enabled() {
		return
	}
	spawner := c.m.CallText(out.At)
	if out.At == out.Spawn.Call {
		spawner = out.Spawn.Text(c.m)
	}
	d := analysis.Diagnostic{Pos: c.m.CallPos(out.At)}
	each := c.each(out)
	switch sub {
	case size, unsized:
		d.Message = fmt.Sprintf("%s starts a task %s with nothing to bound them: they all run at the same time", spawner, each)
		if sub == size {
			d.Message += "; give them a limit that their bottleneck can bear"
			d.SuggestedFixes = c.setLimit(out)
		}
	case sham:
		d.Message = fmt.Sprintf("%s starts a task %s, and the semaphore acquired before it is released before the task has run: it bounds nothing", spawner, each)
		d.Related = append(d.Related,
			analysis.RelatedInformation{Pos: out.Room.Taken.Pos(), Message: "room is taken here"},
			analysis.RelatedInformation{Pos: out.Room.Given.Pos(), Message: "and given back here"})
	case inside:
		d.Message = fmt.Sprintf("%s starts a task %s, which waits for room when it has been started: the work is bounded, the goroutines are not", spawner, each)
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: out.Room.Taken.Pos(), Message: "the task waits for room here"})
	case accept:
		d.Message = fmt.Sprintf("%s starts a goroutine for each connection that is accepted: whoever connects decides how many there are", spawner)
	}
	if out.At != out.Spawn.Call && out.Spawn.Call.Pos() != out.At.Pos() {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: out.Spawn.Call.Pos(), Message: "the tasks are started here"})
	}
	c.r.Report(sub, d)
}

// each says for what the tasks of a fan-out are started.
func (c *checker) each(out *model.FanOut) string {
	what := "its data"
	if x := c.m.Operand(out); x != nil {
		what = model.ExprString(x)
	} else if i := slices.IndexFunc(out.Extent.Names, func(n string) bool { return n != "" }); i >= 0 {
		what = out.Extent.Names[i]
	}
	from := ""
	for _, fn := range out.Extent.Sources {
		if vocab.Source.Has(fn.Name()) {
			from = ", which comes from " + fn.Name()
			break
		}
	}
	switch out.Rounds.Kind {
	case model.Elements, model.Iterated:
		if strings.HasPrefix(what, "len(") {
			what = strings.TrimSuffix(what[4:], ")")
		}
		return "for each element of " + what + from
	case model.Received:
		return "for each value received from " + what
	case model.Handed, model.Called:
		return "for each time that " + c.m.CallText(out.Rounds.Call) + callsBack(out.Rounds.Kind)
	case model.Recursive:
		return "for each task that it starts by recursion"
	case model.Endless:
		return "in every round of an endless loop"
	}
	return "for each element of data that it is given"
}

func callsBack(kind model.RoundsKind) string {
	if kind == model.Handed {
		return " calls back"
	}
	return " has more"
}
