package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A FanOut is a place where tasks are started, as many as something other than
// the code decides, with nothing to bound how many run at the same time. Neither
// a limit of the group nor a wait stands in the way; what may do so inside of the
// tasks is in Room.
type FanOut struct {
	// Spawn is what starts the tasks. Its Bodies are unknown if a function of
	// another package does.
	Spawn *Spawn
	// At is the spawn, or a call that leads to it: in the loop, or with the
	// group.
	At ssa.CallInstruction
	// Rounds says what decides how many tasks there are, Extent what is
	// known of their number.
	Rounds Rounds
	Extent Extent
	// Room is the semaphore that is meant to bound the tasks, nil if there is
	// none.
	Room *Room
	// RateOnly says that the loop waits between the tasks: it bounds how many
	// are started in a second.
	RateOnly bool
	// Lasting says that a task goes on for as long as the thing that it is
	// for, so that a limit would keep others from being served.
	Lasting bool
	// Race says that the tasks are tried side by side for the sake of the one
	// that is first, so that a limit would defeat them.
	Race bool
	// Aside says that the function that starts the task is told nothing of the
	// element: what it starts is for something else.
	Aside bool
	// Closing says that the tasks close what is open: as many as could be
	// opened, and a limit would help nobody.
	Closing bool
	// Fed says that the tasks themselves send to the channel that the loop
	// receives from.
	Fed bool
	// Sized says that the number is data, as far as names and sources tell.
	Sized bool

	in ssa.CallInstruction // the spawn or call that stands in the loop
}

// Harmless reports whether there is something that speaks against a limit, or for
// the number being small, whatever the elements are.
func (out *FanOut) Harmless() bool {
	return out.Lasting || out.Race || out.RateOnly || out.Aside || out.Closing
}

// FanOuts returns the fan-outs of the package. The caller must not change the
// slice.
func (p *Package) FanOuts() []*FanOut {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fanOutsLocked().list
}

func (p *Package) fanOutsLocked() *fans {
	if p.fans == nil {
		p.fans = p.findFanOuts()
	}
	return p.fans
}

// fans collects the fan-outs of a package.
type fans struct {
	p    *Package
	list []*FanOut
	// given holds the functions that fan out into a group of their caller,
	// with the fan-outs.
	given map[*ssa.Parameter][]*FanOut
}

func (p *Package) findFanOuts() *fans {
	f := &fans{p: p, given: make(map[*ssa.Parameter][]*FanOut)}
	for _, s := range p.spawnsLocked() {
		f.spawn(s)
	}
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			f.elsewhere(call)
		}
	}
	return f
}

// A site is a place from which tasks are started: a spawn, or a call that leads
// to it.
type site struct {
	s  *Spawn
	at ssa.CallInstruction
	// into are the parameters of the declared function around at that the
	// group is given by, and groups what it may be otherwise.
	into   []*ssa.Parameter
	groups []*Group
}

// spawn looks for what decides how many tasks s starts.
func (f *fans) spawn(s *Spawn) {
	p := f.p
	fn := Callee(s.Call.Common())
	_, isGo := s.Call.(*ssa.Go)
	row, known := vocab.Lookup(fn, vocab.Spawn)
	if invoked, ok := vocab.Lookup(fn, vocab.Invoke); ok {
		row, known = invoked, true
	}
	switch {
	case s.Serves, !isGo && isAfterFunc(fn):
		return
	case !isGo && startsLater(fn):
		return
	case isGo:
	case known && row.Has(vocab.SharedPool):
		if fn.Signature().Recv() != nil && p.limitedPool(receiver(s.Call.Common()), s.Call) {
			return
		}
		f.outward(site{s: s, at: s.Call}, 3)
		return
	case !known:
		// A spawner of a house: one of which it is seen that it starts the
		// task and does not wait for room.
		if sum := p.summary(fn); sum == nil || sum.Spawns|sum.Into == 0 || sum.Throttled {
			return
		}
	}
	if !isGo && fn != nil && p.isBounded(fn, receiver(s.Call.Common()), s.Call) {
		return
	}
	if !isGo && (len(s.Groups) > 0 || !s.Known || fn.Signature().Recv() != nil) && len(s.into) == 0 {
		if !s.Known || len(s.Groups) == 0 && fn.Signature().Recv() != nil && isGroup(fn.Signature().Recv().Type()) || slices.ContainsFunc(s.Groups, p.isLimited) {
			return
		}
	}
	f.outward(site{s: s, at: s.Call, into: s.into, groups: s.Groups}, 3)
}

// startsLater reports whether the work that fn is given starts when somebody asks
// for what several share.
func startsLater(fn *types.Func) bool {
	_, shared := vocab.Lookup(fn, vocab.Share)
	return shared
}

func isAfterFunc(fn *types.Func) bool { return fn != nil && fn.Name() == "AfterFunc" }

// outward looks around st for a loop, and goes on to the callers of the function
// where there is none that data decides.
func (f *fans) outward(st site, depth int) {
	p, fn := f.p, st.at.Parent()
	rate := false
	for _, l := range loopsAround(st.at.Block()) {
		r := l.rounds()
		if sham := p.shamRoom(st.s, st.at, l); sham != nil {
			f.add(st, &FanOut{Rounds: r, Extent: p.extentOf(r, l), Room: sham})
			return
		}
		own := func(instr ssa.Instruction) bool { return l.has(instr) && instr != r.at }
		switch p.throttleBefore(st.s, st.at, own, l.head) {
		case throttled:
			return
		case rateOnly:
			rate = true
		}
		if p.waitsInLoop(l, st) || p.heldBack(st.s, st.at, l) {
			return
		}
		if x := p.extentOf(r, l); r.Kind != Endless && !x.Fixed {
			if st.at != st.s.Call && r.Kind != Elements && r.Kind != Iterated && len(st.groups)+len(st.into) == 0 {
				return // a retry, or requests one after the other
			}
			f.add(st, &FanOut{
				Rounds: r, Extent: x, RateOnly: rate,
				Fed:   r.Kind == Received && !r.Open && p.sendsTo(st.s, r.Over, r.at),
				Aside: st.at != st.s.Call && !passesOn(st.at, l),
			})
			return
		}
	}
	lit, call := p.roundsOfLiteral(fn)
	if call != nil {
		if sham := p.shamRoom(st.s, st.at, nil); sham != nil {
			f.add(st, &FanOut{Rounds: lit, Extent: p.extentOf(lit, nil), Room: sham})
			return
		}
	}
	if p.throttleBefore(st.s, st.at, func(ssa.Instruction) bool { return true }, nil) == throttled || p.heldBack(st.s, st.at, nil) {
		return
	}
	if call != nil {
		if _, limited := vocab.Lookup(Callee(call.Common()), vocab.Limit); limited && waitsAfter(st.at) {
			return // so many callbacks at a time, which wait for what they start
		}
		if x := p.extentOf(lit, nil); !x.Fixed {
			f.add(st, &FanOut{Rounds: lit, Extent: x, RateOnly: rate})
			return
		}
		f.outward(site{st.s, call, st.into, st.groups}, depth)
		return
	}
	if p.recurs(st.s, fn) {
		if numbered(st.at) {
			return
		}
		f.add(st, &FanOut{Rounds: Rounds{Kind: Recursive, at: st.at}})
		return
	}
	f.callers(st, depth)
}

// passesOn reports whether the call at passes on anything that the loop around it
// makes.
func passesOn(at ssa.CallInstruction, l *loop) bool {
	return slices.ContainsFunc(at.Common().Args, func(arg ssa.Value) bool {
		_, isConst := arg.(*ssa.Const)
		return !isConst && !l.invariant(arg)
	})
}

// callers goes on to the calls of the function that st stands in, unless it waits
// for what it starts, or makes the group.
func (f *fans) callers(st site, depth int) {
	p, fn := f.p, st.at.Parent()
	if depth == 0 || waitsAfter(st.at) || selectsAfter(st.at) || p.isTask(fn) || len(p.index().callers[fn]) > maxCallers {
		return
	}
	if fn.Parent() == nil && len(st.into) == 0 && (fn.Object() == nil || fn.Object().Exported()) {
		return
	}
	if fn.Parent() == nil && len(st.groups)+len(st.into) == 0 && (st.at != st.s.Call || fn.Signature.Results().Len() > 0) {
		return // what it returns is a handle on the task, or the way is too far
	}
	if slices.ContainsFunc(st.groups, func(g *Group) bool {
		return groupField(g.Origin) == nil && within(g.Origin.Parent(), fn)
	}) {
		return
	}
	for _, call := range p.index().callers[fn] {
		if _, ok := call.(*ssa.Call); !ok || call.Parent() == fn {
			continue
		}
		up := site{s: st.s, at: call, into: st.into, groups: st.groups}
		if fn.Parent() == nil && len(st.into) > 0 {
			var ok bool
			if up.into, up.groups, ok = f.handed(st.into[0], call); !ok {
				continue
			}
		}
		f.outward(up, depth-1)
	}
}

// selectsAfter reports whether the function waits for something after the spawn.
func selectsAfter(spawn ssa.Instruction) (found bool) {
	reachable(spawn, func(instr ssa.Instruction) bool {
		sel, ok := instr.(*ssa.Select)
		found = found || ok && sel.Blocking
		return !found
	})
	return found
}

// handed returns what call passes for the group parameter v: parameters of the
// caller, or groups, all of them known and without a limit.
func (f *fans) handed(v *ssa.Parameter, call ssa.CallInstruction) (into []*ssa.Parameter, groups []*Group, ok bool) {
	i := slices.Index(v.Parent().Params, v)
	if i < 0 || i >= len(call.Common().Args) {
		return nil, nil, false
	}
	arg := call.Common().Args[i]
	outer := enclosing(call.Parent())
	for _, param := range f.p.parameters(arg, call) {
		if _, k := declaredParam(param); k >= 0 && param.Parent() == outer {
			into = append(into, param)
		}
	}
	if len(into) > 0 {
		return into, nil, true
	}
	groups, known := (&tracer{p: f.p}).groups(arg, call)
	return nil, groups, known && len(groups) > 0 && !slices.ContainsFunc(groups, f.p.isLimited)
}

// add notes the fan-out at st: where it stands, or, if the group is a parameter,
// where the group is handed over.
func (f *fans) add(st site, out *FanOut) {
	out.Spawn, out.At, out.in = st.s, st.at, st.at
	if syn := f.p.CallSyntax(st.at.Common()); syn != nil {
		if _, ok := ast.Unparen(syn.Fun).(*ast.FuncLit); ok {
			out.At = st.s.Call // in a function literal that is called where it stands
		}
	}
	f.p.describe(out)
	if len(st.into) == 0 {
		f.list = append(f.list, out)
		return
	}
	for _, v := range st.into {
		f.hand(v, out)
	}
}

func (f *fans) hand(v *ssa.Parameter, out *FanOut) {
	if slices.ContainsFunc(f.given[v], func(o *FanOut) bool { return o.Spawn == out.Spawn }) {
		return
	}
	f.given[v] = append(f.given[v], out)
	for _, call := range f.p.index().callers[v.Parent()] {
		into, _, ok := f.handed(v, call)
		if !ok {
			continue
		}
		at := *out
		at.At = call
		if len(into) == 0 {
			f.list = append(f.list, &at)
			continue
		}
		for _, up := range into {
			f.hand(up, &at)
		}
	}
}

// elsewhere looks at a call of a function of another package that starts tasks
// in a group which it is given.
func (f *fans) elsewhere(call ssa.CallInstruction) {
	p := f.p
	fn := Callee(call.Common())
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == p.Types {
		return
	}
	sum := p.summary(fn)
	if sum == nil || sum.FansOut|sum.Into == 0 {
		return
	}
	for i := range fn.Signature().Params().Len() {
		if (sum.FansOut|sum.Into)&bit(i) == 0 {
			continue
		}
		arg := argument(call.Common(), i)
		if arg == nil {
			continue
		}
		st := site{s: &Spawn{Call: call}, at: call}
		outer := enclosing(call.Parent())
		for _, param := range p.parameters(arg, call) {
			if _, k := declaredParam(param); k >= 0 && param.Parent() == outer {
				st.into = append(st.into, param)
			}
		}
		if len(st.into) == 0 {
			groups, known := (&tracer{p: p}).groups(arg, call)
			if !known || len(groups) == 0 || slices.ContainsFunc(groups, p.isLimited) {
				continue
			}
			st.groups = groups
			st.s.Groups = groups
		}
		if sum.FansOut&bit(i) != 0 {
			f.add(st, &FanOut{Sized: sum.Sized})
		} else if !slices.ContainsFunc(p.spawns, func(s *Spawn) bool { return s.Call == call }) {
			f.outward(st, 3)
		}
	}
}

// isTask reports whether fn is a task of some spawn.
func (p *Package) isTask(fn *ssa.Function) bool {
	return slices.ContainsFunc(p.spawns, func(s *Spawn) bool {
		return slices.ContainsFunc(s.Bodies, func(b Body) bool { return b.Fn == fn })
	})
}

// recurs reports whether the tasks of s call the function fn, which starts them.
func (p *Package) recurs(s *Spawn, fn *ssa.Function) bool {
	seen := make(map[*ssa.Function]bool)
	var calls func(from *ssa.Function, depth int) bool
	calls = func(from *ssa.Function, depth int) (found bool) {
		if seen[from] || depth == 0 {
			return false
		}
		seen[from] = true
		eachCall(from, func(call ssa.CallInstruction) {
			if found || call.Common().IsInvoke() {
				return
			}
			callee := p.called(call.Common().Value, call)
			found = callee != nil && (callee == fn || callee != from && calls(callee, depth-1))
		})
		return found
	}
	return slices.ContainsFunc(s.Bodies, func(b Body) bool {
		return b.Fn == fn || calls(b.Fn, 3)
	})
}

// numbered reports whether what leads to at is a number that its function is given
// being less than one that is kept elsewhere: a worker that starts the next one, if
// there is to be one more. Two parameters are the ends of a piece of data, and a
// constant is where the recursion ends, which says nothing of how many there are.
func numbered(at ssa.Instruction) bool {
	for b := at.Block(); b.Idom() != nil; b = b.Idom() {
		cond, ok := b.Idom().Instrs[len(b.Idom().Instrs)-1].(*ssa.If)
		if !ok || b.Idom().Succs[0] != b || len(b.Preds) != 1 {
			continue
		}
		op, ok := cond.Cond.(*ssa.BinOp)
		if !ok {
			continue
		}
		x, y := op.X, op.Y
		if op.Op == token.GTR {
			x, y = y, x
		} else if op.Op != token.LSS {
			continue
		}
		_, given := x.(*ssa.Parameter)
		read, ok := y.(*ssa.UnOp)
		if !given || !ok || read.Op != token.MUL {
			continue
		}
		switch read.X.(type) {
		case *ssa.FieldAddr, *ssa.Global, *ssa.FreeVar:
			return true
		}
	}
	return false
}

// sendsTo reports whether a task of s sends to the channel ch.
func (p *Package) sendsTo(s *Spawn, ch ssa.Value, at ssa.Instruction) bool {
	want, _ := (&tracer{p: p}).channels(ch, at)
	if len(want) == 0 {
		return false
	}
	same := func(v ssa.Value, at ssa.Instruction) bool {
		makes, _ := (&tracer{p: p}).channels(v, at)
		return slices.ContainsFunc(makes, func(m made) bool {
			return slices.ContainsFunc(want, func(w made) bool { return w.by == m.by })
		})
	}
	return slices.ContainsFunc(s.Bodies, func(b Body) bool {
		return anyInstr(b.Fn, func(instr ssa.Instruction) bool {
			switch instr := instr.(type) {
			case *ssa.Send:
				return same(instr.Chan, instr)
			case *ssa.Select:
				return slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool {
					return st.Dir == types.SendOnly && same(st.Chan, instr)
				})
			}
			return false
		})
	})
}

// summarizeFans notes which functions fan out into a group of their caller,
// which of them wait for room before they start what they are given, and which
// return a group that has a limit.
func (p *Package) summarizeFans() {
	into, limits := false, false
	for _, s := range p.spawnsLocked() {
		into = into || len(s.into) > 0
	}
	for changed := true; changed; {
		changed = false
		for _, s := range p.spawnsLocked() {
			changed = p.summarizeThrottle(s) || changed
		}
	}
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			limits = limits || p.bounds(call.Common())
			if sum := p.calleeSummary(call.Common()); sum != nil && Callee(call.Common()).Pkg() != p.Types {
				into = into || sum.FansOut|sum.Into != 0
			}
		}
	}
	if limits {
		for _, fn := range p.index().functions() {
			obj, ok := fn.Object().(*types.Func)
			if ok && fn.Signature.Results().Len() > 0 && isGroup(fn.Signature.Results().At(0).Type()) && p.returnsLimited(fn, 8) {
				p.note(obj).Bounded = true
			}
		}
	}
	if !into {
		return
	}
	for v, outs := range p.fanOutsLocked().given {
		obj, i := declaredParam(v)
		if obj == nil {
			continue
		}
		sum := p.note(obj)
		sum.FansOut |= bit(i)
		sum.Sized = sum.Sized || slices.ContainsFunc(outs, func(o *FanOut) bool { return o.Sized && o.Room == nil && !o.Harmless() })
	}
}

// summarizeThrottle notes whether the function that s stands in, which starts
// what it is given, waits for room first, or for something to happen afterwards.
// It reports whether that is news.
func (p *Package) summarizeThrottle(s *Spawn) (news bool) {
	obj, ok := enclosing(s.Call.Parent()).Object().(*types.Func)
	if !ok {
		return false
	}
	sum := p.summaries[obj]
	if sum == nil || sum.Spawns == 0 || sum.Throttled {
		return false
	}
	via := p.calleeSummary(s.Call.Common())
	if _, known := vocab.Lookup(Callee(s.Call.Common()), vocab.Spawn); known {
		via = nil // whether it waits is for its group's limit to say
	}
	sum.Throttled = via != nil && via.Throttled || selectsAfter(s.Call) ||
		p.throttleBefore(s, s.Call, func(ssa.Instruction) bool { return true }, nil) == throttled || p.roomInside(s) != nil
	return sum.Throttled
}
