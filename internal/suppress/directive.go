package suppress

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"sync/atomic"
)

// All is the name that stands for every check: the linter's own.
const All = "futurelint"

// A Form says whose directive it is, and so whose names it has.
type Form int

const (
	// Nolint is golangci-lint's //nolint, which names linters.
	Nolint Form = iota
	// Staticcheck is //lint:ignore and //lint:file-ignore, whose names may be
	// those of other tools.
	Staticcheck
	// Own is //futurelint:, whose names are ours.
	Own
)

// The verbs that suppress findings.
const (
	Ignore     = "ignore"
	FileIgnore = "file-ignore"
)

// Verbs are what may stand behind //futurelint: in the source. Those that
// suppress nothing describe an API, and are read by the model.
var Verbs = []string{Ignore, FileIgnore, "spawns", "recovers", "limits", "settles"}

// A Directive is a comment that suppresses findings, or is meant to.
type Directive struct {
	Form Form
	// Verb is "ignore", "file-ignore" or, of our own form only, something
	// that is no verb at all. A //nolint has none.
	Verb string
	// Names are what the directive applies to, in the order of the text.
	// There are none in a //nolint that applies to every linter.
	Names []*Name
	// Reason is why the findings are to be suppressed. A directive of
	// another form than Nolint suppresses nothing without one.
	Reason string

	Comment *ast.Comment
	Group   *ast.CommentGroup // that the comment is part of
	File    *ast.File

	scope *scope // set when the first finding asks
}

// A Name is one of the names that a directive gives.
type Name struct {
	Text   string // as it is compared
	Offset int    // of the name in the text of the comment
	Len    int    // of the name there

	used atomic.Bool
}

// Used reports whether the name has suppressed a finding.
func (n *Name) Used() bool { return n.used.Load() }

// Matches reports whether the name stands for the sub-check id of check, such as
// orphan/ticker of orphan. It may be a pattern of package path, in which an
// asterisk does not stand for a slash.
func (n *Name) Matches(check, id string) bool {
	switch n.Text {
	case All, check, id:
		return true
	}
	if !n.Pattern() {
		return false
	}
	for _, name := range [...]string{check, id} {
		if ok, err := path.Match(n.Text, name); ok && err == nil {
			return true
		}
	}
	return false
}

// Pattern reports whether the name is a pattern.
func (n *Name) Pattern() bool { return strings.ContainsAny(n.Text, `*?[\`) }

// Keyword returns what the directive begins with, such as "//lint:ignore".
func (d *Directive) Keyword() string {
	switch d.Form {
	case Nolint:
		return "//nolint"
	case Staticcheck:
		return staticcheckPrefix + d.Verb
	}
	return ownPrefix + d.Verb
}

// applies reports whether the directive can suppress anything.
func (d *Directive) applies() bool {
	return d.Form == Nolint || d.Reason != "" && (d.Verb == Ignore || d.Verb == FileIgnore)
}

const (
	staticcheckPrefix = "//lint:"
	ownPrefix         = "//futurelint:"
)

// Parse returns the directive that the text of a comment is, nil if it is none
// of those that this package knows. Only line comments are directives.
func Parse(text string) *Directive {
	if !strings.HasPrefix(text, "//") {
		return nil
	}
	if rest, ok := strings.CutPrefix(text, ownPrefix); ok {
		d := parseIgnore(Own, rest, len(ownPrefix))
		if slices.Contains(Verbs, d.Verb) && d.Verb != Ignore && d.Verb != FileIgnore {
			return nil
		}
		return d
	}
	if rest, ok := strings.CutPrefix(text, staticcheckPrefix); ok {
		if d := parseIgnore(Staticcheck, rest, len(staticcheckPrefix)); d.Verb == Ignore || d.Verb == FileIgnore {
			return d
		}
		return nil
	}
	return parseNolint(text)
}

const blanks = " \t"

// parseIgnore parses "VERB NAME,NAME REASON", which begins at an offset in its
// comment.
func parseIgnore(form Form, text string, offset int) *Directive {
	d := &Directive{Form: form}
	word := func() (string, int) {
		at := offset
		end := strings.IndexAny(text, blanks)
		if end < 0 {
			end = len(text)
		}
		w, rest := text[:end], strings.TrimLeft(text[end:], blanks)
		offset += len(text) - len(rest)
		text = rest
		return w, at
	}
	d.Verb, _ = word()
	if strings.HasPrefix(text, "//") {
		return d // another comment in place of the names
	}
	list, at := word()
	if list == "" {
		return d
	}
	for item := range strings.SplitSeq(list, ",") {
		n := &Name{Text: item, Offset: at, Len: len(item)}
		if form == Staticcheck && !n.Pattern() {
			n.Text = strings.ToLower(item) // as staticcheck compares names
		}
		d.Names = append(d.Names, n)
		at += len(item) + 1
	}
	// Those who are used to //nolint set their reason off as there.
	d.Reason = strings.TrimSpace(strings.TrimLeft(text, "/ \t"))
	return d
}

// parseNolint parses a comment as golangci-lint does.
func parseNolint(text string) *Directive {
	const all, list = "nolint:all", "nolint:"
	rest := strings.TrimLeft(text, "/ ")
	if tail, ok := strings.CutPrefix(rest, "nolint"); !ok || tail != "" && tail[0] != ' ' && tail[0] != ':' {
		return nil
	}
	d := &Directive{Form: Nolint}
	if strings.HasPrefix(rest, all) || !strings.HasPrefix(rest, list) {
		return d
	}
	offset := len(text) - len(rest) + len(list)
	names, reason, _ := strings.Cut(rest[len(list):], "//")
	d.Reason = strings.TrimSpace(reason)
	for item := range strings.SplitSeq(names, ",") {
		name := strings.TrimSpace(item)
		n := &Name{Text: strings.ToLower(name), Offset: offset + strings.Index(item, name), Len: len(name)}
		if n.Text == "all" {
			d.Names = nil
			return d
		}
		d.Names = append(d.Names, n)
		offset += len(item) + 1
	}
	return d
}

// Ours reports whether the text of a comment is a directive that can be for nobody
// but this linter: it is of our own form, or names us or a sub-check alone.
func Ours(text string) bool {
	d := Parse(text)
	if d == nil || d.Form == Own {
		return d != nil
	}
	others := func(n *Name) bool { return n.Text != All && !strings.Contains(n.Text, "/") }
	return len(d.Names) > 0 && !slices.ContainsFunc(d.Names, others)
}
