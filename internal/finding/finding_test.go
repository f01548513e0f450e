package finding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/finding"
)

func TestParsePlace(t *testing.T) {
	for s, want := range map[string]finding.Place{
		"/a/b.go:3:14":  {File: "/a/b.go", Line: 3, Col: 14},
		`C:\a\b.go:3:1`: {File: `C:\a\b.go`, Line: 3, Col: 1},
		"/a:1/b.go:2:5": {File: "/a:1/b.go", Line: 2, Col: 5},
		"/a/b.y:3":      {File: "/a/b.y", Line: 3},
	} {
		got, err := finding.ParsePlace(s)
		if err != nil || got != want {
			t.Errorf("ParsePlace(%q) = %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "-", "b.go", "b.go:x", "b.go:1:x"} {
		if got, err := finding.ParsePlace(s); err == nil {
			t.Errorf("ParsePlace(%q) = %v, want an error", s, got)
		}
	}
}

func TestSub(t *testing.T) {
	for message, want := range map[string]string{
		"x passed (group is g) (ctxthread/parent)": "ctxthread/parent",
		"no sub-check":       "ctxthread",
		"of another (a/b)":   "ctxthread",
		"half (ctxthread/pa": "ctxthread",
	} {
		f := finding.Finding{Check: "ctxthread", Message: message}
		if got := f.Sub(); got != want {
			t.Errorf("Sub of %q = %q, want %q", message, got, want)
		}
	}
}

func TestTidy(t *testing.T) {
	at := func(file string, line, col int, message string) finding.Finding {
		return finding.Finding{Start: finding.Place{File: file, Line: line, Col: col}, Message: message}
	}
	got := finding.Tidy([]finding.Finding{
		at("b.go", 1, 1, "x"), at("a.go", 10, 1, "x"), at("a.go", 9, 2, "x"), at("a.go", 10, 1, "x"), at("a.go", 9, 1, "y"),
	})
	want := []finding.Finding{
		at("a.go", 9, 1, "y"), at("a.go", 9, 2, "x"), at("a.go", 10, 1, "x"), at("b.go", 1, 1, "x"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Tidy (-want +got):\n%s", diff)
	}
}
