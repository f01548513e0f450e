package orphan

import (
	"fmt"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/model"
)

// ticker reports the waits that nothing ends once their ticker is stopped, and
// those for a channel that is nil.
func (c *checker) ticker() {
	for _, t := range c.m.Ticks() {
		switch {
		case t.Nil && t.Case:
			c.report(ticker, t.Pos(), 0, "receive from the channel of a timer made by time.AfterFunc, which is nil: this case is never chosen")
		case t.Nil:
			c.report(ticker, t.Pos(), 0, "receive from the channel of a timer made by time.AfterFunc, which is nil: it blocks for ever")
		case len(t.Stops) == 0 || c.m.ProcessScope(t.Instr.Parent()) || c.m.RunsOnce(t.Instr.Parent()):
		case !t.Leaves || c.single(t) || c.unawaited(t):
			stop := t.Stops[0]
			c.report(ticker, t.Pos(), stop.Pos(),
				fmt.Sprintf("wait for a tick with nothing else to end it, and %s.Stop does not close the channel: once it is called the goroutine waits for ever", c.m.ReceiverText(stop, "the timer")),
				"stopped here")
		}
	}
}

// single reports whether t is the one receive of a goroutine that stands in no
// loop: stopped before it comes, it never does.
func (c *checker) single(t *model.Tick) bool {
	_, plain := t.Instr.(*ssa.UnOp)
	return plain && !model.InLoop(t.Instr) && c.m.RunsInSpawned(t.Instr.Parent())
}

// unawaited reports whether t is the one receive of a goroutine's loop, which asks
// only after a tick whether it is over, while whoever stops the ticks waits for
// nothing: then there is no tick any more.
func (c *checker) unawaited(t *model.Tick) bool {
	_, plain := t.Instr.(*ssa.UnOp)
	if !plain || !model.InLoop(t.Instr) || !c.m.RunsInSpawned(t.Instr.Parent()) || model.WaitsBeside(t.Instr) {
		return false
	}
	for _, stop := range t.Stops {
		if c.m.MayWait(stop.Parent()) {
			return false
		}
	}
	return true
}
