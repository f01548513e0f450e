// Package finding holds what an analysis found, after the driver and before a
// renderer: findings with absolute places, each once, in the order of the
// source.
package finding

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Place is a position in a file. Line and Col count from 1, Col in bytes; a
// place without a line is the file as a whole, and one without a column, which
// line directives make, the line.
type Place struct {
	File string
	Line int
	Col  int
}

// ParsePlace parses "file:line:col" or "file:line" as go vet writes it.
func ParsePlace(s string) (Place, error) {
	file, last, ok := cutLast(s)
	if !ok {
		return Place{}, fmt.Errorf("position %q is not file:line:column", s)
	}
	if name, line, ok := cutLast(file); ok {
		return Place{File: name, Line: line, Col: last}, nil
	}
	return Place{File: file, Line: last}, nil
}

func cutLast(s string) (string, int, bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil
}

// A Related place is the second place of a finding: "the group is created
// here".
type Related struct {
	Place   Place
	Message string
}

// An Edit replaces the bytes [Start, End) of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// A Fix is a suggested fix: its edits are applied together or not at all.
type Fix struct {
	Message string
	Edits   []Edit
}

// A Finding is one diagnostic of one check.
type Finding struct {
	Check      string // the analyzer: "ctxthread"
	Package    string // the import path, that of the package proper for its tests
	Start, End Place
	Message    string // ends in the sub-check in parentheses
	Related    []Related
	Fixes      []Fix
	// Decl is the declaration around the finding, such as "(*Server).Run",
	// and Construct the code that it is about; see package fingerprint, which
	// fills them in.
	Decl, Construct string
}

// Fixable reports whether a suggested fix came with f.
func (f *Finding) Fixable() bool { return len(f.Fixes) > 0 }

// Text returns the message without the sub-check behind it.
func (f *Finding) Text() string { return strings.TrimSuffix(f.Message, " ("+f.Sub()+")") }

// Sub returns the sub-check that f belongs to, such as "ctxthread/producer",
// and the check where the message names no sub-check.
func (f *Finding) Sub() string {
	if i := strings.LastIndexByte(f.Message, '('); i >= 0 && strings.HasSuffix(f.Message, ")") {
		if id := f.Message[i+1 : len(f.Message)-1]; strings.HasPrefix(id, f.Check+"/") {
			return id
		}
	}
	return f.Check
}

// Tidy sorts findings by file, line and column, and keeps one of those that a
// driver gave twice because it analysed a file in several packages.
func Tidy(findings []Finding) []Finding {
	slices.SortFunc(findings, compare)
	return slices.CompactFunc(findings, func(a, b Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Start.File, b.Start.File),
		cmp.Compare(a.Start.Line, b.Start.Line),
		cmp.Compare(a.Start.Col, b.Start.Col),
		cmp.Compare(a.Message, b.Message),
	)
}
