package gate_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
	"github.com/futurelint/futurelint/internal/gate"
)

// keys reads "package declaration construct".
func keys(list ...string) []fingerprint.Key {
	var all []fingerprint.Key
	for _, s := range list {
		f := strings.Fields(s)
		all = append(all, fingerprint.Key{Check: "c/s", Package: f[0], Decl: f[1], Construct: f[2]})
	}
	return all
}

func findings(list ...string) []finding.Finding {
	var all []finding.Finding
	for i, k := range keys(list...) {
		all = append(all, finding.Finding{Check: "c", Package: k.Package, Decl: k.Decl, Construct: k.Construct, Message: "m (c/s)", Start: finding.Place{Line: i + 1}})
	}
	return all
}

func packages(list string) gate.Packages {
	return func(path string) bool { return strings.Contains(" "+list+" ", " "+path+" ") }
}

func TestNew(t *testing.T) {
	for _, test := range []struct {
		name         string
		found, known []string
		before, now  string
		fresh        []int // lines
		gone         []string
	}{
		{"old", []string{"p f x", "p g x"}, []string{"p g x", "p f x"}, "p", "p", nil, nil},
		{"new", []string{"p f x", "p f y"}, []string{"p f x"}, "p", "p", []int{2}, nil},
		{"gone", nil, []string{"p f x", "p f y"}, "p", "p", nil, []string{"p f x", "p f y"}},
		{"a copy in the same declaration", []string{"p f x", "p f x"}, []string{"p f x"}, "p", "p", []int{2}, nil},
		{"a copy of the package", []string{"p f x", "q f x"}, []string{"p f x"}, "p", "p q", []int{2}, nil},
		{"a package moved", []string{"q f x", "q f x"}, []string{"p f x", "p f x"}, "p", "q", nil, nil},
		{"a package moved, and one more", []string{"q f x", "q f x"}, []string{"p f x"}, "p", "q", []int{2}, nil},
		{"two packages moved", []string{"q f x", "r f x"}, []string{"p f x", "o f x"}, "o p", "q r", nil, nil},
		{"moved between packages that were there", []string{"q f x"}, []string{"p f x"}, "p q", "p q", []int{1}, []string{"p f x"}},
		{"a new package, and nothing gone", []string{"q f x"}, []string{"p f x"}, "p", "p q", []int{1}, []string{"p f x"}},
		{"one of two equal ones gone", []string{"p f x"}, []string{"p f x", "p f x"}, "p", "p", nil, []string{"p f x"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			fresh, gone := gate.New(findings(test.found...), keys(test.known...), packages(test.before), packages(test.now))
			var lines []int
			for _, f := range fresh {
				lines = append(lines, f.Start.Line)
			}
			if diff := cmp.Diff(test.fresh, lines); diff != "" {
				t.Errorf("new (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(keys(test.gone...), gone); diff != "" {
				t.Errorf("gone (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBaseline(t *testing.T) {
	want := keys("a f x<-1", "a f x<-1", `b (*T).g "é"`)
	shuffled := append([]fingerprint.Key(nil), want...)
	rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	var b bytes.Buffer
	if err := gate.WriteBaseline(&b, shuffled); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n != len(want)+2 {
		t.Errorf("%d lines for %d findings:\n%s", n, len(want), b.String())
	}
	if !json.Valid(b.Bytes()) {
		t.Errorf("not JSON:\n%s", b.String())
	}
	name := filepath.Join(t.TempDir(), "baseline.json")
	if err := os.WriteFile(name, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := gate.ReadBaseline(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBaselineErrors(t *testing.T) {
	const header = `[{"baseline": "futurelint", "version": 1}` + "\n"
	for text, want := range map[string]string{
		"":                 ":1: unexpected end",
		"{}":               ": json: cannot unmarshal object",
		"[]":               ": is none of futurelint's",
		`[{"version": 1}]`: ": is none of futurelint's",
		`[{"baseline": "futurelint", "version": 2}]`: "is of version 2, want 1",
		header + `,{"check": "c/s"}` + "\n,{\n]":     ":4: invalid character",
		header + `,{"check": "c/s", "line": 3}]`:     `:2: json: unknown field "line"`,
		header + `,{"check": 1}]`:                    ":2: json: cannot unmarshal number",
		header + `,{}]`:                              ":2: no check",
	} {
		name := filepath.Join(t.TempDir(), "baseline.json")
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := gate.ReadBaseline(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
	if _, err := gate.ReadBaseline("no/such/file"); err == nil || !strings.Contains(err.Error(), "no/such/file") {
		t.Errorf("no file: error %v", err)
	}
}
