// Package spelling finds what somebody may have meant who wrote an unknown name.
package spelling

import "github.com/agnivade/levenshtein"

// Nearest returns the one of names that somebody who wrote name may have meant,
// "" if none comes close.
func Nearest(name string, names []string) string {
	// To replace every letter is no slip of the fingers.
	best, least := "", min(len(name)/3+2, len(name))
	for _, n := range names {
		if d := levenshtein.ComputeDistance(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}
