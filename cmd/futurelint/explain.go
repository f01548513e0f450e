package main

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/selection"
)

// subcommands are run instead of an analysis where the first argument names
// one.
var subcommands map[string]func(w io.Writer, args []string) error

func init() {
	// The completion reads the table that it stands in.
	subcommands = map[string]func(w io.Writer, args []string) error{
		"complete":   complete,
		"completion": completion,
		"explain":    explain,
		"help":       help,
		"list":       list,
		"version":    version,
	}
}

// explain prints the texts about checks and sub-checks.
func explain(out io.Writer, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("explain: which check? futurelint list shows all")
	}
	w := bufio.NewWriter(out)
	for i, name := range args {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := explainOne(w, name); err != nil {
			return err
		}
	}
	return w.Flush()
}

func explainOne(w io.Writer, name string) error {
	for _, c := range futurelint.Checks() {
		if c.Name == name {
			explainCheck(w, c)
			return nil
		}
		for _, sub := range c.Subs {
			if sub.ID() == name {
				explainSub(w, sub)
				return nil
			}
		}
	}
	return selection.Unknown(name)
}

func explainCheck(w io.Writer, c *check.Check) {
	heading(w, c.Name, c.Doc)
	fmt.Fprintf(w, "\n    %s\n", c.URL())
	for _, sub := range c.Subs {
		fmt.Fprintln(w)
		explainSub(w, sub)
	}
}

func explainSub(w io.Writer, sub *check.Sub) {
	heading(w, fmt.Sprintf("%s (%s)", sub.ID(), sub.Tier()), sub.Doc)
	doc := sub.Doc.Compile()
	for _, part := range []struct{ name, code string }{{"Before", doc.Before}, {"After", doc.After}} {
		if part.code != "" {
			fmt.Fprintf(w, "\n    %s:\n\n%s\n", part.name, indent("        ", part.code))
		}
	}
}

func heading(w io.Writer, name string, raw *lint.RawDocumentation) {
	doc := raw.Compile()
	fmt.Fprintf(w, "%s: %s\n\n%s\n", name, doc.Title, indent("    ", doc.Text))
}

func indent(prefix, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = prefix + line
		}
	}
	return strings.Join(lines, "\n")
}

// explainFindings prints the text about every sub-check that found something,
// once.
func explainFindings(out io.Writer, found []finding.Finding) error {
	w := bufio.NewWriter(out)
	seen := make(map[string]bool)
	for i := range found {
		id := found[i].Sub()
		if seen[id] {
			continue
		}
		seen[id] = true
		fmt.Fprintln(w)
		if err := explainOne(w, id); err != nil {
			return err
		}
	}
	return w.Flush()
}

// list prints the sub-checks with their tiers and titles.
func list(w io.Writer, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("list: unexpected argument %q", args[0])
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range futurelint.Checks() {
		for _, sub := range c.Subs {
			fmt.Fprintf(tw, "%s\t%s\t%s\n", sub.ID(), sub.Tier(), sub.Doc.Compile().Title)
		}
	}
	return tw.Flush()
}

// version prints the module's version and that of Go.
func version(w io.Writer, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("version: unexpected argument %q", args[0])
	}
	_, err := fmt.Fprintf(w, "futurelint %s %s %s/%s\n", release(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

func help(w io.Writer, args []string) error {
	if len(args) > 0 {
		return explain(w, args)
	}
	_, err := io.WriteString(w, usage)
	return err
}

// release returns the module's version.
func release() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
