package govet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
)

func TestSplit(t *testing.T) {
	const in = "# example.com/a\n{\n\t\"a\": {\n\t\t\"c\": []\n\t}\n}\n{}\nvet: a.go:1:1: {\n{}\n{\n\t\"cut"
	var objects, lines []string
	err := split(strings.NewReader(in),
		func(b []byte) { objects = append(objects, string(b)) },
		func(b []byte) { lines = append(lines, string(b)) })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"{\n\t\"a\": {\n\t\t\"c\": []\n\t}\n}\n", "{}", "{}"}, objects); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"# example.com/a\n", "vet: a.go:1:1: {\n", "{\n\t\"cut"}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestDecode(t *testing.T) {
	got, err := decode([]byte(`{"p [p.test]": {"c": [{
		"posn": "/p/a.go:3:4", "end": "/p/a.go:3:9", "message": "m (c/s)",
		"suggested_fixes": [{"message": "fix", "edits": [{"filename": "/p/a.go", "start": 5, "end": 7, "new": "x"}]}],
		"related": [{"posn": "/p/a.go:1:2", "message": "here"}]}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []finding.Finding{{
		Check:   "c",
		Package: "p",
		Start:   finding.Place{File: "/p/a.go", Line: 3, Col: 4},
		End:     finding.Place{File: "/p/a.go", Line: 3, Col: 9},
		Message: "m (c/s)",
		Related: []finding.Related{{Place: finding.Place{File: "/p/a.go", Line: 1, Col: 2}, Message: "here"}},
		Fixes:   []finding.Fix{{Message: "fix", Edits: []finding.Edit{{File: "/p/a.go", Start: 5, End: 7, New: "x"}}}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decode (-want +got):\n%s", diff)
	}
}

func TestDecodeErrors(t *testing.T) {
	for in, want := range map[string]string{
		`{"p": {"c": {"error": "it broke"}}}`: "p: c: it broke",
		`{"p": {"c": 1}}`:                     "go vet's JSON for p: ",
		`{"p"`:                                "go vet's JSON: ",
		`{"p": {"c": [1]}}`:                   "go vet's JSON for c: ",
	} {
		if _, err := decode([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("decode(%s): error %v, want one with %q", in, err, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add([]byte("{\n}\n"))
	f.Add([]byte("# a\n{}\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		// Whatever the go command writes, nothing may panic.
		split(strings.NewReader(string(in)), func(b []byte) { decode(b) }, func([]byte) {})
	})
}
