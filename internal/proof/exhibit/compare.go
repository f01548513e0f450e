package exhibit

import (
	"slices"
	"strings"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/finding"
)

// nothingFound is what is said of a want that no finding matches.
const nothingFound = "nothing found that matches "

// match compares findings with what is wanted: every want takes one finding of
// its line. It returns the findings by the wants that took them.
func match(dir string, wants []*want, findings []finding.Finding) (map[*want]finding.Finding, []problem) {
	taken := make(map[*want]finding.Finding)
	var problems []problem
	for _, f := range findings {
		at := place{relative(dir, f.Start.File), f.Start.Line}
		found := false
		for _, w := range wants {
			if _, ok := taken[w]; !ok && w.place == at && w.pattern.MatchString(f.Message) {
				taken[w] = f
				found = true
				break
			}
		}
		if !found {
			problems = append(problems, problem{at, "not wanted: " + f.Message})
		}
	}
	for _, w := range wants {
		if _, ok := taken[w]; !ok {
			problems = append(problems, problem{w.place, nothingFound + w.pattern.String()})
		}
	}
	return taken, problems
}

// counted returns the findings that must be wanted. What a sub-check of the
// strict tier says of the exhibits of another check is not among them: it may
// well be right, for these exhibits were not written with it in mind.
func (h *Harness) counted(dir string, findings []finding.Finding) []finding.Finding {
	strict := make(map[string]bool)
	for _, c := range h.Checks {
		for _, sub := range c.Subs {
			strict[sub.ID()] = sub.Tier() == check.Strict
		}
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool {
		return strict[f.Sub()] && !strings.HasPrefix(relative(dir, f.Start.File), f.Check+"/")
	})
}

// either joins what is wrong in each of two drivers, and says where it is wrong
// in one of them only.
func either(one []problem, name1 string, two []problem, name2 string) []problem {
	var list []problem
	add := func(name string, from, other []problem) {
		for _, p := range from {
			if !slices.Contains(other, p) {
				p.text = name + ": " + p.text
			}
			list = append(list, p)
		}
	}
	add(name1, one, two)
	add(name2, two, one)
	return sortProblems(list)
}
