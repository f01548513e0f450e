package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A DeafWait is a wait that nothing ends early, in a function that has something
// at hand which says when to stop: a context, or a channel.
type DeafWait struct {
	Instr ssa.Instruction
	// What is what waits: "time.Sleep", "the timer".
	What string
	// Stop is the name of what is at hand, and Kind says what it is.
	Stop, Kind string
}

// HasDeafCalls reports whether the package calls something that waits and takes
// no context, or receives from a timer. It reads types only.
func (p *Package) HasDeafCalls() bool {
	for _, obj := range p.pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		if _, ok := vocab.Lookup(fn, vocab.Deaf); ok || givesTicks(fn) {
			return true
		}
	}
	return p.HasTicks()
}

// givesTicks reports whether fn returns the channel of a timer.
func givesTicks(fn *types.Func) bool {
	res := fn.Signature().Results()
	return res.Len() == 1 && isTickChannel(res.At(0).Type())
}

func isTickChannel(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	return ok && isNamed(ch.Elem(), "time", "Time")
}

// DeafWaits returns the waits in work that is done in other goroutines, or over
// and over, by functions that have a context or a stop channel at hand.
func (p *Package) DeafWaits() []*DeafWait {
	var list []*DeafWait
	p.eachInstr(func(instr ssa.Instruction) {
		what := p.deafWait(instr)
		if what == "" {
			return
		}
		spawns := p.SpawnsAround(instr)
		spawns = slices.DeleteFunc(spawns, func(s *Spawn) bool { return s.Serves || timed(s) })
		loops := InLoop(instr)
		if len(spawns) == 0 && !loops || p.endsStopped(instr) {
			return
		}
		stop, kind := p.stopAt(instr, spawns, loops)
		if stop != "" {
			list = append(list, &DeafWait{Instr: instr, What: what, Stop: stop, Kind: kind})
		}
	})
	return list
}

// timed reports whether s starts its task when a timer fires or a context ends.
func timed(s *Spawn) bool {
	fn := Callee(s.Call.Common())
	return fn != nil && fn.Name() == "AfterFunc"
}

// deafWait returns what waits at instr, "" if nothing does that is worth ending
// early: a wait of less than a second soon ends by itself.
func (p *Package) deafWait(instr ssa.Instruction) string {
	switch instr := instr.(type) {
	case *ssa.Call:
		fn := Callee(instr.Common())
		if _, ok := vocab.Lookup(fn, vocab.Deaf); !ok {
			return ""
		}
		if fn.Name() == "NewRequest" && !sent(instr) {
			return ""
		}
		if fn.Pkg().Path() == "time" && isShort(argument(instr.Common(), 0)) {
			return ""
		}
		if recv := fn.Signature().Recv(); recv != nil {
			return types.TypeString(recv.Type(), func(pkg *types.Package) string { return pkg.Name() }) + "." + fn.Name()
		}
		return fn.Pkg().Name() + "." + fn.Name()
	case *ssa.UnOp:
		if instr.Op != token.ARROW || !isTickChannel(instr.X.Type()) {
			return ""
		}
		if call, ok := instr.X.(*ssa.Call); ok {
			if fn := Callee(call.Common()); fn != nil && fn.Name() == "After" && isShort(argument(call.Common(), 0)) {
				return ""
			}
			return "a receive from a timer"
		}
		if load, ok := instr.X.(*ssa.UnOp); ok {
			if addr, ok := load.X.(*ssa.FieldAddr); ok && isTimer(addr.X.Type()) && !drains(instr) && !p.soon(addr.X, instr) {
				return "a receive from a timer"
			}
		}
	}
	return ""
}

// sent reports whether the request that call makes is sent by a client as it is.
func sent(call *ssa.Call) bool {
	for _, ref := range *call.Referrers() {
		req, ok := ref.(*ssa.Extract)
		if !ok || req.Index != 0 {
			continue
		}
		for _, use := range *req.Referrers() {
			if do, ok := use.(*ssa.Call); ok {
				fn := Callee(do.Common())
				if fn != nil && fn.Name() == "Do" && fn.Pkg() != nil && fn.Pkg().Path() == "net/http" {
					return true
				}
			}
		}
	}
	return false
}

// drains reports whether instr takes the tick of a timer that Stop came too late
// for.
func drains(instr ssa.Instruction) bool {
	b := instr.Block()
	if len(b.Preds) != 1 {
		return false
	}
	branch, ok := b.Preds[0].Instrs[len(b.Preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	stop, ok := branch.Cond.(*ssa.Call)
	return ok && Callee(stop.Common()) != nil && Callee(stop.Common()).Name() == "Stop"
}

// soon reports whether the timer v is made to fire within a second.
func (p *Package) soon(v ssa.Value, at ssa.Instruction) bool {
	keys, _ := p.timerKeys(v, at)
	return slices.ContainsFunc(keys, func(key any) bool {
		call, ok := key.(*ssa.Call)
		return ok && len(call.Call.Args) > 0 && isShort(call.Call.Args[0])
	})
}

// isShort reports whether v is a constant duration of less than a second.
func isShort(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return false
	}
	n, ok := constant.Int64Val(constant.ToInt(c.Value))
	return ok && time.Duration(n) < time.Second
}

// stopAt returns what could end a wait at instr early: a context that the task
// has, or that the function is given; a stop channel that is a parameter, that
// the function waits for elsewhere, or that its receiver has and something closes.
func (p *Package) stopAt(instr ssa.Instruction, spawns []*Spawn, loops bool) (name, kind string) {
	fn := instr.Parent()
	own := func(f *ssa.Function) (string, string) {
		for _, v := range f.Params {
			if v.Name() == "_" || v.Name() == "" {
				continue
			}
			if IsContext(v.Type()) {
				return v.Name(), "context"
			}
			if isStopChannel(v.Type()) {
				return v.Name(), "channel"
			}
		}
		return "", ""
	}
	for f := fn; f != nil; f = f.Parent() {
		body := slices.ContainsFunc(spawns, func(s *Spawn) bool {
			return slices.ContainsFunc(s.Bodies, func(b Body) bool { return b.Fn == f })
		})
		if len(spawns) > 0 || f == fn && loops {
			if name, kind := own(f); name != "" {
				return name, kind
			}
		}
		for _, fv := range f.FreeVars {
			t := fv.Type()
			if ptr, ok := t.(*types.Pointer); ok && IsContext(ptr.Elem()) {
				t = ptr.Elem()
			}
			if IsContext(t) && p.canEnd(fv, instr) {
				return fv.Name(), "context"
			}
		}
		if body {
			break
		}
	}
	if name, kind := p.stopWaited(fn); name != "" {
		return name, kind
	}
	return p.receiverStop(fn)
}

// canEnd reports whether the context v, or the one in the captured variable v, may
// end: it is not one that is made to end with nothing.
func (p *Package) canEnd(v ssa.Value, at ssa.Instruction) bool {
	if _, variable := v.Type().(*types.Pointer); variable {
		var stores []*ssa.Store
		for _, cell := range p.index().cells(v) {
			stores = append(stores, p.index().stores[cell]...)
		}
		return len(stores) == 0 || slices.ContainsFunc(stores, func(st *ssa.Store) bool { return p.canEnd(st.Val, st) })
	}
	paths := p.Lineage(v, at)
	return len(paths) == 0 || slices.ContainsFunc(paths, func(path Path) bool { return !path.Detached || len(path.Through) > 0 })
}

func isStopChannel(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok || ch.Dir() == types.SendOnly {
		return false
	}
	st, ok := ch.Elem().Underlying().(*types.Struct)
	return ok && st.NumFields() == 0
}

// stopWaited returns the name of a channel without values that fn waits for in
// some select, or of a context, "" if there is none.
func (p *Package) stopWaited(fn *ssa.Function) (name, kind string) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			sel, ok := instr.(*ssa.Select)
			if !ok {
				continue
			}
			for _, st := range sel.States {
				if st.Dir != types.RecvOnly || !isStopChannel(st.Chan.Type()) {
					continue
				}
				if ctx := doneOf(st.Chan); ctx != nil {
					return p.ReceiverText(st.Chan.(*ssa.Call), "the context"), "context"
				}
				if name := nameOf(st.Chan); name != "" {
					return name, "channel"
				}
			}
		}
	}
	return "", ""
}

// nameOf returns the name of the variable or field that v is read from.
func nameOf(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Parameter:
		return v.Name()
	case *ssa.FreeVar:
		return v.Name()
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.FieldAddr:
			if f := fieldOf(x); f != nil {
				return f.Name()
			}
		case *ssa.FreeVar:
			return x.Name()
		case *ssa.Alloc:
			return x.Comment
		}
	}
	return ""
}

// receiverStop returns the name of a field of fn's receiver, or of the receiver
// of the function that fn is written in, that says when to stop: a context, or a
// channel without values that the package closes and sends nothing to.
func (p *Package) receiverStop(fn *ssa.Function) (name, kind string) {
	recv := enclosing(fn).Signature.Recv()
	if recv == nil {
		return "", ""
	}
	st, ok := deref(recv.Type()).Underlying().(*types.Struct)
	if !ok {
		return "", ""
	}
	for i := range st.NumFields() {
		f := st.Field(i).Origin()
		switch {
		case IsContext(f.Type()) && !f.Embedded():
			return recv.Name() + "." + f.Name(), "context"
		case isStopChannel(f.Type()) && p.onlyClosed(f):
			return recv.Name() + "." + f.Name(), "channel"
		}
	}
	return "", ""
}

// onlyClosed reports whether the package closes the channel in the field f, in
// a function that is named after an end, and never sends to it.
func (p *Package) onlyClosed(f *types.Var) bool {
	closed, sent := false, false
	field := func(v ssa.Value) bool {
		load, ok := v.(*ssa.UnOp)
		if !ok {
			return false
		}
		addr, ok := load.X.(*ssa.FieldAddr)
		return ok && fieldOf(addr) == f
	}
	p.eachInstr(func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Send:
			sent = sent || field(instr.Chan)
		case ssa.CallInstruction:
			if b, ok := instr.Common().Value.(*ssa.Builtin); ok && b.Name() == "close" && field(instr.Common().Args[0]) {
				closed = closed || stops(enclosing(instr.Parent()).Name())
			}
		}
	})
	return closed && !sent
}

// endsStopped reports whether instr comes when something has said to stop: after
// a wait for a context's Done or a stop channel, or in the case of a select that
// such a wait has ended.
func (p *Package) endsStopped(instr ssa.Instruction) bool {
	if p.onlyDeferred(instr.Parent()) || stops(enclosing(instr.Parent()).Name()) {
		return true
	}
	stop := func(ch ssa.Value) bool { return doneOf(ch) != nil || isStopChannel(ch.Type()) }
	for b := instr.Block(); b != nil; b = b.Idom() {
		for _, before := range b.Instrs {
			if before == instr {
				break
			}
			if recv, ok := before.(*ssa.UnOp); ok && recv.Op == token.ARROW && stop(recv.X) {
				return true
			}
		}
		if len(b.Preds) == 1 && b.Preds[0].Succs[0] == b {
			if branch, ok := b.Preds[0].Instrs[len(b.Preds[0].Instrs)-1].(*ssa.If); ok {
				if st, _ := chosen(branch.Cond); st != nil && st.Dir == types.RecvOnly && stop(st.Chan) {
					return true
				}
			}
		}
	}
	return false
}
