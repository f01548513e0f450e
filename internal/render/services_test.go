package render

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
)

// workflowCommand takes a line apart as the runner of GitHub Actions does.
func workflowCommand(t *testing.T, line string) (name string, properties map[string]string, message string) {
	t.Helper()
	rest, ok := strings.CutPrefix(line, "::")
	head, message, ok2 := strings.Cut(rest, "::")
	if !ok || !ok2 {
		t.Fatalf("no command: %q", line)
	}
	data := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	property := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	name, list, _ := strings.Cut(head, " ")
	properties = make(map[string]string)
	for p := range strings.SplitSeq(list, ",") {
		key, value, ok := strings.Cut(p, "=")
		if !ok {
			t.Fatalf("property %q in %q", p, line)
		}
		properties[key] = property.Replace(value)
	}
	return name, properties, data.Replace(message)
}

func TestGitHub(t *testing.T) {
	r := hardReport(t)
	lines := strings.Split(strings.TrimSuffix(string(rendered(t, "github", r)), "\n"), "\n")
	if len(lines) != len(r.Findings)+1 {
		t.Fatalf("%d lines, want one for each of %d findings and one package", len(lines), len(r.Findings))
	}
	for i, want := range map[int]struct {
		name       string
		properties map[string]string
		message    string
	}{
		0: {"error", map[string]string{"file": hardName, "line": "4", "endLine": "4", "col": "27", "endColumn": "30", "title": "futurelint: ctxthread/parent"},
			r.Findings[0].Message + "\n" + hardName + ":7:6: work [is] here\nother/b.go:3:6: and B here"},
		1:  {"error", map[string]string{"file": hardName, "line": "4", "endLine": "4", "col": "27", "endColumn": "30", "title": "futurelint: ctxthread/parent"}, r.Findings[1].Message},
		2:  {"warning", map[string]string{"file": torn, "line": "3", "endLine": "3", "col": "5", "endColumn": "6", "title": "futurelint: orphan/endless"}, r.Findings[2].Message},
		3:  {"warning", map[string]string{"file": otherName, "line": "2", "endLine": "2", "title": "futurelint: orphan/endless"}, r.Findings[3].Message},
		4:  {"error", map[string]string{"file": otherName, "title": "futurelint: orphan"}, r.Findings[4].Message},
		6:  {"warning", map[string]string{"file": "gone.go", "line": "7", "endLine": "8", "title": "futurelint: orphan/endless"}, r.Findings[6].Message},
		9:  {"warning", map[string]string{"title": "futurelint: orphan/endless"}, r.Findings[9].Message},
		11: {"error", map[string]string{"title": "futurelint"}, r.Skipped[0].String()},
	} {
		name, properties, message := workflowCommand(t, lines[i])
		if name != want.name || message != want.message {
			t.Errorf("line %d: %s %q, want %s %q", i, name, message, want.name, want.message)
		}
		if diff := cmp.Diff(want.properties, properties); diff != "" {
			t.Errorf("line %d (-want +got):\n%s", i, diff)
		}
	}
	if got := rendered(t, "github", reports(t)["none"]); len(got) != 0 {
		t.Errorf("no findings: %q", got)
	}
}

func TestRDJSONL(t *testing.T) {
	r := hardReport(t)
	var list []rdDiagnostic
	for line := range strings.Lines(string(rendered(t, "rdjsonl", r))) {
		var d rdDiagnostic
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		list = append(list, d)
	}
	first := list[0]
	text := first.Suggestions[0]
	if len(first.Suggestions) != 1 {
		t.Errorf("%d suggestions, want 1: the others are for two files, past the end, and no text", len(first.Suggestions))
	}
	lines := newSourceText([]byte(hardSource)).starts
	offset := func(p rdPosition) int { return lines[p.Line-1] + p.Column - 1 }
	fixed := hardSource[:offset(text.Range.Start)] + text.Text + hardSource[offset(*text.Range.End):]
	want := strings.NewReplacer(`ctx, "😀"`, "gctx😀", "return", "/* 世 */\n\treturn").Replace(hardSource)
	if diff := cmp.Diff(want, fixed); diff != "" {
		t.Errorf("applied (-want +got):\n%s", diff)
	}
	at := first.Location.Range
	if got := hardSource[offset(at.Start):offset(*at.End)]; got != "ctx" {
		t.Errorf("range of %q, want ctx", got)
	}
	first.Suggestions, first.Location.Range, first.Related[0].Location.Range = nil, nil, nil
	wantFirst := rdDiagnostic{
		Message:  "parent context ctx passed to work",
		Location: rdLocation{Path: "../" + hardName},
		Severity: "ERROR",
		Source:   rdSource{Name: "futurelint", URL: "https://github.com/futurelint/futurelint"},
		Code:     rdCode{Value: "ctxthread/parent", URL: testRules[0].URL},
		Related: []rdRelated{
			{Message: "work [is] here", Location: rdLocation{Path: "../" + hardName}},
			{Message: "and B here", Location: rdLocation{Path: "b.go", Range: &rdRange{Start: rdPosition{3, 6}, End: &rdPosition{3, 6}}}},
		},
	}
	if diff := cmp.Diff(wantFirst, first); diff != "" {
		t.Errorf("first (-want +got):\n%s", diff)
	}
	if list[2].Severity != "WARNING" {
		t.Errorf("strict: %s", list[2].Severity)
	}
	for i, want := range map[int]rdLocation{
		3: {Path: "b.go", Range: &rdRange{Start: rdPosition{Line: 2}}},
		4: {Path: "b.go"},
		5: {Path: r.Findings[5].Start.File, Range: &rdRange{Start: rdPosition{3, 4}}},
		9: {},
	} {
		if diff := cmp.Diff(want, list[i].Location); diff != "" {
			t.Errorf("%q (-want +got):\n%s", r.Findings[i].Message, diff)
		}
	}
}

func TestMergeContradiction(t *testing.T) {
	root := repositoryOf(t, map[string]string{"a.go": "0123456789"})
	file := root + "/a.go"
	edit := func(start, end int, text string) finding.Edit {
		return finding.Edit{File: file, Start: start, End: end, New: text}
	}
	for _, test := range []struct {
		edits []finding.Edit
		want  string // "" for none
	}{
		{[]finding.Edit{edit(6, 7, "b"), edit(2, 3, "a")}, "a345b"},
		{[]finding.Edit{edit(2, 4, "a"), edit(4, 4, "b")}, "ab"},
		{[]finding.Edit{edit(2, 4, "a"), edit(3, 5, "b")}, ""},
		{[]finding.Edit{edit(4, 2, "a")}, ""},
		{[]finding.Edit{edit(9, 11, "a")}, ""},
		{[]finding.Edit{edit(-1, 2, "a")}, ""},
		{nil, ""},
	} {
		got, ok := make(sourceFiles).merge(file, finding.Fix{Edits: test.edits})
		if ok != (test.want != "") || ok && got.text != test.want {
			t.Errorf("merge(%v) = %q, %t, want %q", test.edits, got.text, ok, test.want)
		}
	}
}

func junitOf(t *testing.T, r *Report) junitReport {
	t.Helper()
	var out junitReport
	data := rendered(t, "junit", r)
	if err := xml.Unmarshal(data, &out); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return out
}

func TestJUnit(t *testing.T) {
	r := hardReport(t)
	out := junitOf(t, r)
	var names []string
	tests, seen := 0, make(map[string]bool)
	for _, suite := range out.Suites {
		names = append(names, fmt.Sprintf("%s %d %d %d", suite.Name, suite.Tests, suite.Failures, suite.Errors))
		for _, c := range suite.Cases {
			tests++
			if key := c.Class + " " + c.Name; seen[key] {
				t.Errorf("two tests are called %s", key)
			} else {
				seen[key] = true
			}
			for _, p := range []*junitProblem{c.Failure, c.Error} {
				if p != nil && strings.ContainsFunc(p.Message+p.Text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
					t.Errorf("control characters in %q", p)
				}
			}
		}
	}
	if diff := cmp.Diff([]string{"ctxthread 2 2 0", "orphan 9 9 0", "not analysed 1 0 1"}, names); diff != "" {
		t.Errorf("suites (-want +got):\n%s", diff)
	}
	if out.Tests != tests || out.Failures != len(r.Findings) || out.Errors != 1 {
		t.Errorf("counts %d, %d, %d", out.Tests, out.Failures, out.Errors)
	}
	first := out.Suites[0].Cases[0]
	if want := "ctxthread/parent in example.com/m/a.All"; first.Name != want || first.Class != "futurelint.ctxthread" {
		t.Errorf("the first is called %s of %s, want %s", first.Name, first.Class, want)
	}
	if second := out.Suites[0].Cases[1].Name; second != first.Name+" #2" {
		t.Errorf("the second is called %s", second)
	}
	want := hardName + ":4:34: parent context ctx passed to work (ctxthread/parent)\n    " +
		hardName + ":7:6: work [is] here\n    other/b.go:3:6: and B here\nhttps://example.com/docs/ctxthread.md#parent\n"
	if diff := cmp.Diff(want, first.Failure.Text); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	none := junitOf(t, reports(t)["none"])
	if len(none.Suites) != 1 || none.Tests != 1 || none.Failures+none.Errors != 0 {
		t.Errorf("without findings: %+v", none)
	}
	for _, name := range []string{"skipped", "failed"} {
		if out := junitOf(t, reports(t)[name]); out.Errors != 1 || out.Tests != 1 {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

func TestGitLab(t *testing.T) {
	r := hardReport(t)
	var issues []gitlabIssue
	if err := json.Unmarshal(rendered(t, "gitlab", r), &issues); err != nil {
		t.Fatal(err)
	}
	prints := make(map[string]bool)
	for i, issue := range issues {
		if prints[issue.Fingerprint] {
			t.Errorf("issue %d has the fingerprint of another", i)
		}
		prints[issue.Fingerprint] = true
	}
	if want := fingerprint.Of(&r.Findings[1]).String(); issues[0].Fingerprint != want || issues[1].Fingerprint == want {
		t.Errorf("fingerprints %s and %s, want the first to be %s", issues[0].Fingerprint, issues[1].Fingerprint, want)
	}
	issues[0].Fingerprint = ""
	want := gitlabIssue{Description: "parent context ctx passed to work", CheckName: "ctxthread/parent", Severity: "major", Location: gitlabLocation{Path: hardName, Lines: gitlabLines{4}}}
	if diff := cmp.Diff(want, issues[0]); diff != "" {
		t.Errorf("first (-want +got):\n%s", diff)
	}
	if issues[2].Severity != "minor" || issues[4].Location != (gitlabLocation{Path: otherName, Lines: gitlabLines{1}}) {
		t.Errorf("severity %s, location %+v", issues[2].Severity, issues[4].Location)
	}
	if got := string(rendered(t, "gitlab", reports(t)["none"])); got != "[]\n" {
		t.Errorf("no findings: %q", got)
	}
}

func TestStylish(t *testing.T) {
	fakeSource(t)
	r := report(
		finding.Finding{Check: "c", Start: at(4, 36), Message: "m (c/sub)"},
		finding.Finding{Check: "c", Start: at(10, 6), Message: "longer\x1b (c/s)"},
		finding.Finding{Check: "c", Start: finding.Place{File: "/w/p/b.go", Line: 100}, Message: "x (c/s)"},
		finding.Finding{Check: "c", Message: "nowhere (c/s)"},
	)
	r.Rules = []Rule{{ID: "c/s", Tier: "strict"}, {ID: "c/sub", Tier: "default"}}
	const body = "p/a.go\n" +
		"  4:36  c/sub  m\n" +
		"  10:6  c/s    longer\ufffd\n" +
		"\n" +
		"p/b.go\n" +
		"  100  c/s  x\n" +
		"\n" +
		"(no file)\n" +
		"    c/s  nowhere\n" +
		"\n"
	if diff := cmp.Diff(body+"4 findings in 3 files (1 default, 3 strict)\n", string(rendered(t, "stylish", r))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var b strings.Builder
	if err := StylishTerminal(&b, r, true); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\x1b[4mp/a.go\x1b[") {
		t.Errorf("no colour in %q", b.String())
	}
	for name, want := range map[string]string{
		"none":    "no findings\n",
		"skipped": "no findings; 1 package not analysed\n",
		"failed":  "no findings; not everything could be analysed\n",
	} {
		if got := string(rendered(t, "stylish", reports(t)[name])); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
