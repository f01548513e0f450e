package fingerprint_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
)

const source = `package a

import "sync"

func (s *Server[T]) Run(ch chan int) {
	var wg sync.WaitGroup
	wg.Add(1) // one
	go func() {
		defer wg.Done()
		ch <- f(1,
			2)
	}()
}

var handler = func(ch chan int) { ch <- 1 }
`

// find describes a finding that begins where text does, and ends where it ends
// unless point is set.
func find(t *testing.T, src, text string, point bool) finding.Finding {
	t.Helper()
	at := strings.Index(src, text)
	if at < 0 {
		t.Fatalf("%q is not in the source", text)
	}
	place := func(offset int) finding.Place {
		before := src[:offset]
		return finding.Place{File: "/a.go", Line: strings.Count(before, "\n") + 1, Col: offset - strings.LastIndex(before, "\n")}
	}
	f := []finding.Finding{{Check: "orphan", Package: "m/a", Start: place(at), Message: "m (orphan/ticker)"}}
	f[0].End = f[0].Start
	if !point {
		f[0].End = place(at + len(text))
	}
	fingerprint.Describe(f, func(string) ([]byte, error) { return []byte(src), nil })
	return f[0]
}

func TestDescribe(t *testing.T) {
	for _, test := range []struct {
		text            string
		point           bool
		decl, construct string
	}{
		{"ch <- f(1,\n\t\t\t2)", false, "(*Server).Run", "ch <- f ( 1 , 2 )"},
		{"ch <- f(1,", true, "(*Server).Run", "ch <- f ( 1 , 2 )"},
		{"go func() {", true, "(*Server).Run", "go func ( ) { } ( )"},
		{"wg.Add(1)", false, "(*Server).Run", "wg . Add ( 1 )"},
		{"ch <- 1", false, "handler", "ch <- 1"},
	} {
		f := find(t, source, test.text, test.point)
		if f.Decl != test.decl || f.Construct != test.construct {
			t.Errorf("%q: %q, %q, want %q, %q", test.text, f.Decl, f.Construct, test.decl, test.construct)
		}
	}
}

func TestStable(t *testing.T) {
	const send = "ch <- f("
	f := find(t, source, send, true)
	want := fingerprint.Of(&f).String()
	if len(want) != 32 {
		t.Fatalf("fingerprint %q", want)
	}
	for name, changed := range map[string]string{
		"comment":     strings.Replace(source, "// one", "// two\n\t// three", 1),
		"layout":      strings.ReplaceAll(source, "\n\t\t\t2", " /* two */ 2"),
		"CRLF":        strings.ReplaceAll(source, "\n", "\r\n"),
		"before":      strings.Replace(source, "func (s", "func other() {}\n\nfunc (s", 1),
		"other lines": strings.Replace(source, "wg.Add(1)", "", 1),
	} {
		f := find(t, changed, send, true)
		if got := fingerprint.Of(&f).String(); got != want {
			t.Errorf("%s: another fingerprint: %+v", name, fingerprint.Of(&f))
		}
	}
	for name, changed := range map[string]string{
		"value":       strings.Replace(source, "f(1,", "f(3,", 1),
		"declaration": strings.Replace(source, ") Run(", ") Walk(", 1),
	} {
		f := find(t, changed, "ch <- f(", true)
		if got := fingerprint.Of(&f).String(); got == want {
			t.Errorf("%s: the same fingerprint: %+v", name, fingerprint.Of(&f))
		}
	}
}

func TestNoSource(t *testing.T) {
	for _, f := range []finding.Finding{
		{Start: finding.Place{File: "/a.go", Line: 99, Col: 1}},
		{Start: finding.Place{File: "/a.go", Line: 1, Col: 99}},
		{Start: finding.Place{File: "/a.y", Line: 1, Col: 1}},
		{Start: finding.Place{File: "-"}},
	} {
		list := []finding.Finding{f}
		fingerprint.Describe(list, func(string) ([]byte, error) { return []byte("package a\n"), nil })
		if list[0].Construct != "" && f.Start.Line > 1 {
			t.Errorf("%v: %q", f.Start, list[0].Construct)
		}
	}
	list := []finding.Finding{{Start: finding.Place{File: "/gone.go", Line: 1, Col: 1}}}
	fingerprint.Describe(list, func(string) ([]byte, error) { return nil, errors.New("gone") })
	if list[0].Decl != "" {
		t.Error("described what cannot be read")
	}
}
