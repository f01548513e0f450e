package suppress

import (
	"fmt"
	"strings"
	"testing"
)

// describe returns what a directive says, "" for nil.
func describe(d *Directive) string {
	if d == nil {
		return ""
	}
	var names []string
	for _, n := range d.Names {
		names = append(names, n.Text)
	}
	return fmt.Sprintf("%s [%s] %s", d.Keyword(), strings.Join(names, "|"), d.Reason)
}

func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"// text", ""},
		{"//", ""},
		{"/* nolint */", ""},
		{"/*nolint:futurelint*/", ""},
		{"/*futurelint:ignore orphan reason*/", ""},
		{"/*lint:ignore orphan reason*/", ""},

		// As golangci-lint reads it.
		{"//nolint", "//nolint [] "},
		{"// nolint", "//nolint [] "},
		{"//// nolint reason", "//nolint [] "},
		{"//\tnolint", ""},
		{"//nolints", ""},
		{"//nolint,errcheck", ""},
		{"//nolint:all", "//nolint [] "},
		{"//nolint:errcheck, all", "//nolint [] "},
		{"//nolint:futurelint", "//nolint [futurelint] "},
		{"// nolint: futurelint , ErrCheck // reason // more", "//nolint [futurelint|errcheck] reason // more"},
		{"//nolint:FutureLint//reason", "//nolint [futurelint] reason"},
		{"//nolint:futurelint reason", "//nolint [futurelint reason] "},
		{"//nolint:", "//nolint [] "},
		{"//nolint :futurelint", "//nolint [] "},

		{"//lint:ignore SA1000,orphan/* because of this", "//lint:ignore [sa1000|orphan/*] because of this"},
		{"//lint:file-ignore orphan reason", "//lint:file-ignore [orphan] reason"},
		{"//lint:ignore Orphan reason", "//lint:ignore [orphan] reason"},
		{"//lint:ignore", "//lint:ignore [] "},
		{"//lint:ignore orphan", "//lint:ignore [orphan] "},
		{"//lint:ignore orphan ", "//lint:ignore [orphan] "},
		{"//lint:other orphan reason", ""},
		{"// lint:ignore orphan reason", ""},

		{"//futurelint:ignore orphan/ticker reason", "//futurelint:ignore [orphan/ticker] reason"},
		{"//futurelint:ignore  a,b\t reason  of words ", "//futurelint:ignore [a|b] reason  of words"},
		{"//futurelint:ignore orphan // reason", "//futurelint:ignore [orphan] reason"},
		{"//futurelint:ignore orphan //", "//futurelint:ignore [orphan] "},
		{"//futurelint:ignore // reason", "//futurelint:ignore [] "},
		{"//futurelint:ignore a, b reason", "//futurelint:ignore [a|] b reason"},
		{"//futurelint:file-ignore orphan reason", "//futurelint:file-ignore [orphan] reason"},
		{"//futurelint:ingore orphan reason", "//futurelint:ingore [orphan] reason"},
		{"//futurelint:", "//futurelint: [] "},
		{"//futurelint:spawns f", ""},
		{"// futurelint:ignore orphan reason", ""},
	} {
		got := describe(Parse(test.text))
		// An empty list of //nolint: is a list of an empty name, which is nobody's.
		if strings.TrimSpace(got) != strings.TrimSpace(test.want) {
			t.Errorf("Parse(%q) is %q, want %q", test.text, got, test.want)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		name string
		want bool
	}{
		{"futurelint", true},
		{"orphan", true},
		{"orphan/ticker", true},
		{"orphan/*", true},
		{"orphan/t*", true},
		{"orph*", true},
		{"*", true},
		{"*/ticker", true},
		{"orphan/endless", false},
		{"ticker", false},
		{"O*", false},
		{"orphan/[", false},
		{"", false},
	} {
		n := Name{Text: test.name}
		if got := n.Matches("orphan", "orphan/ticker"); got != test.want {
			t.Errorf("%q matches: %t, want %t", test.name, got, test.want)
		}
	}
}

func TestOurs(t *testing.T) {
	for text, want := range map[string]bool{
		"// text":                                false,
		"//nolint":                               false,
		"//nolint:errcheck":                      false,
		"//nolint:futurelint":                    true,
		"//nolint:futurelint,nilerr // ok":       false,
		"//lint:ignore SA4006 best effort":       false,
		"//lint:ignore rejectnil/dropped reason": true,
		"//futurelint:ignore x y":                true,
	} {
		if got := Ours(text); got != want {
			t.Errorf("Ours(%q) is %t, want %t", text, got, want)
		}
	}
}

// FuzzParse checks what those who edit the text by offsets rely on.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"//nolint:a, b // c", "//nolint: ,,", "//lint:ignore a,b c", "//futurelint:ignore a,,b \t//c", "//futurelint:x", "//nolint:é,İ//", "// nolint:all",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := Parse(text)
		if d == nil {
			return
		}
		last := 0
		for _, n := range d.Names {
			if n.Offset < last || n.Len < 0 || n.Offset+n.Len > len(text) {
				t.Fatalf("%q: name %q at %d, %d long, after %d", text, n.Text, n.Offset, n.Len, last)
			}
			last = n.Offset + n.Len
			if written := text[n.Offset:last]; n.Text != written && n.Text != strings.ToLower(written) {
				t.Errorf("%q: name %q stands where %q is written", text, n.Text, written)
			}
			if d.Form != Nolint && strings.ContainsAny(n.Text, " \t,") {
				t.Errorf("%q: name %q has a separator in it", text, n.Text)
			}
			n.Matches("orphan", "orphan/ticker")
		}
		if d.Reason != strings.TrimSpace(d.Reason) {
			t.Errorf("%q: reason %q", text, d.Reason)
		}
	})
}
