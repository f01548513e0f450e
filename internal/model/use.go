package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Use is a place where a context is waited for, or handed to someone who may
// wait for it or keep it.
type Use struct {
	Instr ssa.Instruction
	// Context is the value that is used.
	Context ssa.Value
	// Call is the call that is given the context; for a wait on Done, nil.
	Call *ssa.CallCommon
	// Callee is the called function as far as it is known for certain.
	Callee *types.Func
	// Waits are the other contexts whose Done is waited for in the same
	// select.
	Waits []ssa.Value
	// Alone says that a wait on Done has no other case beside it.
	Alone bool
	// Deferred says that the call runs when its function returns.
	Deferred bool
	// Arg is the expression of the context.
	Arg ast.Expr
	// Via is, for a use in a function that a task calls, the call in the
	// task that leads there.
	Via ssa.CallInstruction

	calls  []ssa.CallInstruction // from Via to the function of the use
	handed bool                  // the tasks that the call starts or makes use it, not the call
}

// Text returns the code of what is called, or of the wait.
func (u *Use) Text(p *Package) string {
	if u.Call != nil {
		if call := p.CallSyntax(u.Call); call != nil {
			return ExprString(call.Fun)
		}
	}
	return "select on Done"
}

// contextUses returns the uses of contexts in fn, the function literals in it
// not included. What is quiet about its context is no use, nor is a call that
// derives a context from it: the use of the result is one.
func (p *Package) contextUses(fn *ssa.Function) []*Use {
	var uses []*Use
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				uses = append(uses, p.usesIn(call)...)
			}
		}
	}
	return uses
}

func (p *Package) usesIn(call ssa.CallInstruction) []*Use {
	c := call.Common()
	fn := Callee(c)
	_, deferred := call.(*ssa.Defer)
	if c.IsInvoke() && IsContext(c.Value.Type()) {
		if c.Method.Name() == "Done" {
			return p.waitsFor(call, c)
		}
		return nil
	}
	if fn != nil && (!groupMaker(fn) && (derives(fn.Signature()) || knownQuiet(fn))) {
		return nil
	}
	var quiet uint32
	if fn != nil {
		if s := p.summary(fn); s != nil {
			quiet = s.Quiet
		}
	} else if v := calledVariable(c); v != nil {
		if s := p.summary(v); s != nil {
			quiet = s.Quiet
		}
		if derives(c.Signature()) {
			return nil
		}
	}
	if fn != nil && groupMaker(fn) {
		quiet = 0 // the tasks use what is derived
	}
	recv := 0
	if receives(c) {
		recv = 1
	}
	var uses []*Use
	for i, arg := range c.Args {
		if i < recv || !IsContext(arg.Type()) || quiet&bit(i-recv) != 0 {
			continue
		}
		if c, ok := arg.(*ssa.Const); ok && c.IsNil() {
			continue
		}
		u := &Use{Instr: call, Context: arg, Call: c, Callee: fn, Deferred: deferred}
		if syn := p.CallSyntax(c); syn != nil && i-recv < len(syn.Args) {
			u.Arg = syn.Args[i-recv]
		}
		if u.Arg != nil {
			uses = append(uses, u)
		}
	}
	return uses
}

// waitsFor returns the use that a call of Done is if its result is received
// from right there: alone, or in a select without a default case.
func (p *Package) waitsFor(call ssa.CallInstruction, c *ssa.CallCommon) []*Use {
	done, ok := call.(*ssa.Call)
	if !ok {
		return nil
	}
	syn := p.CallSyntax(c)
	if syn == nil {
		return nil
	}
	sel, ok := syn.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	u := &Use{Instr: call, Context: c.Value, Arg: sel.X}
	for _, ref := range *done.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			if ref.Op == token.ARROW {
				u.Alone = true
				return []*Use{u}
			}
		case *ssa.Select:
			if !ref.Blocking {
				return nil
			}
			for _, state := range ref.States {
				if other := doneOf(state.Chan); other != nil && other != c.Value {
					u.Waits = append(u.Waits, other)
				}
			}
			return []*Use{u}
		}
	}
	return nil
}

// doneOf returns the context whose Done gave the channel ch, nil if it is none.
func doneOf(ch ssa.Value) ssa.Value {
	if call, ok := ch.(*ssa.Call); ok && call.Call.IsInvoke() && call.Call.Method.Name() == "Done" {
		return call.Call.Value
	}
	return nil
}

// derives reports whether a function with the signature sig returns a context.
func derives(sig *types.Signature) bool {
	for i := range sig.Results().Len() {
		if IsContext(sig.Results().At(i).Type()) {
			return true
		}
	}
	return false
}

// calledVariable returns the package-level variable whose function c calls,
// nil if it calls something else.
func calledVariable(c *ssa.CallCommon) types.Object {
	if load, ok := c.Value.(*ssa.UnOp); ok {
		if g, ok := load.X.(*ssa.Global); ok && g.Object() != nil {
			return g.Object()
		}
	}
	return nil
}

// Excused reports whether the use may well be meant to go on when the group has
// failed: it cleans up, or makes something that outlives the group.
func (u *Use) Excused() bool {
	return !u.handed && (u.Deferred || u.CleansUp() || u.outlives())
}

// CleansUp reports whether the called function gives something back, which
// must work after a failure as well.
func (u *Use) CleansUp() bool {
	if u.Call == nil {
		return false
	}
	name := ""
	if u.Callee != nil {
		name = u.Callee.Name()
	}
	for _, verb := range [...]string{"Close", "Release", "Cleanup", "Shutdown", "Rollback", "Abort", "Unlock", "Teardown", "Unregister", "Deregister"} {
		if strings.HasPrefix(strings.ToUpper(name[:min(1, len(name))])+name[min(1, len(name)):], verb) {
			return true
		}
	}
	return false
}

// ExprString returns the code of e on one line, shortened where it is long.
func ExprString(e ast.Expr) string {
	const limit = 40
	s := types.ExprString(e)
	if len(s) > limit {
		if sel, ok := e.(*ast.SelectorExpr); ok {
			return "..." + sel.Sel.Name
		}
		return s[:limit] + "..."
	}
	return s
}

// NewGroup reports whether the use derives a further group.
func (u *Use) NewGroup() bool {
	return u.Callee != nil && groupMaker(u.Callee)
}

// groupMaker reports whether fn derives a group from a context.
func groupMaker(fn *types.Func) bool {
	_, ok := vocab.Lookup(fn, vocab.NewGroup)
	return ok || makesGroup(fn.Signature())
}
