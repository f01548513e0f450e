package ignore

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/nearest"
	"github.com/futurelint/futurelint/internal/suppress"
)

// wellFormed reports what is wrong with how d is written, and returns whether it
// can suppress anything.
func (c *checker) wellFormed(d *suppress.Directive) bool {
	complain := func(format string, args ...any) {
		c.r.Report(malformed, analysis.Diagnostic{
			Pos:     d.Comment.Pos(),
			End:     d.Comment.End(),
			Message: d.Keyword() + " " + fmt.Sprintf(format, args...),
		})
	}
	if d.Form == suppress.Nolint {
		for _, n := range d.Names {
			if strings.HasPrefix(n.Text, suppress.All+" ") {
				text := d.Comment.Text[n.Offset+len(suppress.All) : n.Offset+n.Len]
				complain("suppresses nothing of %s: %q is taken for a part of the name, since no // stands in front of it", suppress.All, strings.TrimSpace(text))
			}
		}
		return true
	}
	if d.Form == suppress.Staticcheck && !slices.ContainsFunc(d.Names, func(n *suppress.Name) bool { return ours(d, n) }) {
		return false
	}
	switch {
	case d.Verb != suppress.Ignore && d.Verb != suppress.FileIgnore:
		if verb := nearest.Name(d.Verb, suppress.Verbs); verb != "" {
			complain("is no directive and does nothing, did you mean //futurelint:%s?", verb)
		} else {
			complain("is no directive and does nothing; behind the colon stands one of %s", strings.Join(suppress.Verbs, ", "))
		}
		return false
	case len(d.Names) == 0:
		complain("suppresses nothing: it names no check, and gives no reason")
		return false
	case d.Reason == "":
		complain("suppresses nothing: it gives no reason")
	}
	for _, n := range d.Names {
		c.wellNamed(d, n)
	}
	return d.Reason != ""
}

// wellNamed reports what is wrong with the name n of d.
func (c *checker) wellNamed(d *suppress.Directive, n *suppress.Name) {
	if !ours(d, n) || len(matched(n)) > 0 {
		return
	}
	pos, end := at(d, n)
	complain := func(format string, args ...any) {
		c.r.Report(malformed, analysis.Diagnostic{Pos: pos, End: end, Message: d.Keyword() + " " + fmt.Sprintf(format, args...)})
	}
	if n.Text == "" {
		complain("has an empty name: names are separated by commas, without blanks")
		return
	}
	if _, err := path.Match(n.Text, ""); err != nil {
		complain("names %s, which is no pattern: %v", n.Text, err)
		return
	}
	for _, sub := range Check.Subs {
		if n.Matches(Check.Name, sub.ID()) {
			complain("names %s, whose findings no directive suppresses; a flag, -%s=false, does", n.Text, Check.Name)
			return
		}
	}
	if name := nearest.Check(n.Text, checks()); name != "" {
		complain("names %s, which is no check, did you mean %s?", n.Text, name)
		return
	}
	complain("names %s, which is no check; futurelint list shows all", n.Text)
}
