package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/futurelint/futurelint/internal/finding"
)

// JUnit's XML, as Jenkins and GitLab read it.
type (
	junitReport struct {
		XMLName  xml.Name      `xml:"testsuites"`
		Name     string        `xml:"name,attr"`
		Tests    int           `xml:"tests,attr"`
		Failures int           `xml:"failures,attr"`
		Errors   int           `xml:"errors,attr"`
		Suites   []*junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Time    string        `xml:"time,attr"`
		Error   *junitProblem `xml:"error"`
		Failure *junitProblem `xml:"failure"`
	}
	junitProblem struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes a test report: a suite a check, in which every finding is a test
// that failed. A run without findings is one test that passed.
//
// GitLab compares runs by the names of tests and keeps one test a name; hence a
// name is the sub-check and the function that the finding is in, without its line,
// and is numbered where there are several. Classes are futurelint.CHECK because
// Jenkins takes what stands before the last dot as a package.
func JUnit(w io.Writer, r *Report) error {
	var (
		suites = make(map[string]*junitSuite)
		repo   = r.repository()
		seen   = make(occurrences)
		rules  = r.ruleIndex()
	)
	for i := range r.Findings {
		f := &r.Findings[i]
		suite := suites[f.Check]
		if suite == nil {
			suite = &junitSuite{Name: f.Check}
			suites[f.Check] = suite
		}
		name := junitName(f)
		if n := seen.next(f.Check + " " + name); n > 1 {
			name += fmt.Sprintf(" #%d", n)
		}
		text := fmt.Sprintf("%s: %s\n", repo.place(f.Start), f.Message)
		for _, rel := range f.Related {
			text += fmt.Sprintf("    %s: %s\n", repo.place(rel.Place), rel.Message)
		}
		if i, ok := rules[f.Sub()]; ok {
			text += r.Rules[i].URL + "\n"
		}
		suite.Failures++
		suite.add(junitCase{Name: name, Class: toolName + "." + f.Check, Failure: &junitProblem{
			Type: f.Sub(), Message: repo.place(f.Start) + ": " + f.Text(), Text: text,
		}})
	}
	var out junitReport
	out.Name = toolName
	for _, suite := range suites {
		out.Suites = append(out.Suites, suite)
	}
	slices.SortFunc(out.Suites, func(a, b *junitSuite) int { return strings.Compare(a.Name, b.Name) })
	if suite := r.junitIncomplete(); suite != nil {
		out.Suites = append(out.Suites, suite)
	}
	if len(out.Suites) == 0 {
		suite := &junitSuite{Name: toolName}
		suite.add(junitCase{Name: "no findings", Class: toolName})
		out.Suites = append(out.Suites, suite)
	}
	for _, suite := range out.Suites {
		out.Tests += suite.Tests
		out.Failures += suite.Failures
		out.Errors += suite.Errors
	}
	return writeXML(w, &out)
}

// add adds a test, whose texts may hold anything.
func (s *junitSuite) add(c junitCase) {
	c.Name, c.Time = xmlText(c.Name), "0"
	for _, p := range []*junitProblem{c.Error, c.Failure} {
		if p != nil {
			p.Message, p.Text = xmlText(p.Message), xmlText(p.Text)
		}
	}
	s.Tests++
	s.Cases = append(s.Cases, c)
}

// junitIncomplete returns a suite of what was not analysed.
func (r *Report) junitIncomplete() *junitSuite {
	const kind = "not analysed"
	suite := &junitSuite{Name: kind}
	add := func(name, reason string) {
		suite.Errors++
		suite.add(junitCase{Name: name, Class: toolName, Error: &junitProblem{Type: kind, Message: reason, Text: name + ": " + reason + "\n"}})
	}
	for _, s := range r.Skipped {
		add(s.Path, s.Reason)
	}
	if len(r.Skipped) == 0 {
		for _, text := range r.incomplete() {
			add(toolName, text)
		}
	}
	if suite.Errors == 0 {
		return nil
	}
	return suite
}

// junitName returns "ctxthread/parent in example.com/m/a.(*Server).Run".
func junitName(f *finding.Finding) string {
	name := f.Sub()
	if f.Package != "" {
		name += " in " + f.Package
		if f.Decl != "" {
			name += "." + f.Decl
		}
	}
	return name
}

// xmlText takes out what no XML can hold, not even as a reference.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case unicode.IsControl(r):
			return -1
		case r == 0xFFFE || r == 0xFFFF:
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

func writeXML(w io.Writer, v any) error {
	data, err := xml.MarshalIndent(v, "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	return err
}
