package render

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
)

func sarifRunOf(t *testing.T, r *Report) sarifRun {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(rendered(t, "sarif", r), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs", len(log.Runs))
	}
	return log.Runs[0]
}

// cut returns where a region is in text, as a reader that counts UTF-16 code units
// would look it up, in the units of all of text.
func cut(t *testing.T, text string, r sarifRegion) (units []uint16, from, to int) {
	t.Helper()
	units = utf16.Encode([]rune(text))
	offset := func(line, column int) int {
		at := 0
		for range line - 1 {
			at += slices.Index(units[at:], '\n') + 1
		}
		return at + column - 1
	}
	return units, offset(r.StartLine, r.StartColumn), offset(r.EndLine, r.EndColumn)
}

func TestSARIFColumns(t *testing.T) {
	r := hardReport(t)
	res := sarifRunOf(t, r).Results[0]
	region := res.Locations[0].Physical.Region
	units, from, to := cut(t, hardSource, *region)
	if got := string(utf16.Decode(units[from:to])); got != "ctx" {
		t.Errorf("%+v is %q, want ctx", *region, got)
	}
	if bytes := r.Findings[0].Start.Col; region.StartColumn == bytes {
		t.Errorf("column %d is in bytes", bytes)
	}
	related := res.Related[0].Physical.Region
	if want := (sarifRegion{StartLine: 7, StartColumn: 6}); *related != want {
		t.Errorf("region of a related place %+v, want %+v", *related, want)
	}
}

// TestSARIFFix applies a fix as a reader of SARIF would.
func TestSARIFFix(t *testing.T) {
	r := hardReport(t)
	run := sarifRunOf(t, r)
	fixes := run.Results[0].Fixes
	if len(fixes) != 2 {
		t.Fatalf("%d fixes, want 2: one is past the end, one no text", len(fixes))
	}
	replacements := fixes[0].Changes[0].Replacements
	slices.SortFunc(replacements, func(a, b sarifReplacement) int {
		_, x, _ := cut(t, hardSource, a.Deleted)
		_, y, _ := cut(t, hardSource, b.Deleted)
		return y - x // from the end
	})
	units := utf16.Encode([]rune(hardSource))
	for _, rep := range replacements {
		_, from, to := cut(t, hardSource, rep.Deleted)
		var text string
		if rep.Inserted != nil {
			text = rep.Inserted.Text
		}
		units = slices.Concat(units[:from], utf16.Encode([]rune(text)), units[to:])
	}
	want := strings.NewReplacer(`ctx, "😀"`, "gctx😀", "return", "/* 世 */\n\treturn").Replace(hardSource)
	if diff := cmp.Diff(want, string(utf16.Decode(units))); diff != "" {
		t.Errorf("fixed (-want +got):\n%s", diff)
	}
	if n := len(fixes[1].Changes); n != 2 {
		t.Errorf("a fix to two files has %d changes", n)
	}
	for i, res := range run.Results[1:] {
		if len(res.Fixes) > 0 {
			t.Errorf("result %d has a fix to a file that cannot be read", i+1)
		}
	}
}

func TestSARIFArtifacts(t *testing.T) {
	r := hardReport(t)
	run := sarifRunOf(t, r)
	base, err := url.Parse(run.BaseIDs[sarifRoot].URI)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range r.Findings {
		locations := run.Results[i].Locations
		if noFile(f.Start.File) {
			if len(locations) != 0 {
				t.Errorf("%s: a place for no file", f.Message)
			}
			continue
		}
		loc := locations[0].Physical.Artifact
		ref, err := url.Parse(loc.URI)
		if err != nil {
			t.Fatal(err)
		}
		if inside := !strings.HasPrefix(f.Message, "outside"); ref.IsAbs() == inside || (loc.BaseID == sarifRoot) != inside {
			t.Errorf("%s: %+v", f.Message, loc)
		}
		want := f.Start.File
		if !filepath.IsAbs(want) {
			want = filepath.Join(r.Dir, want)
		}
		if got := base.ResolveReference(ref).Path; got != want {
			t.Errorf("%s: %s resolves to %q, want %q", f.Message, loc.URI, got, want)
		}
	}
	for i, want := range map[int]*sarifRegion{
		2: {StartLine: 3, StartColumn: 5, EndLine: 3, EndColumn: 6},
		3: {StartLine: 2},
		4: nil,
		5: {StartLine: 3},
		6: {StartLine: 7},
		7: {StartLine: 700},
	} {
		if diff := cmp.Diff(want, run.Results[i].Locations[0].Physical.Region); diff != "" {
			t.Errorf("region of %q (-want +got):\n%s", r.Findings[i].Message, diff)
		}
	}
}

func TestSARIFResults(t *testing.T) {
	run := sarifRunOf(t, hardReport(t))
	first := run.Results[0]
	if want := "parent context ctx passed to work\n[work \\[is\\] here](1)\n[and B here](2)"; first.Message.Text != want {
		t.Errorf("message %q, want %q", first.Message.Text, want)
	}
	if first.RuleIndex == nil || run.Tool.Driver.Rules[*first.RuleIndex].ID != first.RuleID || first.Level != "error" {
		t.Errorf("rule %s, index %v, level %s", first.RuleID, first.RuleIndex, first.Level)
	}
	if second := run.Results[2]; second.Level != "warning" || *second.RuleIndex != 1 {
		t.Errorf("strict: index %d, level %s", *second.RuleIndex, second.Level)
	}
	if unknown := run.Results[4]; unknown.RuleIndex != nil || unknown.RuleID != "orphan" {
		t.Errorf("a rule that the report does not have: %s, index %v", unknown.RuleID, unknown.RuleIndex)
	}
	if len(first.Fingerprints[sarifPrint]) != 32 || first.Fingerprints[sarifPrint] != run.Results[1].Fingerprints[sarifPrint] {
		t.Errorf("fingerprints %v and %v", first.Fingerprints, run.Results[1].Fingerprints)
	}
	if text := run.Results[1].Message.Text; !strings.Contains(text, `\[T\](1)`) {
		t.Errorf("what looks like a link is not escaped: %s", text)
	}
	help := run.Tool.Driver.Rules[0].Help
	if want := "A task uses ctx.\n\n    indented\n\nBefore:\n\n```go\n\tbefore(`<&>`)\n```\n\nAfter:\n\n```go\nafter()\n```\n\n[More about ctxthread/parent](https://example.com/docs/ctxthread.md#parent)\n"; help.Markdown != want {
		t.Errorf("help %q, want %q", help.Markdown, want)
	}
}

func TestSARIFCodeFlows(t *testing.T) {
	run := sarifRunOf(t, hardReport(t))
	var said []string
	for _, loc := range run.Results[0].CodeFlows[0].ThreadFlows[0].Locations {
		said = append(said, loc.Location.Message.Text)
	}
	if diff := cmp.Diff([]string{"work [is] here", "and B here", "parent context ctx passed to work"}, said); diff != "" {
		t.Errorf("flow (-want +got):\n%s", diff)
	}

	const source = "package a\n\nfunc f() {\n\tg()\n\th()\n}\n\nfunc other() { g() }\n"
	root := repositoryOf(t, map[string]string{"a.go": source, "b.go": source})
	file := filepath.Join(root, "a.go")
	for name, test := range map[string]struct {
		place finding.Place
		flows int
	}{
		"same function":  {finding.Place{File: file, Line: 4, Col: 2}, 0},
		"other function": {finding.Place{File: file, Line: 8, Col: 16}, 1},
		"other file":     {finding.Place{File: filepath.Join(root, "b.go"), Line: 4, Col: 2}, 1},
	} {
		run := sarifRunOf(t, &Report{Dir: root, Findings: []finding.Finding{{
			Check: "c", Decl: "f", Message: "m", Start: finding.Place{File: file, Line: 5, Col: 2}, End: finding.Place{File: file, Line: 5, Col: 5},
			Related: []finding.Related{{Place: test.place, Message: "here"}},
		}}})
		if n := len(run.Results[0].CodeFlows); n != test.flows {
			t.Errorf("%s: %d flows, want %d", name, n, test.flows)
		}
	}
}

func TestSARIFInvocation(t *testing.T) {
	all := reports(t)
	for name, want := range map[string]struct {
		successful    bool
		notifications int
	}{
		"none":    {true, 0},
		"failed":  {false, 1},
		"skipped": {false, 1},
	} {
		inv := sarifRunOf(t, all[name]).Invocations[0]
		if inv.Successful != want.successful || len(inv.Notifications) != want.notifications {
			t.Errorf("%s: %+v, want %+v", name, inv, want)
		}
	}
	if text := string(rendered(t, "sarif", all["none"])); !strings.Contains(text, `"results": []`) {
		t.Errorf("no empty list of results:\n%s", text)
	}
}

func TestRepository(t *testing.T) {
	root := repositoryOf(t, map[string]string{"a/b/c.go": "", "worktree/.git": "gitdir: elsewhere\n", "worktree/d/e.go": ""})
	for dir, want := range map[string]string{
		root:                               root,
		filepath.Join(root, "a/b"):         root,
		filepath.Join(root, "worktree/d"):  filepath.Join(root, "worktree"),
		filepath.Join(filepath.Dir(root)):  filepath.Dir(root),
		string(os.PathSeparator) + "nodir": string(os.PathSeparator) + "nodir",
	} {
		r := Report{Dir: dir}
		if got := r.repository().root; got != want {
			t.Errorf("root above %s is %s, want %s", dir, got, want)
		}
	}
}

func TestRepositoryPath(t *testing.T) {
	unix := repository{dir: "/r/sub", root: "/r"}
	top := repository{dir: "/", root: "/"}
	windows := repository{dir: `C:\r\sub`, root: `C:\r`, windows: true}
	network := repository{dir: `\\host\share\r`, root: `\\host\share\r`, windows: true}
	for _, test := range []struct {
		repo            repository
		file, path, uri string
		inside          bool
		root            string
	}{
		{unix, "/r/a/b.go", "a/b.go", "a/b.go", true, "file:///r/"},
		{unix, "b.go", "sub/b.go", "sub/b.go", true, "file:///r/"},
		{unix, "../b.go", "b.go", "b.go", true, "file:///r/"},
		{unix, "../../b.go", "/b.go", "file:///b.go", false, "file:///r/"},
		{unix, "/rest/b.go", "/rest/b.go", "file:///rest/b.go", false, "file:///r/"},
		{unix, `/r/a\b c%.go`, `a\b c%.go`, "a%5Cb%20c%25.go", true, "file:///r/"},
		{unix, "/r/a:b/c.go", "a:b/c.go", "a%3Ab/c.go", true, "file:///r/"},
		{unix, "/r/世\xff.go", "世\xff.go", "%E4%B8%96%FF.go", true, "file:///r/"},
		{unix, "-", "", "file:", false, "file:///r/"},
		{top, "/a.go", "a.go", "a.go", true, "file:///"},
		{windows, `C:\r\a\b c.go`, "a/b c.go", "a/b%20c.go", true, "file:///C:/r/"},
		{windows, `c:\R\a.go`, "a.go", "a.go", true, "file:///C:/r/"},
		{windows, `a.go`, "sub/a.go", "sub/a.go", true, "file:///C:/r/"},
		{windows, `D:\x y\a.go`, "D:/x y/a.go", "file:///D:/x%20y/a.go", false, "file:///C:/r/"},
		{network, `\\host\share\r\a.go`, "a.go", "a.go", true, "file://host/share/r/"},
		{network, `\\host\share\x.go`, "//host/share/x.go", "file://host/share/x.go", false, "file://host/share/r/"},
	} {
		path, inside := test.repo.path(test.file)
		if path != test.path || inside != test.inside {
			t.Errorf("path of %q is %q, %t, want %q, %t", test.file, path, inside, test.path, test.inside)
		}
		if uri, _ := test.repo.uri(test.file); uri != test.uri && test.path != "" {
			t.Errorf("URI of %q is %q, want %q", test.file, uri, test.uri)
		}
		if root := test.repo.rootURI(); root != test.root {
			t.Errorf("root %q, want %q", root, test.root)
		}
	}
}
