package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/futurelint/futurelint"
)

// TestDropped compares with what unitchecker.Main leaves of the checks.
func TestDropped(t *testing.T) {
	for _, test := range []struct{ args, left string }{
		{"unit.cfg", "all"},
		{"-json unit.cfg", "all"},
		{"-orphan.ticker=false -ctxthread.tests=all unit.cfg", "all"},
		{"-orphan unit.cfg", "orphan"},
		{"--orphan=true -ignore=1 -json unit.cfg", "orphan ignore"},
		{"-orphan -ctxthread=false unit.cfg", "orphan"},
		{"-orphan -orphan=false -ignore unit.cfg", "ignore"},
		{"-orphan=false -unbounded=f -ctxthread=false -afterwait=false unit.cfg", "rejectnil panicrecover ignore"},
		{"-orphan=nonsense unit.cfg", "all"},
	} {
		gone := dropped(strings.Fields(test.args))
		var left []string
		for _, c := range futurelint.Checks() {
			if !slices.Contains(gone, c.Name) {
				left = append(left, c.Name)
			}
		}
		got := strings.Join(left, " ")
		if len(gone) == 0 {
			got = "all"
		}
		if got != test.left {
			t.Errorf("%s leaves %s, want %s", test.args, got, test.left)
		}
	}
}
