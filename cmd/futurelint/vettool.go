package main

import (
	"encoding/json"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/std"
	"github.com/futurelint/futurelint/passes/ignore"
)

// isVettool reports whether the go command calls: for the version that its
// cache keys hold, for the flags, or to have a package analysed.
func isVettool(args []string) bool {
	return slices.Contains(args, "-V=full") || slices.Contains(args, "-flags") ||
		len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// vettool does what the go command asks for, and exits.
func vettool(args []string) {
	unit := args[len(args)-1]
	if dep, ok := dependency(unit); ok {
		dep.facts(unit)
	}
	ignore.Without(dropped(args)...)
	unitchecker.Main(futurelint.Analyzers()...)
}

// dropped returns the names of the checks that unitchecker.Main does not run. Flags
// that name some drop all others; if there are none, those that negate some drop
// these.
//
// What unitchecker.Main drops would run all the same, because the analyzer of
// directives requires it.
func dropped(args []string) []string {
	said := make(map[string]bool)
	positive := false
	for _, arg := range args {
		name, value, given := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		on, err := strconv.ParseBool(value)
		switch {
		case !strings.HasPrefix(arg, "-"):
			continue
		case !given:
			on = true
		case err != nil:
			continue // unitchecker.Main complains, if it is one of ours
		}
		said[name] = on
	}
	for _, c := range futurelint.Checks() {
		positive = positive || said[c.Name]
	}
	var names []string
	for _, c := range futurelint.Checks() {
		if on, given := said[c.Name]; positive && !on || given && !on {
			names = append(names, c.Name)
		}
	}
	return names
}

// A factsUnit is the part of a unit's configuration that says whether its
// facts are all that is wanted.
type factsUnit struct {
	ImportPath string
	VetxOnly   bool
	VetxOutput string
}

// dependency reads the unit's configuration. It returns false for a unit that
// is to be checked, and for one that unitchecker.Main had better complain
// about.
func dependency(unit string) (cfg factsUnit, ok bool) {
	data, err := os.ReadFile(unit)
	if err != nil || json.Unmarshal(data, &cfg) != nil {
		return cfg, false
	}
	return cfg, cfg.VetxOnly
}

// facts writes the facts of a dependency, and exits.
//
// unitchecker.Main would run every check on it, because they all require an
// analyzer with facts, and throw the findings away. The model is enough, and it
// has no flags to parse. The standard library has no facts at all, because the
// vocabulary knows it.
func (u factsUnit) facts(unit string) {
	log.SetFlags(0)
	log.SetPrefix("futurelint: ")
	if std.Contains(u.ImportPath) {
		if err := os.WriteFile(u.VetxOutput, nil, 0o666); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	}
	unitchecker.Run(unit, []*analysis.Analyzer{model.Analyzer})
}
