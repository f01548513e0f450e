package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Settle is what a function does, when all goes well, for somebody who waits:
// the Done of a WaitGroup, a close, a send, the settling of a future, an Unlock.
type Settle struct {
	Instr ssa.Instruction
	// What is its code.
	What string
	// Kind says which of them stand for each other.
	Kind SettleKind
	// Hazard may panic before it.
	Hazard *Hazard
}

// A SettleKind is one way of letting somebody go on.
type SettleKind uint8

// The kinds of settling.
const (
	SettlesCount  SettleKind = iota + 1 // WaitGroup.Done
	SettlesChan                         // close, send
	SettlesFuture                       // Resolve, Reject and their like
	SettlesLock                         // Unlock
)

// Skipped returns what fn does for others on its normal path alone, although a
// panic before it is recovered, so that fn, or the goroutine it runs in, goes on
// as if it had been done. recovered is the instruction that defers the guard, nil
// if fn is run under one. What deferred functions do as well is not skipped, nor
// is what others do if fn does not.
func (p *Package) Skipped(fn *ssa.Function, recovered *ssa.Defer) []*Settle {
	hazards := p.HazardsOf(fn)
	channels := p.Channels()
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []*Settle
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			s := p.settle(instr)
			if s == nil || p.settledInDefer(fn, s.Kind) || recovered == nil && p.settledByHandler(fn, s.Kind) {
				continue
			}
			if s.Kind == SettlesChan && !stranded(channels, fn, instr) {
				continue
			}
			for _, h := range hazards {
				if h.Instr == instr || recovered != nil && !Dominates(recovered, h.Instr) || !reaches(h.Instr, instr) {
					continue
				}
				if s.Kind == SettlesLock && (!h.Dynamic || !p.held(fn, s, h)) {
					continue
				}
				if s.Hazard = h; h.Dynamic {
					break
				}
			}
			if s.Hazard != nil {
				list = append(list, s)
			}
		}
	}
	return list
}

// settle returns what instr does for others, nil if nothing.
func (p *Package) settle(instr ssa.Instruction) *Settle {
	switch instr := instr.(type) {
	case *ssa.Send:
		return &Settle{Instr: instr, What: "the send to " + valueName(instr.Chan), Kind: SettlesChan}
	case *ssa.Call:
		c := instr.Common()
		if b, ok := c.Value.(*ssa.Builtin); ok {
			if b.Name() == "close" {
				return &Settle{Instr: instr, What: "close(" + valueName(c.Args[0]) + ")", Kind: SettlesChan}
			}
			return nil
		}
		fn := Callee(c)
		if p.saidToSettle(fn) {
			return &Settle{Instr: instr, What: p.CallText(instr), Kind: SettlesFuture}
		}
		if fn == nil || fn.Signature().Recv() == nil {
			return nil
		}
		if fn.Pkg() != nil && fn.Pkg().Path() == "sync" {
			switch fn.Name() {
			case "Done":
				return &Settle{Instr: instr, What: p.CallText(instr), Kind: SettlesCount}
			case "Unlock", "RUnlock":
				return &Settle{Instr: instr, What: p.CallText(instr), Kind: SettlesLock}
			}
			return nil
		}
		if settlesByName(fn) {
			return &Settle{Instr: instr, What: p.CallText(instr), Kind: SettlesFuture}
		}
	}
	return nil
}

// saidToSettle reports whether a directive or the configuration says that a call
// of fn settles a future.
func (p *Package) saidToSettle(fn *types.Func) bool {
	if _, ok := vocab.Lookup(fn, vocab.Settle); ok {
		return true
	}
	if fn == nil {
		return false
	}
	s := p.summary(fn)
	return s != nil && s.Settles
}

// settlingNames are the names of methods that settle a future, and waitingNames of
// those by which one learns what became of it.
var (
	settlingNames = []string{"Resolve", "Reject", "Settle", "Complete", "CompleteExceptionally", "Fulfil", "Fulfill"}
	waitingNames  = []string{"Await", "Wait", "Get", "Then", "Future", "Promise", "Done", "Result", "Value"}
)

// settlesByName reports whether a method settles a future, as far as names tell:
// its own, and those of its type or of the type's other methods. What is rejected
// may also be a connection.
func settlesByName(fn *types.Func) bool {
	if !slices.Contains(settlingNames, fn.Name()) {
		return false
	}
	t := fn.Signature().Recv().Type()
	for _, word := range vocab.Words(typeName(t)) {
		switch word {
		case "promise", "future", "deferred", "completer", "completable", "settler", "resolver":
			return true
		}
	}
	return slices.ContainsFunc(slices.Concat(settlingNames, waitingNames), func(name string) bool {
		m, _, _ := types.LookupFieldOrMethod(t, true, fn.Pkg(), name)
		_, isMethod := m.(*types.Func)
		return isMethod && name != fn.Name()
	})
}

// valueName returns the name of the variable or field that v is read from.
func valueName(v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.ChangeType:
		return valueName(x.X)
	case *ssa.MakeChan:
		for _, ref := range *x.Referrers() {
			if s, ok := ref.(*ssa.Store); ok {
				if cell, ok := s.Addr.(*ssa.Alloc); ok {
					return cell.Comment
				}
			}
		}
	}
	if name := funcName(v); name != "" {
		return name
	}
	return "the channel"
}

// settledInDefer reports whether something that fn defers settles in this way.
func (p *Package) settledInDefer(fn *ssa.Function, kind SettleKind) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if ok && p.deferredSettles(d, kind, 3) {
				return true
			}
		}
	}
	return false
}

func (p *Package) deferredSettles(call ssa.CallInstruction, kind SettleKind, depth int) bool {
	c := call.Common()
	if bi, ok := c.Value.(*ssa.Builtin); ok {
		return bi.Name() == "close" && kind == SettlesChan
	}
	fn := Callee(c)
	if fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync" {
		return fn.Name() == "Done" && kind == SettlesCount || (fn.Name() == "Unlock" || fn.Name() == "RUnlock") && kind == SettlesLock
	}
	if fn != nil && (slices.Contains(settlingNames, fn.Name()) || p.saidToSettle(fn)) && kind == SettlesFuture {
		return true
	}
	callee := p.called(c.Value, call)
	if callee == nil || callee.Blocks == nil {
		// What is not seen may do it.
		return c.StaticCallee() == nil && !c.IsInvoke() && !isCancel(c.Value)
	}
	return depth > 0 && p.settlesIn(callee, kind, depth)
}

// settlesIn reports whether fn, or a literal in it, settles in this way.
func (p *Package) settlesIn(fn *ssa.Function, kind SettleKind, depth int) (found bool) {
	eachInstr(fn, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Send:
			found = found || kind == SettlesChan
		case *ssa.Select:
			found = found || kind == SettlesChan && slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool { return st.Dir == types.SendOnly })
		case *ssa.Call:
			found = found || p.deferredSettles(instr, kind, depth-1)
		case *ssa.Defer:
			found = found || p.deferredSettles(instr, kind, depth-1)
		}
	})
	return found
}

// settledByHandler reports whether the function that fn is handed to, to be run
// under a recover, is handed another one beside it, for panics, that settles in
// this way or may.
func (p *Package) settledByHandler(fn *ssa.Function, kind SettleKind) bool {
	for _, handler := range p.handlers(fn) {
		if handler == nil || p.settlesIn(handler, kind, 3) {
			return true
		}
	}
	return false
}

// handlers returns the functions that are handed on beside fn where it is run
// under a recover; one that is not known is nil.
func (p *Package) handlers(fn *ssa.Function) (list []*ssa.Function) {
	call := p.recoveredRuns()[fn]
	if call == nil {
		return nil
	}
	for _, arg := range call.Common().Args {
		if _, ok := arg.Type().Underlying().(*types.Signature); !ok || isNilConst(arg) {
			continue
		}
		bodies, all := (&tracer{p: p}).bodies(arg, call)
		if slices.ContainsFunc(bodies, func(b Body) bool { return b.Fn == fn }) {
			continue
		}
		if !all {
			list = append(list, nil)
		}
		for _, b := range bodies {
			list = append(list, b.Fn)
		}
	}
	return list
}

// held reports whether the lock that s gives back is taken before h, and not
// given back in between.
func (p *Package) held(fn *ssa.Function, s *Settle, h *Hazard) bool {
	place := func(instr ssa.Instruction) string {
		return (&tracer{p: p}).place(receiver(instr.(ssa.CallInstruction).Common()), instr)
	}
	name := Callee(s.Instr.(*ssa.Call).Common()).Name()
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			obj := Callee(call.Common())
			if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() != "sync" || obj.Name()+"" != map[string]string{"Unlock": "Lock", "RUnlock": "RLock"}[name] {
				continue
			}
			if place(call) == place(s.Instr) && Dominates(call, h.Instr) && Dominates(h.Instr, s.Instr) && !p.givenBack(call, h.Instr, place(call), place) {
				return true
			}
		}
	}
	return false
}

// givenBack reports whether, on the way from the lock to the instruction at, the
// lock is given back.
func (p *Package) givenBack(lock *ssa.Call, at ssa.Instruction, where string, place func(ssa.Instruction) string) (found bool) {
	reachable(lock, func(instr ssa.Instruction) bool {
		if call, ok := instr.(*ssa.Call); ok && instr != at {
			if obj := Callee(call.Common()); obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == "sync" && (obj.Name() == "Unlock" || obj.Name() == "RUnlock") {
				if place(call) == where && reaches(call, at) {
					found = true
				}
			}
		}
		return !found && instr != at
	})
	return found
}

// stranded reports whether somebody outside of fn waits, with no other way out,
// for what the send or close instr alone does to a channel of the package.
func stranded(channels []*Channel, fn *ssa.Function, instr ssa.Instruction) bool {
	is := func(op ChannelOp) bool { return op.Instr == instr }
	here := func(op ChannelOp) bool { return within(op.Instr.Parent(), fn) }
	for _, ch := range channels {
		closes := slices.ContainsFunc(ch.Closes, is)
		if ch.Leaked || !closes && !slices.ContainsFunc(ch.Sends, is) {
			continue
		}
		if slices.ContainsFunc(ch.Closes, func(op ChannelOp) bool { return !closes || !here(op) }) {
			return false // it is the close that counts
		}
		others := slices.ContainsFunc(ch.Sends, func(op ChannelOp) bool { return !here(op) })
		if closes && others {
			return false
		}
		for _, op := range ch.Receives {
			if op.Select == nil && !here(op) && (!others || op.InLoop()) {
				return true
			}
		}
	}
	return false
}

// Retires returns the receive of a loop in fn that a recovered panic in the loop
// ends for good, with the hazard; recovered is as for [Package.Skipped]. It
// returns nothing if the guard starts fn again, or may.
func (p *Package) Retires(fn *ssa.Function, recovered *ssa.Defer) (ssa.Instruction, *Hazard) {
	hazards := p.HazardsOf(fn)
	p.mu.Lock()
	defer p.mu.Unlock()
	if recovered != nil && p.restarts(recovered, fn) || recovered == nil && len(p.handlers(fn)) > 0 {
		return nil, nil
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch recv := instr.(type) {
			case *ssa.Select:
				if !recv.Blocking {
					continue
				}
			case *ssa.UnOp:
				if _, ok := recv.X.Type().Underlying().(*types.Chan); !ok {
					continue
				}
			default:
				continue
			}
			for _, h := range hazards {
				if (recovered == nil || Dominates(recovered, h.Instr)) && reaches(instr, h.Instr) && reaches(h.Instr, instr) {
					return instr, h
				}
			}
		}
	}
	return nil, nil
}

// restarts reports whether the guard that d defers may start fn, or something
// else that is not seen, again.
func (p *Package) restarts(d *ssa.Defer, fn *ssa.Function) (may bool) {
	guard := p.called(d.Common().Value, d)
	if guard == nil {
		guard = d.Common().StaticCallee()
	}
	if guard == nil {
		return true
	}
	if guard.Blocks == nil {
		// One of another package knows fn only if it is told.
		return len(d.Common().Args) > 0
	}
	eachInstr(guard, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Go:
			may = true
		case *ssa.Call:
			may = may || staticCallee(instr.Common()) == enclosing(fn) || p.callHazard(instr, nil, 2) != nil
		case *ssa.Send:
			may = true
		case *ssa.Store:
			_, local := instr.Addr.(*ssa.Alloc)
			may = may || !local
		}
	})
	return may
}
