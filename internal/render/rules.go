package render

import "github.com/futurelint/futurelint/internal/finding"

const (
	toolName = "futurelint"
	toolURL  = "https://github.com/futurelint/futurelint"
)

// ruleIndex returns where the rules stand in the report, by ID.
func (r *Report) ruleIndex() map[string]int {
	index := make(map[string]int, len(r.Rules))
	for i := range r.Rules {
		index[r.Rules[i].ID] = i
	}
	return index
}

// tiers tells the findings that gate a change from those for review.
type tiers map[string]string

func (r *Report) tiers() tiers {
	t := make(tiers, len(r.Rules))
	for i := range r.Rules {
		t[r.Rules[i].ID] = r.Rules[i].Tier
	}
	return t
}

// pick returns what a finding of the strict tier is to a service, or what all
// others are.
func (t tiers) pick(f *finding.Finding, strict, other string) string {
	if t[f.Sub()] == "strict" {
		return strict
	}
	return other
}

// incomplete returns what to say about that which was not analysed, nothing if
// all of it was.
func (r *Report) incomplete() []string {
	var list []string
	for _, s := range r.Skipped {
		list = append(list, s.String())
	}
	if r.Failed && len(list) == 0 {
		list = append(list, "the go command or a check failed; what it said is on the standard error")
	}
	return list
}

// occurrences counts how often it was asked for a key.
type occurrences map[string]int

// next returns 1 for a key that is new, 2 for the second time, and so on.
func (o occurrences) next(key string) int {
	o[key]++
	return o[key]
}
