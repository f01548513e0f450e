package rejectnil

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/report"
)

// Analyzer reports the findings of [Check].
var Analyzer = Check.Analyzer(run, model.Analyzer)

func run(pass *analysis.Pass) (any, error) {
	m := pass.ResultOf[model.Analyzer].(*model.Package)
	c := &checker{m: m, r: report.New(pass, Check)}
	if m.HasRejections() {
		for _, rej := range m.Rejections() {
			c.rejection(rej)
		}
	}
	if dropped.Enabled() && m.HasGroups() {
		c.drops()
	}
	return nil, nil
}

type checker struct {
	m *model.Package
	r *report.Reporter
}

// rejection reports a rejection whose error is nil, holds a nil pointer, or
// wraps nil.
func (c *checker) rejection(rej model.Rejection) {
	call, arg := c.m.CallText(rej.Call)+"("+c.arguments(rej)+")", model.ExprString(rej.Arg)
	d := analysis.Diagnostic{Pos: rej.Arg.Pos(), End: rej.Arg.End()}
	// A test that writes nil looks at what the promise makes of it.
	if rej.Literal && c.m.InTest(rej.Call) && Check.Tests != check.TestsAll {
		return
	}
	known, test := c.m.KnownNil(rej.Err, rej.Call)
	switch {
	case known && rej.NilSucceeds:
	case known:
		consequence := "the awaiter sees success with a zero value"
		if rej.Panics {
			consequence = "it panics"
			if c.m.ExpectsPanic(rej.Call) {
				return
			}
		}
		d.Message = fmt.Sprintf("%s rejects without an error: %s", call, consequence)
		if arg != "nil" {
			d.Message = fmt.Sprintf("%s rejects without an error, %s is nil here: %s", call, arg, consequence)
		}
		if test.IsValid() {
			d.Related = []analysis.RelatedInformation{{Pos: test, Message: "nil by this test"}}
		}
		c.r.Report(nilError, d)
	case c.m.TypedNil(rej.Err, rej.Call) != nil:
		d.Message = fmt.Sprintf("%s rejects with a nil pointer in a non-nil error: the awaiter fails, and the error's methods get a nil receiver", call)
		c.r.Report(typedNil, d)
	case c.m.WrappedNil(rej.Err) != nil:
		d.Message = fmt.Sprintf("%s rejects with an error that wraps nil: the awaiter fails with %%!w(<nil>) for a cause", call)
		c.r.Report(wrappedNil, d)
	}
}

// arguments returns the code of what the rejection is given.
func (c *checker) arguments(rej model.Rejection) string {
	var list []string
	for _, arg := range c.m.CallSyntax(rej.Call.Common()).Args {
		list = append(list, model.ExprString(arg))
	}
	return strings.Join(list, ", ")
}

// drops reports the tasks that return nil where they have just found an error
// that nothing else looks at.
func (c *checker) drops() {
	for _, s := range c.m.Spawns() {
		if s.TakesError() {
			c.dropsIn(s.Bodies, s.Text(c.m))
		}
	}
	for _, r := range c.m.Runs() {
		c.dropsIn(r.Bodies, c.m.CallText(r.Call))
	}
}

func (c *checker) dropsIn(bodies []model.Body, starter string) {
	for _, body := range bodies {
		if body.Wrapped {
			continue // the wrapper may know more
		}
		for _, drop := range c.m.DroppedErrors(body.Fn) {
			c.r.Report(dropped, analysis.Diagnostic{
				Pos:     drop.Test.Pos(),
				End:     drop.Test.End(),
				Message: fmt.Sprintf("task of %s drops the error that it finds here and returns nil: whoever waits sees success", starter),
				Related: []analysis.RelatedInformation{{Pos: drop.Return.Pos(), Message: "nil is returned here"}},
			})
		}
	}
}
