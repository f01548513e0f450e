package govet

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSkipped(t *testing.T) {
	const list = `[
		{"ImportPath": "m/bad"},
		{"ImportPath": "./...", "Error": {"Err": "no module"}},
		{"ImportPath": "m/crash"},
		{"ImportPath": "m/crashdep", "Deps": ["m/crash"]},
		{"ImportPath": "m/dep", "Deps": ["fmt", "m/bad"]},
		{"ImportPath": "m/good", "Deps": ["fmt"]},
		{"ImportPath": "m/lost", "DepsErrors": [{"Err": "cannot find package"}]},
		{"ImportPath": "m/tested", "Deps": ["fmt"]},
		{"ImportPath": "m/tested [m/tested.test]", "ForTest": "m/tested", "Deps": ["m/bad"]},
		{"ImportPath": "m/tested.test", "Name": "main", "Deps": ["m/tested [m/tested.test]"]},
		{"ImportPath": "m/testtorn", "Deps": ["fmt"]},
		{"ImportPath": "m/testtorn.test", "Name": "main", "Deps": ["m/testtorn"], "Error": {"Err": "expected ')'"}},
		{"ImportPath": "m/torn", "Error": {"Err": "expected 'package'"}},
		{"ImportPath": "m/variant", "Deps": ["fmt"]},
		{"ImportPath": "m/variant [m/variant.test]", "ForTest": "m/variant"}
	]`
	var ps packages
	if err := json.Unmarshal([]byte(list), &ps); err != nil {
		t.Fatal(err)
	}
	got := ps.skipped(&run{
		uncompiled: map[string]bool{"m/bad": true, "m/crash": true, "m/variant [m/variant.test]": true},
		crashed:    map[string]bool{"m/crash": true},
	})
	want := []Skipped{
		{"m/bad", "it does not compile"},
		{"m/crash", "its analysis crashed"},
		{"m/dep", "it imports m/bad, which does not compile"},
		{"m/lost", "an import does not load"},
		{"m/tested", "it imports m/bad, which does not compile"},
		{"m/testtorn", "it does not load"},
		{"m/torn", "it does not load"},
		{"m/variant", "it does not compile"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"m/bad", "m/crash", "m/crashdep", "m/dep", "m/good", "m/tested", "m/testtorn", "m/variant"}, ps.loadable()); diff != "" {
		t.Errorf("loadable (-want +got):\n%s", diff)
	}
}
