package render

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/futurelint/futurelint/internal/finding"
)

// How many lines are shown around the finding and around a related place, and how
// many lines between two pieces of a file are shown rather than left out.
const (
	aroundFinding = 3
	aroundRelated = 1
	smallGap      = 2
)

// An htmlExcerpt is the source that a finding is about: the lines of the finding
// and of the related places, from several files if need be, under one another, and
// the connectors between them.
//
// It is one grid: line numbers, room for the connectors, code. A connector spans
// the rows from the finding's line to that of a related place, however high the
// rows get where lines are wrapped; nothing has to be measured in the browser.
type htmlExcerpt struct {
	f      *htmlFinding
	rows   []excerptRow
	lanes  []lane
	origin int // the row of the finding
}

type excerptRow struct {
	src  *htmlSource
	line int    // of src, 0 in rows of other kinds
	file string // shown as the heading of what follows
	note string // shown instead of source
	gap  int    // how many lines are left out
	at   []int  // related places in this row
	dent int    // tabs that the lines of the file have in common
}

// A lane is a connector from the row of the finding to another one.
type lane struct {
	row     int
	related int // the first of the places in the row
}

func (s *htmlSources) excerpt(f *htmlFinding) *htmlExcerpt {
	e := &htmlExcerpt{f: f, origin: -1}
	var names []string
	for _, p := range places(f.Finding) {
		if !slices.Contains(names, p.File) {
			names = append(names, p.File)
		}
	}
	for i, name := range names {
		if i > 0 {
			e.rows = append(e.rows, excerptRow{file: name})
		}
		e.add(s.file(name), name)
	}
	for i, row := range e.rows {
		if len(row.at) > 0 && i != e.origin && e.origin >= 0 {
			e.lanes = append(e.lanes, lane{i, row.at[0]})
		}
	}
	// The longest stands outermost, so that none crosses another.
	slices.SortStableFunc(e.lanes, func(a, b lane) int {
		return cmp.Compare(distance(b.row, e.origin), distance(a.row, e.origin))
	})
	return e
}

func distance(a, b int) int { return max(a-b, b-a) }

func places(f *finding.Finding) []finding.Place {
	list := []finding.Place{f.Start}
	for _, rel := range f.Related {
		list = append(list, rel.Place)
	}
	return list
}

// add adds the rows of one file. Places that it does not have, because it cannot be
// read or is no longer what it was, share a row that says so.
func (e *htmlExcerpt) add(src *htmlSource, name string) {
	shown := make(map[int]bool)
	at := make(map[int][]int)
	var gone []int
	missing := false
	show := func(p finding.Place, around int) bool {
		if _, _, ok := src.extent(p.Line); !ok {
			missing = true
			return false
		}
		shown[p.Line] = true
		for n := p.Line - 1; n >= max(1, p.Line-around) && !src.ends(n); n-- {
			shown[n] = true
		}
		for n := p.Line + 1; n <= min(src.count(), p.Line+around) && !src.ends(n-1); n++ {
			shown[n] = true
		}
		return true
	}
	here := e.f.Start.File == name && show(e.f.Start, aroundFinding)
	lost := e.f.Start.File == name && !here
	for i, rel := range e.f.Related {
		switch {
		case rel.Place.File != name:
		case show(rel.Place, aroundRelated):
			at[rel.Place.Line] = append(at[rel.Place.Line], i)
		default:
			gone = append(gone, i)
		}
	}
	if missing {
		if lost {
			e.origin = len(e.rows)
		}
		e.rows = append(e.rows, excerptRow{note: "the source is not there", at: gone})
	}
	lines := make([]int, 0, len(shown))
	for n := range shown {
		lines = append(lines, n)
	}
	slices.Sort(lines)
	wanted := func(n int) bool { return len(at[n]) > 0 || here && n == e.f.Start.Line }
	lines = slices.DeleteFunc(lines, func(n int) bool {
		// Empty lines at the edge of a piece say nothing.
		return src.blank(n) && !wanted(n) && !(shown[n-1] && shown[n+1])
	})
	dent := -1
	for _, n := range lines {
		if !src.blank(n) && (dent < 0 || src.indent(n) < dent) {
			dent = src.indent(n)
		}
	}
	last := 0
	for _, n := range lines {
		if between := n - last - 1; last > 0 && between > smallGap {
			e.rows = append(e.rows, excerptRow{gap: between})
		} else if last > 0 {
			for k := last + 1; k < n; k++ {
				e.rows = append(e.rows, excerptRow{src: src, line: k, dent: dent})
			}
		}
		if here && n == e.f.Start.Line {
			e.origin = len(e.rows)
		}
		e.rows = append(e.rows, excerptRow{src: src, line: n, at: at[n], dent: dent})
		last = n
	}
}

// Rows returns how many rows are shown, for a guess at their height.
func (e *htmlExcerpt) Rows() int {
	n := len(e.rows)
	for _, row := range e.rows {
		n += len(row.at)
	}
	return n
}

// HTML returns the excerpt. In the grid, every row of code and every label is a row.
func (e *htmlExcerpt) HTML() template.HTML {
	var m markup
	m.tag(`<div class="x" role="group" aria-label="source" style="--n:`)
	m.num(len(e.lanes))
	m.tag(`">`)
	grid := make([]int, len(e.rows)) // where rows are
	next := 1
	for i, row := range e.rows {
		grid[i] = next
		next += 1 + len(row.at)
		if i == e.origin {
			for _, rel := range e.f.Related {
				if rel.Place.File != e.f.Start.File {
					next++
				}
			}
		}
		e.row(&m, i, row)
	}
	for k, l := range e.lanes {
		from, to := grid[e.origin], grid[l.row]
		if to < from {
			m.tag(`<s class="up" style="grid-row:`)
			from, to = to, from
		} else {
			m.tag(`<s style="grid-row:`)
		}
		m.num(from)
		m.tag(`/`)
		m.num(to + 1)
		m.tag(`;--k:`)
		m.num(k)
		m.tag(`" data-r="`)
		m.num(l.related)
		m.tag(`"></s>`)
	}
	m.tag(`</div>`)
	return m.html()
}

func (e *htmlExcerpt) row(m *markup, i int, row excerptRow) {
	switch {
	case row.line > 0:
		m.tag(`<p data-n="`)
		m.num(row.line)
		m.tag(`"></p>`)
	case row.gap > 0:
		m.tag(`<p data-n="⋮"></p>`)
	}
	switch {
	case i == e.origin:
		m.tag(`<code class="hit">`)
	case len(row.at) > 0:
		m.tag(`<code class="at" data-r="`)
		m.num(row.at[0])
		m.tag(`">`)
	case row.file != "":
		m.tag(`<code class="file">`)
	case row.gap > 0:
		m.tag(`<code class="gap">`)
	default:
		m.tag(`<code>`)
	}
	switch {
	case row.line > 0:
		e.code(m, i, row)
	case row.gap > 0:
		m.text(count(row.gap, "line"))
	case row.file != "":
		m.text(e.f.page.report.Path(row.file))
	default:
		m.text(row.note)
	}
	m.tag("</code>\n")
	if i == e.origin {
		for k, rel := range e.f.Related {
			if rel.Place.File != e.f.Start.File {
				e.link(m, k, rel)
			}
		}
	}
	for _, k := range row.at {
		e.label(m, i, k, row)
	}
}

// code writes a line of source with the marks that belong there.
func (e *htmlExcerpt) code(m *markup, i int, row excerptRow) {
	var marks []span
	mark := func(start, end finding.Place, open tag) {
		if from, to, ok := row.src.find(start, end); ok && to > from {
			marks = append(marks, span{from, to, open, "</mark>"})
		}
	}
	if i == e.origin {
		mark(e.f.Start, e.f.End, "<mark>")
	}
	for _, k := range row.at {
		place := e.f.Related[k].Place
		mark(place, place, `<mark class="rel">`)
	}
	from, to, _ := row.src.extent(row.line)
	row.src.write(m, min(from+max(row.dent, 0), to), to, marks)
}

// label writes what is said about a related place, under its line.
func (e *htmlExcerpt) label(m *markup, i, k int, row excerptRow) {
	rel := e.f.Related[k]
	m.tag(`<p class="say`)
	if i == e.origin {
		m.tag(` same`)
	}
	if rel.Place.File != e.f.Start.File {
		m.tag(`" id="`)
		e.target(m, k)
	}
	m.tag(`">`)
	if row.line > 0 {
		// As far to the right as the line above.
		for range row.src.indent(row.line) - max(row.dent, 0) {
			m.tag("\t")
		}
	}
	m.text(rel.Message)
	if row.line == 0 {
		m.tag(` <code>`)
		m.text(e.f.page.report.place(rel.Place))
		m.tag(`</code>`)
	}
	if rel.Place.File != e.f.Start.File {
		m.tag(` <a href="#`)
		m.text(e.f.ID)
		m.tag(`">back to the finding</a>`)
	}
	m.tag("</p>\n")
}

// link writes, under the finding's line, where in another file a related place is.
func (e *htmlExcerpt) link(m *markup, k int, rel finding.Related) {
	m.tag(`<p class="say far"><a href="#`)
	e.target(m, k)
	m.tag(`">`)
	m.text(rel.Message)
	m.tag(`: <code>`)
	m.text(e.f.page.report.place(rel.Place))
	m.tag("</code></a></p>\n")
}

// target writes the name of a related place in the page.
func (e *htmlExcerpt) target(m *markup, k int) {
	m.text(e.f.ID)
	m.tag("-r")
	m.num(k)
}
