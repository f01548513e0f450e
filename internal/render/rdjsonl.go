package render

import (
	"bufio"
	"encoding/json"
	"io"
	"path/filepath"

	"github.com/futurelint/futurelint/internal/finding"
)

// Reviewdog's diagnostic format. Columns are in bytes, from 1, as ours.
type (
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Source      rdSource       `json:"source"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
		Related     []rdRelated    `json:"related_locations,omitempty"`
	}
	rdLocation struct {
		Path  string   `json:"path"`
		Range *rdRange `json:"range,omitempty"`
	}
	rdRange struct {
		Start rdPosition  `json:"start"`
		End   *rdPosition `json:"end,omitempty"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column,omitempty"`
	}
	rdSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdCode struct {
		Value string `json:"value"`
		URL   string `json:"url,omitempty"`
	}
	rdSuggestion struct {
		Range rdRange `json:"range"`
		Text  string  `json:"text"`
	}
	rdRelated struct {
		Message  string     `json:"message"`
		Location rdLocation `json:"location"`
	}
)

// RDJSONL writes one diagnostic of reviewdog's a line. Reviewdog takes relative
// names as relative to where it runs, so that they are what text has and not
// relative to the root of the repository.
func RDJSONL(w io.Writer, r *Report) error {
	var (
		out   = bufio.NewWriter(w)
		files = make(sourceFiles)
		rules = r.ruleIndex()
		tier  = r.tiers()
		repo  = r.repository()
	)
	for i := range r.Findings {
		f := &r.Findings[i]
		d := rdDiagnostic{
			Message:  f.Text(),
			Location: r.rdLocation(repo, f.Start, f.End),
			Severity: tier.pick(f, "WARNING", "ERROR"),
			Source:   rdSource{Name: toolName, URL: toolURL},
			Code:     rdCode{Value: f.Sub()},
		}
		if i, ok := rules[f.Sub()]; ok {
			d.Code.URL = r.Rules[i].URL
		}
		for _, rel := range f.Related {
			d.Related = append(d.Related, rdRelated{Message: rel.Message, Location: r.rdLocation(repo, rel.Place, rel.Place)})
		}
		for _, fix := range f.Fixes {
			// Suggestions are applied one by one, edits of a fix together.
			if s, ok := files.merge(f.Start.File, fix); ok {
				d.Suggestions = append(d.Suggestions, rdSuggestion{Range: rdRangeOf(s.start, s.end), Text: s.text})
			}
		}
		line, err := rdLine(d)
		if err != nil {
			return err
		}
		out.Write(line)
	}
	return out.Flush()
}

// rdLine returns the line for d. Reviewdog gives up on all of its input at a line
// that is longer than a bufio.Scanner takes, which only suggestions can make it.
func rdLine(d rdDiagnostic) ([]byte, error) {
	line, err := json.Marshal(d)
	if len(line) >= bufio.MaxScanTokenSize-1 && len(d.Suggestions) > 0 {
		d.Suggestions = nil
		line, err = json.Marshal(d)
	}
	return append(line, '\n'), err
}

func (r *Report) rdLocation(repo repository, start, end finding.Place) rdLocation {
	name, inside := repo.path(start.File)
	if inside {
		if rel, err := filepath.Rel(r.Dir, filepath.FromSlash(repo.absolute(start.File))); err == nil {
			name = filepath.ToSlash(rel)
		}
	}
	loc := rdLocation{Path: name}
	if start.Line > 0 {
		at := rdRangeOf(start, end)
		loc.Range = &at
	}
	return loc
}

func rdRangeOf(start, end finding.Place) rdRange {
	at := rdRange{Start: rdPosition{start.Line, start.Col}}
	if start.Col > 0 && end.Col > 0 && (end.Line > start.Line || end.Line == start.Line && end.Col >= start.Col) {
		at.End = &rdPosition{end.Line, end.Col}
	}
	return at
}
