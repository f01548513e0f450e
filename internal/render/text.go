package render

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"github.com/futurelint/futurelint/internal/finding"
)

// Text writes one line a finding, "file:line:col: message", as go vet does.
func Text(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(out, "%s: %s\n", r.place(f.Start), f.Message)
	}
	return out.Flush()
}

func (r *Report) place(p finding.Place) string {
	switch {
	case p.Line == 0:
		return r.Path(p.File)
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", r.Path(p.File), p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", r.Path(p.File), p.Line, p.Col)
}

// Terminal writes findings for somebody who sits in front of a terminal: with
// the source line, a mark under the place, and the related places. Source lines
// are cut to width columns; 0 says that the width is not known.
func Terminal(w io.Writer, r *Report, colored bool, width int) error {
	t := &terminal{
		Report: r,
		width:  width,
		out:    bufio.NewWriter(w),
		files:  make(sourceFiles),
		where:  style(colored, color.Bold),
		mark:   style(colored, color.FgRed, color.Bold),
		faint:  style(colored, color.Faint),
	}
	for i := range r.Findings {
		t.finding(&r.Findings[i])
	}
	return t.out.Flush()
}

func style(colored bool, attributes ...color.Attribute) *color.Color {
	c := color.New(attributes...)
	if colored {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c
}

type terminal struct {
	*Report
	width              int
	out                *bufio.Writer
	files              sourceFiles
	where, mark, faint *color.Color
}

func (t *terminal) finding(f *finding.Finding) {
	fmt.Fprintf(t.out, "%s %s\n", t.where.Sprint(t.place(f.Start)+":"), printable(f.Message))
	t.source("    ", f.Start, f.End, t.mark)
	for _, rel := range f.Related {
		fmt.Fprintf(t.out, "    %s %s\n", t.faint.Sprint(t.place(rel.Place)+":"), printable(rel.Message))
		t.source("        ", rel.Place, rel.Place, t.faint)
	}
}

// source writes the line of start and marks it up to end. Without the file, or
// where it is shorter than it was, it writes nothing.
func (t *terminal) source(indent string, start, end finding.Place, mark *color.Color) {
	line, ok := t.files.file(start.File).line(start.Line)
	from := start.Col - 1
	if !ok || from < 0 || from > len(line) {
		return
	}
	to := from
	if end.Line > start.Line {
		to = len(line)
	} else if end.Line == start.Line && end.Col-1 <= len(line) {
		to = max(from, end.Col-1)
	}
	before, place, after := printable(string(line[:from])), printable(string(line[from:to])), printable(string(line[to:]))
	if t.width > 0 {
		before, place, after = fit(before, place, after, t.width-len(indent))
	}
	under := "^" + strings.Repeat("~", max(1, displaywidth.String(place))-1)
	fmt.Fprintf(t.out, "%s%s%s%s\n%s%s%s\n", indent, before, place, after, indent, blank(before), mark.Sprint(under))
}

// fit cuts what stands around the place in a line, and in the end the place,
// so that the line is not wrapped and the mark stands where it belongs.
func fit(before, place, after string, width int) (string, string, string) {
	const cut = "…" // one column wide
	if columns(before)+columns(place)+columns(after) <= width {
		return before, place, after
	}
	place = head(place, max(1, width-2))
	rest := width - 2 - columns(place)
	left := tail(before, max(rest/2, rest-columns(after)))
	right := head(after, rest-columns(left))
	if left != before {
		left = cut + left
	}
	if right != after {
		right += cut
	}
	return left, place, right
}

// head returns as much of the start of s as fits into n columns, and tail of
// its end.
func head(s string, n int) string {
	for i, r := range s {
		if n -= columns(string(r)); n < 0 {
			return s[:i]
		}
	}
	return s
}

func tail(s string, n int) string {
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if n -= columns(string(r)); n < 0 {
			return s[i:]
		}
		i -= size
	}
	return s
}

// columns returns how many columns s takes at most.
func columns(s string) int {
	const tab = 8
	return displaywidth.String(s) + tab*strings.Count(s, "\t")
}

// blank returns white space that is as wide as s on any terminal: tabs stay
// tabs, so that the width of a tab does not matter.
func blank(s string) string {
	var b strings.Builder
	for i, field := range strings.Split(s, "\t") {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(strings.Repeat(" ", displaywidth.String(printable(field))))
	}
	return b.String()
}

// printable replaces control characters, which source files and file names may
// hold and a terminal would obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
