// Package nearest finds the name that somebody may have meant who wrote one that
// there is not.
package nearest

import (
	"github.com/agnivade/levenshtein"

	"github.com/futurelint/futurelint/internal/check"
)

// Name returns the one of names that somebody who wrote name may have meant, ""
// if none comes close.
func Name(name string, names []string) string {
	// To replace every letter is no slip of the fingers.
	best, least := "", min(len(name)/3+2, len(name))
	for _, n := range names {
		if d := levenshtein.ComputeDistance(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// Check returns the name of the check or sub-check that somebody who wrote name
// may have meant, "" if none comes close. The name of a sub-check alone finds its
// check.
func Check(name string, checks []*check.Check) string {
	var names []string
	for _, c := range checks {
		names = append(names, c.Name)
		for _, sub := range c.Subs {
			if sub.Name == name {
				return sub.ID()
			}
			names = append(names, sub.ID())
		}
	}
	return Name(name, names)
}
