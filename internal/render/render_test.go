package render

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
	"github.com/futurelint/futurelint/internal/govet"
)

const source = "package a\n\n" +
	"func f() {\n" +
	"\tg.Go(func() error { return fetch(ctx) }) // 世界\n" +
	"\t世界(\"é\", ctx)\n" +
	"\tx\x1b[31m(ctx)\r\n" +
	"}"

func at(line, col int) finding.Place { return finding.Place{File: "/w/p/a.go", Line: line, Col: col} }

func report(fs ...finding.Finding) *Report { return &Report{Findings: fs, Dir: "/w"} }

func fakeSource(t *testing.T) {
	old := readFile
	t.Cleanup(func() { readFile = old })
	readFile = func(name string) ([]byte, error) {
		if name != "/w/p/a.go" {
			return nil, errors.New("no such file")
		}
		return []byte(source), nil
	}
}

func terminalText(t *testing.T, r *Report, colored bool) string {
	t.Helper()
	var b strings.Builder
	if err := Terminal(&b, r, colored, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTerminal(t *testing.T) {
	fakeSource(t)
	for _, test := range []struct {
		name string
		f    finding.Finding
		want string
	}{
		{"tab and related place",
			finding.Finding{Start: at(4, 36), End: at(4, 39), Message: "m (c/s)", Related: []finding.Related{{Place: at(3, 6), Message: "the group is created here"}}},
			"p/a.go:4:36: m (c/s)\n" +
				"    \tg.Go(func() error { return fetch(ctx) }) // 世界\n" +
				"    \t                                  ^~~\n" +
				"    p/a.go:3:6: the group is created here\n" +
				"        func f() {\n" +
				"             ^\n"},
		{"wide and combined characters",
			finding.Finding{Start: at(5, 15), End: at(5, 18), Message: "m"},
			"p/a.go:5:15: m\n" +
				"    \t世界(\"é\", ctx)\n" +
				"    \t          ^~~\n"},
		{"wide characters under the mark",
			finding.Finding{Start: at(5, 2), End: at(5, 8), Message: "m"},
			"p/a.go:5:2: m\n" +
				"    \t世界(\"é\", ctx)\n" +
				"    \t^~~~\n"},
		{"control characters and carriage return",
			finding.Finding{Start: at(6, 9), End: at(6, 12), Message: "m\x1b"},
			"p/a.go:6:9: m\ufffd\n" +
				"    \tx\ufffd[31m(ctx)\n" +
				"    \t       ^~~\n"},
		{"end on a later line",
			finding.Finding{Start: at(3, 10), End: at(5, 1), Message: "m"},
			"p/a.go:3:10: m\n" +
				"    func f() {\n" +
				"             ^\n"},
		{"place behind the line's end", finding.Finding{Start: at(1, 99), End: at(1, 100), Message: "m"}, "p/a.go:1:99: m\n"},
		{"place behind the file's end", finding.Finding{Start: at(99, 1), End: at(99, 1), Message: "m"}, "p/a.go:99:1: m\n"},
		{"file gone", finding.Finding{Start: finding.Place{File: "/elsewhere/b.go", Line: 1, Col: 1}, Message: "m"}, "/elsewhere/b.go:1:1: m\n"},
		{"no place", finding.Finding{Start: finding.Place{File: "-"}, Message: "m"}, "-: m\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := terminalText(t, report(test.f), false)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFit(t *testing.T) {
	for _, test := range []struct {
		before, place, after string
		width                int
		want                 [3]string
	}{
		{"ab", "cd", "ef", 6, [3]string{"ab", "cd", "ef"}},
		{"0123456789", "cd", "0123456789", 10, [3]string{"…789", "cd", "012…"}},
		{"", "cd", "0123456789", 10, [3]string{"", "cd", "012345…"}},
		{"0123456789", "cd", "", 10, [3]string{"…456789", "cd", ""}},
		{"ab", "0123456789", "cd", 10, [3]string{"…", "01234567", "…"}},
		{"\tab", "cd", "0123456789", 16, [3]string{"…ab", "cd", "0123456789"}},
		{"世界", "世", "世界", 6, [3]string{"…", "世", "世…"}},
		{"ab", "cd", "ef", -3, [3]string{"…", "c", "…"}},
	} {
		var got [3]string
		got[0], got[1], got[2] = fit(test.before, test.place, test.after, test.width)
		if got != test.want {
			t.Errorf("fit(%q, %q, %q, %d) = %q, want %q", test.before, test.place, test.after, test.width, got, test.want)
		}
	}
}

func TestTerminalColor(t *testing.T) {
	fakeSource(t)
	r := report(finding.Finding{Start: at(4, 36), End: at(4, 39), Message: "m"})
	got := terminalText(t, r, true)
	for _, want := range []string{"\x1b[1mp/a.go:4:36:\x1b[", "\x1b[31;1m^~~\x1b["} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if plain := terminalText(t, r, false); strings.Contains(plain, "\x1b") {
		t.Errorf("escape sequence without colour: %q", plain)
	}
}

func TestText(t *testing.T) {
	var b strings.Builder
	r := report(finding.Finding{Start: at(4, 36), End: at(4, 39), Message: "m (c/s)", Related: []finding.Related{{Place: at(3, 6), Message: "here"}}})
	if err := Text(&b, r); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("p/a.go:4:36: m (c/s)\n", b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, report()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("{\n\t\"findings\": [],\n\t\"notAnalysed\": []\n}\n", b.String()); diff != "" {
		t.Errorf("empty (-want +got):\n%s", diff)
	}
	b.Reset()
	r := report(finding.Finding{Check: "c", Package: "m/p", Decl: "f", Start: at(4, 36), End: at(4, 39), Message: "a <-b (c/s)",
		Fixes:   []finding.Fix{{Message: "fix", Edits: []finding.Edit{{File: "/w/p/a.go", Start: 3, End: 5, New: "x"}}}},
		Related: []finding.Related{{Place: at(3, 6), Message: "here"}}})
	r.Skipped = []govet.Skipped{{Path: "m/p", Reason: "it does not load"}}
	if err := JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	want := `{"findings":[{"check":"c/s","message":"a <-b (c/s)","file":"p/a.go","line":4,"column":36,"endLine":4,"endColumn":39,` +
		`"package":"m/p","declaration":"f","fingerprint":"` + fingerprint.Of(&r.Findings[0]).String() + `",` +
		`"fixable":true,"fixes":[{"message":"fix","edits":[{"file":"p/a.go","start":3,"end":5,"new":"x"}]}],` +
		`"related":[{"message":"here","file":"p/a.go","line":3,"column":6}]}],"notAnalysed":[{"package":"m/p","reason":"it does not load"}]}`
	if diff := cmp.Diff(want, strings.NewReplacer("\n", "", "\t", "", ": ", ":").Replace(b.String())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
