package model

import (
	"fmt"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// FuturelintFunc is the fact about a function, about a package-level variable
// that holds one, or, for a directive on it, about a type: what callers in other
// packages must know. Sets are
// bit sets of parameter indices, receivers not counted; a parameter past the
// 32nd is in none. The type has the suite's name in it because gob identifies
// facts by package name and type name alone.
type FuturelintFunc struct {
	// Quiet: context parameters that are never waited for, kept, or passed
	// to anyone who might; only logged, read, asked or ignored.
	Quiet uint32
	// Spawns: function parameters that are run in another goroutine which
	// the function does not wait for.
	Spawns uint32
	// RunsAll: function parameters that are run in other goroutines which
	// the function waits for.
	RunsAll uint32
	// Recovers: function parameters that are run under a deferred recover.
	Recovers uint32
	// Joins: group parameters that the function has waited for whenever it
	// returns.
	Joins uint32
	// GroupCtx: function parameters that are called with the derived
	// context of a group as their first context argument.
	GroupCtx uint32
	// Into: group parameters that the function starts tasks in, its
	// function parameters in Spawns among them.
	Into uint32
	// Tasks: context parameters that tasks which the function starts in
	// the groups of Into wait with.
	Tasks uint32
	// Returns: context parameters that the function which is returned
	// waits with.
	Returns uint32
	// Ends: the method is the Wait of a group and ends the group's context,
	// even if no task has failed; or the function makes a group and returns
	// it with a context that its Wait ends.
	Ends bool
	// Fed: results that are channels to which a goroutine sends one value
	// after the other, and goes on only when they are received; or, if there
	// are any Until, when one of these context parameters ends.
	Fed, Until uint32
	// Keeps: channel parameters that the function keeps to itself: all that is
	// done to them is said here. It sends to those in Sends, many values to
	// those in SendsOn; whenever it returns, it has received from those in
	// Receives, and until they were closed from those in Drains; and closes those
	// in Closes.
	Keeps, Sends, SendsOn, Receives, Drains, Closes uint32
	// Rejects: error parameters that the function fails a future with.
	// RejectPanics: it panics if they are nil.
	Rejects      uint32
	RejectPanics bool
	// Rejecters: function parameters that are called with functions to
	// settle a future with, one of which rejects.
	Rejecters uint32
	// FansOut: group parameters that the function starts tasks in, as many
	// as something else than the code decides. Sized: that is data.
	FansOut uint32
	Sized   bool
	// Throttled: it waits for room before it starts what it is given, or for
	// something to happen before it returns.
	Throttled bool
	// Bounded: the group that it returns has a limit.
	Bounded bool
	// Limits: a directive says that the function is a limiter, or, of the fact
	// about a type, that the type's values are.
	Limits bool
	// Settles: a directive says that a call settles a future.
	Settles bool
	// Guard: what the function does to a panic when it is deferred.
	// Guarded: it defers a guard of its own before anything else.
	Guard   Guard
	Guarded bool
}

// AFact marks the type as a fact.
func (*FuturelintFunc) AFact() {}

func (f *FuturelintFunc) String() string {
	var parts []string
	for _, set := range []struct {
		name string
		bits uint32
	}{
		{"quiet", f.Quiet}, {"spawns", f.Spawns}, {"runsall", f.RunsAll},
		{"recovers", f.Recovers}, {"joins", f.Joins}, {"groupctx", f.GroupCtx},
		{"into", f.Into}, {"tasks", f.Tasks}, {"returns", f.Returns},
		{"keeps", f.Keeps}, {"sends", f.Sends}, {"sendson", f.SendsOn},
		{"receives", f.Receives}, {"drains", f.Drains}, {"closes", f.Closes},
		{"fed", f.Fed}, {"until", f.Until},
		{"rejects", f.Rejects}, {"rejecters", f.Rejecters}, {"fansout", f.FansOut},
	} {
		if set.bits != 0 {
			parts = append(parts, fmt.Sprintf("%s(%b)", set.name, set.bits))
		}
	}
	if f.Ends {
		parts = append(parts, "ends")
	}
	if f.Sized {
		parts = append(parts, "sized")
	}
	if f.Throttled {
		parts = append(parts, "throttled")
	}
	if f.Bounded {
		parts = append(parts, "bounded")
	}
	if f.Limits {
		parts = append(parts, "limits")
	}
	if f.Settles {
		parts = append(parts, "settles")
	}
	if f.Guard != Unguarded {
		parts = append(parts, [...]string{Rethrows: "rethrows", Switched: "switched", Partial: "guardspartly", Guards: "guards"}[f.Guard])
	}
	if f.Guarded {
		parts = append(parts, "guarded")
	}
	return strings.Join(parts, " ")
}

// summary returns what is known of fn, nil if nothing is.
func (p *Package) summary(fn types.Object) *FuturelintFunc {
	if fn == nil || fn.Pkg() == nil {
		return nil
	}
	if f, ok := fn.(*types.Func); ok {
		fn = f.Origin() // facts are about it, whatever the type arguments
	}
	if fn.Pkg() == p.Types {
		return p.summaries[fn]
	}
	var fact FuturelintFunc
	if p.pass.ImportObjectFact(fn, &fact) {
		return &fact
	}
	return nil
}

// calleeSummary returns what is known of the function that c calls, nil if
// nothing is.
func (p *Package) calleeSummary(c *ssa.CallCommon) *FuturelintFunc {
	if fn := Callee(c); fn != nil {
		return p.summary(fn)
	}
	return nil
}

// note returns the summary of a function of this package, made if need be.
func (p *Package) note(fn types.Object) *FuturelintFunc {
	s := p.summaries[fn]
	if s == nil {
		s = new(FuturelintFunc)
		p.summaries[fn] = s
	}
	return s
}
