package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/atomicfile"
	"github.com/futurelint/futurelint/internal/fingerprint"
	"github.com/futurelint/futurelint/internal/govet"
	"github.com/futurelint/futurelint/internal/render"
)

// An output is where findings go, and in which form: the value of one -f.
type output struct {
	format string
	file   string // "" for the standard output
}

// outputs is the value of all -f flags.
type outputs []output

// String is for package flag.
func (o *outputs) String() string { return "" }

// Set adds FORMAT or FORMAT=FILE, for package flag.
func (o *outputs) Set(v string) error {
	name, file, named := strings.Cut(v, "=")
	switch {
	case render.Formats[name] == nil:
		return fmt.Errorf("unknown format %q; there are %s", name, strings.Join(formatNames(), ", "))
	case named && file == "":
		return fmt.Errorf("%s= is followed by the name of a file", name)
	case named && o.writes(file):
		return fmt.Errorf("%s is written already; each format needs a file of its own", file)
	case !named && slices.ContainsFunc(*o, func(other output) bool { return other.file == "" }):
		return fmt.Errorf("only one format goes to the standard output; give the others a file: %s=FILE", name)
	}
	*o = append(*o, output{format: name, file: file})
	return nil
}

// writes reports whether an output goes to the file. It does not count what is no
// regular file, such as /dev/null, which has room for several.
func (o outputs) writes(file string) bool {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return false
	}
	return slices.ContainsFunc(o, func(other output) bool {
		return other.file != "" && filepath.Clean(other.file) == filepath.Clean(file)
	})
}

func formatNames() []string {
	names := make([]string, 0, len(render.Formats))
	for name := range render.Formats {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// console returns the format of the standard output, "" if nothing goes there.
func (o outputs) console() string {
	for _, out := range o {
		if out.file == "" {
			return out.format
		}
	}
	if len(o) == 0 {
		return "text"
	}
	return ""
}

// render writes the findings in the forms that were asked for. A file that cannot
// be written does not keep the others from being written.
func (o *options) render(res *govet.Result, stdout *os.File) error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	report := &render.Report{Findings: res.Findings, Skipped: res.Skipped, Failed: res.Failed, Dir: dir, Rules: rules(), Version: release()}
	fingerprint.Describe(report.Findings, os.ReadFile)
	var first error
	for _, out := range o.outputs {
		if out.file == "" {
			continue
		}
		err := atomicfile.Write(out.file, func(w io.Writer) error { return render.Formats[out.format](w, report) })
		if err != nil && first == nil {
			first = fmt.Errorf("writing %s: %w", out.format, err)
		}
	}
	if err := o.print(stdout, report); err != nil && first == nil {
		first = err
	}
	return first
}

// print writes what goes to the standard output. Text for a terminal is for eyes.
func (o *options) print(stdout *os.File, report *render.Report) (err error) {
	format := o.outputs.console()
	terminal, colored := term.IsTerminal(int(stdout.Fd())), os.Getenv("NO_COLOR") == ""
	switch {
	case format == "":
		return nil
	case format == "stylish" && terminal:
		err = render.StylishTerminal(stdout, report, colored)
	case format == "text" && terminal:
		width, _, sizeErr := term.GetSize(int(stdout.Fd()))
		if sizeErr != nil {
			width = 0 // a terminal that does not say
		}
		err = render.Terminal(stdout, report, colored, width)
	default:
		err = render.Formats[format](stdout, report)
	}
	if err == nil && o.explain {
		err = explainFindings(stdout, report.Findings)
	}
	return err
}

// rules returns what formats say about the sub-checks besides findings.
func rules() []render.Rule {
	var list []render.Rule
	for _, c := range futurelint.Checks() {
		for _, sub := range c.Subs {
			doc := sub.Doc.Compile()
			list = append(list, render.Rule{
				ID: sub.ID(), Tier: string(sub.Tier()), Title: doc.Title, Text: doc.Text,
				Before: doc.Before, After: doc.After, URL: c.URL() + "#" + sub.Name,
			})
		}
	}
	return list
}
