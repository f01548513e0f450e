package check

import "testing"

func TestPackages(t *testing.T) {
	for _, test := range []struct {
		list, path string
		want       bool
	}{
		{"", "a", false},
		{"a", "a", true},
		{"a", "a/b", false},
		{"a/...", "a", true},
		{"a/...", "a/b/c", true},
		{"a/...", "ab", false},
		{"a...", "ab", true},
		{"x, a/.../c", "a/b/c", true},
		{"a/.../c", "a/b/d", false},
		{"...", "anything/at/all", true},
		{".../internal/...", "m/internal/p", true},
		{".../internal/...", "m/internal", true},
		{".../internal/...", "m/p", false},
		{"a", "a [a.test]", true},
	} {
		var p Packages
		if err := p.Set(test.list); err != nil {
			t.Fatal(err)
		}
		if got := p.Match(test.path); got != test.want {
			t.Errorf("%q matches %q: %v, want %v", test.list, test.path, got, test.want)
		}
	}
	for _, bad := range []string{"./...", "../a", "a/*", "/a", "a/", "a//b", "a b", "a,./b"} {
		if err := new(Packages).Set(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
