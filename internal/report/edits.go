package report

import "golang.org/x/tools/go/analysis"

// Edits are edits that are to be applied together. The zero value is none.
type Edits struct{ list []analysis.TextEdit }

// Agree reports whether fix can be applied together with the edits: none of its
// edits is at a place that another one changes, but for an equal one, which is
// applied once.
func (e *Edits) Agree(fix analysis.SuggestedFix) bool {
	for _, edit := range fix.TextEdits {
		for _, old := range e.list {
			equal := edit.Pos == old.Pos && edit.End == old.End && string(edit.NewText) == string(old.NewText)
			if !equal && edit.Pos < old.End && old.Pos < edit.End {
				return false
			}
		}
	}
	return true
}

// Add adds the edits of fix.
func (e *Edits) Add(fix analysis.SuggestedFix) { e.list = append(e.list, fix.TextEdits...) }
