package ctxthread

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/model"
)

// producers reports, for every channel that only tasks of a group receive
// from, the senders outside of the group that the group's end does not free,
// and the early returns that leave the tasks waiting.
func (c *checker) producers() {
	for _, ch := range c.m.Channels() {
		if ch.Leaked || len(ch.Receives) == 0 {
			continue
		}
		g, workers := c.workers(ch)
		if g == nil {
			continue
		}
		for _, op := range ch.Sends {
			c.send(ch, op, g, workers)
		}
		c.earlyReturn(ch, g, workers)
	}
}

// acquires reports the waits for a semaphore, outside of the group, that the
// group's end does not end, although a task can fail and keep the room that it
// should have made.
func (c *checker) acquires() {
	for _, s := range c.m.Spawns() {
		if !s.Known || len(s.Groups) != 1 || !s.Groups[0].Cancels {
			continue
		}
		g := s.Groups[0]
		at, ok := g.Origin.(ssa.Instruction)
		if !ok || at.Parent() != s.Call.Parent() || g.Derived() == nil {
			continue
		}
		for _, a := range c.m.Acquires(at.Parent()) {
			if !model.Dominates(at, a.Instr) || !c.bypasses(s, &a.Use) || !a.KeptBy(c.m, s) {
				continue
			}
			c.r.Report(producer, analysis.Diagnostic{
				Pos: a.Arg.Pos(), End: a.Arg.End(),
				Message: fmt.Sprintf("parent context %s passed to %s while tasks started with %s make the room: one that fails makes none, and the wait outlives it (group context is %s)",
					model.ExprString(a.Arg), a.Text(c.m), s.Text(c.m), model.ExprString(g.Derived())),
				Related: []analysis.RelatedInformation{
					{Pos: s.Call.Pos(), Message: "the tasks are started here"},
					{Pos: g.Origin.Pos(), Message: "the group is created here"},
				},
			})
		}
	}
}

// workers returns the group whose tasks are the only receivers of ch, with the
// spawns that start them; nil if there is none.
func (c *checker) workers(ch *model.Channel) (*model.Group, []*model.Spawn) {
	for _, s := range c.m.Spawns() {
		if !s.Known || len(s.Groups) != 1 || !s.Groups[0].Cancels {
			continue
		}
		g := s.Groups[0]
		var spawns []*model.Spawn
		for _, other := range c.m.Spawns() {
			if other.Known && other.SharesGroup(s) {
				spawns = append(spawns, other)
			}
		}
		all := true
		for _, op := range ch.Receives {
			all = all && !op.Deferred(c.m) && c.m.RunsOnlyIn(op.In, spawns)
		}
		if all {
			return g, spawns
		}
	}
	return nil, nil
}

// send reports op, a send outside of the group, if it can wait for workers that
// have left: it holds more than the channel does, a worker can fail, and
// nothing that the group's end frees stands beside it.
func (c *checker) send(ch *model.Channel, op model.ChannelOp, g *model.Group, workers []*model.Spawn) {
	fn := op.Instr.Parent()
	if c.m.RunsInSpawned(op.In) {
		return
	}
	switch n, known := ch.Capacity(); {
	case known && n == 0:
	case !op.Repeated(c.m, ch), op.Fits(ch):
		return
	case !known && ch.Make.Parent() == fn:
		// There may be room for all that the loop sends.
		return
	}
	if at, ok := g.Origin.(ssa.Instruction); !ok || !c.m.RunsAfter(at, op.Instr) && (at.Parent() == fn || !ch.Kept()) {
		return
	}
	contexts, ok := op.DonesBeside()
	if !ok {
		return
	}
	guard := "nothing"
	for _, ctx := range contexts {
		for _, path := range c.m.Lineage(ctx, op.Instr) {
			if !g.Bypassed(path, &model.Spawn{}) {
				return
			}
		}
		guard = "the parent context alone"
	}
	var receiver *model.Spawn
	for _, s := range workers {
		if s.CanFail() && c.givesUp(s, ch, len(contexts) > 0) {
			receiver = s
		}
	}
	if receiver == nil {
		return
	}
	name := "the group's context"
	if d := g.Derived(); d != nil {
		name = model.ExprString(d)
	}
	c.r.Report(producer, analysis.Diagnostic{
		Pos: op.Pos(),
		Message: fmt.Sprintf("send guarded by %s while only tasks started with %s receive: when they have failed it blocks for ever (%s ends then)",
			guard, receiver.Text(c.m), name),
		Related: []analysis.RelatedInformation{
			{Pos: receiver.Call.Pos(), Message: "the receivers are started here"},
			{Pos: g.Origin.Pos(), Message: "the group is created here"},
		},
	})
}

// receives reports whether a task of s receives from ch.
func (c *checker) receives(s *model.Spawn, ch *model.Channel) bool {
	for _, op := range ch.Receives {
		if c.m.RunsOnlyIn(op.In, []*model.Spawn{s}) {
			return true
		}
	}
	return false
}

// givesUp reports whether a task of s that receives from ch can fail before all
// is received, by its own doing if itself is set.
func (c *checker) givesUp(s *model.Spawn, ch *model.Channel, itself bool) bool {
	if slices.ContainsFunc(ch.Receives, func(op model.ChannelOp) bool { return op.Exhausts(ch) }) {
		return false // one receives to the end, whoever fails
	}
	for _, op := range ch.Receives {
		if c.m.RunsOnlyIn(op.In, []*model.Spawn{s}) && op.GivesUp(c.m, ch, itself) {
			return true
		}
	}
	return false
}

// earlyReturn reports a return, behind the start of workers that receive from
// ch and watch nothing else, that neither closes ch nor waits for the group,
// although later code would.
func (c *checker) earlyReturn(ch *model.Channel, g *model.Group, workers []*model.Spawn) {
	for _, op := range ch.Receives {
		if op.Select != nil {
			return
		}
	}
	for _, s := range workers {
		fn := s.Call.Parent()
		if !c.receives(s, ch) || c.m.RunsInSpawned(fn) {
			continue
		}
		closes := make(map[ssa.Instruction]bool)
		for _, op := range ch.Closes {
			if _, deferred := op.Instr.(*ssa.Defer); deferred || op.Instr.Parent() != fn {
				return
			}
			closes[op.Instr] = true
		}
		if len(closes) == 0 {
			continue
		}
		ret := model.ReturnsWithout(s.Call, func(instr ssa.Instruction) bool {
			return closes[instr] || c.m.Joins(instr, g)
		})
		if ret == nil {
			continue
		}
		c.r.Report(producer, analysis.Diagnostic{
			Pos: ret.Pos(),
			Message: fmt.Sprintf("return before the close that ends the tasks started with %s: they wait on the channel for ever",
				s.Text(c.m)),
			Related: []analysis.RelatedInformation{
				{Pos: s.Call.Pos(), Message: "the tasks are started here"},
				{Pos: ch.Closes[0].Pos(), Message: "the channel is closed here"},
			},
		})
		return
	}
}
