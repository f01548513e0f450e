package render

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/futurelint/futurelint/internal/finding"
)

// sourceFiles holds the source files that findings are in, each read once; nil
// stands for one that cannot be read.
type sourceFiles map[string]*sourceText

type sourceText struct {
	data   []byte
	starts []int // of lines
}

// file returns the text of the file called name, or nil.
func (s sourceFiles) file(name string) *sourceText {
	text, ok := s[name]
	if ok {
		return text
	}
	if data, err := readFile(name); err == nil {
		text = newSourceText(data)
	}
	s[name] = text
	return text
}

func newSourceText(data []byte) *sourceText {
	text := &sourceText{data: data, starts: []int{0}}
	for i, b := range data {
		if b == '\n' {
			text.starts = append(text.starts, i+1)
		}
	}
	return text
}

// line returns a line, counted from 1, without what ends it.
func (t *sourceText) line(n int) ([]byte, bool) {
	line, ok := t.bytes(n)
	return bytes.TrimSuffix(line, []byte("\r")), ok
}

// bytes returns a line with the carriage return that may end it.
func (t *sourceText) bytes(n int) ([]byte, bool) {
	if t == nil || n < 1 || n > len(t.starts) {
		return nil, false
	}
	line, _, _ := bytes.Cut(t.data[t.starts[n-1]:], []byte("\n"))
	return line, true
}

// place returns where the byte at offset is. The end of the text is a place too.
func (t *sourceText) place(file string, offset int) (finding.Place, bool) {
	if t == nil || offset < 0 || offset > len(t.data) {
		return finding.Place{}, false
	}
	line := sort.SearchInts(t.starts, offset+1)
	return finding.Place{File: file, Line: line, Col: offset - t.starts[line-1] + 1}, true
}

// utf16Column returns the column of p in UTF-16 code units, which is what editors
// and browsers count, from 1. It is not known where the source is not, or is
// shorter than it was.
func (s sourceFiles) utf16Column(p finding.Place) (int, bool) {
	line, ok := s.file(p.File).bytes(p.Line)
	if !ok || p.Col < 1 || p.Col > len(line)+1 {
		return 0, false
	}
	n := 1
	for before := line[:p.Col-1]; len(before) > 0; {
		r, size := utf8.DecodeRune(before)
		n += utf16.RuneLen(r)
		before = before[size:]
	}
	return n, true
}

// A replacement is a fix to one file, with its edits made one.
type replacement struct {
	start, end finding.Place
	text       string
}

// merge returns the edits of fix as one replacement of what is between the first
// and the last of them. It fails where that cannot be said: edits to other files
// than file, source that is not known, or that is no text.
func (s sourceFiles) merge(file string, fix finding.Fix) (replacement, bool) {
	edits := slices.Clone(fix.Edits)
	slices.SortStableFunc(edits, func(a, b finding.Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	text := s.file(file)
	if text == nil || len(edits) == 0 {
		return replacement{}, false
	}
	var b strings.Builder
	at := max(0, edits[0].Start)
	for _, e := range edits {
		if e.File != file || e.Start < at || e.End < e.Start || e.End > len(text.data) {
			return replacement{}, false
		}
		b.Write(text.data[at:e.Start])
		b.WriteString(e.New)
		at = e.End
	}
	start, _ := text.place(file, edits[0].Start)
	end, ok := text.place(file, at)
	return replacement{start: start, end: end, text: b.String()}, ok && utf8.ValidString(b.String())
}
