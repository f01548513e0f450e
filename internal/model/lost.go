package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// This file knows what becomes of a recovered value, and of those who wait for
// the error that it should have been.

// A Lost panic is one that is recovered and reported to nobody, so that a waiter
// sees success.
type Lost struct {
	// At is the place of the mistake: what defers the guard, or the call
	// that wraps a nil error instead of the recovered value.
	At ssa.Instruction
	// Wraps says that a nil error is wrapped; Recovered is then the value
	// that should have been.
	Wraps     bool
	Recovered ssa.Value
	Callee    *types.Func
	// Result says that the function returns nil; otherwise What names the
	// channel or variable in which a waiter finds no error.
	Result bool
	What   string
	// Hazard may panic.
	Hazard *Hazard
	// Guard is the code of the guard, if it lets live only if it is told to.
	Guard string
}

// LostPanic returns how a panic in fn, which defers a guard by d, is lost; nil if
// it is not, or not for certain. task says that fn is run by a spawn.
func (p *Package) LostPanic(fn *ssa.Function, d *ssa.Defer, task bool) *Lost {
	hazards := slices.DeleteFunc(p.HazardsOf(fn), func(h *Hazard) bool { return !Dominates(d, h.Instr) })
	channels := p.Channels()
	p.mu.Lock()
	defer p.mu.Unlock()
	guard := p.called(d.Common().Value, d)
	if guard == nil {
		guard = d.Common().StaticCallee()
	}
	if len(hazards) == 0 || guard == nil {
		return nil
	}
	if guard.Blocks == nil && (len(d.Common().Args) > 0 || guard.Signature.Recv() != nil) {
		return nil // a guard of another package, which may tell somebody
	}
	cell, named := p.errorResult(fn)
	if named {
		if l := p.wrapsNil(guard, cell); l != nil && !p.mayFailBefore(cell, hazards, true) {
			l.Hazard = hazards[0]
			return l
		}
	}
	if !p.drops(guard, nil, 3) || p.settlesOtherwise(fn, d) {
		return nil
	}
	if returnsError(fn.Signature) {
		if named && (p.writes(guard, cell) || p.mayFailBefore(cell, hazards, false)) {
			return nil
		}
		if len(d.Common().Args) > 0 {
			return nil // the guard is given something to report with
		}
		if p.swallows(fn) {
			return nil
		}
		return &Lost{At: d, Result: true, Hazard: hazards[0]}
	}
	if !task {
		return nil
	}
	if name, h := p.closedUnsent(fn, channels, hazards); h != nil {
		return &Lost{At: d, What: name, Hazard: h}
	}
	if name, h := p.unwritten(fn, hazards); h != nil {
		return &Lost{At: d, What: name, Hazard: h}
	}
	return nil
}

// HiddenPanic is LostPanic for a task fn whose guard raises panics again unless it
// is told not to: what fn closes in any case then hides them.
func (p *Package) HiddenPanic(fn *ssa.Function, d *ssa.Defer) *Lost {
	hazards := p.HazardsOf(fn)
	channels := p.Channels()
	p.mu.Lock()
	defer p.mu.Unlock()
	if name, h := p.closedUnsent(fn, channels, hazards); h != nil {
		return &Lost{At: d, What: name, Hazard: h, Guard: p.CallText(d)}
	}
	return nil
}

// swallows reports whether fn, which defers something, returns nil where it has an
// error, and nowhere an error that it has seen: its success is meant to say nothing.
func (p *Package) swallows(fn *ssa.Function) bool {
	has := false
	for _, ret := range returns(fn) {
		load, ok := ret.Results[len(ret.Results)-1].(*ssa.UnOp)
		if !ok {
			return false
		}
		cell, ok := load.X.(*ssa.Alloc)
		if !ok {
			return false
		}
		for _, s := range p.index().stores[cell] {
			seen := false
			branches(s.Block(), func(cond ssa.Value, outcome bool) bool {
				err, said := comparison(cond, outcome)
				seen = seen || said == saidNonNil && isError(err.Type())
				return !seen
			})
			switch {
			case isNilConst(s.Val):
				has = has || seen
			case seen, certainError(s.Val):
				return false
			}
		}
	}
	return has
}

func returnsError(sig *types.Signature) bool {
	n := sig.Results().Len()
	return n > 0 && isError(sig.Results().At(n-1).Type())
}

// errorResult returns the variable of the named error result of fn.
func (p *Package) errorResult(fn *ssa.Function) (cell *ssa.Alloc, named bool) {
	if !returnsError(fn.Signature) {
		return nil, false
	}
	res := fn.Signature.Results().At(fn.Signature.Results().Len() - 1)
	if res.Name() == "" || res.Name() == "_" {
		return nil, false
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if a, ok := instr.(*ssa.Alloc); ok && a.Comment == res.Name() && a.Pos() == res.Pos() {
				return a, true
			}
		}
	}
	return nil, true
}

// mayFailBefore reports whether the error result may be set before a hazard: to
// what is an error for certain, or, with any, to anything.
func (p *Package) mayFailBefore(cell *ssa.Alloc, hazards []*Hazard, any bool) bool {
	if cell == nil {
		return false // nothing but returns writes to it
	}
	for _, s := range p.index().stores[cell] {
		if s.Parent() != cell.Parent() {
			continue
		}
		if c, ok := s.Val.(*ssa.Const); ok && c.IsNil() || !any && !certainError(s.Val) {
			continue
		}
		for _, h := range hazards {
			if reaches(s, h.Instr) {
				return true
			}
		}
	}
	return false
}

func certainError(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return true
	case *ssa.UnOp:
		_, ok := v.X.(*ssa.Global)
		return ok
	case *ssa.Call:
		fn := Callee(v.Common())
		return fn != nil && (fn.Name() == "New" || fn.Name() == "Errorf")
	}
	return false
}

// writes reports whether the guard, or a literal in it, writes to cell, or hands
// its address on.
func (p *Package) writes(guard *ssa.Function, cell *ssa.Alloc) (found bool) {
	if cell == nil {
		return false
	}
	eachInstr(guard, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Store:
			found = found || slices.Contains(p.index().cells(instr.Addr), cell)
		case ssa.CallInstruction:
			for _, arg := range instr.Common().Args {
				if fv, ok := arg.(*ssa.FreeVar); ok {
					found = found || slices.Contains(p.index().cells(fv), cell)
				}
			}
		}
	})
	return found
}

// settlesOtherwise reports whether another function that fn defers may tell of
// the failure: it writes to something outside, or sends.
func (p *Package) settlesOtherwise(fn *ssa.Function, guard *ssa.Defer) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok || d == guard {
				continue
			}
			if other := p.called(d.Common().Value, d); other != nil && other.Parent() != nil && !p.drops(other, nil, 2) {
				return true
			}
		}
	}
	return false
}

// drops reports whether the guard does nothing with what it recovers, or does
// with value, but log it: it writes to nothing outside, sends nothing, and calls
// nothing that may.
func (p *Package) drops(guard *ssa.Function, value ssa.Value, depth int) bool {
	kept := false
	eachInstr(guard, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Store:
			switch addr := instr.Addr.(type) {
			case *ssa.Alloc:
			case *ssa.IndexAddr:
				_, local := addr.X.(*ssa.Alloc) // of a variadic call
				kept = kept || !local
			case *ssa.FieldAddr:
				_, local := addr.X.(*ssa.Alloc)
				kept = kept || !local
			default:
				kept = true
			}
		case *ssa.Send, *ssa.MapUpdate, *ssa.Go:
			kept = true
		case *ssa.Select:
			kept = kept || slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool { return st.Dir == types.SendOnly })
		case ssa.CallInstruction:
			c := instr.Common()
			if _, ok := c.Value.(*ssa.Builtin); ok {
				return
			}
			if fn := Callee(c); fn != nil && harmless(fn, c.IsInvoke()) && !slices.Contains(settlingNames, fn.Name()) && (fn.Pkg() == nil || !answers(fn)) {
				return
			}
			callee := p.called(c.Value, instr)
			if callee == nil || callee.Blocks == nil || depth == 0 || !p.drops(callee, nil, depth-1) {
				kept = true
			}
		}
	})
	return !kept
}

// answers reports whether fn, of which nothing else is known, may tell somebody of
// the failure: it keeps a value, or writes to whoever waits for an answer.
func answers(fn *types.Func) bool {
	switch fn.Pkg().Path() {
	case "os", "log", "log/slog", "fmt":
		return false
	}
	switch vocab.Words(fn.Name())[0] {
	case "store", "swap", "send", "write", "reply", "respond", "render", "answer", "encode", "fail", "abort":
		return true
	}
	return false
}

// wrapsNil returns the call in the guard that makes the error result of itself,
// nil as it is, without the recovered value.
func (p *Package) wrapsNil(guard *ssa.Function, cell *ssa.Alloc) *Lost {
	if cell == nil {
		return nil
	}
	var recovered ssa.Value
	for _, b := range guard.Blocks {
		for _, instr := range b.Instrs {
			if v, ok := instr.(ssa.Value); ok && isRecover(instr) {
				recovered = v
			}
		}
	}
	ofCell := func(v ssa.Value) bool {
		for range 3 {
			switch x := v.(type) {
			case *ssa.ChangeInterface:
				v = x.X
			case *ssa.MakeInterface:
				v = x.X
			}
		}
		load := loaded(v)
		return load != nil && slices.Contains(p.index().cells(load), cell)
	}
	for _, b := range guard.Blocks {
		for _, instr := range b.Instrs {
			s, ok := instr.(*ssa.Store)
			if !ok || !slices.Contains(p.index().cells(s.Addr), cell) {
				continue
			}
			call, ok := s.Val.(*ssa.Call)
			if !ok {
				continue
			}
			fn := Callee(call.Common())
			_, keepsNil := vocab.Lookup(fn, vocab.KeepsNil)
			if fn == nil || fn.FullName() != "fmt.Errorf" && !keepsNil {
				continue
			}
			var args []ssa.Value
			for _, arg := range call.Call.Args {
				if elems, ok := variadic(arg); ok {
					args = append(args, elems...)
				} else {
					args = append(args, arg)
				}
			}
			if slices.ContainsFunc(args, ofCell) && !slices.ContainsFunc(args, func(v ssa.Value) bool { return p.madeOf(v, recovered, 5) }) {
				return &Lost{At: call, Wraps: true, Recovered: recovered, Callee: fn}
			}
		}
	}
	return nil
}

// madeOf reports whether v is made of the value from.
func (p *Package) madeOf(v, from ssa.Value, depth int) bool {
	if v == from {
		return true
	}
	instr, ok := v.(ssa.Instruction)
	if !ok || depth == 0 || from == nil {
		return false
	}
	if load := loaded(v); load != nil {
		if cell, ok := load.(*ssa.Alloc); ok {
			for _, s := range p.index().stores[cell] {
				if p.madeOf(s.Val, from, depth-1) {
					return true
				}
			}
		}
	}
	if elems, ok := variadic(v); ok {
		for _, e := range elems {
			if p.madeOf(e, from, depth-1) {
				return true
			}
		}
	}
	for _, op := range instr.Operands(nil) {
		if *op != nil && p.madeOf(*op, from, depth-1) {
			return true
		}
	}
	return false
}

// closedUnsent returns a channel of errors that fn closes when it returns and
// sends to only if nothing panics, and from which somebody receives without
// asking whether it is closed.
func (p *Package) closedUnsent(fn *ssa.Function, channels []*Channel, hazards []*Hazard) (string, *Hazard) {
	for _, ch := range channels {
		elem := ch.Make.Type().Underlying().(*types.Chan).Elem()
		if !isError(elem) {
			continue
		}
		closed := slices.ContainsFunc(ch.Closes, func(op ChannelOp) bool {
			return within(op.Instr.Parent(), fn) && op.Deferred(p)
		})
		plain := slices.ContainsFunc(ch.Receives, func(op ChannelOp) bool {
			if within(op.Instr.Parent(), fn) {
				return false
			}
			if recv, ok := op.Instr.(*ssa.UnOp); ok {
				return !recv.CommaOk && len(*recv.Referrers()) > 0
			}
			return op.Select != nil && usesResult(op) && !usesOk(op.Select)
		})
		if !closed || !plain {
			continue
		}
		for _, op := range ch.Sends {
			if op.Instr.Parent() != fn || op.Select != nil {
				continue
			}
			for _, h := range hazards {
				if reaches(h.Instr, op.Instr) {
					return valueName(op.Instr.(*ssa.Send).Chan), h
				}
			}
		}
	}
	return "", nil
}

// usesResult reports whether what the case op of a select receives is used.
func usesResult(op ChannelOp) bool {
	k := 2
	for i, st := range op.Select.States {
		if i == op.State {
			break
		}
		if st.Dir == types.RecvOnly {
			k++
		}
	}
	return slices.ContainsFunc(*op.Select.Referrers(), func(ref ssa.Instruction) bool {
		e, ok := ref.(*ssa.Extract)
		return ok && e.Index == k
	})
}

// usesOk reports whether some case of sel asks whether its channel is closed.
func usesOk(sel *ssa.Select) bool {
	return slices.ContainsFunc(*sel.Referrers(), func(ref ssa.Instruction) bool {
		e, ok := ref.(*ssa.Extract)
		return ok && e.Index == 1 && e.Referrers() != nil && len(*e.Referrers()) > 0
	})
}

// unwritten returns a variable, or the slice of an element, outside of the task
// fn that fn writes an error to unless it panics before, and that others read.
func (p *Package) unwritten(fn *ssa.Function, hazards []*Hazard) (string, *Hazard) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			s, ok := instr.(*ssa.Store)
			if !ok || !isError(s.Val.Type()) {
				continue
			}
			addr := s.Addr
			if elem, ok := addr.(*ssa.IndexAddr); ok {
				addr = elem.X
				if l := loaded(addr); l != nil {
					addr = l
				}
			}
			fv, ok := addr.(*ssa.FreeVar)
			if !ok {
				continue
			}
			cells := p.index().cells(fv)
			if len(cells) != 1 || within(cells[0].Parent(), fn) || !p.readOutside(cells[0], fn) {
				continue
			}
			for _, h := range hazards {
				if reaches(h.Instr, s) {
					return fv.Name(), h
				}
			}
		}
	}
	return "", nil
}

// readOutside reports whether the function that has the variable reads it.
func (p *Package) readOutside(cell *ssa.Alloc, task *ssa.Function) bool {
	return slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool {
		load, ok := ref.(*ssa.UnOp)
		return ok && !within(load.Parent(), task) && load.Referrers() != nil && len(*load.Referrers()) > 0
	})
}
