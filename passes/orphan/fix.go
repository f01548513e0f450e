package orphan

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/model"
)

// room returns the fix that gives the channel of an abandoned send as much room
// as there are sends, where that number is known exactly and small. Who receives
// gets the same values in the same order; a send that nobody receives no longer
// waits; and nothing comes behind a send that would now come earlier, which
// TotalSends says. With less room the block would only come later, so no other
// number is ever proposed.
func (c *checker) room(ch *model.Channel) []analysis.SuggestedFix {
	n, ok := c.m.TotalSends(ch)
	syn := ch.MakeSyntax(c.m)
	if !ok || syn == nil || n > 16 || len(syn.Args) == 0 {
		return nil
	}
	edit := analysis.TextEdit{Pos: syn.Args[0].End(), End: syn.Args[0].End(), NewText: []byte(fmt.Sprintf(", %d", n))}
	if len(syn.Args) == 2 {
		edit = analysis.TextEdit{Pos: syn.Args[1].Pos(), End: syn.Args[1].End(), NewText: []byte(strconv.Itoa(n))}
	}
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("give %s room for what is sent", ch.Name(c.m)),
		TextEdits: []analysis.TextEdit{edit},
	}}
}

// guard returns the fix that puts the send of a goroutine into a select with the
// end of the context that it watches, or that it has at hand. As long as the
// context lives nothing changes. When it has ended the goroutine returns, which
// leaves nothing undone, says LeavesAlone, and which it does already, unless it
// is a deaf producer: then the channel must be closed by a defer statement, so
// that who ranges over it sees the end.
func (c *checker) guard(s stuck) []analysis.SuggestedFix {
	send := s.Sends[0]
	if len(s.Sends) != 1 || send.Parent() != s.Body || c.m.KnowsEnd(send) || !c.m.LeavesAlone(send) {
		return nil
	}
	stmt, ctx := c.m.SendSyntax(send), c.m.ContextAt(send.Pos())
	switch {
	case stmt == nil || ctx == nil, s.local && !c.m.HasCancel(ctx):
		return nil
	case s.sub == halfGuarded && s.WatchedContext(c.m) != ctx.Name(),
		s.sub == deafProducer && !s.ClosesLate():
		return nil
	}
	indent := strings.Repeat("\t", c.m.Column(stmt.Pos())-1)
	return []analysis.SuggestedFix{{
		Message: fmt.Sprintf("send only as long as %s lives", ctx.Name()),
		TextEdits: []analysis.TextEdit{
			{Pos: stmt.Pos(), End: stmt.Pos(), NewText: []byte("select {\n" + indent + "case ")},
			{Pos: stmt.End(), End: stmt.End(), NewText: []byte(fmt.Sprintf(":\n%[1]scase <-%[2]s.Done():\n%[1]s\treturn\n%[1]s}", indent, ctx.Name()))},
		},
	}}
}
