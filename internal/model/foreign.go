package model

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/std"
)

// A ForeignCall is a call, in a task, of a function that the function around the
// spawn was given by its caller: a function value, or a method of an interface.
type ForeignCall struct {
	Call ssa.CallInstruction
	// Param is the parameter that the function comes from; Field says that
	// it is kept in a field of what the parameter points to.
	Param *ssa.Parameter
	Field bool
	// Elem says that it is one of several.
	Elem bool
	// What is the function's code.
	What string
}

// ForeignCalls returns the calls of functions of the caller in the tasks of s,
// those that are guarded not included. Parameters of interfaces count where what
// stands behind them is code of the caller: a handler, a job, not a connection.
func (p *Package) ForeignCalls(s *Spawn) []ForeignCall {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []ForeignCall
	around := s.Call.Parent()
	if s.Task != nil && !s.Call.Common().IsInvoke() {
		if _, lit := s.Task.(*ssa.MakeClosure); !lit {
			if f := p.givenBefore(s.Task, s.Call, around); f.Param != nil && !isCancel(s.Task) {
				f.Call, f.What = s.Call, valueName(s.Task)
				list = append(list, f)
			}
		}
	}
	if c := s.Call.Common(); c.IsInvoke() && callersCode(c) {
		if f := p.givenBefore(c.Value, s.Call, around); f.Param != nil {
			f.Call, f.What = s.Call, p.CallText(s.Call)
			list = append(list, f)
		}
	}
	for _, b := range s.Bodies {
		p.foreignCalls(b.Fn, around, []*ssa.Function{}, &list)
	}
	return list
}

// OfTheHouse reports whether the function that f calls is the package's own: all who
// give it are known, give functions of this package, and none of them under a
// recover. Then no caller's recover is taken out of its place.
func (p *Package) OfTheHouse(f ForeignCall) bool {
	if f.Param == nil || f.Field {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	steps := (&tracer{p: p}).arguments(f.Param)
	return len(steps) > 0 && !slices.ContainsFunc(steps, func(s step) bool {
		bodies, all := (&tracer{p: p}).bodies(s.value, s.at)
		return !all || len(bodies) == 0 || p.boundary(s.at, 4) != nil
	})
}

// Covered reports whether it is seen that a recover covers what f calls in a task of
// s, were it not for the task: it serves a request, or a caller of the function that
// it is given to recovers. Of the callers in other packages nothing is seen.
func (p *Package) Covered(f ForeignCall, s *Spawn) bool {
	if fn := Callee(f.Call.Common()); fn != nil && fn.Name() == "ServeHTTP" {
		return true
	}
	if f.Param == nil {
		return false
	}
	if isNamed(f.Param.Type(), "net/http", "HandlerFunc") || isNamed(f.Param.Type(), "google.golang.org/grpc", "UnaryHandler") ||
		isNamed(f.Param.Type(), "google.golang.org/grpc", "StreamHandler") {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spawnsLocked()
	return p.calledCovered(enclosing(f.Param.Parent()), 3)
}

// calledCovered reports whether some call of fn stands under a recover, or, as
// deep as said, one of a function that calls it.
func (p *Package) calledCovered(fn *ssa.Function, depth int) bool {
	return slices.ContainsFunc(p.index().callers[fn], func(call ssa.CallInstruction) bool {
		if _, ok := call.(*ssa.Call); !ok {
			return false
		}
		return p.boundary(call, 4) != nil || depth > 0 && p.calledCovered(enclosing(call.Parent()), depth-1)
	})
}

// OnStack reports whether the function that f calls, in a task of s, would be called
// under a recover of who gave it, were it not for the task. It is not if it is kept
// in a closure for somebody to call later, and there is none to look for in a test,
// which a panic ends as well.
func (p *Package) OnStack(f ForeignCall, s *Spawn) bool {
	if f.Param == nil {
		return true
	}
	given := f.Param.Parent()
	for v := range given.Signature.Params().Variables() {
		if named := types.Unalias(deref(v.Type())); named != nil && isTestingType(named) {
			return false
		}
	}
	return !keptFor(s.Call.Parent(), given)
}

// keptFor reports whether fn, or a closure around it, is stored in outer, in which
// it is written, and nothing else becomes of it there: outer runs without it.
func keptFor(fn, outer *ssa.Function) bool {
	for ; fn != outer && fn.Parent() != nil; fn = fn.Parent() {
		for _, b := range fn.Parent().Blocks {
			for _, instr := range b.Instrs {
				if mk, ok := instr.(*ssa.MakeClosure); ok && mk.Fn == fn && keptOnly(mk) {
					return true
				}
			}
		}
	}
	return false
}

// keptOnly reports whether all that becomes of a closure is that it is stored in a
// field or an element.
func keptOnly(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Store:
			switch ref.Addr.(type) {
			case *ssa.Alloc, *ssa.FreeVar:
				return false // a variable, to call it by
			}
		case *ssa.ChangeType:
			if !keptOnly(ref) {
				return false
			}
		case *ssa.MakeInterface:
			if !keptOnly(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func isTestingType(t types.Type) bool {
	named, ok := t.(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "testing"
}

func isCancel(v ssa.Value) bool {
	return isNamed(v.Type(), "context", "CancelFunc") || isNamed(v.Type(), "context", "CancelCauseFunc")
}

func (p *Package) foreignCalls(fn, around *ssa.Function, stack []*ssa.Function, list *[]ForeignCall) {
	if g, _ := p.ownGuard(fn, nil); g >= Partial || len(stack) > 3 || slices.Contains(stack, fn) {
		return
	}
	stack = append(slices.Clip(stack), fn)
	for call := range calls(fn) {
		if _, ok := call.(*ssa.Call); !ok || p.runsRecovered(call) != nil {
			continue
		}
		c := call.Common()
		if c.IsInvoke() {
			if !callersCode(c) {
				continue
			}
		} else if callee := p.called(c.Value, call); callee != nil {
			if within(callee, around) || len(stack) == 1 {
				p.foreignCalls(callee, around, stack, list)
			}
			continue
		} else if c.StaticCallee() != nil || isCancel(c.Value) || soundsHarmless(funcName(c.Value)) {
			continue
		}
		if _, ok := c.Value.(*ssa.Builtin); ok {
			continue
		}
		if f := p.givenBefore(c.Value, call, around); f.Param != nil {
			f.Call, f.What = call, p.CallText(call)
			*list = append(*list, f)
		}
	}
}

// callersCode reports whether the method that c calls through an interface is, by
// its name, somebody's code to run, rather than a thing to read, to ask or to end.
func callersCode(c *ssa.CallCommon) bool {
	fn := c.Method
	if fn.Pkg() == nil {
		return false
	}
	if std.Contains(fn.Pkg().Path()) {
		return fn.Name() == "ServeHTTP" || fn.Name() == "RoundTrip"
	}
	if rest, ok := strings.CutPrefix(fn.Name(), "On"); ok && rest != "" && rest[0] <= 'Z' {
		return true
	}
	name := strings.ToLower(fn.Name())
	for _, word := range [...]string{"serve", "handle", "run", "exec", "process", "invoke", "apply", "eval", "visit"} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return name == "do" || name == "call"
}

// givenBefore returns the parameter, of the function around or of one that it is
// written in, that v is, is an element of, or is kept in a field of.
func (p *Package) givenBefore(v ssa.Value, at ssa.Instruction, around *ssa.Function) ForeignCall {
	t := &tracer{p: p}
	var follow func(v ssa.Value, at ssa.Instruction, f ForeignCall) ForeignCall
	follow = func(v ssa.Value, at ssa.Instruction, f ForeignCall) ForeignCall {
		if !t.enter(v) {
			return ForeignCall{}
		}
		defer t.leave(v)
		var steps []step
		switch x := v.(type) {
		case *ssa.Parameter:
			if fn := x.Parent(); within(around, fn) {
				f.Param = x
				return f
			}
			steps = t.arguments(x)
			if len(steps) == 0 {
				if b := p.boundTo(x); b != nil {
					steps = []step{*b}
				}
			}
		case *ssa.UnOp:
			if x.Op != token.MUL {
				break
			}
			switch addr := x.X.(type) {
			case *ssa.IndexAddr:
				f.Elem = true
				steps = []step{{value: addr.X, at: x}}
			case *ssa.FieldAddr:
				f.Field = true
				steps = []step{{value: addr.X, at: x}}
			}
		case *ssa.Field:
			f.Field = true
			steps = []step{{value: x.X, at: x}}
		case *ssa.Lookup:
			f.Elem = true
			steps = []step{{value: x.X, at: x}}
		case *ssa.Index:
			f.Elem = true
			steps = []step{{value: x.X, at: x}}
		case *ssa.Slice:
			steps = []step{{value: x.X, at: x}}
		case *ssa.Extract:
			if next, ok := x.Tuple.(*ssa.Next); ok {
				if r, ok := next.Iter.(*ssa.Range); ok {
					f.Elem = true
					steps = []step{{value: r.X, at: r}}
				}
			}
		}
		if steps == nil {
			steps = t.copies(v, at)
		}
		for _, s := range steps {
			if found := follow(s.value, s.at, f); found.Param != nil {
				return found
			}
		}
		return ForeignCall{}
	}
	return follow(v, at, ForeignCall{})
}

// signalled returns the channels that the tasks of s send to or close, by the
// instructions that make them.
func (p *Package) signalled(s *Spawn) (makes []*ssa.MakeChan) {
	for _, b := range s.Bodies {
		eachInstr(b.Fn, func(instr ssa.Instruction) {
			var ch ssa.Value
			switch instr := instr.(type) {
			case *ssa.Send:
				ch = instr.Chan
			case ssa.CallInstruction:
				if bi, ok := instr.Common().Value.(*ssa.Builtin); ok && bi.Name() == "close" {
					ch = instr.Common().Args[0]
				}
			case *ssa.Select:
				for _, st := range instr.States {
					if st.Dir == types.SendOnly {
						ch = st.Chan
					}
				}
			}
			if ch != nil {
				list, _ := (&tracer{p: p}).channels(ch, instr)
				for _, m := range list {
					makes = append(makes, m.by)
				}
			}
		})
	}
	return makes
}

// GivesUpOn returns the select, behind s in the same function, that waits for
// what the tasks of s signal and for a timer or the end of a context, nil if there
// is none.
func (p *Package) GivesUpOn(s *Spawn) *ssa.Select {
	p.mu.Lock()
	defer p.mu.Unlock()
	makes := p.signalled(s)
	var found *ssa.Select
	reachable(s.Call, func(instr ssa.Instruction) bool {
		sel, ok := instr.(*ssa.Select)
		if !ok || !sel.Blocking {
			return found == nil
		}
		result, other := false, false
		for _, st := range sel.States {
			if st.Dir != types.RecvOnly {
				continue
			}
			list, _ := (&tracer{p: p}).channels(st.Chan, sel)
			switch {
			case slices.ContainsFunc(list, func(m made) bool { return slices.Contains(makes, m.by) }):
				result = true
			case doneOf(st.Chan) != nil || isTime(st.Chan.Type()) && !reaches(sel, sel):
				other = true // not a tick of a clock while the wait goes on
			}
		}
		if result && other {
			found = sel
		}
		return found == nil
	})
	return found
}

// GoesOn reports whether what f calls is no computation with a result: it is
// handed a channel or returns one, so it goes on until it is told, or it is called
// again and again.
func (f ForeignCall) GoesOn() bool {
	if !f.Elem && reaches(f.Call, f.Call) {
		return true
	}
	for _, arg := range f.Call.Common().Args {
		if _, ok := arg.Type().Underlying().(*types.Chan); ok {
			return true
		}
	}
	for v := range f.Call.Common().Signature().Results().Variables() {
		if _, ok := v.Type().Underlying().(*types.Chan); ok {
			return true
		}
	}
	return false
}

// WaitedFor reports whether the function around s may wait, behind s, for what s
// has started: for its caller it is as if he had called it himself.
func (p *Package) WaitedFor(s *Spawn) bool { return waitsAfter(s.Call) }

// isTime reports whether t is the type of a timer's channel.
func isTime(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	return ok && isNamed(ch.Elem(), "time", "Time")
}

// HandleOf returns the result of the function around s that the tasks of s
// settle: a channel that they send to or close, or a thing that they signal by a
// field of or settle by a method of. It is nil if no such thing is returned. What
// they send to in a loop is a stream, which nobody expects to say how it went.
func (p *Package) HandleOf(s *Spawn) ssa.Value {
	p.mu.Lock()
	defer p.mu.Unlock()
	if fn := Callee(s.Call.Common()); fn != nil && saysLater(fn.Name()) && !std.Contains(fn.Pkg().Path()) {
		return nil // it is called for what happens, not for a result
	}
	settled, streams := make(map[ssa.Value]bool), make(map[ssa.Value]bool)
	for _, b := range s.Bodies {
		eachInstr(b.Fn, func(instr ssa.Instruction) {
			for _, ch := range signals(instr) {
				root := p.rootOf(ch)
				settled[root] = true
				if _, isCall := instr.(ssa.CallInstruction); !isCall && InLoop(instr) {
					streams[root] = true
				}
			}
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				return
			}
			c := call.Common()
			if recv := receiver(c); recv != nil && p.settles(c) {
				settled[p.rootOf(recv)] = true
			}
		})
	}
	for _, ret := range returns(s.Call.Parent()) {
		if !reaches(s.Call, ret) {
			continue
		}
		for _, v := range ret.Results {
			switch v.Type().Underlying().(type) {
			case *types.Chan, *types.Pointer, *types.Struct, *types.Interface:
				if root := p.rootOf(v); root != nil && settled[root] && !streams[root] && !isConst(root) {
					return v
				}
			}
		}
	}
	return nil
}

func isConst(v ssa.Value) bool {
	_, ok := v.(*ssa.Const)
	return ok
}

// rootOf returns the value at the root of what v is or lies in, through the
// arguments that functions of the package are called with.
func (p *Package) rootOf(v ssa.Value) ssa.Value {
	for range 6 {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
			continue
		case *ssa.ChangeInterface:
			v = x.X
			continue
		}
		_, root := p.place(v)
		param, ok := root.(*ssa.Parameter)
		if !ok {
			if root == v || root == nil {
				return root
			}
			v = root
			continue
		}
		t := &tracer{p: p}
		steps := t.arguments(param)
		if len(steps) != 1 {
			return root
		}
		v = steps[0].value
	}
	return v
}

// settles reports whether c calls a method that settles its receiver: it is named
// so, or it is a method of the package that signals by a field of it.
func (p *Package) settles(c *ssa.CallCommon) bool {
	fn := Callee(c)
	if fn == nil || fn.Signature().Recv() == nil {
		return false
	}
	name := strings.ToLower(fn.Name())
	for _, word := range [...]string{"resolve", "reject", "settle", "complete", "fulfil", "fail", "succeed", "finish", "setresult", "seterr", "setvalue"} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	callee := staticCallee(c)
	if callee == nil || callee.Blocks == nil || len(callee.Params) == 0 {
		return false
	}
	found := false
	eachInstr(callee, func(instr ssa.Instruction) {
		for _, ch := range signals(instr) {
			if _, root := p.place(ch); root == callee.Params[0] {
				found = true
			}
		}
	})
	return found
}
