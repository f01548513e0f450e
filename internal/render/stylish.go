package render

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/fatih/color"

	"github.com/futurelint/futurelint/internal/finding"
)

// Stylish writes findings for eyes: by file, in columns, and counted at the end.
func Stylish(w io.Writer, r *Report) error { return StylishTerminal(w, r, false) }

// StylishTerminal is [Stylish] for a terminal, which may be one with colours.
func StylishTerminal(w io.Writer, r *Report, colored bool) error {
	var (
		out     = bufio.NewWriter(w)
		file    = style(colored, color.Underline)
		faint   = style(colored, color.Faint)
		rule    = style(colored, color.FgYellow)
		total   = style(colored, color.Bold)
		tier    = r.tiers()
		files   = 0
		defects = 0 // of the default tier
	)
	for list := r.Findings; len(list) > 0; {
		n := 1
		for n < len(list) && list[n].Start.File == list[0].Start.File {
			n++
		}
		files++
		fmt.Fprintln(out, file.Sprint(printable(r.fileName(list[0].Start.File))))
		places, rules := 0, 0
		for i := range list[:n] {
			places = max(places, len(lineColumn(list[i].Start)))
			rules = max(rules, len(list[i].Sub()))
		}
		for i := range list[:n] {
			f := &list[i]
			if tier.pick(f, "", "default") != "" {
				defects++
			}
			fmt.Fprintf(out, "  %s  %s  %s\n",
				faint.Sprintf("%*s", places, lineColumn(f.Start)), rule.Sprintf("%-*s", rules, f.Sub()), printable(f.Text()))
		}
		fmt.Fprintln(out)
		list = list[n:]
	}
	fmt.Fprintln(out, total.Sprint(r.summary(files, defects)))
	return out.Flush()
}

// summary counts: "3 findings in 2 files (2 default, 1 strict)".
func (r *Report) summary(files, defects int) string {
	s := "no findings"
	if n := len(r.Findings); n > 0 {
		s = fmt.Sprintf("%s in %s", plural(n, "finding"), plural(files, "file"))
		if strict := n - defects; strict > 0 {
			s += fmt.Sprintf(" (%d default, %d strict)", defects, strict)
		}
	}
	switch {
	case len(r.Skipped) > 0:
		s += fmt.Sprintf("; %s not analysed", plural(len(r.Skipped), "package"))
	case r.Failed:
		s += "; not everything could be analysed"
	}
	return s
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func (r *Report) fileName(file string) string {
	if noFile(file) {
		return "(no file)"
	}
	return r.Path(file)
}

// lineColumn returns as much of "line:column" as is known.
func lineColumn(p finding.Place) string {
	switch {
	case p.Line == 0:
		return ""
	case p.Col == 0:
		return strconv.Itoa(p.Line)
	}
	return fmt.Sprintf("%d:%d", p.Line, p.Col)
}
