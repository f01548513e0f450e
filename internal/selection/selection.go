// Package selection resolves which checks run, and how they are set, from what a
// driver's user says: the command line in flags, golangci-lint's users in settings
// of the same names.
package selection

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/nearest"
)

// A Selection collects what is said about checks. The zero value says nothing; it
// is filled by the flags that [Selection.Register] declares.
type Selection struct {
	tier     check.Tier
	tests    check.TestMode
	terms    []string        // of -checks and -NAME, in order
	switches map[string]bool // by sub-check, of -NAME.SUB
	settings []string        // other flags of analyzers, as they are
	// whole says that -tier or -checks decides which sub-checks run, and no
	// configuration file; tested that -tests is given.
	whole, tested bool
}

// Register declares the flags that select and set checks. Setting one of an
// analyzer's own sets it in this process as well.
func (s *Selection) Register(fs *flag.FlagSet) {
	s.tier, s.tests = check.Default, check.TestsAuto
	s.switches = make(map[string]bool)
	fs.Func("tier", "", func(v string) error {
		s.whole = true
		if s.tier = check.Tier(v); s.tier != check.Default && s.tier != check.Strict {
			return fmt.Errorf("must be default or strict")
		}
		return nil
	})
	fs.Func("tests", "", func(v string) error {
		s.tested = true
		return s.tests.Set(v)
	})
	fs.Func("checks", "", func(v string) error {
		s.whole = true
		for term := range strings.SplitSeq(v, ",") {
			s.terms = append(s.terms, strings.TrimSpace(term))
		}
		return nil
	})
	checks := futurelint.Checks()
	for i, a := range futurelint.Analyzers() {
		s.registerAnalyzer(fs, a, checks[i])
	}
}

// registerAnalyzer declares the vettool's own flags for one analyzer.
func (s *Selection) registerAnalyzer(fs *flag.FlagSet, a *analysis.Analyzer, c *check.Check) {
	fs.BoolFunc(a.Name, "", func(v string) error {
		on, err := strconv.ParseBool(v)
		if err != nil {
			return fmt.Errorf("must be true or false")
		}
		if on {
			s.terms = append(s.terms, a.Name)
		} else {
			s.terms = append(s.terms, "-"+a.Name)
		}
		return nil
	})
	a.Flags.VisitAll(func(f *flag.Flag) {
		name := a.Name + "." + f.Name
		if slices.ContainsFunc(c.Subs, func(sub *check.Sub) bool { return sub.Name == f.Name && !sub.OnlyPolicy() }) {
			fs.BoolFunc(name, "", func(v string) error {
				on, err := strconv.ParseBool(v)
				if err != nil {
					return fmt.Errorf("must be true or false")
				}
				s.switches[a.Name+"/"+f.Name] = on
				return nil
			})
			return
		}
		// The analyzer's own value says what is a good one.
		set := func(v string) error {
			if err := f.Value.Set(v); err != nil {
				return err
			}
			s.settings = append(s.settings, "-"+name+"="+v)
			return nil
		}
		if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
			fs.BoolFunc(name, "", set)
			return
		}
		fs.Func(name, "", set)
	})
}

// Resolve returns the sub-checks that are on.
//
// The tier's sub-checks are, unless a term names what shall run; then that is
// all. Terms apply from left to right. sets reports whether a configuration file
// gives an analyzer's setting a value.
func (s *Selection) Resolve(sets func(check, setting string) bool) (map[*check.Sub]bool, error) {
	on := make(map[*check.Sub]bool)
	terms := s.terms
	if !slices.ContainsFunc(terms, func(t string) bool { return !strings.HasPrefix(t, "-") }) {
		for _, c := range futurelint.Checks() {
			for _, sub := range c.Subs {
				on[sub] = s.inTier(sub)
			}
		}
	}
	for _, term := range terms {
		name, off := strings.CutPrefix(term, "-")
		subs, err := s.named(name, off)
		if err != nil {
			return nil, err
		}
		for _, sub := range subs {
			on[sub] = !off
		}
	}
	for _, c := range futurelint.Checks() {
		for _, sub := range c.Subs {
			if v, ok := s.switches[sub.ID()]; ok {
				on[sub] = v
			}
			if !sub.OnlyPolicy() {
				continue
			}
			on[sub] = sub.Enabled() || sets(c.Name, sub.Policy.Flag) && !s.silences(sub)
			if !on[sub] && slices.Contains(terms, sub.ID()) {
				return nil, fmt.Errorf("%s speaks in the packages that -%s.%s names, which is not given", sub.ID(), c.Name, sub.Policy.Flag)
			}
		}
	}
	return on, nil
}

// Decides reports whether a flag says if the sub-check runs, and no configuration
// file.
func (s *Selection) Decides(sub *check.Sub) bool {
	_, switched := s.switches[sub.ID()]
	return s.whole || switched || len(s.terms) > 0 || sub.Policy != nil
}

// silences reports whether the selection names what shall run, and that is not
// the sub-check, which has a policy: then that of a configuration file does not
// count.
func (s *Selection) silences(sub *check.Sub) bool {
	positive := func(t string) bool { return !strings.HasPrefix(t, "-") }
	return s.whole && !sub.Enabled() && slices.ContainsFunc(s.terms, positive) && !slices.ContainsFunc(s.terms, func(t string) bool {
		return t == sub.ID() || t == sub.Check().Name || t == "all"
	})
}

func (s *Selection) inTier(sub *check.Sub) bool {
	return s.tier == check.Strict || sub.Tier() == check.Default
}

// named returns the sub-checks that a name stands for: "all" for every one; a
// check for those of the tier, or for all that it has if the tier has none of
// them, or if they are to be switched off.
func (s *Selection) named(name string, off bool) ([]*check.Sub, error) {
	var all, tier []*check.Sub
	for _, c := range futurelint.Checks() {
		for _, sub := range c.Subs {
			if sub.ID() == name {
				return []*check.Sub{sub}, nil
			}
			if name == "all" || name == c.Name {
				all = append(all, sub)
				if s.inTier(sub) {
					tier = append(tier, sub)
				}
			}
		}
	}
	switch {
	case len(all) == 0:
		return nil, Unknown(name)
	case name == "all" || off || len(tier) == 0:
		return all, nil
	}
	return tier, nil
}

// Flags returns the flags that make the vettool run the selection and nothing
// else; sets is as for Resolve. Without flags of the command line there are none:
// then a configuration file decides, and results are shared with those of go vet
// -vettool.
func (s *Selection) Flags(sets func(check, setting string) bool) ([]string, error) {
	on, err := s.Resolve(sets)
	if err != nil {
		return nil, err
	}
	var flags []string
	some := false
	for _, c := range futurelint.Checks() {
		if !slices.ContainsFunc(c.Subs, func(sub *check.Sub) bool { return on[sub] }) {
			flags = append(flags, "-"+c.Name+"=false")
			continue
		}
		some = true
		for _, sub := range c.Subs {
			_, switched := s.switches[sub.ID()]
			if !sub.OnlyPolicy() && (s.whole || switched || on[sub] != (sub.Tier() == check.Default)) {
				flags = append(flags, fmt.Sprintf("-%s.%s=%t", c.Name, sub.Name, on[sub]))
			}
			if sub.Policy != nil && sets(c.Name, sub.Policy.Flag) && s.silences(sub) {
				flags = append(flags, fmt.Sprintf("-%s.%s=", c.Name, sub.Policy.Flag))
			}
		}
		if s.tested {
			flags = append(flags, fmt.Sprintf("-%s.tests=%s", c.Name, s.tests))
		}
	}
	if !some {
		return nil, fmt.Errorf("no check is left to run")
	}
	return append(flags, s.settings...), nil
}

// Apply sets the analyzers in this process as the selection says; sets is as for
// Resolve. A check that does not belong to it runs to no effect.
func (s *Selection) Apply(sets func(check, setting string) bool) error {
	flags, err := s.Flags(sets)
	if err != nil {
		return err
	}
	values := make(map[string]string)
	for _, f := range flags {
		name, value, _ := strings.Cut(strings.TrimPrefix(f, "-"), "=")
		values[name] = value
	}
	analyzers := futurelint.Analyzers()
	for i, c := range futurelint.Checks() {
		if values[c.Name] == "false" {
			for _, sub := range c.Subs {
				values[c.Name+"."+sub.Name] = "false"
				if sub.Policy != nil {
					values[c.Name+"."+sub.Policy.Flag] = ""
				}
				if sub.OnlyPolicy() {
					values[c.Name+"."+sub.Name] = ""
				}
			}
		}
		analyzers[i].Flags.VisitAll(func(f *flag.Flag) {
			if v, ok := values[c.Name+"."+f.Name]; ok && err == nil {
				err = f.Value.Set(v)
			}
		})
	}
	return err
}

// Reset gives all settings of the analyzers in this process the values that they
// have at the start.
func Reset() {
	for _, a := range futurelint.Analyzers() {
		a.Flags.VisitAll(func(f *flag.Flag) {
			if err := f.Value.Set(f.DefValue); err != nil {
				panic(err) // a value that the flag itself gave
			}
		})
	}
}

// Known reports whether there is a check or sub-check of that name.
func Known(name string) bool {
	_, err := new(Selection).named(name, false)
	return err == nil
}

// Unknown says that there is no check or sub-check called name, and which may
// have been meant.
func Unknown(name string) error {
	if n := nearest.Check(name, futurelint.Checks()); n != "" {
		return fmt.Errorf("unknown check %q, did you mean %s?", name, n)
	}
	return fmt.Errorf("unknown check %q; futurelint list shows all", name)
}
