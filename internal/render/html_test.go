package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/govet"
)

func page(t testing.TB, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var tags = regexp.MustCompile(`<[^>]*>`)

// rows returns the excerpt of a finding as text, one row a line, and its
// connectors: from which to which row of the grid, and which lane.
func rows(t *testing.T, r *Report) (text string, connectors []string) {
	t.Helper()
	_, x, ok := strings.Cut(page(t, r), `<div class="x"`)
	x, _, ok2 := strings.Cut(x, "</div>")
	if !ok || !ok2 {
		t.Fatal("no excerpt")
	}
	_, x, _ = strings.Cut(x, ">")
	for _, m := range regexp.MustCompile(`<s (class="up" )?style="grid-row:(\d+/\d+);--k:(\d)"`).FindAllStringSubmatch(x, -1) {
		up := ""
		if m[1] != "" {
			up = " up"
		}
		connectors = append(connectors, m[2]+" lane "+m[3]+up)
	}
	x = strings.NewReplacer("<mark>", "[", `<mark class="rel">`, "[", "</mark>", "]").Replace(x)
	x = regexp.MustCompile(`<p data-n="([^"]*)"></p>`).ReplaceAllString(x, "$1|")
	return html.UnescapeString(tags.ReplaceAllString(x, "")), connectors
}

const sourceOfHTML = `package a

func before() {
}

// f does.
func f(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)

	a := 1
	b := "two" // comment

	c := 3
	d := 4
	e := 5
	f := 6
	for range ch {
		g.Go(func() error { return work(ctx) })
	}
	return g.Wait()
}

func after() {
}
`

func sources(t *testing.T, files map[string]string) {
	old := readFile
	t.Cleanup(func() { readFile = old })
	readFile = func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, errors.New("no such file")
		}
		return []byte(text), nil
	}
}

func TestHTMLExcerpt(t *testing.T) {
	sources(t, map[string]string{"/w/p/a.go": sourceOfHTML, "/w/q/b.go": "package q\n\nvar x = make(chan int)\n", "/w/p/latin.go": "// caf\xe9\r\nvar x\x00 = 1\r\n"})
	place := func(file string, line, col int) finding.Place {
		return finding.Place{File: file, Line: line, Col: col}
	}
	for _, test := range []struct {
		name       string
		f          finding.Finding
		want       string
		connectors []string
	}{
		{"above, with lines left out",
			finding.Finding{Start: at(18, 35), End: at(18, 38), Related: []finding.Related{{Place: at(8, 33), Message: "created here"}, {Place: at(20, 15), Message: "waited for here"}}},
			"\n7|func f(ctx context.Context) error {\n" +
				"8|\tg, gctx := [errgroup.WithContext](ctx)\n\tcreated here\n" +
				"⋮|6 lines\n" +
				"15|\te := 5\n16|\tf := 6\n17|\tfor range ch {\n" +
				"18|\t\tg.Go(func() error { return work([ctx]) })\n19|\t}\n" +
				"20|\treturn [g.Wait]()\n\twaited for here\n21|}\n",
			[]string{"2/9 lane 0 up", "8/11 lane 1"}},
		{"same line",
			finding.Finding{Start: at(18, 3), End: at(18, 3), Related: []finding.Related{{Place: at(18, 23), Message: "it blocks here"}}},
			"\n15|\te := 5\n16|\tf := 6\n17|\tfor range ch {\n18|\t\t[g.Go](func() error { [return] work(ctx) })\n\t\tit blocks here\n19|\t}\n20|\treturn g.Wait()\n21|}\n",
			nil},
		{"other file",
			finding.Finding{Start: at(10, 2), End: at(10, 3), Related: []finding.Related{{Place: place("/w/q/b.go", 3, 9), Message: "made here"}}},
			"\n7|func f(ctx context.Context) error {\n8|\tg, gctx := errgroup.WithContext(ctx)\n9|\n10|\t[a] := 1\nmade here: q/b.go:3:9\n" +
				"11|\tb := \"two\" // comment\n12|\n13|\tc := 3\nq/b.go\n3|var x = [make](chan int)\nmade here back to the finding\n",
			[]string{"4/11 lane 0"}},
		{"not UTF-8, control characters, carriage returns",
			finding.Finding{Start: place("/w/p/latin.go", 2, 5), End: place("/w/p/latin.go", 2, 7)},
			"\n1|// caf\uFFFD\n2|var [x\uFFFD] = 1\n", nil},
		{"file gone", finding.Finding{Start: place("/w/gone.go", 3, 1), Related: []finding.Related{{Place: at(3, 6), Message: "here"}}},
			"\nthe source is not there\nhere: p/a.go:3:6\np/a.go\n3|func [before]() {\nhere back to the finding\n4|}\n",
			[]string{"1/5 lane 0"}},
		{"behind the file's end", finding.Finding{Start: at(99, 1), End: at(99, 2)}, "\nthe source is not there\n", nil},
		{"no place", finding.Finding{Start: finding.Place{File: "-"}}, "\nthe source is not there\n", nil},
		{"column behind the line's end", finding.Finding{Start: at(10, 99)},
			"\n7|func f(ctx context.Context) error {\n8|\tg, gctx := errgroup.WithContext(ctx)\n9|\n10|\ta := 1\n11|\tb := \"two\" // comment\n12|\n13|\tc := 3\n", nil},
		{"line only", finding.Finding{Start: at(4, 0), End: at(4, 0)}, "\n1|package a\n2|\n3|func before() {\n4|[}]\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, connectors := rows(t, report(test.f))
			got = strings.TrimLeft(got, "\n")
			if diff := cmp.Diff(strings.TrimLeft(test.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.connectors, connectors); diff != "" {
				t.Errorf("connectors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHTMLColours(t *testing.T) {
	const code = "if x == \"a<b\" { // why\r\n\treturn `raw\r\nstring`\n}"
	want := "<b>if</b> x == <u>&#34;a&lt;b&#34;</u> { <i>// why\uFFFD</i>\n\t<b>return</b> <u>`raw\uFFFD\nstring`</u>\n}"
	if diff := cmp.Diff(want, string(coloured(code))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHTMLDiff(t *testing.T) {
	sources(t, map[string]string{"/w/p/a.go": sourceOfHTML})
	edit := func(old, new string) finding.Edit {
		i := strings.Index(sourceOfHTML, old)
		return finding.Edit{File: "/w/p/a.go", Start: i, End: i + len(old), New: new}
	}
	for _, test := range []struct {
		name  string
		edits []finding.Edit
		want  string
	}{
		{"word", []finding.Edit{edit("ctx) })", "gctx) })")},
			"<span>for range ch {</span>\n<del>\tg.Go(func() error { return work(ctx) })</del>\n<ins>\tg.Go(func() error { return work(gctx) })</ins>\n<span>}</span>\n"},
		{"new line, and the same edit twice", []finding.Edit{edit("\ta := 1\n", "\ta := 1\n\tg.SetLimit(a<b)\n"), edit("\ta := 1\n", "\ta := 1\n\tg.SetLimit(a<b)\n")},
			"<span></span>\n<span>a := 1</span>\n<ins>g.SetLimit(a&lt;b)</ins>\n<span>b := &#34;two&#34; // comment</span>\n<span></span>\n"},
		{"far apart, given the wrong way round", []finding.Edit{edit("return g.Wait()", "return nil"), edit("\ta := 1\n", "")},
			"<span></span>\n<del>\ta := 1</del>\n<span>\tb := &#34;two&#34; // comment</span>\n<span></span>\n<span>\tc := 3</span>\n" +
				"<span class=\"gap\">⋮</span>\n" +
				"<span>\tfor range ch {</span>\n<span>\t\tg.Go(func() error { return work(ctx) })</span>\n<span>\t}</span>\n<del>\treturn g.Wait()</del>\n<ins>\treturn nil</ins>\n<span>}</span>\n"},
		{"overlap", []finding.Edit{edit("a := 1", "x"), edit(":= 1", "y")}, ""},
		{"behind the end", []finding.Edit{{File: "/w/p/a.go", Start: 5, End: 5000}}, ""},
		{"backwards", []finding.Edit{{File: "/w/p/a.go", Start: 5, End: 4}}, ""},
		{"file gone", []finding.Edit{{File: "/w/gone.go", Start: 5, End: 6}}, ""},
		{"no edits", nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newHTMLSources().diff(report(), finding.Fix{Message: "m", Edits: test.edits})
			got := ""
			for _, f := range d.Files {
				got += string(f.Lines)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if d.Message != "m" {
				t.Errorf("message %q", d.Message)
			}
		})
	}
}

// TestHTMLPage checks what stands around the excerpts, that the page needs nothing
// from elsewhere, and that the same findings make the same bytes.
func TestHTMLPage(t *testing.T) {
	sources(t, map[string]string{"/w/p/a.go": sourceOfHTML})
	f := finding.Finding{Check: "c", Package: "m/p", Start: at(18, 3), End: at(18, 3), Message: "it <b>blocks</b> (c/s)", Decl: "f", Construct: "g.Go"}
	other := f
	other.Start, other.End = at(10, 2), at(10, 3)
	plain := finding.Finding{Check: "d", Package: "m/q", Start: finding.Place{File: "/w/gone.go", Line: 3, Col: 1}, Message: "no rule",
		Fixes: []finding.Fix{{Message: "fix", Edits: []finding.Edit{{File: "/w/p/a.go", Start: 0, End: 7, New: "PACKAGE"}}}}}
	r := report(f, other, plain)
	r.Version = "v1.2.3"
	r.Rules = []Rule{{ID: "c/s", Tier: "strict", Title: "blocks", Text: "One.\n\nTwo.", Before: "go f()", After: "f()", URL: "https://example.com/c#s"}}
	r.Skipped = []govet.Skipped{{Path: "m/bad<x>", Reason: "it does not compile"}}
	got := page(t, r)
	id := `id="` + strings.Split(strings.SplitN(got, `<details class="f" open id="`, 2)[1], `"`)[0]
	for _, want := range []string{
		"<h1>3 findings</h1>", "v1.2.3", "Not analysed: 1 package", "m/bad&lt;x&gt;</code> it does not compile",
		"<strong>it &lt;b&gt;blocks&lt;/b&gt;</strong>", "p/a.go:18:3", `<em class="strict">strict</em>`,
		"<p>One.</p>\n<p>Two.</p>", "<pre><b>go</b> f()</pre>", `href="https://example.com/c#s"`,
		id + `"`, id + `-2"`, "<strong>no rule</strong>", "In <code>p/a.go</code>:", "<ins>PACKAGE a</ins>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the page", want)
		}
	}
	for _, bad := range regexp.MustCompile(`(?i)\b(src|href|action|data)="?[^"\s>]*`).FindAllString(got, -1) {
		if !strings.Contains(bad, `="#`) && !strings.Contains(bad, `="data:,`) && !strings.Contains(bad, "https://example.com/c#s") {
			t.Errorf("the page refers to %s", bad)
		}
	}
	if strings.Contains(htmlStyle, "url(") || strings.Contains(htmlStyle, "@import") {
		t.Error("the style refers to something else")
	}
	_, script, _ := strings.Cut(got, "<script>")
	script, _, _ = strings.Cut(script, "</script>")
	sum := sha256.Sum256([]byte(script))
	if want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !strings.Contains(html.UnescapeString(got), "script-src '"+want+"'") {
		t.Errorf("the policy does not allow the script, %s", want)
	}
	if again := page(t, r); again != got {
		t.Error("the same findings made another page")
	}
}

func TestHTMLEmpty(t *testing.T) {
	got := page(t, report())
	if !strings.Contains(got, `<h1 class="clean">No findings</h1>`) || strings.Contains(got, "<script>") {
		t.Errorf("the page without findings is\n%s", got)
	}
	r := report()
	r.Skipped = []govet.Skipped{{Path: "m/p", Reason: "it does not load"}}
	if got := page(t, r); !strings.Contains(got, "could not be analysed") || !strings.Contains(got, "it does not load") {
		t.Errorf("the page says nothing of what was not analysed:\n%s", got)
	}
	r = report()
	r.Failed = true
	if got := page(t, r); !strings.Contains(got, "Not everything could be analysed") || strings.Contains(got, `class="clean"`) {
		t.Errorf("the page of a run that failed says nothing of it:\n%s", got)
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain\tü\n":          "plain\tü\n",
		"a\x00\x1b\x7f\u0085": "a\uFFFD\uFFFD\uFFFD\uFFFD",
		"\xff":                "\uFFFD",
		"a\u202eb\u2066":      "a[U+202E]b[U+2066]",
		"שלום":                "שלום",
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add(sourceOfHTML, 18, 3, 8, 34, 200)
	f.Add("\"\n`", 1, 1, 2, 1, 1)
	f.Fuzz(func(t *testing.T, source string, line, col, line2, col2, offset int) {
		old := readFile
		defer func() { readFile = old }()
		readFile = func(string) ([]byte, error) { return []byte(source), nil }
		r := report(finding.Finding{Start: at(line, col), End: at(line2, col2),
			Related: []finding.Related{{Place: at(line2, col2), Message: source}},
			Fixes:   []finding.Fix{{Edits: []finding.Edit{{File: "/w/p/a.go", Start: offset, End: offset + 1, New: source}}}}})
		var b bytes.Buffer
		if err := HTML(&b, r); err != nil {
			t.Fatal(err)
		}
		if strings.Count(b.String(), "<script") != 1 {
			t.Error("there is a script of the source's")
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	old := readFile
	defer func() { readFile = old }()
	readFile = func(string) ([]byte, error) { return []byte(sourceOfHTML), nil }
	var list []finding.Finding
	for i := range 10_000 {
		list = append(list, finding.Finding{Check: "c", Package: fmt.Sprint("m/p", i/100), Start: finding.Place{File: fmt.Sprint("/w/", i/20), Line: 18, Col: 35},
			Related: []finding.Related{{Place: finding.Place{File: fmt.Sprint("/w/", i/20), Line: 8, Col: 34}, Message: "created here"}}, Message: "m (c/s)"})
	}
	for b.Loop() {
		if err := HTML(io.Discard, report(list...)); err != nil {
			b.Fatal(err)
		}
	}
}
