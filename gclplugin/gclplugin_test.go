package gclplugin

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/selection"
)

// settings decodes JSON as golangci-lint hands settings over.
func settings(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSettings(t *testing.T) {
	defer selection.Reset()
	for _, test := range []struct {
		text string
		want string // sub-checks that differ from the default
		bad  string
	}{
		{text: `null`},
		{text: `{}`},
		{text: `{"checks": ["-ctxthread/parent"]}`, want: "-ctxthread/parent"},
		{text: `{"checks": "-ctxthread/parent,-orphan/ticker"}`, want: "-ctxthread/parent -orphan/ticker"},
		{text: `{"checks": {"ctxthread/parent": "off", "ctxthread/callback": "on"}}`, want: "-ctxthread/parent +ctxthread/callback"},
		{text: `{"checks": ["ctxthread/callback"]}`, want: "all +ctxthread/callback"},
		{text: `{"orphan": {"require-join": ["a/...", "b"]}}`, want: "+orphan/unjoined"},
		{text: `{"orphan.require-join": "a"}`, want: "+orphan/unjoined"},
		{text: `{"panicrecover.require": ["a"]}`, want: "+panicrecover/require"},
		{text: `{"panicrecover": {"require": ["a"]}, "checks": ["-ctxthread/parent"]}`, want: "+panicrecover/require -ctxthread/parent"},
		{text: `{"panicrecover": {"require": ["a"]}, "checks": ["ctxthread/callback"]}`, want: "all +ctxthread/callback +panicrecover/require"},
		{text: `{"spawners": ["example.com/x.Go"]}`},
		{text: `"strict"`, bad: "settings must be a mapping"},
		{text: `{"tier": ["strict"]}`, bad: "tier must be"},
		{text: `{"tier": "lenient"}`, bad: `unknown tier "lenient"; there are default, strict`},
		{text: `{"checks": [["a"]]}`, bad: "checks: must be a list of names"},
		{text: `{"checks": true}`, bad: "checks: must be a list of names, or a mapping"},
		{text: `{"checks": ["-all"]}`, bad: "no check is left to run"},
		{text: `{"checks": ["ctxthread/parrent"]}`, bad: `unknown check "ctxthread/parrent", did you mean ctxthread/parent?`},
		{text: `{"checks": {"orphan": "strickt"}}`, bad: "orphan: a check is default, strict or off, not strickt"},
		{text: `{"cheks": []}`, bad: `unknown key "cheks", did you mean checks?`},
		{text: `{"exclude": ["a"]}`, bad: "golangci-lint has linters.exclusions.paths for that"},
		{text: `{"orphan": {"require-joins": "a"}}`, bad: `unknown setting of orphan "require-joins", did you mean require-join?`},
		{text: `{"orphan": {"require-join": "a"}, "orphan.require-join": "b"}`, bad: "orphan.require-join is there twice"},
		{text: `{"ctxthread": false}`, bad: "ctxthread must be a mapping of its settings"},
		{text: `{"ctxthread": false, "ctxthread.tests": "all"}`, bad: "ctxthread must be a mapping, because there is ctxthread.tests as well"},
		{text: `{"spawners": ["Go"]}`, bad: `"Go" is not the name of a function`},
	} {
		_, err := New(settings(t, test.text))
		switch {
		case test.bad != "" && (err == nil || !strings.Contains(err.Error(), test.bad)):
			t.Errorf("%s: error %v, want %s", test.text, err, test.bad)
		case test.bad == "" && err != nil:
			t.Errorf("%s: %v", test.text, err)
		case test.bad == "":
			want := strings.Fields(test.want)
			if len(want) > 0 && want[0] == "all" {
				want = append(want[1:], defaults("-")...)
			}
			if got := differences(); !equal(got, want) {
				t.Errorf("%s: %v differ, want %s", test.text, got, test.want)
			}
		}
	}
}

func equal(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// defaults returns the sub-checks of the default tier.
func defaults(prefix string) []string {
	var list []string
	for _, c := range futurelint.Checks() {
		for _, sub := range c.Subs {
			if sub.Tier() == check.Default {
				list = append(list, prefix+sub.ID())
			}
		}
	}
	return list
}

// differences returns the sub-checks that are not as in the default tier.
func differences() []string {
	var list []string
	for _, c := range futurelint.Checks() {
		for _, sub := range c.Subs {
			switch on := sub.Enabled(); {
			case on && sub.Tier() != check.Default:
				list = append(list, "+"+sub.ID())
			case !on && sub.Tier() == check.Default:
				list = append(list, "-"+sub.ID())
			}
		}
	}
	return list
}

// TestPlugin has the plugin made as golangci-lint does.
func TestPlugin(t *testing.T) {
	defer selection.Reset()
	newPlugin, err := register.GetPlugin("futurelint")
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPlugin(settings(t, `{"checks": ["rejectnil", "orphan"]}`))
	if err != nil {
		t.Fatal(err)
	}
	list, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Name != "futurelint" {
		t.Errorf("analyzers %v, want one that has the linter's name", list)
	}
	if err := analysis.Validate(list); err != nil {
		t.Error(err)
	}
	if mode := p.GetLoadMode(); mode != register.LoadModeTypesInfo {
		t.Errorf("load mode %s", mode)
	}
}

// TestForm reports diagnostics with related places and fixes.
func TestForm(t *testing.T) {
	fset := token.NewFileSet()
	parse := func(name string) *ast.File {
		f, err := parser.ParseFile(fset, name, "package a\n\nvar x = 1\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	here, beside, away := parse("/m/a/a.go"), parse("/m/a/b.go"), parse("/m/c/c.go")
	var got []analysis.Diagnostic
	f := &form{pass: &analysis.Pass{Fset: fset, Report: func(d analysis.Diagnostic) { got = append(got, d) }}}
	edit := func(f *ast.File, text string) analysis.SuggestedFix {
		d := f.Decls[0]
		return analysis.SuggestedFix{TextEdits: []analysis.TextEdit{{Pos: d.Pos(), End: d.End(), NewText: []byte(text)}}}
	}
	at := func(f *ast.File, message string) analysis.RelatedInformation {
		return analysis.RelatedInformation{Pos: f.Decls[0].Pos(), Message: message}
	}
	report := func(related []analysis.RelatedInformation, fixes ...analysis.SuggestedFix) {
		f.report(analysis.Diagnostic{Pos: here.Decls[0].Pos(), Message: "m", Related: related, SuggestedFixes: fixes})
	}
	report([]analysis.RelatedInformation{at(here, "one"), at(beside, "two"), at(away, "three")}, edit(here, "y"), edit(here, "z"))
	report(nil, edit(here, "other")) // contradicts the first
	report(nil, edit(here, "y"))     // is the first
	report(nil, edit(beside, "y"))   // would be left out

	if want := "m; one at a.go:3; two at b.go:3; three at ../c/c.go:3"; got[0].Message != want {
		t.Errorf("message %q, want %q", got[0].Message, want)
	}
	for i, want := range []int{1, 0, 1, 0} {
		if d := got[i]; len(d.SuggestedFixes) != want || d.Related != nil {
			t.Errorf("diagnostic %d has %d fixes and %d related places, want %d and 0", i, len(d.SuggestedFixes), len(d.Related), want)
		}
	}
}
