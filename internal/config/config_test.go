package config_test

import (
	"encoding/json"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/config"
	"github.com/futurelint/futurelint/internal/vocab"
)

func parse(t *testing.T, text string) *config.Config {
	t.Helper()
	c, err := config.Parse(filepath.Join(t.TempDir(), config.Name), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(futurelint.Checks()); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRows compares what functions are to the vocabulary.
func TestRows(t *testing.T) {
	c := parse(t, `
spawners:
  - gopkg.in/x.v2.Go
  - {func: "(*example.com/x.Pool[T]).Submit", arg: 1, limited: true}
  - {func: (example.com/x.Doer).Do, arg: f, joined: true}
recoverers: ["(example.com/x.Pool).Submit", example.com/x.Safe]
limiters: [example.com/x.NewPool]
settlers: [(example.com/x.Promise).Set, {func: "(*example.com/x.Promise).Fail", arg: err}]
value-only-contexts: [example.com/log.*]
`)
	fn := vocab.FuncParam
	want := []vocab.Row{
		{Pkg: "gopkg.in/x.v2", Name: "Go", Role: vocab.Spawn, Arg: -1, Param: vocab.Param{Kind: fn}},
		{Pkg: "example.com/x", Name: "Pool.Submit", Role: vocab.Spawn, Arg: -1, Traits: vocab.Recovers, Param: vocab.Param{Kind: fn, Index: 1, Indexed: true}},
		{Pkg: "example.com/x", Name: "Pool.Submit", Role: vocab.Limit, Arg: -1, Traits: vocab.ByShape},
		{Pkg: "example.com/x", Name: "Doer.Do", Role: vocab.RunAll, Arg: -1, Param: vocab.Param{Kind: fn, Name: "f"}},
		{Pkg: "example.com/x", Name: "Safe", Role: vocab.Run, Arg: -1, Traits: vocab.Recovers, Param: vocab.Param{Kind: fn}},
		{Pkg: "example.com/x", Name: "NewPool", Role: vocab.Limit, Arg: -1, Traits: vocab.ByShape},
		{Pkg: "example.com/x", Name: "Promise.Set", Role: vocab.Settle, Arg: -1},
		{Pkg: "example.com/x", Name: "Promise.Fail", Role: vocab.Settle, Arg: -1, Param: vocab.Param{Kind: vocab.ErrorParam, Name: "err"}},
		{Pkg: "example.com/log", Name: "*", Role: vocab.ValuesOnly, Arg: -1},
	}
	if diff := cmp.Diff(want, c.Rows()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// TestNames gives names of functions that can be none.
func TestNames(t *testing.T) {
	for _, name := range []string{"Go", ".Go", "example.com/x", "example.com/x.", "(example.com/x.Pool)", "(example.com/x.Pool).", "(Pool).Go", "example.com/x.Go()", "example.com/x y.Go", "example.com/x.*", "(example.com/x.Pool[T).Go", "*example.com/x.Go"} {
		c, err := config.Parse("", []byte("limiters: ["+string(must(json.Marshal(name)))+"]"))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Validate(futurelint.Checks()); err == nil || !strings.HasPrefix(err.Error(), "settings: ") {
			t.Errorf("%s: %v; want an error", name, err)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestExcludes matches files with patterns.
func TestExcludes(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		pattern, file string
		want          bool
	}{
		{"a.go", "a.go", true},
		{"a.go", "b/a.go", false},
		{"./a.go", "a.go", true},
		{"**/a.go", "a.go", true},
		{"**/a.go", "b/c/a.go", true},
		{"b", "b/c/a.go", true},
		{"b/", "b/c/a.go", true},
		{"b", "bc/a.go", false},
		{"b/*", "b/c/a.go", true},
		{"b/*.go", "b/c/a.go", false},
		{"b/**/*.go", "b/c/d/a.go", true},
		{"*_gen.go", "x_gen.go", true},
		{"{a,b}/x.go", "b/x.go", true},
		{"**", "../x.go", false},
	} {
		c, err := config.Parse(filepath.Join(dir, config.Name), must(json.Marshal(map[string][]string{"exclude": {test.pattern}})))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Validate(futurelint.Checks()); err != nil {
			t.Fatal(err)
		}
		if got := c.Excludes(filepath.Join(dir, test.file)); got != test.want {
			t.Errorf("%s excludes %s: %t, want %t", test.pattern, test.file, got, test.want)
		}
	}
}

// TestRuns says which sub-checks run.
func TestRuns(t *testing.T) {
	c := parse(t, "tier: strict\nchecks: {orphan: default, orphan/endless: on, orphan/ticker: off, rejectnil: off, rejectnil/nil: on}")
	for _, chk := range futurelint.Checks() {
		for _, sub := range chk.Subs {
			want := true
			switch {
			case sub.ID() == "orphan/endless", sub.ID() == "rejectnil/nil":
			case sub.ID() == "orphan/ticker", chk.Name == "rejectnil":
				want = false
			case chk.Name == "orphan":
				want = sub.Tier() == check.Default
			}
			if got := c.Runs(sub); got != want {
				t.Errorf("%s runs: %t, want %t", sub.ID(), got, want)
			}
		}
	}
}

// TestJSON decodes the settings of a driver.
func TestJSON(t *testing.T) {
	var s struct{ Settings config.Config }
	text := `{"settings": {"tier": "strict", "checks": {"orphan": "off"}, "spawners": [{"func": "example.com/x.Go", "arg": 0}], "orphan": {"require-join": ["a", "b/..."]}}}`
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	if err := s.Settings.Validate(futurelint.Checks()); err != nil {
		t.Fatal(err)
	}
	if got := s.Settings.Settings["orphan"]["require-join"]; got != "a,b/..." || s.Settings.Tier != "strict" || len(s.Settings.Rows()) != 1 {
		t.Errorf("decoded %+v", s.Settings)
	}
	if err := json.Unmarshal([]byte(`{"settings": {"spawners": [{"fun": "example.com/x.Go"}]}}`), &s); err == nil || !strings.Contains(err.Error(), `settings: unknown key "fun", did you mean func?`) {
		t.Errorf("error %v", err)
	}
}

// FuzzParse gives whatever there is: it is good, or an error says why not.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "tier: strict\r\n", "\ufefftier: strict", "checks: {orphan: off}\nexclude: [\"**\"]", "exclude:\n- *.go\n", "a: &x 1\nb: *x", "tier: |\n  strict\n",
		"spawners:\n- func: a.B\n  arg: 0\n- c.D\n", "orphan:\n  require-join: [a]\n", "? a\n: b", "{", "<<: {a: b}", "!!map {}", "---\n...\n---\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("/d/.futurelint.yaml", data)
		if err != nil {
			return
		}
		if c.Validate(futurelint.Checks()) == nil {
			c.Rows()
			c.Excludes("/d/a/b.go")
		}
	})
}

// TestLookup has a row of a configuration found as one of the table.
func TestLookup(t *testing.T) {
	defer vocab.Extend(nil)
	parse(t, `
spawners: [{func: (example.com/x.Pool).Submit, arg: f}, {func: golang.org/x/sync/errgroup.Go, arg: g}]
`).ApplyRows()
	pkg := types.NewPackage("example.com/x", "x")
	f := types.NewVar(0, pkg, "f", types.NewSignatureType(nil, nil, nil, nil, nil, false))
	pool := types.NewNamed(types.NewTypeName(0, pkg, "Pool", nil), types.NewStruct(nil, nil), nil)
	method := func(params ...*types.Var) *types.Func {
		recv := types.NewVar(0, pkg, "p", types.NewPointer(pool))
		return types.NewFunc(0, pkg, "Submit", types.NewSignatureType(recv, nil, nil, types.NewTuple(params...), nil, false))
	}
	n := types.NewVar(0, pkg, "n", types.Typ[types.Int])
	if row, ok := vocab.Lookup(method(n, f), vocab.Spawn); !ok || row.Arg != 1 {
		t.Errorf("Lookup = %+v, %t; want argument 1", row, ok)
	}
	if row, ok := vocab.Lookup(method(n), vocab.Spawn); ok {
		t.Errorf("Lookup = %+v without the parameter", row)
	}
	if !vocab.KnowsPackage("golang.org/x/sync/errgroup") {
		t.Error("the table is gone")
	}
}

// TestFind looks for files from packages.
func TestFind(t *testing.T) {
	root := t.TempDir()
	write := func(name string) {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	find := func(dir, want string) {
		t.Helper()
		if want != "" {
			want = filepath.Join(root, want)
		}
		if got, err := config.Find(filepath.Join(root, dir)); err != nil || got != want {
			t.Errorf("in %s: found %q, %v; want %q", dir, got, err, want)
		}
	}
	write("repo/mods/m/go.mod")
	write("repo/mods/m/p/q.go")
	write(config.Name)
	find("repo/mods/m/p", "")
	write("repo/" + config.Name)
	find("repo/mods/m/p", "")
	write("repo/.git")
	find("repo/mods/m/p", "repo/"+config.Name)
	find("repo", "") // no module
	write("repo/mods/m/p/" + config.Name)
	find("repo/mods/m/p", "repo/"+config.Name)
	write("repo/mods/" + config.Name)
	find("repo/mods/m/p", "repo/mods/"+config.Name)
	write("repo/mods/m/" + config.Name)
	find("repo/mods/m/p", "repo/mods/m/"+config.Name)
}
