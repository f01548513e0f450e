package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/futurelint/futurelint/internal/finding"
)

// maxMarkdown is how long Markdown gets at most, in bytes: GitHub drops the summary
// of a step that is longer than 1 MiB, and other text may stand beside ours.
const maxMarkdown = 900 << 10

// Markdown writes a table of the findings, as for the summary of a job. What there
// are too many of is counted.
func Markdown(w io.Writer, r *Report) error {
	var (
		out   bytes.Buffer
		repo  = r.repository()
		rules = r.ruleIndex()
		tier  = r.tiers()
		files = make(map[string]bool)
	)
	defects := 0
	for i := range r.Findings {
		f := &r.Findings[i]
		files[r.fileName(f.Start.File)] = true
		if tier.pick(f, "strict", "") == "" {
			defects++
		}
	}
	fmt.Fprintf(&out, "### %s: %s\n", toolName, r.summary(len(files), defects))
	if len(r.Findings) > 0 {
		out.WriteString("\n| place | finding | check |\n| --- | --- | --- |\n")
	}
	for i := range r.Findings {
		row := r.markdownRow(&r.Findings[i], repo, rules)
		if out.Len()+len(row) > maxMarkdown {
			fmt.Fprintf(&out, "\nAnd %s more.\n", plural(len(r.Findings)-i, "finding"))
			break
		}
		out.WriteString(row)
	}
	if list := r.incomplete(); len(list) > 0 {
		out.WriteString("\n### Not analysed\n\n")
		for i, text := range list {
			if line := "- " + escapeMarkdown(text) + "\n"; out.Len()+len(line) <= maxMarkdown+1<<15 {
				out.WriteString(line)
				continue
			}
			fmt.Fprintf(&out, "- and %d more\n", len(list)-i)
			break
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

func (r *Report) markdownRow(f *finding.Finding, repo repository, rules map[string]int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| <code>%s</code> | %s", escapeMarkdown(repo.place(f.Start)), escapeMarkdown(f.Text()))
	for _, rel := range f.Related {
		fmt.Fprintf(&b, "<br>%s: <code>%s</code>", escapeMarkdown(rel.Message), escapeMarkdown(repo.place(rel.Place)))
	}
	check := escapeMarkdown(f.Sub())
	if i, ok := rules[f.Sub()]; ok && r.Rules[i].URL != "" {
		check = fmt.Sprintf("[%s](<%s>)", check, r.Rules[i].URL)
	}
	fmt.Fprintf(&b, " | %s |\n", check)
	return b.String()
}

// escapeMarkdown returns text of which Markdown makes the same text, in one line. An
// entity is never markup, in no dialect.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, c := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case c < ' ' || c == 0x7f:
			b.WriteByte(' ')
		case c < 0x80 && strings.ContainsRune("!\"#$&'*+<=>@[\\]^_`{|}~", c):
			fmt.Fprintf(&b, "&#%d;", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
