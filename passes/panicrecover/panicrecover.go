package panicrecover

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/report"
)

// Analyzer reports the findings of [Check].
var Analyzer = Check.Analyzer(run, model.Analyzer)

func run(pass *analysis.Pass) (any, error) {
	m := pass.ResultOf[model.Analyzer].(*model.Package)
	spawns := m.HasSpawns()
	recovers := m.MayRecover()
	if !spawns && !recovers {
		return nil, nil
	}
	c := &checker{pass: pass, m: m, r: report.New(pass, Check), told: make(map[*ssa.Function]bool)}
	if spawns {
		// Spawns of the house's own making come last: what is reported in the
		// function that makes them is not reported again where it is called.
		for _, own := range []bool{false, true} {
			for _, s := range m.Spawns() {
				if (m.Spawner(s) != nil) == own {
					c.spawn(s)
				}
			}
		}
	}
	if recovers {
		c.recovered()
		c.futile()
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	m    *model.Package
	r    *report.Reporter
	// told holds the functions in which a spawn of their callers' functions
	// was reported.
	told map[*ssa.Function]bool
}

// A bare spawn is one that starts work which nobody recovers.
type bare struct {
	*model.Spawn
	body *model.Body // nil if the function is not of this package
	// hazard is what may panic in it, nil if nothing is known to.
	hazard *model.Hazard
}

// bare returns s with its first body that is not guarded, preferring one that may
// panic; nil if there is none.
func (c *checker) bare(s *model.Spawn) *bare {
	if recovers, _ := c.m.RecoversTask(s); recovers || s.Serves {
		return nil
	}
	var found *bare
	for i := range s.Bodies {
		b := &s.Bodies[i]
		if c.m.TaskGuard(s, *b) >= model.Partial {
			continue
		}
		h := c.m.HazardIn(b.Fn)
		if found == nil || found.hazard == nil {
			found = &bare{s, b, h}
		}
	}
	if len(s.Bodies) > 0 || s.Call.Common() == nil {
		return found
	}
	if _, ok := s.Call.(*ssa.Go); ok && !c.m.GuardedCallee(s.Call.Common()) {
		return &bare{s, nil, c.m.HazardOfCall(s.Call)}
	}
	if s.Task != nil && !s.Resolved {
		return &bare{s, nil, nil}
	}
	return nil
}

// spawn reports s once: as what it is in the first place.
func (c *checker) spawn(s *model.Spawn) {
	b := c.bare(s)
	if b == nil {
		return
	}
	if require.Enabled() && require.Policy.Match(c.m.Path()) {
		c.report(require, b, fmt.Sprintf("goroutine started with %s without a recover, which all goroutines of this package must have", s.Text(c.m)))
	}
	if later(s) || c.told[c.m.Spawner(s)] {
		return
	}
	var foreign []model.ForeignCall
	if b.body == nil || c.m.TaskGuard(s, *b.body) != model.Rethrows {
		// Whoever recovers and panics again knows what he does to his
		// caller's function.
		foreign = c.m.ForeignCalls(s)
	}
	given := slices.DeleteFunc(slices.Clone(foreign), c.m.OfTheHouse)
	if c.wrapsForTimeout(b, given) || c.future(b, given) {
		c.tell(s)
		return
	}
	if !c.escapes(b) {
		c.strict(b, foreign)
	}
}

// tell notes that s is reported where it stands, so that it need not be where the
// function is called that it stands in.
func (c *checker) tell(s *model.Spawn) {
	for fn := s.Call.Parent(); fn != nil; fn = fn.Parent() {
		c.told[fn] = true
	}
}

// later reports whether the task of s is put off until something happens: it
// does not take the place of a call that somebody covered.
func later(s *model.Spawn) bool {
	fn := model.Callee(s.Call.Common())
	return fn != nil && fn.Name() == "AfterFunc"
}

// escapes reports b if it stands under a recover and may panic.
func (c *checker) escapes(b *bare) bool {
	if !escapes.Enabled() || b.hazard == nil {
		return false
	}
	boundary := c.m.BoundaryAt(b.Call)
	if boundary == nil || b.body != nil && c.m.RunsAgain(b.body.Fn, boundary) {
		return false
	}
	where := "a function that recovers"
	if boundary.Call != nil {
		where = "a function that " + c.m.CallText(boundary.Call) + " runs under a recover"
	}
	c.report(escapes, b, fmt.Sprintf("goroutine started with %s in %s: a panic in %s is not recovered there, it ends the process",
		b.Text(c.m), where, b.hazard.What),
		analysis.RelatedInformation{Pos: boundary.Pos(), Message: "the recover that does not cover the goroutine"})
	return true
}

// wrapsForTimeout reports b if it runs a function of the caller, which recovers as
// far as is seen, and the function around it waits for the result with another way
// out.
func (c *checker) wrapsForTimeout(b *bare, foreign []model.ForeignCall) bool {
	f := directly(foreign)
	if !timeoutWrapper.Enabled() || f == nil || !c.m.OnStack(*f, b.Spawn) || !c.m.Covered(*f, b.Spawn) {
		return false
	}
	sel := c.m.GivesUpOn(b.Spawn)
	if sel == nil {
		return false
	}
	c.report(timeoutWrapper, b, fmt.Sprintf("%s runs in a goroutine of its own, so that the wait for it can be given up: the recover of whoever called with it does not cover it any more, and a panic ends the process",
		f.What),
		analysis.RelatedInformation{Pos: selectPos(sel), Message: "the wait for its result"})
	return true
}

func selectPos(sel *ssa.Select) token.Pos {
	if sel.Pos().IsValid() {
		return sel.Pos()
	}
	return sel.States[0].Pos
}

// directly returns the first call of a function that the caller gave as it is,
// or of a handler that is kept in a field.
func directly(foreign []model.ForeignCall) *model.ForeignCall {
	for i, f := range foreign {
		if fn := model.Callee(f.Call.Common()); !f.Field || fn != nil && fn.Name() == "ServeHTTP" {
			return &foreign[i]
		}
	}
	return nil
}

// future reports b if it runs a function of the caller and settles what is
// returned to him.
func (c *checker) future(b *bare, foreign []model.ForeignCall) bool {
	f := directly(foreign)
	if !unsafeFuture.Enabled() || f == nil || f.GoesOn() {
		return false
	}
	handle := c.m.HandleOf(b.Spawn)
	if handle == nil {
		return false
	}
	c.report(unsafeFuture, b, fmt.Sprintf("the goroutine that settles what is returned runs %s without a recover: a panic does not fail the future, it ends the process",
		f.What))
	return true
}

// report reports b, at the go statement or the call that starts it.
func (c *checker) report(sub *check.Sub, b *bare, message string, related ...analysis.RelatedInformation) {
	pos := b.Call.Pos()
	if _, ok := b.Call.(*ssa.Go); !ok {
		if syn := c.m.CallSyntax(b.Call.Common()); syn != nil {
			pos = syn.Pos()
		}
	}
	if b.hazard != nil && b.hazard.Instr.Pos().IsValid() && b.hazard.Instr != b.Call {
		related = append(related, analysis.RelatedInformation{Pos: b.hazard.Instr.Pos(), Message: "this may panic"})
	}
	d := analysis.Diagnostic{Pos: pos, Message: message, Related: related}
	if sub.Tier() == check.Default {
		d.SuggestedFixes = c.guardTask(b)
	}
	c.r.Report(sub, d)
}
