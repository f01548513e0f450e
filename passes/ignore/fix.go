package ignore

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/suppress"
)

// removal returns the fix that removes the idle names of d, and d itself if there
// are no others. There is none if the source cannot be read, or is not what was
// parsed.
func (c *checker) removal(d *suppress.Directive, idle []*suppress.Name) (analysis.SuggestedFix, bool) {
	if len(idle) < len(d.Names) {
		var left []string
		for _, n := range d.Names {
			if !slices.Contains(idle, n) {
				left = append(left, d.Comment.Text[n.Offset:n.Offset+n.Len])
			}
		}
		pos, _ := at(d, d.Names[0])
		_, end := at(d, d.Names[len(d.Names)-1])
		return analysis.SuggestedFix{
			Message:   "Remove the name",
			TextEdits: []analysis.TextEdit{{Pos: pos, End: end, NewText: []byte(strings.Join(left, ","))}},
		}, true
	}
	tf := c.pass.Fset.File(d.Comment.Pos())
	if c.pass.ReadFile == nil {
		return analysis.SuggestedFix{}, false
	}
	src, err := c.pass.ReadFile(tf.Name())
	if err != nil || len(src) != tf.Size() {
		return analysis.SuggestedFix{}, false
	}
	begin, end := tf.Offset(d.Comment.Pos()), tf.Offset(d.Comment.End())
	if string(src[begin:end]) != d.Comment.Text {
		return analysis.SuggestedFix{}, false
	}
	line := bytes.LastIndexByte(src[:begin], '\n') + 1
	if code := bytes.TrimRight(src[line:begin], " \t"); len(code) > 0 {
		begin = line + len(code)
	} else {
		begin = line
		if i := bytes.IndexByte(src[end:], '\n'); i >= 0 {
			end += i + 1
		} else {
			end = len(src)
		}
		// gofmt sets directives off from the text of a doc comment.
		list := d.Group.List
		if i := slices.Index(list, d.Comment); i > 0 && i == len(list)-1 && list[i-1].Text == "//" {
			begin = bytes.LastIndexByte(src[:tf.Offset(list[i-1].Pos())], '\n') + 1
		}
	}
	return analysis.SuggestedFix{
		Message:   "Remove the comment",
		TextEdits: []analysis.TextEdit{{Pos: tf.Pos(begin), End: tf.Pos(end)}},
	}, true
}
