package render

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
	"github.com/futurelint/futurelint/internal/govet"
)

var (
	//go:embed html.tmpl
	htmlText string
	//go:embed html.css
	htmlStyle string
	//go:embed html.js
	htmlScript string
)

// htmlTemplate is parsed when it is needed: the process that go vet starts for
// every package needs it never.
var htmlTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{"count": count, "visible": visible}).Parse(htmlText))
})

// HTML writes r as one page that needs nothing else: no network, and no script to
// be read. The same findings make the same bytes.
func HTML(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	if err := htmlTemplate().Execute(out, newHTMLPage(r)); err != nil {
		return err
	}
	return out.Flush()
}

// count returns a number with its noun: "1 finding", "2 findings".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// What the template shows. Strings of theirs are data, which it escapes; only the
// types of html/template are taken as they are.
type (
	htmlPage struct {
		Version  string
		Total    int
		Fixable  int
		Tiers    []*htmlTotal
		Checks   []*htmlCheck
		Packages []*htmlTotal
		Skipped  []govet.Skipped
		Failed   bool // not all was analysed, although Skipped may be empty

		Policy string
		Style  template.CSS
		Script template.JS

		report  *Report
		sources *htmlSources
	}
	// An htmlTotal is a name that findings are counted under.
	htmlTotal struct {
		Name  string
		Key   string // what filters know it by
		Count int
	}
	// An htmlCheck is a check with those of its sub-checks that found something.
	htmlCheck struct {
		htmlTotal
		Subs []*htmlSub
	}
	htmlSub struct {
		htmlTotal
		Rule  Rule // without a text where the report has no such rule
		found []htmlFinding
		page  *htmlPage
	}
	htmlFinding struct {
		*finding.Finding
		page *htmlPage

		ID          string // the fingerprint, numbered where findings share it
		Fingerprint string
		Order       int // among all findings
		Sub         *htmlSub
		In          *htmlTotal // the package
	}
)

func newHTMLPage(r *Report) *htmlPage {
	sum := sha256.Sum256([]byte(htmlScript))
	p := &htmlPage{
		Version: r.Version,
		Total:   len(r.Findings),
		Skipped: r.Skipped,
		Failed:  r.Failed || len(r.Skipped) > 0,
		// Styles that place the connectors stand in attributes, which no
		// hash covers.
		Policy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-" +
			base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
		Style:   template.CSS(htmlStyle),
		Script:  template.JS(htmlScript),
		report:  r,
		sources: newHTMLSources(),
	}
	var (
		subs     = make(map[string]*htmlSub)
		packages = make(map[string]*htmlTotal)
		tiers    = make(map[string]*htmlTotal)
		used     = make(map[string]int)
	)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Fixable() {
			p.Fixable++
		}
		sub := subs[f.Sub()]
		if sub == nil {
			sub = &htmlSub{Rule: r.rule(f.Sub()), page: p}
			sub.Name, sub.Key = f.Sub(), f.Sub()
			subs[f.Sub()] = sub
		}
		in := packages[f.Package]
		if in == nil {
			in = &htmlTotal{Name: cmp.Or(f.Package, "(no package)")}
			packages[f.Package] = in
		}
		if sub.Rule.Tier != "" && tiers[sub.Rule.Tier] == nil {
			tiers[sub.Rule.Tier] = &htmlTotal{Name: sub.Rule.Tier, Key: sub.Rule.Tier}
		}
		if tier := tiers[sub.Rule.Tier]; tier != nil {
			tier.Count++
		}
		sub.Count++
		in.Count++
		id := fingerprint.Of(f).String()
		h := htmlFinding{Finding: f, page: p, ID: id, Fingerprint: id, Order: i, Sub: sub, In: in}
		if used[id]++; used[id] > 1 {
			h.ID += "-" + strconv.Itoa(used[id])
		}
		sub.found = append(sub.found, h)
	}
	p.Tiers = sorted(tiers)
	p.Packages = sorted(packages)
	for i, in := range p.Packages {
		in.Key = "p" + strconv.Itoa(i)
	}
	p.Checks = r.byCheck(subs)
	return p
}

// rule returns the rule of a sub-check, one that only has the name if the report
// has none.
func (r *Report) rule(id string) Rule {
	if i := slices.IndexFunc(r.Rules, func(rule Rule) bool { return rule.ID == id }); i >= 0 {
		return r.Rules[i]
	}
	return Rule{ID: id}
}

// byCheck puts sub-checks under their checks, in the order of the rules.
func (r *Report) byCheck(subs map[string]*htmlSub) []*htmlCheck {
	position := func(s *htmlSub) int {
		i := slices.IndexFunc(r.Rules, func(rule Rule) bool { return rule.ID == s.Name })
		if i < 0 {
			return len(r.Rules)
		}
		return i
	}
	list := make([]*htmlSub, 0, len(subs))
	for _, s := range subs {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *htmlSub) int {
		return cmp.Or(cmp.Compare(position(a), position(b)), cmp.Compare(a.Name, b.Name))
	})
	var checks []*htmlCheck
	for _, s := range list {
		name, _, _ := strings.Cut(s.Name, "/")
		i := slices.IndexFunc(checks, func(c *htmlCheck) bool { return c.Name == name })
		if i < 0 {
			i = len(checks)
			checks = append(checks, &htmlCheck{htmlTotal: htmlTotal{Name: name, Key: name}})
		}
		checks[i].Count += s.Count
		checks[i].Subs = append(checks[i].Subs, s)
	}
	return checks
}

func sorted(totals map[string]*htmlTotal) []*htmlTotal {
	list := make([]*htmlTotal, 0, len(totals))
	for _, t := range totals {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *htmlTotal) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// Show returns the name as it is shown.
func (t *htmlTotal) Show() string { return visible(t.Name) }

// Anchor returns the name of the group of a sub-check's findings in the page.
func (s *htmlSub) Anchor() string { return "check-" + strings.ReplaceAll(s.Name, "/", "-") }

// Breaking returns the name with places where a long path may be broken.
func (t *htmlTotal) Breaking() template.HTML {
	var m markup
	for part := range strings.SplitAfterSeq(t.Name, "/") {
		m.text(part)
		m.tag("<wbr>")
	}
	return m.html()
}

// Short returns the name within the check.
func (s *htmlSub) Short() string {
	if _, short, ok := strings.Cut(s.Name, "/"); ok {
		return visible(short)
	}
	return s.Show()
}

// Text returns the paragraphs of the rule.
func (s *htmlSub) Text() iter.Seq[string] {
	return func(yield func(string) bool) {
		for p := range strings.SplitSeq(s.Rule.Text, "\n\n") {
			if p = strings.TrimSpace(p); p != "" && !yield(visible(p)) {
				return
			}
		}
	}
}

// Before and After return the code of the rule.
func (s *htmlSub) Before() template.HTML { return coloured(s.Rule.Before) }

// After returns the code of the rule that has no finding.
func (s *htmlSub) After() template.HTML { return coloured(s.Rule.After) }

// Findings yields what the sub-check found, one at a time: the excerpts of all of
// them are large.
func (s *htmlSub) Findings() iter.Seq[*htmlFinding] {
	return func(yield func(*htmlFinding) bool) {
		for i := range s.found {
			if !yield(&s.found[i]) {
				return
			}
		}
	}
}

// Message returns what is said about the finding, without the sub-check's name.
func (f *htmlFinding) Message() string { return visible(f.Text()) }

// Position returns where the finding is.
func (f *htmlFinding) Position() string { return visible(f.page.report.place(f.Start)) }

// Around returns the declaration around the finding.
func (f *htmlFinding) Around() string { return visible(f.Decl) }

// Excerpt returns the source with the finding and the related places.
func (f *htmlFinding) Excerpt() *htmlExcerpt { return f.page.sources.excerpt(f) }

// Diffs returns the suggested fixes.
func (f *htmlFinding) Diffs() []htmlDiff {
	var list []htmlDiff
	for _, fix := range f.Fixes {
		d := f.page.sources.diff(f.page.report, fix)
		for i := range d.Files {
			d.Files[i].Other = d.Files[i].Name != visible(f.page.report.Path(f.Start.File))
		}
		list = append(list, d)
	}
	return list
}

// visible returns s with nothing in it that a browser would obey or hide: control
// characters and bytes that are no UTF-8 are replaced, and characters that turn the
// direction of what follows are spelt out.
func visible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == '\uFFFD' || shown(r) != "" }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if as := shown(r); as != "" {
			b.WriteString(as)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// shown returns what stands for a character that is not shown as itself, "" for
// others.
func shown(r rune) string {
	switch {
	case r == '\t' || r == '\n':
		return ""
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return "\uFFFD"
	case r == 0x061c || r >= 0x200e && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
		return fmt.Sprintf("[U+%04X]", r)
	}
	return ""
}
