package exhibit

import (
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
)

const sub = "check/sub"

// aDecl returns a declaration of ten lines, the first of which is line.
func aDecl(name string, line int, calls ...string) *decl {
	return &decl{place: place{"p/p.go", line}, last: line + 9, key: "m/p." + name, id: "p." + name, calls: calls}
}

func aWant(line int, text string) *want {
	return &want{place: place{"p/p.go", line}, pattern: regexp.MustCompile(text), sub: sub}
}

func shown(outcome string, names ...string) []showing {
	var list []showing
	for _, name := range names {
		list = append(list, showing{exhibit: "p." + name, outcome: outcome, test: "Test/" + name, pkg: "m/p"})
	}
	return list
}

func TestJudge(t *testing.T) {
	excused := func(d *decl) *decl { d.unproven = "needs two processes"; return d }
	viaType := func(d *decl) *decl { d.types = []string{"m/p.t"}; return d }
	// many returns n Bad exhibits, of which the first is excused, with their
	// wants and showings.
	many := func(n int) (decls []*decl, wants []*want, showings []showing) {
		for i := range n {
			name := "Bad" + strings.Repeat("x", i)
			decls = append(decls, aDecl(name, 10*i))
			wants = append(wants, aWant(10*i+1, "x"))
			if i > 0 {
				showings = append(showings, shown("pass", name)...)
			}
		}
		excused(decls[0])
		return decls, wants, showings
	}
	few, fewWants, fewShown := many(19)
	enough, enoughWants, enoughShown := many(20)
	for _, test := range []struct {
		name     string
		decls    []*decl
		wants    []*want
		showings []showing
		subs     []string
		problems []string
		unproven int
	}{
		{
			name:     "all is well",
			decls:    []*decl{aDecl("Bad", 10), aDecl("Good", 20)},
			wants:    []*want{aWant(11, "x")},
			showings: shown("pass", "Bad", "Good"),
		},
		{
			name:     "not executed",
			decls:    []*decl{aDecl("Bad", 10), aDecl("Good", 20)},
			wants:    []*want{aWant(11, "x")},
			problems: []string{"check/sub has no Bad exhibit that is executed", "p/p.go:10: p.Bad is executed by no test that passes", "p/p.go:20: p.Good is executed by no test that passes"},
		},
		{
			name:     "fails",
			decls:    []*decl{aDecl("Bad", 10)},
			wants:    []*want{aWant(11, "x")},
			showings: shown("fail", "Bad"),
			problems: []string{"check/sub has no Bad exhibit that is executed", "p/p.go:10: p.Bad is executed by no test that passes"},
		},
		{
			name:     "skipped, then passed",
			decls:    []*decl{aDecl("Bad", 10)},
			wants:    []*want{aWant(11, "x")},
			showings: append(shown("skip", "Bad"), shown("pass", "Bad")...),
		},
		{
			name:     "a want in what an exhibit calls",
			decls:    []*decl{aDecl("Bad", 10, "m/p.f", "m/p.g"), aDecl("f", 20, "m/p.g"), aDecl("g", 30, "m/p.f")},
			wants:    []*want{aWant(31, "x")},
			showings: shown("pass", "Bad"),
		},
		{
			name:     "a want in no exhibit",
			decls:    []*decl{aDecl("Bad", 10), aDecl("f", 20)},
			wants:    []*want{aWant(11, "x"), aWant(21, "x"), aWant(99, "x")},
			showings: shown("pass", "Bad"),
			problems: []string{
				"p/p.go:21: the want comment stands in no exhibit and in nothing that one calls",
				"p/p.go:99: the want comment stands in no exhibit and in nothing that one calls",
			},
		},
		{
			name:     "a want in a method that an interface calls",
			decls:    []*decl{viaType(aDecl("Bad", 10)), viaType(aDecl("Good", 20)), aDecl("t.f", 30)},
			wants:    []*want{aWant(31, "x")},
			showings: shown("pass", "Bad", "Good"),
		},
		{
			name:     "a want in what a good exhibit calls",
			decls:    []*decl{aDecl("Bad", 10, "m/p.f"), aDecl("Good", 20, "m/p.f"), aDecl("f", 30)},
			wants:    []*want{aWant(31, "x")},
			showings: shown("pass", "Bad", "Good"),
			problems: []string{"p/p.go:31: the want comment belongs to p.Good, which is good"},
		},
		{
			name:     "a want of an exhibit that another one calls",
			decls:    []*decl{aDecl("Bad", 10), aDecl("Good", 20, "m/p.Bad")},
			wants:    []*want{aWant(11, "x")},
			showings: shown("pass", "Bad", "Good"),
		},
		{
			name:     "bad without a want",
			decls:    []*decl{aDecl("Bad", 10), aDecl("BadToo", 20)},
			wants:    []*want{aWant(11, "x")},
			showings: shown("pass", "Bad", "BadToo"),
			problems: []string{"p/p.go:20: p.BadToo has no want comment"},
		},
		{
			name:     "two of a name",
			decls:    []*decl{aDecl("Bad", 10), aDecl("Bad", 20)},
			wants:    []*want{aWant(11, "x"), aWant(21, "x")},
			showings: shown("pass", "Bad"),
			problems: []string{"p/p.go:20: p.Bad is the name of two exhibits; the other is at p/p.go:10"},
		},
		{
			name:     "shows what is no exhibit",
			decls:    []*decl{aDecl("Bad", 10), aDecl("f", 20)},
			wants:    []*want{aWant(11, "x")},
			showings: shown("pass", "Bad", "f"),
			problems: []string{"Test/f of m/p shows p.f, which is no exhibit"},
		},
		{
			name:     "a want without a sub-check, and one with another",
			decls:    []*decl{aDecl("Bad", 10)},
			wants:    []*want{aWant(11, "x"), {place: place{"p/p.go", 12}, pattern: regexp.MustCompile("x")}, {place: place{"p/p.go", 13}, pattern: regexp.MustCompile("x"), sub: "check/other"}},
			showings: shown("pass", "Bad"),
			problems: []string{
				"p/p.go:12: the want comment is of no sub-check: neither it nor a finding names one",
				"p/p.go:13: the want comment is of check/other, which no check has",
			},
		},
		{
			name:     "a sub-check without an exhibit",
			decls:    []*decl{aDecl("Bad", 10)},
			wants:    []*want{aWant(11, "x")},
			showings: shown("pass", "Bad"),
			subs:     []string{sub, "check/more"},
			problems: []string{"check/more has no Bad exhibit that is executed"},
		},
		{
			name:  "as many unproven as may be",
			decls: enough, wants: enoughWants, showings: enoughShown,
			unproven: 1,
		},
		{
			name:  "more unproven than may be",
			decls: few, wants: fewWants, showings: fewShown,
			unproven: 1,
			problems: []string{"1 of 19 want comments are unproven, more than 5 %"},
		},
		{
			name:     "a good exhibit is not excused",
			decls:    []*decl{aDecl("Bad", 10), excused(aDecl("Good", 20))},
			wants:    []*want{aWant(11, "x")},
			showings: shown("pass", "Bad"),
			problems: []string{"p/p.go:20: p.Good is executed by no test that passes"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.subs == nil {
				test.subs = []string{sub}
			}
			problems, unproven := judge(&source{test.decls, test.wants}, test.showings, test.subs)
			var got []string
			for _, p := range problems {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(test.problems, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if unproven != test.unproven {
				t.Errorf("%d unproven, want %d", unproven, test.unproven)
			}
		})
	}
}

func aFinding(line int, message string, fixable bool) finding.Finding {
	f := finding.Finding{Start: finding.Place{File: "/m/p/p.go", Line: line}, Message: message}
	if fixable {
		f.Fixes = make([]finding.Fix, 1)
	}
	return f
}

func TestMatch(t *testing.T) {
	wants := []*want{aWant(1, "one"), aWant(1, "one"), aWant(2, "two")}
	_, problems := match("/m", wants, []finding.Finding{
		aFinding(1, "one", false), aFinding(1, "one", false), aFinding(1, "one", false), aFinding(3, "two", false),
	})
	want := []string{
		"p/p.go:1: not wanted: one",
		"p/p.go:3: not wanted: two",
		"p/p.go:2: nothing found that matches two",
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestEither(t *testing.T) {
	both := problem{text: "both"}
	got := either([]problem{both, {text: "x"}}, "here", []problem{{text: "y"}, both}, "there")
	want := []problem{both, {text: "here: x"}, {text: "there: y"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(problem{}, place{})); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestMended(t *testing.T) {
	src := &source{
		decls: []*decl{aDecl("BadBoth", 10), aDecl("BadOne", 20), aDecl("BadHelped", 30, "m/p.f"), aDecl("f", 40), aDecl("BadUnfound", 50)},
		wants: []*want{aWant(11, "x"), aWant(12, "x"), aWant(21, "x"), aWant(22, "x"), aWant(41, "x"), aWant(51, "x")},
	}
	taken, _ := match("/m", src.wants, []finding.Finding{
		aFinding(11, "x", true), aFinding(12, "x", true),
		aFinding(21, "x", true), aFinding(22, "x", false),
		aFinding(41, "x", true),
	})
	if diff := cmp.Diff([]string{"p.BadBoth", "p.BadHelped"}, mended(src, taken)); diff != "" {
		t.Errorf("mended (-want +got):\n%s", diff)
	}
}

func TestLeftOver(t *testing.T) {
	got := leftOver("/m", []*want{aWant(1, "x"), aWant(2, "y")}, []finding.Finding{
		aFinding(2, "y", true), aFinding(3, "z", false), aFinding(4, "old", false),
	}, []problem{{place{"p/p.go", 1}, "not wanted: old"}})
	want := []problem{
		{place{"p/p.go", 3}, "after the fixes: not wanted: z"},
		{place{"p/p.go", 2}, "after the fixes there still is one: y"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(problem{}, place{})); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestWants(t *testing.T) {
	for _, test := range []struct {
		comment  string
		patterns []string
		subs     []string
		err      string
	}{
		{"// want `a .*\\(c/s\\)` \"b (c/s-2)\"", []string{`a .*\(c/s\)`, "b (c/s-2)"}, []string{"c/s", "c/s-2"}, ""},
		{"//want `a`", []string{"a"}, []string{""}, ""},
		{"// wanted", nil, nil, ""},
		{"// want nothing", nil, nil, "no string literal"},
		{"// want `(`", nil, nil, "missing closing"},
	} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", "package p\n"+test.comment+"\n", parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		wants, err := wantsIn(fset, file, "p.go")
		if err != nil {
			if test.err == "" || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: %v", test.comment, err)
			}
			continue
		}
		var patterns, subs []string
		for _, w := range wants {
			if w.line != 2 || w.file != "p.go" {
				t.Errorf("%s: at %s", test.comment, w.place)
			}
			patterns, subs = append(patterns, w.pattern.String()), append(subs, w.sub)
		}
		if !cmp.Equal(patterns, test.patterns) || !cmp.Equal(subs, test.subs) || test.err != "" {
			t.Errorf("%s: patterns %q, sub-checks %q", test.comment, patterns, subs)
		}
	}
}

func TestRead(t *testing.T) {
	e, err := read([]byte(`
{"Action":"attr","Package":"m/p","Test":"T/BadA","Key":"exhibit","Value":"p.BadA"}
{"Action":"attr","Package":"m/p","Test":"T/BadA","Key":"symptom","Value":"leak"}
{"Action":"output","Package":"m/p","Test":"T/BadA","Output":"=== RUN   T/BadA\n"}
{"Action":"output","Package":"m/p","Test":"T/BadA","Output":"    p_test.go:1: does not show leak\n"}
{"Action":"fail","Package":"m/p","Test":"T/BadA"}
{"Action":"attr","Package":"m/p","Test":"T/BadB","Key":"exhibit","Value":"p.BadB"}
{"Action":"pass","Package":"m/p","Test":"T/BadB"}
{"Action":"attr","Package":"m/p","Test":"T/other","Key":"colour","Value":"red"}
{"Action":"skip","Package":"m/p","Test":"T/other"}
{"Action":"fail","Package":"m/p","Test":"T"}
{"Action":"output","Package":"m/p","Output":"FAIL\n"}
{"Action":"fail","Package":"m/p"}
{"Action":"build-output","ImportPath":"m/q [m/q.test]","Output":"q.go:1:1: syntax error\n"}
{"Action":"fail","Package":"m/q","FailedBuild":"m/q [m/q.test]"}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := &execution{
		showings: []showing{
			{exhibit: "p.BadA", symptom: "leak", outcome: "fail", test: "T/BadA", pkg: "m/p"},
			{exhibit: "p.BadB", outcome: "pass", test: "T/BadB", pkg: "m/p"},
		},
		problems: []problem{
			{text: "m/p T/BadA fails: p_test.go:1: does not show leak"},
			{text: "m/q fails: q.go:1:1: syntax error"},
		},
	}
	if diff := cmp.Diff(want, e, cmp.AllowUnexported(execution{}, showing{}, problem{}, place{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
