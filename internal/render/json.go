package render

import (
	"encoding/json"
	"io"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
)

// The form of JSON. Names are part of the command's interface, which
// docs/json-schema.json describes.
type (
	jsonReport struct {
		Findings    []jsonFinding `json:"findings"`
		NotAnalysed []jsonSkipped `json:"notAnalysed"`
	}
	jsonFinding struct {
		Check       string        `json:"check"` // check/sub-check
		Message     string        `json:"message"`
		File        string        `json:"file"`
		Line        int           `json:"line"`
		Column      int           `json:"column"` // in bytes, from 1; 0 if not known
		EndLine     int           `json:"endLine"`
		EndCol      int           `json:"endColumn"`
		Package     string        `json:"package"`
		Declaration string        `json:"declaration"` // "" if not known
		Fingerprint string        `json:"fingerprint"`
		Fixable     bool          `json:"fixable"`
		Fixes       []jsonFix     `json:"fixes"`
		Related     []jsonRelated `json:"related"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		File  string `json:"file"`
		Start int    `json:"start"` // in bytes, from 0
		End   int    `json:"end"`   // exclusive
		New   string `json:"new"`
	}
	jsonRelated struct {
		Message string `json:"message"`
		File    string `json:"file"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
	}
	jsonSkipped struct {
		Package string `json:"package"`
		Reason  string `json:"reason"`
	}
)

// JSON writes r as one JSON object. Lists are never null.
func JSON(w io.Writer, r *Report) error {
	out := jsonReport{Findings: []jsonFinding{}, NotAnalysed: []jsonSkipped{}}
	for i := range r.Findings {
		out.Findings = append(out.Findings, r.json(&r.Findings[i]))
	}
	for _, s := range r.Skipped {
		out.NotAnalysed = append(out.NotAnalysed, jsonSkipped{Package: s.Path, Reason: s.Reason})
	}
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func (r *Report) json(f *finding.Finding) jsonFinding {
	out := jsonFinding{
		Check:       f.Sub(),
		Message:     f.Message,
		File:        r.Path(f.Start.File),
		Line:        f.Start.Line,
		Column:      f.Start.Col,
		EndLine:     f.End.Line,
		EndCol:      f.End.Col,
		Package:     f.Package,
		Declaration: f.Decl,
		Fingerprint: fingerprint.Of(f).String(),
		Fixable:     f.Fixable(),
		Fixes:       []jsonFix{},
		Related:     []jsonRelated{},
	}
	for _, fix := range f.Fixes {
		edits := []jsonEdit{}
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit{r.Path(e.File), e.Start, e.End, e.New})
		}
		out.Fixes = append(out.Fixes, jsonFix{fix.Message, edits})
	}
	for _, rel := range f.Related {
		out.Related = append(out.Related, jsonRelated{rel.Message, r.Path(rel.Place.File), rel.Place.Line, rel.Place.Col})
	}
	return out
}
