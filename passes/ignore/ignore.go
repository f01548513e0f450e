package ignore

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/report"
	"github.com/futurelint/futurelint/internal/suppress"
)

// Analyzer reports the findings of [Check]. Its flag nolint says whether //nolint
// comments count, for all checks.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a := Check.Analyzer(run, append(analyzers(), model.Analyzer)...)
	nolint := suppress.Analyzer.Flags.Lookup("nolint")
	a.Flags.Var(nolint.Value, nolint.Name, nolint.Usage)
	return a
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, r: report.New(pass, Check)}
	for _, d := range pass.ResultOf[suppress.Analyzer].(*suppress.Set).Directives() {
		if c.wellFormed(d) {
			c.judge(d)
		}
	}
	for _, bad := range pass.ResultOf[model.Analyzer].(*model.Package).BadDirectives() {
		c.r.Report(malformed, analysis.Diagnostic{Pos: bad.Pos, End: bad.End, Message: "directive says nothing: " + bad.Reason})
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	r    *report.Reporter
}

// judge reports the names of d that suppress nothing.
func (c *checker) judge(d *suppress.Directive) {
	var idle []*suppress.Name
	for _, n := range d.Names {
		if !n.Used() && ours(d, n) && c.judged(d, n) {
			idle = append(idle, n)
		}
	}
	if len(idle) == 0 {
		return
	}
	var names []string
	for _, n := range idle {
		names = append(names, n.Text)
	}
	diag := analysis.Diagnostic{
		Pos: d.Comment.Pos(),
		End: d.Comment.End(),
		Message: fmt.Sprintf("%s suppresses nothing of %s: there is no such finding where it applies, and one to come would be hidden",
			d.Keyword(), strings.Join(names, ", ")),
	}
	if fix, ok := c.removal(d, idle); ok {
		diag.SuggestedFixes = []analysis.SuggestedFix{fix}
	}
	c.r.Report(unused, diag)
}

// ours reports whether n stands for checks of this suite.
func ours(d *suppress.Directive, n *suppress.Name) bool {
	switch d.Form {
	case suppress.Nolint:
		return n.Text == suppress.All
	case suppress.Own:
		return true
	}
	if n.Text == suppress.All {
		return true
	}
	name, _, qualified := strings.Cut(n.Text, "/")
	known := name == Check.Name || slices.ContainsFunc(checks(), func(c *check.Check) bool { return c.Name == name })
	return known && (qualified || !n.Pattern())
}

// matched returns the sub-checks that n stands for.
func matched(n *suppress.Name) []*check.Sub {
	var subs []*check.Sub
	for _, c := range checks() {
		for _, sub := range c.Subs {
			if n.Matches(c.Name, sub.ID()) {
				subs = append(subs, sub)
			}
		}
	}
	return subs
}

// judged reports whether all that n is asked about has spoken where d stands.
func (c *checker) judged(d *suppress.Directive, n *suppress.Name) bool {
	subs := matched(n)
	if isDefault := func(s *check.Sub) bool { return s.Tier() == check.Default }; slices.ContainsFunc(subs, isDefault) {
		subs = slices.DeleteFunc(subs, func(s *check.Sub) bool { return !isDefault(s) })
	}
	tf := c.pass.Fset.File(d.Comment.Pos())
	return len(subs) > 0 && !slices.ContainsFunc(subs, func(s *check.Sub) bool {
		return !s.Enabled() || s.Policy != nil && !s.Policy.Match(c.pass.Pkg.Path()) ||
			report.SilentIn(d.File, tf, s.Check())
	})
}

// at returns where the name n of d stands.
func at(d *suppress.Directive, n *suppress.Name) (pos, end token.Pos) {
	pos = d.Comment.Pos() + token.Pos(n.Offset)
	return pos, pos + token.Pos(n.Len)
}
