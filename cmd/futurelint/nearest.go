package main

import (
	"flag"
	"fmt"
	"strings"

	"github.com/futurelint/futurelint/internal/nearest"
)

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
		if n := nearest.Name(name, names); n != "" {
			meant = "-" + n
		}
	}
	if meant == "" {
		return fmt.Errorf("unknown flag -%s; futurelint help shows all", name)
	}
	return fmt.Errorf("unknown flag -%s, did you mean %s?", name, meant)
}
