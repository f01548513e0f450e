package render

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gfm "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// TestMarkdown has another program read the tables and lists: they say what the
// report does, whatever is in it.
func TestMarkdown(t *testing.T) {
	titles := map[string]string{
		"none":    "no findings",
		"bare":    "no findings",
		"skipped": "no findings; 1 package not analysed",
		"failed":  "no findings; not everything could be analysed",
		"hard":    "11 findings in 6 files (3 default, 8 strict); 1 package not analysed",
	}
	for name, r := range reports(t) {
		title, rows, items := readMarkdown(t, string(rendered(t, "markdown", r)))
		if want := "futurelint: " + titles[name]; title != want {
			t.Errorf("%s: title %q, want %q", name, title, want)
		}
		var want []string
		repo := r.repository()
		for _, f := range r.Findings {
			cell := f.Text()
			for _, rel := range f.Related {
				cell += "\n" + rel.Message + ": " + repo.place(rel.Place)
			}
			want = append(want, repo.place(f.Start)+"|"+cell+"|"+f.Sub())
		}
		if diff := cmp.Diff(oneLine(want), oneLine(rows)); diff != "" {
			t.Errorf("%s: rows (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(oneLine(r.incomplete()), oneLine(items)); diff != "" {
			t.Errorf("%s: not analysed (-want +got):\n%s", name, diff)
		}
	}
}

// TestMarkdownSize checks that a summary is not so long that GitHub drops it.
func TestMarkdownSize(t *testing.T) {
	r := hardReport(t)
	for len(r.Findings) < 8_000 {
		r.Findings = append(r.Findings, r.Findings...)
	}
	for range 8_000 {
		r.Skipped = append(r.Skipped, r.Skipped[0])
	}
	data := string(rendered(t, "markdown", r))
	if len(data) > 1<<20 {
		t.Errorf("%d bytes", len(data))
	}
	var more, skipped int
	rows, items := strings.Count(data, "\n| <code>"), strings.Count(data, "\n- ")
	if _, err := fmt.Sscanf(data[strings.Index(data, "\nAnd ")+1:], "And %d findings more.", &more); err != nil || rows+more != len(r.Findings) {
		t.Errorf("%d rows and %d more of %d: %v", rows, more, len(r.Findings), err)
	}
	if _, err := fmt.Sscanf(data[strings.LastIndex(data, "\n- ")+1:], "- and %d more", &skipped); err != nil || items-1+skipped != len(r.Skipped) {
		t.Errorf("%d items and %d more of %d: %v", items-1, skipped, len(r.Skipped), err)
	}
}

// oneLine returns texts with spaces for what takes several lines, or none.
func oneLine(texts []string) []string {
	var list []string
	for _, s := range texts {
		s = strings.ToValidUTF8(s, "\uFFFD")
		s = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r < 0x80 {
				return ' '
			}
			return r
		}, s)
		list = append(list, strings.Join(strings.Fields(s), " "))
	}
	return list
}

// readMarkdown returns the first heading, the rows of tables without their heads,
// with cells parted by |, and the items of lists.
func readMarkdown(t *testing.T, source string) (title string, rows, items []string) {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	doc := md.Parser().Parse(text.NewReader([]byte(source)))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if title == "" {
				title = plainText(t, n, source)
			}
		case *gfm.TableRow:
			var cells []string
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, plainText(t, c, source))
			}
			rows = append(rows, strings.Join(cells, "|"))
		case *ast.ListItem:
			items = append(items, plainText(t, n, source))
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return title, rows, items
}

// plainText returns the text in a node. The only markup in it is ours.
func plainText(t *testing.T, n ast.Node, source string) string {
	t.Helper()
	var b strings.Builder
	err := ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(unescape(n.Segment.Value([]byte(source))))
		case *ast.RawHTML:
			switch tag := string(n.Segments.Value([]byte(source))); tag {
			case "<code>", "</code>":
			case "<br>":
				b.WriteByte('\n')
			default:
				t.Errorf("markup %s", tag)
			}
		case *ast.Emphasis, *ast.CodeSpan, *ast.Image, *gfm.Strikethrough, *ast.AutoLink:
			t.Errorf("%s in %q", n.Kind(), source)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// unescape resolves entities.
func unescape(b []byte) []byte { return util.ResolveNumericReferences(b) }
