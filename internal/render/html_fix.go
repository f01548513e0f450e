package render

import (
	"bytes"
	"html/template"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/futurelint/futurelint/internal/finding"
)

// An htmlDiff is a suggested fix.
type htmlDiff struct {
	Message string
	Files   []htmlFileDiff // none if it cannot be shown
}

type htmlFileDiff struct {
	Name  string
	Other bool // it is not the file of the finding
	Lines template.HTML
}

// diff returns what a fix changes.
func (s *htmlSources) diff(r *Report, fix finding.Fix) htmlDiff {
	d := htmlDiff{Message: visible(fix.Message)}
	edits := make(map[string][]finding.Edit)
	var names []string
	for _, e := range fix.Edits {
		if edits[e.File] == nil {
			names = append(names, e.File)
		}
		edits[e.File] = append(edits[e.File], e)
	}
	for _, name := range names {
		before, after, ok := s.file(name).edited(edits[name])
		if !ok {
			return htmlDiff{Message: d.Message}
		}
		d.Files = append(d.Files, htmlFileDiff{Name: visible(r.Path(name)), Lines: diffLines(before, after)})
	}
	return d
}

// edited returns the lines that edits touch, with some around them, before and
// after. It reports whether the edits fit the source.
func (s *htmlSource) edited(edits []finding.Edit) (before, after []byte, ok bool) {
	if s == nil {
		return nil, nil, false
	}
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b finding.Edit) int { return a.Start - b.Start })
	edits = slices.Compact(edits)
	end := 0
	for _, e := range edits {
		if e.Start < max(end, 0) || e.End < e.Start || e.End > len(s.data) {
			return nil, nil, false
		}
		end = e.End
	}
	const context = 1
	row, _ := slices.BinarySearch(s.starts, edits[0].Start+1)
	first := s.starts[max(0, row-1-context)]
	last := len(s.data)
	if row, _ := slices.BinarySearch(s.starts, end+1); row+context < len(s.starts) {
		last = s.starts[row+context]
	}
	done := first
	for _, e := range edits {
		after = append(append(after, s.data[done:e.Start]...), e.New...)
		done = e.End
	}
	return s.data[first:last], append(after, s.data[done:last]...), true
}

// diffLines returns a diff without its header.
func diffLines(before, after []byte) template.HTML {
	var m markup
	// What Go's tools make of line breaks is not what the fix is about.
	before, after = wholeLines(before), wholeLines(after)
	hunks := 0
	_, body, _ := strings.Cut(string(diff.Diff("a", before, "b", after)), "\n+++ b\n")
	dent := commonIndent(body)
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "@@") {
			if hunks++; hunks > 1 {
				m.tag("<span class=\"gap\">⋮</span>\n")
			}
			continue
		}
		code := line[1:]
		code = code[min(dent, len(code)):]
		switch line[0] {
		case '-':
			m.tag("<del>")
			m.text(code)
			m.tag("</del>\n")
		case '+':
			m.tag("<ins>")
			m.text(code)
			m.tag("</ins>\n")
		default:
			m.tag("<span>")
			m.text(code)
			m.tag("</span>\n")
		}
	}
	return m.html()
}

func wholeLines(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(bytes.Clone(text), '\n')
	}
	return text
}

// commonIndent returns how many tabs all lines of a diff start with.
func commonIndent(body string) int {
	dent := -1
	for line := range strings.Lines(body) {
		code := strings.TrimRight(line, "\n")
		if strings.HasPrefix(code, "@@") || strings.TrimSpace(code[1:]) == "" {
			continue
		}
		code = code[1:]
		if n := len(code) - len(strings.TrimLeft(code, "\t")); dent < 0 || n < dent {
			dent = n
		}
	}
	return max(dent, 0)
}
