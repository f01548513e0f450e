package main

import (
	"flag"
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/futurelint/futurelint"
)

// nearest returns the one of names that somebody who wrote name may have
// meant, "" if none comes close.
func nearest(name string, names []string) string {
	// To replace every letter is no slip of the fingers.
	best, least := "", min(len(name)/3+2, len(name))
	for _, n := range names {
		if d := levenshtein.ComputeDistance(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// unknownCheck says that there is no check or sub-check called name. The name
// of a sub-check alone finds its check.
func unknownCheck(name string) error {
	var names []string
	for _, c := range futurelint.Checks() {
		names = append(names, c.Name)
		for _, sub := range c.Subs {
			if sub.Name == name {
				return fmt.Errorf("unknown check %q, did you mean %s?", name, sub.ID())
			}
			names = append(names, sub.ID())
		}
	}
	if n := nearest(name, names); n != "" {
		return fmt.Errorf("unknown check %q, did you mean %s?", name, n)
	}
	return fmt.Errorf("unknown check %q; futurelint list shows all", name)
}

// elsewhere are flags of other programs, with what they are called here.
var elsewhere = map[string]string{
	"json":    "-f=json",
	"version": "futurelint version",
}

// flagError adds what may have been meant to the error that fs has for an
// unknown flag.
func flagError(fs *flag.FlagSet, err error) error {
	const unknown = "flag provided but not defined: -"
	name, ok := strings.CutPrefix(err.Error(), unknown)
	if !ok {
		return err
	}
	meant := elsewhere[name]
	if meant == "" {
		var names []string
		fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if n := nearest(name, names); n != "" {
			meant = "-" + n
		}
	}
	if meant == "" {
		return fmt.Errorf("unknown flag -%s; futurelint help shows all", name)
	}
	return fmt.Errorf("unknown flag -%s, did you mean %s?", name, meant)
}
