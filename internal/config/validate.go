package config

import (
	"flag"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/nearest"
)

// off and on are the switches of checks and of sub-checks.
const (
	off = "off"
	on  = "on"
)

// tiers are the values of tier.
var tiers = []string{string(check.Default), string(check.Strict)}

// Validate says what c names that there is not, given all checks: checks, tiers,
// settings; and patterns and names of functions that cannot be ones. That names
// stand for functions is another matter; see [Config.Resolve] and
// [Config.Locate].
func (c *Config) Validate(checks []*check.Check) error {
	v := &validator{c: c, checks: checks, fails: failures{file: c.file}}
	v.tiers()
	v.settings()
	for i, p := range c.Exclude {
		if reason := badPattern(p); reason != "" {
			v.fails.add(c.place(at("exclude", i)), "%s: %s", p, reason)
		}
	}
	seen := make(map[string]position)
	for _, n := range c.functions() {
		where, _, _ := strings.Cut(n.path, "[")
		key := where + " " + n.row.Pkg + " " + n.row.Name
		switch first, again := seen[key]; {
		case n.bad != "":
			v.fails.add(c.place(n.path), "%q is not the name of a function: %s", n.Func, n.bad)
		case again:
			v.fails.add(c.place(n.path), "%s is there already, in line %d", n.Func, first.line)
		default:
			seen[key] = c.place(n.path)
		}
	}
	return v.fails.err()
}

func at(list string, i int) string { return list + "[" + itoa(i) + "]" }

type validator struct {
	c      *Config
	checks []*check.Check
	fails  failures
}

func (v *validator) tiers() {
	c := v.c
	if c.Tier != "" && !slices.Contains(tiers, c.Tier) {
		v.fails.add(c.place("tier"), "%s", unknown("tier", c.Tier, tiers))
	}
	if err := new(check.TestMode).Set(c.Tests); c.Tests != "" && err != nil {
		v.fails.add(c.place("tests"), "tests: %s %s", c.Tests, err)
	}
	for name, value := range c.Checks {
		at := c.place("checks." + name)
		chk, sub := v.find(name)
		switch {
		case chk == nil && sub == nil:
			if n := nearest.Check(name, v.checks); n != "" {
				v.fails.add(at, "unknown check %q, did you mean %s?", name, n)
			} else {
				v.fails.add(at, "unknown check %q; futurelint list shows all", name)
			}
		case sub != nil && sub.Policy != nil:
			v.fails.add(at, "%s has no switch: it is on in the packages that %s: %s: names", name, sub.Check().Name, sub.Policy.Flag)
		case sub != nil && value != on && value != off:
			v.fails.add(at, "%s: a sub-check is on or off, not %s", name, value)
		case chk != nil && value != off && !slices.Contains(tiers, value):
			v.fails.add(at, "%s: a check is default, strict or off, not %s", name, value)
		}
	}
}

// find returns the check or the sub-check that is called name.
func (v *validator) find(name string) (*check.Check, *check.Sub) {
	for _, c := range v.checks {
		if c.Name == name {
			return c, nil
		}
		for _, sub := range c.Subs {
			if sub.ID() == name {
				return nil, sub
			}
		}
	}
	return nil, nil
}

// settings checks the analyzers' own settings by what their flags say of them.
func (v *validator) settings() {
	c := v.c
	for name, values := range c.Settings {
		chk, _ := v.find(name)
		if chk == nil {
			known := slices.Clone(keys)
			for _, c := range v.checks {
				known = append(known, c.Name)
			}
			v.fails.add(c.place(name), "%s", unknown("key", name, known))
			continue
		}
		if at, ok := c.at[name+"!"]; ok {
			v.fails.add(at, "%s must be a mapping of its settings; whether it runs is said by checks: %s", name, name)
		}
		for key, value := range values {
			v.setting(chk, key, value, c.place(name+"."+key))
		}
	}
}

func (v *validator) setting(c *check.Check, key, value string, at position) {
	var known []string
	c.Flags().VisitAll(func(f *flag.Flag) {
		if !isSwitch(c, f.Name) {
			known = append(known, f.Name)
		}
	})
	switch f := c.Flags().Lookup(key); {
	case f == nil:
		v.fails.add(at, "%s", unknown("setting of "+c.Name, key, known))
	case isSwitch(c, key):
		v.fails.add(at, "%s is no setting: whether a sub-check runs is said by checks: %s/%s", key, c.Name, key)
	default:
		if err := fresh(f.Value).Set(value); err != nil {
			v.fails.add(at, "%s: %s", key, err)
		}
	}
}

// isSwitch reports whether the flag of the check is the switch of a sub-check.
func isSwitch(c *check.Check, name string) bool {
	return slices.ContainsFunc(c.Subs, func(sub *check.Sub) bool { return sub.Name == name && !sub.OnlyPolicy() })
}

// fresh returns a flag's value of the same type, so that a trial leaves no trace.
func fresh(v flag.Value) flag.Value {
	if t := reflect.TypeOf(v); t.Kind() == reflect.Pointer {
		if f, ok := reflect.New(t.Elem()).Interface().(flag.Value); ok {
			return f
		}
	}
	return v
}

// badPattern says why p is no pattern of files.
func badPattern(p string) string {
	switch {
	case strings.Contains(p, `\`):
		return "a pattern has slashes, on Windows too, and nothing is escaped"
	case path.IsAbs(p) || filepath.IsAbs(p):
		return "a pattern is relative to the directory of the file"
	case path.Clean(p) == ".." || strings.HasPrefix(path.Clean(p), "../"):
		return "a pattern names files beneath the directory of the file"
	case !doublestar.ValidatePattern(p):
		return "bad pattern"
	}
	return ""
}

// Excludes reports whether c says that nothing is reported in file. A pattern is
// matched with the file's name, and with those of the directories that it is in,
// relative to the directory of the configuration file. Settings of a driver are
// relative to no directory and exclude nothing.
func (c *Config) Excludes(file string) bool {
	if c.file == "" || len(c.Exclude) == 0 {
		return false
	}
	rel, err := filepath.Rel(filepath.Dir(c.file), file)
	if err != nil || !filepath.IsLocal(rel) {
		return false
	}
	for name := filepath.ToSlash(rel); name != "."; name = path.Dir(name) {
		for _, p := range c.Exclude {
			if doublestar.MatchUnvalidated(path.Clean(p), name) {
				return true
			}
		}
	}
	return false
}
