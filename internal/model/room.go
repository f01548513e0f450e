package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// MakeSyntax returns the call of make that makes the channel, nil if it is not
// in the source.
func (ch *Channel) MakeSyntax(p *Package) *ast.CallExpr { return p.syntax().calls[ch.Make.Pos()] }

// TotalSends returns how many values are sent at most to one channel, by the
// goroutines that are known to send to it and by nobody else; ok is false if that
// is not known, or if it would make a difference that a send does not wait: a
// goroutine does something behind it, or the channel is asked for its length.
func (p *Package) TotalSends(ch *Channel) (n int, ok bool) {
	var known []ssa.Instruction
	for _, s := range p.Senders() {
		if s.Channel != ch {
			continue
		}
		if s.Endless || s.Triggered || s.Spawn.Call.Parent() != ch.Make.Parent() || againBeside(s.Spawn.Call, ch.Make) {
			return 0, false
		}
		for _, send := range s.Sends {
			if send.Parent() != s.Body || !p.lastThing(send, ch) {
				return 0, false
			}
		}
		known = append(known, s.Sends...)
		n += s.Max
	}
	for _, op := range ch.Sends {
		if !slices.Contains(known, op.Instr) {
			return 0, false
		}
	}
	return n, n > 0 && !p.asksLength(ch)
}

// againBeside reports whether instr is reached from itself without passing mk.
func againBeside(instr ssa.Instruction, mk *ssa.MakeChan) (found bool) {
	reachable(instr, func(next ssa.Instruction) bool {
		found = found || next == instr
		return !found && next != ssa.Instruction(mk)
	})
	return found
}

// lastThing reports whether nothing that others can see comes behind the send but
// other sends to the channel and its close.
func (p *Package) lastThing(send ssa.Instruction, ch *Channel) bool {
	last := true
	own := func(call ssa.CallInstruction) bool {
		return slices.ContainsFunc(ch.Closes, func(op ChannelOp) bool { return op.Instr == call })
	}
	reachable(send, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Call:
			// What is computed for the next send may take its time.
			last = last && own(instr)
		case *ssa.Go, *ssa.Defer, *ssa.Store, *ssa.MapUpdate, *ssa.Select:
			last = false
		case *ssa.Send:
			last = last && slices.ContainsFunc(ch.Sends, func(op ChannelOp) bool { return op.Instr == ssa.Instruction(instr) })
		case *ssa.UnOp:
			last = last && instr.Op != token.ARROW
		}
		return last
	})
	for call := range calls(send.Parent()) {
		if d, ok := call.(*ssa.Defer); ok && !own(d) {
			last = false
		}
	}
	return last
}

// asksLength reports whether the package asks for the length or the capacity of the
// channel.
func (p *Package) asksLength(ch *Channel) bool {
	for _, fn := range p.index().functions() {
		for call := range calls(fn) {
			b, ok := call.Common().Value.(*ssa.Builtin)
			if ok && (b.Name() == "len" || b.Name() == "cap") && p.isChannel(call.Common().Args[0], call, nil, ch.Make) {
				return true
			}
		}
	}
	return false
}

// LeavesAlone reports whether the function of the send could return in its place
// without leaving anything undone: it gives back nothing, and all that comes
// behind the send, unless it leads to the send again, is what defer statements do.
func (p *Package) LeavesAlone(send ssa.Instruction) bool {
	fn := send.Parent()
	if fn.Signature.Results().Len() > 0 {
		return false
	}
	alone := true
	reachable(send, func(instr ssa.Instruction) bool {
		if reaches(instr, send) {
			return true
		}
		switch instr.(type) {
		case *ssa.Return, *ssa.RunDefers, *ssa.Jump, *ssa.If, *ssa.Phi, *ssa.BinOp, *ssa.UnOp, *ssa.Extract, *ssa.DebugRef:
		default:
			alone = false
		}
		return alone
	})
	return alone
}

// KnowsEnd reports whether the send comes only when the end of a context has been
// seen, so that to wait for that beside it would be no wait at all.
func (p *Package) KnowsEnd(send ssa.Instruction) bool {
	known := false
	branches(send.Block(), func(cond ssa.Value, outcome bool) bool {
		switch cond := cond.(type) {
		case *ssa.BinOp:
			if sel := caseIndex(cond); sel != nil {
				st := caseOf(cond, sel)
				known = known || outcome && st != nil && stopSignal(st.Chan)
			}
			if v, said := comparison(cond, outcome); said == saidNonNil && isError(v.Type()) {
				known = true
			}
		}
		return !known
	})
	for _, b := range send.Parent().Blocks {
		for _, instr := range b.Instrs {
			if recv, ok := instr.(*ssa.UnOp); ok && recv.Op == token.ARROW && stopSignal(recv.X) && Dominates(recv, send) {
				known = true
			}
		}
	}
	return known
}

// WatchedContext returns the name of the context that the goroutine looks at
// where it looks whether it is to stop, "" if that is something else.
func (s *Sender) WatchedContext(p *Package) string {
	sel, ok := s.Watches(p).(*ssa.Select)
	if !ok || sel.Parent() != s.Body {
		return ""
	}
	for _, st := range sel.States {
		switch v := doneOf(st.Chan).(type) {
		case *ssa.Parameter:
			return v.Name()
		case *ssa.UnOp:
			switch x := v.X.(type) {
			case *ssa.FreeVar:
				return x.Name()
			case *ssa.Alloc:
				return x.Comment
			}
		}
	}
	return ""
}

// ClosesLate reports whether the goroutine closes the channel by a defer
// statement, so that it does whenever it returns.
func (s *Sender) ClosesLate() bool {
	return slices.ContainsFunc(s.Channel.Closes, func(op ChannelOp) bool {
		_, deferred := op.Instr.(*ssa.Defer)
		return deferred && op.Instr.Parent() == s.Body
	})
}

// SendSyntax returns the statement that the send was made from, nil if there is
// none.
func (p *Package) SendSyntax(send ssa.Instruction) (stmt *ast.SendStmt) {
	for _, file := range p.pass.Files {
		if send.Pos() < file.FileStart || send.Pos() > file.FileEnd {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SendStmt); ok && s.Arrow == send.Pos() {
				stmt = s
			}
			return stmt == nil
		})
	}
	return stmt
}

// HasCancel reports whether v is made together with a function that ends it, which
// has a name: as by context.WithCancel.
func (p *Package) HasCancel(v *types.Var) bool {
	for _, define := range p.syntax().defined {
		if len(define.Lhs) != 2 {
			continue
		}
		ctx, ok1 := define.Lhs[0].(*ast.Ident)
		cancel, ok2 := define.Lhs[1].(*ast.Ident)
		if ok1 && ok2 && p.pass.TypesInfo.Defs[ctx] == v && cancel.Name != "_" {
			return true
		}
	}
	return false
}
