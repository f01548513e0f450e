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
	best, least := "", len(name)/3+2
	for _, n := range names {
		if d := levenshtein.ComputeDistance(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// suggestion is nearest as the end of a message.
func suggestion(name string, names []string) string {
	if n := nearest(name, names); n != "" {
		return ", did you mean " + n + "?"
	}
	return ""
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
	if s := suggestion(name, names); s != "" {
		return fmt.Errorf("unknown check %q%s", name, s)
	}
	return fmt.Errorf("unknown check %q; futurelint list shows all", name)
}

// flagError adds the nearest flag to the error that fs has for an unknown one.
func flagError(fs *flag.FlagSet, err error) error {
	const unknown = "flag provided but not defined: -"
	name, ok := strings.CutPrefix(err.Error(), unknown)
	if !ok {
		return err
	}
	var names []string
	fs.VisitAll(func(f *flag.Flag) { names = append(names, "-"+f.Name) })
	return fmt.Errorf("unknown flag -%s%s", name, suggestion("-"+name, names))
}
