package exhibit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A problem is something that is wrong with the exhibits.
type problem struct {
	place
	text string
}

func (p problem) String() string {
	switch {
	case p.file == "":
		return p.text
	case p.line == 0:
		return p.file + ": " + p.text
	}
	return p.place.String() + ": " + p.text
}

func sortProblems(list []problem) []problem {
	slices.SortFunc(list, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
	return slices.Compact(list)
}

// A showing is one exhibit that a test has executed.
type showing struct {
	exhibit string // "ctxthread.BadLiteral"
	symptom string // "late cancel"
	outcome string // of the test: "pass", "fail" or "skip"
	test    string // "TestParent/BadLiteral"
	pkg     string // the test's package
}

// A belonging says which exhibits the want comments belong to.
type belonging struct {
	exhibits map[*want][]*decl
	wants    map[*decl][]*want
	inside   map[*want]*decl // the declaration that the comment stands in
}

// belong finds the exhibits of every want.
func (src *source) belong() belonging {
	b := belonging{make(map[*want][]*decl), make(map[*decl][]*want), make(map[*want]*decl)}
	for _, w := range src.wants {
		for _, d := range src.decls {
			if d.holds(w.place) {
				b.inside[w] = d
			}
		}
	}
	// What an interface's method calls is not to be seen; but a type whose
	// method has a want that nobody else calls was made by somebody.
	for _, throughTypes := range []bool{false, true} {
		reach := make(map[*decl]map[*decl]bool)
		for _, d := range src.decls {
			if d.bad() || d.good() && !throughTypes {
				reach[d] = src.reachable(d, throughTypes)
			}
		}
		for _, w := range src.wants {
			if len(b.exhibits[w]) > 0 || b.inside[w] == nil {
				continue
			}
			for _, d := range src.decls {
				if reach[d][b.inside[w]] {
					b.exhibits[w] = append(b.exhibits[w], d)
				}
			}
		}
	}
	for _, w := range src.wants {
		for _, d := range b.exhibits[w] {
			b.wants[d] = append(b.wants[d], w)
		}
	}
	return b
}

// reachable returns the declarations that an exhibit leads to. Another exhibit
// is an end: what is wrong in it is its own.
func (src *source) reachable(from *decl, throughTypes bool) map[*decl]bool {
	byKey := make(map[string][]*decl)
	methods := make(map[string][]*decl)
	for _, d := range src.decls {
		if d.key == "" {
			continue
		}
		byKey[d.key] = append(byKey[d.key], d)
		if i := strings.LastIndexByte(d.key, '.'); i >= 0 {
			methods[d.key[:i]] = append(methods[d.key[:i]], d)
		}
	}
	seen := map[*decl]bool{from: true}
	for todo := []*decl{from}; len(todo) > 0; {
		d := todo[0]
		todo = todo[1:]
		var next []*decl
		for _, k := range d.calls {
			next = append(next, byKey[k]...)
		}
		if throughTypes {
			for _, k := range d.types {
				next = append(next, methods[k]...)
			}
		}
		for _, n := range next {
			if !seen[n] && !n.bad() && !n.good() {
				seen[n] = true
				todo = append(todo, n)
			}
		}
	}
	return seen
}

// maxUnproven is the share of want comments that need not be executed.
const maxUnproven = 0.05

// judge says what is wrong with exhibits that are proved by the showings, for
// checks with the sub-checks subs. It returns the number of want comments that
// need not be executed as well.
func judge(src *source, showings []showing, subs []string) (problems []problem, unproven int) {
	complain := func(at place, format string, args ...any) {
		problems = append(problems, problem{at, fmt.Sprintf(format, args...)})
	}
	executed := make(map[string]bool)
	for _, s := range showings {
		if s.outcome == "pass" {
			executed[s.exhibit] = true
		}
	}
	ids := make(map[string]*decl)
	for _, d := range src.decls {
		if !d.bad() && !d.good() {
			continue
		}
		if other := ids[d.id]; other != nil {
			complain(d.place, "%s is the name of two exhibits; the other is at %s", d.id, other.place)
		}
		ids[d.id] = d
	}
	for _, s := range showings {
		if ids[s.exhibit] == nil {
			complain(place{}, "%s of %s shows %s, which is no exhibit", s.test, s.pkg, s.exhibit)
		}
	}

	b := src.belong()
	proved := make(map[string]bool)
	for _, w := range src.wants {
		if w.sub == "" {
			complain(w.place, "the want comment is of no sub-check: neither it nor a finding names one")
		} else if !slices.Contains(subs, w.sub) {
			complain(w.place, "the want comment is of %s, which no check has", w.sub)
		}
		exhibits := b.exhibits[w]
		if len(exhibits) == 0 {
			complain(w.place, "the want comment stands in no exhibit and in nothing that one calls")
			continue
		}
		reason := b.inside[w].unproven
		done := false
		for _, d := range exhibits {
			if d.good() {
				complain(w.place, "the want comment belongs to %s, which is good", d.id)
			}
			done = done || executed[d.id]
			reason = cmp.Or(reason, d.unproven)
		}
		switch {
		case done:
			proved[w.sub] = true
		case reason != "":
			unproven++
		}
	}
	for _, d := range src.decls {
		switch {
		case !d.bad() && !d.good():
			continue
		case d.bad() && len(b.wants[d]) == 0:
			complain(d.place, "%s has no want comment", d.id)
		}
		if !executed[d.id] && (d.good() || !src.excused(d, b)) {
			complain(d.place, "%s is executed by no test that passes", d.id)
		}
	}
	for _, sub := range subs {
		if !proved[sub] {
			complain(place{}, "%s has no Bad exhibit that is executed", sub)
		}
	}
	if share := float64(unproven) / float64(max(len(src.wants), 1)); share > maxUnproven {
		complain(place{}, "%d of %d want comments are unproven, more than %.0f %%", unproven, len(src.wants), 100*maxUnproven)
	}
	return sortProblems(problems), unproven
}

// excused reports whether a Bad exhibit, or all that is wrong with it, says why
// it is not executed.
func (src *source) excused(d *decl, b belonging) bool {
	if d.unproven != "" {
		return true
	}
	wants := b.wants[d]
	return len(wants) > 0 && !slices.ContainsFunc(wants, func(w *want) bool { return b.inside[w].unproven == "" })
}
