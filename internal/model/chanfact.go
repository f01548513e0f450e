package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// summarizeChannels notes what the declared function fn does to the channels that
// it is given, where that is all that happens to them.
func (p *Package) summarizeChannels(fn *ssa.Function) (news bool) {
	obj, ok := fn.Object().(*types.Func)
	if !ok || fn.Parent() != nil {
		return false
	}
	runs := make(map[*ssa.Function]bool)
	for i, v := range fn.Params {
		if fn.Signature.Recv() != nil {
			i--
		}
		if _, isChan := v.Type().Underlying().(*types.Chan); !isChan || i < 0 {
			continue
		}
		u := p.channelUses(v)
		if u.lost || u.returned || u.mixed {
			continue
		}
		if len(runs) == 0 {
			p.reach(&frame{fn: fn}, runs)
		}
		news = p.noteChannel(obj, fn, i, u, runs) || news
	}
	return news
}

func (p *Package) noteChannel(obj types.Object, fn *ssa.Function, i int, u *channelUse, runs map[*ssa.Function]bool) bool {
	for _, op := range slices.Concat(u.sends, u.receives, u.closes) {
		if !runs[op.Instr.Parent()] {
			return false // another goroutine has it
		}
	}
	s := p.note(obj)
	before := *s
	s.Receives &^= bit(i)
	s.Keeps |= bit(i)
	for _, op := range u.sends {
		if op.Select != nil {
			continue
		}
		if s.Sends |= bit(i); op.InLoop() || len(u.sends) > 1 {
			s.SendsOn |= bit(i)
		}
	}
	for _, op := range u.receives {
		if op.Select == nil && op.Instr.Parent() == fn && !slices.ContainsFunc(returns(fn), func(ret *ssa.Return) bool { return !Dominates(op.Instr, ret) }) {
			s.Receives |= bit(i)
		}
	}
	if len(u.receives) > 0 && (&Channel{Receives: u.receives}).exhaustedBy(fn) {
		s.Drains |= bit(i)
		s.Receives &^= bit(i)
	}
	if len(u.closes) > 0 {
		s.Closes |= bit(i)
	}
	return *s != before
}

// takesChannel reports whether other packages may give fn a channel that its body
// uses.
func takesChannel(fn *types.Func, body *ast.BlockStmt) (uses bool) {
	if !fn.Exported() {
		return false
	}
	takes := false
	for v := range fn.Signature().Params().Variables() {
		_, isChan := v.Type().Underlying().(*types.Chan)
		takes = takes || isChan
	}
	if !takes {
		return false
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt, *ast.RangeStmt:
			uses = true
		case *ast.UnaryExpr:
			uses = uses || n.Op == token.ARROW
		}
		return !uses
	})
	return uses
}

// channelEffects returns what is known of what a call of a function of another
// package does to the channel in its argument i; ok is false if that is not all.
func (p *Package) channelEffects(c *ssa.CallCommon, arg ssa.Value) (sum *FuturelintFunc, i int, ok bool) {
	fn := Callee(c)
	if fn == nil || fn.Pkg() == p.Types || c.IsInvoke() {
		return nil, 0, false
	}
	sum = p.summary(fn)
	i = slices.Index(c.Args, arg)
	if fn.Signature().Recv() != nil {
		i--
	}
	return sum, i, sum != nil && i >= 0 && sum.Keeps&bit(i) != 0
}

// channelCalls returns the effects of call on the channel that mk makes, nil if
// it has none that is known.
func (p *Package) channelCalls(f *frame, call ssa.CallInstruction, mk *ssa.MakeChan) (sum *FuturelintFunc, i int) {
	for _, arg := range call.Common().Args {
		if _, isChan := arg.Type().Underlying().(*types.Chan); !isChan {
			continue
		}
		if sum, i, ok := p.channelEffects(call.Common(), arg); ok && p.isChannel(arg, call, f, mk) {
			return sum, i
		}
	}
	return nil, 0
}
