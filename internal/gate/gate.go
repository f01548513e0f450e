// Package gate tells new findings from old ones, by fingerprints: what it compares
// are findings, and not lines that changed.
package gate

import (
	"slices"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
)

// Packages says of import paths whether there is such a package in the code that is
// analysed now.
type Packages func(path string) bool

// New returns those of the findings that are not among the known ones, and the
// known ones that are not among the findings, each in the order in which it got
// them. Every known one stands for one finding, so that a copy of an old finding is
// new.
//
// A finding whose package was not there before is as old as one that is gone with
// its package, if they differ in nothing else: the package was moved. before and
// now say which packages there were and are.
func New(found []finding.Finding, known []fingerprint.Key, before, now Packages) (fresh []finding.Finding, gone []fingerprint.Key) {
	rest := make(map[fingerprint.Key]int, len(known))
	for _, k := range known {
		rest[k]++
	}
	var moved []int // into found
	matched := make([]bool, len(found))
	for i := range found {
		k := fingerprint.Of(&found[i])
		if rest[k] > 0 {
			rest[k]--
			matched[i] = true
		} else if !before(k.Package) {
			moved = append(moved, i)
		}
	}
	if len(moved) > 0 {
		left := make(map[fingerprint.Key][]fingerprint.Key) // without a package
		for _, k := range unique(known) {
			if rest[k] > 0 && !now(k.Package) {
				bare := k
				bare.Package = ""
				for range rest[k] {
					left[bare] = append(left[bare], k)
				}
			}
		}
		for _, i := range moved {
			bare := fingerprint.Of(&found[i])
			bare.Package = ""
			if old := left[bare]; len(old) > 0 {
				left[bare] = old[1:]
				rest[old[0]]--
				matched[i] = true
			}
		}
	}
	for i, f := range found {
		if !matched[i] {
			fresh = append(fresh, f)
		}
	}
	// What is left over of several equal ones are the last.
	for _, k := range slices.Backward(known) {
		if rest[k] > 0 {
			rest[k]--
			gone = append(gone, k)
		}
	}
	slices.Reverse(gone)
	return fresh, gone
}

func unique(keys []fingerprint.Key) []fingerprint.Key {
	seen := make(map[fingerprint.Key]bool, len(keys))
	return slices.DeleteFunc(slices.Clone(keys), func(k fingerprint.Key) bool {
		old := seen[k]
		seen[k] = true
		return old
	})
}
