package orphan

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/model"
)

// ample is room for all that a goroutine may still send while the receiver of a
// long-lived channel is leaving.
const ample = 100

// stuck is a goroutine that can block for ever in a send.
type stuck struct {
	*model.Sender
	sub *check.Sub
	// leave is where the function that made the channel leaves, nil if the
	// receivers are elsewhere.
	leave ssa.Instruction
	why   string
	// local says that the same function makes the channel and leaves.
	local bool
}

// sends reports the goroutines that can be left blocked in sends, each once,
// with all the sends that it can block in.
func (c *checker) sends() {
	if !c.m.HasSends() {
		return
	}
	found := make(map[*model.Spawn][]stuck)
	for _, ch := range c.m.Channels() {
		for _, s := range c.stuck(ch) {
			if !s.Own(c.m) && !slices.ContainsFunc(found[s.Spawn], func(t stuck) bool { return t.Channel == s.Channel && t.Body == s.Body }) {
				found[s.Spawn] = append(found[s.Spawn], s)
			}
		}
	}
	for _, s := range c.m.Spawns() {
		if list := found[s]; len(list) > 0 {
			c.reportStuck(s, list)
		}
	}
}

// stuck returns the goroutines that can be left in a send to ch.
func (c *checker) stuck(ch *model.Channel) (list []stuck) {
	var senders []*model.Sender
	for _, s := range c.m.Senders() {
		if s.Channel == ch {
			senders = append(senders, s)
		}
	}
	if len(senders) == 0 || ch.Elsewhere || c.r.Silent(ch.Make.Pos()) {
		return nil
	}
	a, known := c.m.Abandoned(ch)
	if a == nil && known {
		return nil
	}
	if a != nil && !a.Handed {
		for _, s := range a.Senders {
			sub := abandonedSend
			switch {
			case s.Watches(c.m) != nil:
				sub = halfGuarded
			case s.Endless && !s.Triggered && s.ContextAtHand(c.m):
				sub = deafProducer
			}
			why := "the function can return without receiving"
			if _, ok := a.Leave.(*ssa.Return); !ok {
				why = "the loop can go on without receiving"
			}
			list = append(list, stuck{s, sub, a.Leave, why, true})
		}
		return list
	} else if a != nil {
		// It is for callers elsewhere to receive, and they may have reason
		// not to.
		for _, s := range a.Senders {
			if !s.Overflows() {
				continue
			}
			switch {
			case s.Endless && s.Watches(c.m) != nil:
				list = append(list, stuck{s, halfGuarded, a.Leave, "who is given the channel may stop to receive", false})
			case s.Endless && !s.Triggered && s.ContextAtHand(c.m):
				list = append(list, stuck{s, deafProducer, a.Leave, "who is given the channel may stop to receive", false})
			case !s.Endless || s.Triggered:
				list = append(list, stuck{s, abandonedSend, a.Leave, "who is given the channel may never receive", false})
			}
		}
		return list
	}
	if !c.m.ReceiversCanLeave(ch) || ch.Returned {
		return nil
	}
	for _, s := range senders {
		if !s.Overflows() || c.m.JoinedWhereStarted(s.Spawn) || s.Answers(c.m) {
			continue
		}
		if n, _ := ch.Capacity(); n > ample {
			continue
		}
		switch {
		case s.Watches(c.m) != nil:
			list = append(list, stuck{s, halfGuarded, nil, "every receiver has another way to go", false})
		case s.Endless && !s.Triggered && s.ContextAtHand(c.m):
			list = append(list, stuck{s, deafProducer, nil, "every receiver has another way to go", false})
		case (!s.Endless || s.Triggered) && s.MadeBeside():
			list = append(list, stuck{s, abandonedSend, nil, "every receiver has another way to go", false})
		}
	}
	return list
}

// reportStuck reports what a spawn starts, with all the sends it can block in.
func (c *checker) reportStuck(s *model.Spawn, list []stuck) {
	sub := list[0].sub
	if c.m.ProcessScope(s.Call.Parent()) {
		sub = atExit
	}
	if !sub.Enabled() {
		return
	}
	c.reported[s.Call] = true
	var names []string
	var related []analysis.RelatedInformation
	for _, t := range list {
		name := t.Channel.Name(c.m)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		for _, op := range t.Sends {
			related = append(related, analysis.RelatedInformation{Pos: op.Pos(), Message: "it can block here"})
		}
		if t.leave != nil {
			related = append(related, analysis.RelatedInformation{Pos: model.PosOf(t.leave), Message: "here nothing more is received"})
		}
	}
	first := list[0]
	extra := ""
	switch first.sub {
	case halfGuarded:
		extra = "it looks elsewhere whether it is to stop, but not here, and "
	case deafProducer:
		extra = "it sends in a loop, has a context at hand and no case on it, and "
	}
	var fixes []analysis.SuggestedFix
	switch {
	case len(list) > 1:
	case first.sub == abandonedSend:
		fixes = c.room(first.Channel)
	default:
		fixes = c.guard(first)
	}
	c.r.Report(sub, analysis.Diagnostic{
		Pos: s.Call.Pos(),
		Message: fmt.Sprintf("goroutine can block for ever sending to %s: %s%s (%s)",
			strings.Join(names, " and "), extra, first.why, first.Channel.Holds()),
		Related:        related,
		SuggestedFixes: fixes,
	})
}
