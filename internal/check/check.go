// Package check says what a check is: one analyzer made of sub-checks, each
// with a tier, a switch and the text that users read.
//
// A check's package declares a [Check] value and turns it into its analyzer
// with [Check.Analyzer]. The same value feeds the command line's list and
// explain, the README's table and the analyzer's flags, so that no text about
// a check is written twice.
package check

import (
	"flag"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/suppress"
)

// A Tier says who a sub-check is for.
type Tier string

const (
	// Default sub-checks are precise enough to gate every change on.
	Default Tier = "default"
	// Strict sub-checks are of use in review and are opt-in.
	Strict Tier = "strict"
)

// TestMode says whether a check reports in _test.go files, and in functions
// elsewhere that are for tests: those that are given a testing.TB or the like.
// Whatever the mode, tests are read: a Wait that only a test calls is still a Wait.
type TestMode string

const (
	// TestsAuto lets the check's own [Check.InTests] decide.
	TestsAuto TestMode = "auto"
	// TestsAll reports in test files too.
	TestsAll TestMode = "all"
	// TestsNone reports in no test file.
	TestsNone TestMode = "none"
)

// String returns the mode's name, for package flag.
func (m *TestMode) String() string { return string(*m) }

// Set parses a mode's name, for package flag.
func (m *TestMode) Set(s string) error {
	switch t := TestMode(s); t {
	case TestsAuto, TestsAll, TestsNone:
		*m = t
		return nil
	}
	return fmt.Errorf("must be auto, all or none")
}

// A Check is a family of sub-checks that share one analyzer.
//
// It is declared once, as a package-level variable of the check's package, and
// is not changed after [Check.Analyzer] but by its flags.
type Check struct {
	Name string // the analyzer's name: "ctxthread"
	Doc  *lint.RawDocumentation
	Subs []*Sub
	// InTests says that -tests=auto reports in test files.
	InTests bool
	// Tests is the value of the -NAME.tests flag.
	Tests TestMode
	// Insuppressible says that no comment in the source suppresses a finding.
	Insuppressible bool

	analyzer *analysis.Analyzer
	dropped  bool
}

// A Sub is one rule of a check: what a diagnostic names in parentheses.
type Sub struct {
	Name string // "producer"
	// Doc is the text about the sub-check. Doc.NonDefault puts it in the
	// strict tier.
	Doc *lint.RawDocumentation
	// Policy, if there is one, says where the sub-check speaks.
	Policy *Policy

	enabled bool
	check   *Check
}

// Tier returns the tier that the sub-check belongs to.
func (s *Sub) Tier() Tier {
	if s.Doc.NonDefault {
		return Strict
	}
	return Default
}

// ID returns the name that diagnostics, -checks and the documentation use,
// such as "ctxthread/producer".
func (s *Sub) ID() string { return s.check.Name + "/" + s.Name }

// Enabled reports whether the sub-check's switch is on, or the flag of its policy
// names packages, and its check has not been dropped.
func (s *Sub) Enabled() bool {
	if s.check.dropped {
		return false
	}
	if s.Policy != nil {
		return !s.Policy.Empty()
	}
	return s.enabled
}

// OnlyPolicy reports whether the flag of the sub-check's policy is named as the
// sub-check itself, which then has no other switch.
func (s *Sub) OnlyPolicy() bool { return s.Policy != nil && s.Policy.Flag == s.Name }

// Check returns the check that s belongs to.
func (s *Sub) Check() *Check { return s.check }

// Drop switches every sub-check off for good, whatever the flags say. It is called
// before an analysis, by a driver that has been told to leave the check out: what
// requires the check's analyzer makes it run nevertheless.
func (c *Check) Drop() { c.dropped = true }

// docURL is the page of a check in the documentation.
const docURL = "https://github.com/futurelint/futurelint/blob/main/docs/"

// URL returns the address of the check's documentation page.
func (c *Check) URL() string { return docURL + c.Name + ".md" }

// Analyzer returns the check's analyzer, which runs run with the results of
// requires at hand, and with the directives of the source, which a report asks.
// The first call makes it; later calls return the same one. A check of which no
// sub-check is on is not run.
//
// The analyzer's flags are one boolean a sub-check, on by default in the
// default tier, and tests, a [TestMode].
func (c *Check) Analyzer(run func(*analysis.Pass) (any, error), requires ...*analysis.Analyzer) *analysis.Analyzer {
	if c.analyzer != nil {
		return c.analyzer
	}
	// lint.InitializeAnalyzer would set staticcheck's own URL and require
	// its token files; only the documentation format is taken over.
	c.analyzer = &analysis.Analyzer{
		Name:     c.Name,
		Doc:      c.text(),
		URL:      c.URL(),
		Requires: append(slices.Clip(requires), suppress.Analyzer),
		Run: func(pass *analysis.Pass) (any, error) {
			if !slices.ContainsFunc(c.Subs, (*Sub).Enabled) {
				return nil, nil
			}
			return run(pass)
		},
		Flags: *flag.NewFlagSet(c.Name, flag.ExitOnError),
	}
	c.Tests = TestsAuto
	c.analyzer.Flags.Var(&c.Tests, "tests", "report in _test.go files: auto, all or none")
	for _, s := range c.Subs {
		s.check = c
		if !s.OnlyPolicy() {
			c.analyzer.Flags.BoolVar(&s.enabled, s.Name, s.Tier() == Default, fmt.Sprintf("%s (%s tier)", s.Doc.Compile().Title, s.Tier()))
		}
		if s.Policy != nil {
			c.analyzer.Flags.Var(&s.Policy.Packages, s.Policy.Flag, s.Policy.Usage)
		}
	}
	return c.analyzer
}

// Flags returns the flags of the check's analyzer, which must have been made.
func (c *Check) Flags() *flag.FlagSet { return &c.analyzer.Flags }

// text is the analyzer's documentation: a title line, the text, and the
// sub-checks.
func (c *Check) text() string {
	doc := c.Doc.Compile()
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n\nSub-checks:\n", doc.Title, doc.Text)
	for _, s := range c.Subs {
		tier := Default
		if s.Doc.NonDefault {
			tier = Strict
		}
		fmt.Fprintf(&b, "\n%s/%s (%s): %s\n", c.Name, s.Name, tier, s.Doc.Compile().Title)
	}
	return b.String()
}
