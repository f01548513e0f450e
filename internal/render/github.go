package render

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/futurelint/futurelint/internal/finding"
)

// GitHub writes one workflow command a finding, which GitHub Actions turns into an
// annotation of the changed files. Whatever a message holds, a command is one line.
func GitHub(w io.Writer, r *Report) error {
	var (
		out   = bufio.NewWriter(w)
		repo  = r.repository()
		files = make(sourceFiles)
		tier  = r.tiers()
	)
	for i := range r.Findings {
		f := &r.Findings[i]
		properties := append(place(repo, files, f), "title="+escapeProperty(toolName+": "+f.Sub()))
		message := f.Message // the log does not show titles
		for _, rel := range f.Related {
			message += fmt.Sprintf("\n%s: %s", repo.place(rel.Place), rel.Message)
		}
		fmt.Fprintf(out, "::%s %s::%s\n", tier.pick(f, "warning", "error"), strings.Join(properties, ","), escapeData(message))
	}
	for _, text := range r.incomplete() {
		fmt.Fprintf(out, "::error title=%s::%s\n", toolName, escapeData(text))
	}
	return out.Flush()
}

// place returns the properties that say where f is. There are columns only within
// one line.
func place(repo repository, files sourceFiles, f *finding.Finding) []string {
	name, _ := repo.path(f.Start.File)
	if name == "" {
		return nil
	}
	properties := []string{"file=" + escapeProperty(name)}
	add := func(key string, n int) { properties = append(properties, key+"="+strconv.Itoa(n)) }
	if f.Start.Line == 0 {
		return properties
	}
	add("line", f.Start.Line)
	last := max(f.Start.Line, f.End.Line)
	add("endLine", last)
	if column, ok := files.utf16Column(f.Start); ok && last == f.Start.Line {
		add("col", column)
		if end, ok := files.utf16Column(f.End); ok && f.End.Line == last && end > column {
			add("endColumn", end)
		}
	}
	return properties
}

func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}
