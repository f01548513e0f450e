package render

import (
	"bytes"
	"go/scanner"
	"go/token"
	"html"
	"html/template"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/futurelint/futurelint/internal/finding"
)

// A markup is HTML in the making. Source code comes in too many small pieces for a
// template; what keeps data from becoming markup here is that tags are constants.
type markup struct{ strings.Builder }

// A tag is a piece of HTML. Nothing is converted to it but constants.
type tag string

func (m *markup) tag(t tag)     { m.WriteString(string(t)) }
func (m *markup) num(n int)     { m.WriteString(strconv.Itoa(n)) }
func (m *markup) text(s string) { m.WriteString(html.EscapeString(visible(s))) }

func (m *markup) html() template.HTML { return template.HTML(m.String()) }

// htmlSources are the files that are shown, each read once.
type htmlSources struct {
	read  sourceFiles
	files map[string]*htmlSource
}

func newHTMLSources() *htmlSources {
	return &htmlSources{read: make(sourceFiles), files: make(map[string]*htmlSource)}
}

// file returns the file called name, nil if it cannot be read.
func (s *htmlSources) file(name string) *htmlSource {
	src, ok := s.files[name]
	if !ok {
		if text := s.read.file(name); text != nil {
			src = newHTMLSource(text, filepath.Ext(name) == ".go")
		}
		s.files[name] = src
	}
	return src
}

// An htmlSource is source code with what its colours are.
type htmlSource struct {
	*sourceText
	spans []span
}

// A span is a piece of code that is coloured or marked.
type span struct {
	from, to    int
	open, close tag
}

func newHTMLSource(text *sourceText, code bool) *htmlSource {
	s := &htmlSource{sourceText: text}
	if code {
		s.spans = colours(text.data)
	}
	return s
}

// colours returns the comments, strings and keywords of Go code.
func colours(text []byte) []span {
	var spans []span
	var s scanner.Scanner
	// The scanner takes carriage returns out of comments and raw strings, and
	// would say that they are shorter than they are.
	text = bytes.ReplaceAll(text, []byte("\r"), []byte(" "))
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, text, func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, lit := s.Scan()
		from := file.Offset(pos)
		switch {
		case tok == token.EOF:
			return spans
		case tok == token.COMMENT:
			spans = append(spans, span{from, from + len(lit), "<i>", "</i>"})
		case tok == token.STRING || tok == token.CHAR:
			spans = append(spans, span{from, from + len(lit), "<u>", "</u>"})
		case tok.IsKeyword():
			spans = append(spans, span{from, from + len(lit), "<b>", "</b>"})
		}
	}
}

// coloured returns Go code, which need not be a whole file.
func coloured(code string) template.HTML {
	s := newHTMLSource(newSourceText([]byte(code)), true)
	var m markup
	s.write(&m, 0, len(s.data), nil)
	return m.html()
}

// extent returns where a line starts and ends, without its line break. It reports
// whether there is such a line; what follows the last line break is one only if it
// is not empty.
func (s *htmlSource) extent(n int) (from, to int, ok bool) {
	if s == nil || n < 1 || n > len(s.starts) || n > 1 && s.starts[n-1] == len(s.data) {
		return 0, 0, false
	}
	line, _ := s.line(n)
	from = s.starts[n-1]
	return from, from + len(line), true
}

// count returns how many lines there are.
func (s *htmlSource) count() int {
	if _, _, ok := s.extent(len(s.starts)); !ok {
		return len(s.starts) - 1
	}
	return len(s.starts)
}

// blank reports whether a line has nothing on it.
func (s *htmlSource) blank(n int) bool {
	from, to, ok := s.extent(n)
	return ok && len(bytes.TrimSpace(s.data[from:to])) == 0
}

// ends reports whether a line ends a declaration of the file: what is beyond has
// nothing to do with what is before.
func (s *htmlSource) ends(n int) bool {
	from, to, ok := s.extent(n)
	return ok && from < to && (s.data[from] == '}' || s.data[from] == ')')
}

// indent returns how many tabs a line starts with.
func (s *htmlSource) indent(n int) int {
	from, to, _ := s.extent(n)
	line := s.data[from:to]
	return len(line) - len(bytes.TrimLeft(line, "\t"))
}

// find returns the offsets of a place of the source. One without an end is the
// word that stands there.
func (s *htmlSource) find(start, end finding.Place) (from, to int, ok bool) {
	first, last, ok := s.extent(start.Line)
	if !ok {
		return 0, 0, false
	}
	from, to = first+start.Col-1, last
	if start.Col == 0 {
		return first + len(s.data[first:last]) - len(bytes.TrimLeft(s.data[first:last], " \t")), last, true
	}
	if from < first || from > last {
		return 0, 0, false
	}
	if end.Line == start.Line && end.Col > start.Col {
		return from, min(first+end.Col-1, last), true
	}
	if end.Line <= start.Line {
		if from < last && s.data[from] == '(' {
			// Calls are where their parenthesis is.
			if callee := bytes.TrimRightFunc(s.data[first:from], inWord); first+len(callee) < from {
				return first + len(callee), from, true
			}
		}
		to = min(from+word(s.data[from:last]), last)
	}
	return from, to, true
}

// word returns how long what code starts with is: an identifier, a number or a
// keyword, an arrow, or one character.
func word(code []byte) int {
	switch n := len(code) - len(bytes.TrimLeftFunc(code, inWord)); {
	case n > 0:
		return n
	case bytes.HasPrefix(code, []byte("<-")):
		return 2
	}
	return 1
}

func inWord(r rune) bool { return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// write writes the code from..to with its colours, and with marks that lie within.
// Where a mark starts or ends inside of a colour, the colour is closed and opened
// again.
func (s *htmlSource) write(m *markup, from, to int, marks []span) {
	first := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].to > from })
	inner := s.spans[first:]
	cuts := []int{from, to}
	for _, mark := range marks {
		cuts = append(cuts, mark.from, mark.to)
	}
	slices.Sort(cuts)
	var open *span
	for i := 0; i+1 < len(cuts); i++ {
		a, b := max(cuts[i], from), min(cuts[i+1], to)
		if a >= b {
			continue
		}
		var now *span
		for j := range marks {
			if marks[j].from <= a && b <= marks[j].to {
				now = &marks[j]
				break // the first of them that covers the piece
			}
		}
		if now != open {
			if open != nil {
				m.tag(open.close)
			}
			if now != nil {
				m.tag(now.open)
			}
			open = now
		}
		for a < b {
			for len(inner) > 0 && inner[0].to <= a {
				inner = inner[1:]
			}
			if len(inner) == 0 || inner[0].from >= b {
				m.text(string(s.data[a:b]))
				break
			}
			if inner[0].from > a {
				m.text(string(s.data[a:inner[0].from]))
				a = inner[0].from
			}
			end := min(inner[0].to, b)
			m.tag(inner[0].open)
			m.text(string(s.data[a:end]))
			m.tag(inner[0].close)
			a = end
		}
	}
	if open != nil {
		m.tag(open.close)
	}
}
