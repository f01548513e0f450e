package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Started is a component whose goroutine has been started, and a return that
// reports a failure without closing it.
type Started struct {
	// Start is the spawn, or the call of the function that makes the component
	// and starts its goroutine.
	Start ssa.CallInstruction
	Type  *types.Named
	// Close is the name of the method that ends it.
	Close  string
	Return *ssa.Return
}

// StartedNotClosed returns the components that a function makes and starts, and
// leaves running when it fails later.
func (p *Package) StartedNotClosed() []*Started {
	var list []*Started
	for _, fn := range p.index().functions() {
		res := fn.Signature.Results()
		if res.Len() == 0 || !isError(res.At(res.Len()-1).Type()) {
			continue
		}
		for call := range calls(fn) {
			thing, t := p.component(call)
			if thing == nil {
				continue
			}
			stop := closer(t)
			if stop == "" || p.handedAway(thing, call) {
				continue
			}
			if ret := p.failsOpen(call, thing); ret != nil {
				list = append(list, &Started{call, t, stop, ret})
			}
		}
	}
	return list
}

// component returns the component that a call starts: the local struct whose
// goroutine a go statement is, or what a function of the package returns that
// has started one.
func (p *Package) component(call ssa.CallInstruction) (ssa.Value, *types.Named) {
	if _, isGo := call.(*ssa.Go); isGo {
		for _, v := range p.carried(call) {
			if cell, ok := v.(*ssa.Alloc); ok && cell.Parent() == call.Parent() && p.livesOn(call, cell) {
				if t := ownStruct(cell.Type(), p.Types); t != nil {
					return cell, t
				}
			}
		}
		return nil, nil
	}
	made, ok := call.(*ssa.Call)
	if !ok {
		return nil, nil
	}
	callee := staticCallee(made.Common())
	if callee == nil || callee.Blocks == nil || callee.Object() == nil || callee.Signature.Results().Len() == 0 {
		return nil, nil
	}
	t := ownStruct(callee.Signature.Results().At(0).Type(), p.Types)
	if t == nil || slices.ContainsFunc(made.Call.Args, func(v ssa.Value) bool { return IsContext(v.Type()) }) || !p.startsLasting(callee, 1) {
		return nil, nil
	}
	if callee.Signature.Results().Len() == 1 {
		return made, t
	}
	for _, ref := range *made.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && e.Index == 0 {
			return e, t
		}
	}
	return nil, nil
}

// carried returns what the goroutine of a go statement is given or captures:
// the variables themselves, and what is in them if it is stored once.
func (p *Package) carried(call ssa.CallInstruction) []ssa.Value {
	list := slices.Clone(call.Common().Args)
	if mc, ok := call.Common().Value.(*ssa.MakeClosure); ok {
		list = append(list, mc.Bindings...)
	}
	for _, v := range slices.Clone(list) {
		if load, ok := v.(*ssa.UnOp); ok {
			v = load.X
		}
		if cell, ok := v.(*ssa.Alloc); ok {
			if stores := p.index().stores[cell]; len(stores) == 1 {
				list = append(list, stores[0].Val)
			}
		}
	}
	return list
}

// ownStruct returns the struct type of the package that t points to.
func ownStruct(t types.Type, pkg *types.Package) *types.Named {
	named, ok := types.Unalias(deref(t)).(*types.Named)
	if !ok || named.Obj().Pkg() != pkg {
		return nil
	}
	if _, ok := named.Underlying().(*types.Struct); !ok {
		return nil
	}
	return named
}

// closer returns the name of the method by which a *t is closed, "" if it has
// none.
func closer(t *types.Named) string {
	for _, name := range [...]string{"Close", "Stop", "Shutdown", "close", "stop", "shutdown", "Cancel", "Abort", "Quit"} {
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, t.Obj().Pkg(), name)
		if _, ok := obj.(*types.Func); ok {
			return name
		}
	}
	return ""
}

// Declared returns the declared function that fn is or is written in.
func Declared(fn *ssa.Function) *ssa.Function { return enclosing(fn) }

// Closed returns the name of the type that the method which fn is, or is written
// in, belongs to, and of the method by which a value of it is closed; "" if there
// is none.
func Closed(fn *ssa.Function) (owner, stop string) {
	recv := enclosing(fn).Signature.Recv()
	if recv == nil {
		return "", ""
	}
	named, ok := types.Unalias(deref(recv.Type())).(*types.Named)
	if !ok {
		return "", ""
	}
	return named.Obj().Name(), closer(named)
}

// startsLasting reports whether fn starts a goroutine that goes on when fn has
// returned, until something ends it.
func (p *Package) startsLasting(fn *ssa.Function, depth int) bool {
	for _, s := range p.Spawns() {
		if s.Serves || enclosing(s.Call.Parent()) != fn || timed(s) || waitsAfter(s.Call) {
			continue
		}
		if slices.ContainsFunc(s.Bodies, func(b Body) bool { return p.loopsOn(b.Fn, 1) }) {
			return true
		}
	}
	if depth == 0 {
		return false
	}
	for call := range calls(fn) {
		if _, ordinary := call.(*ssa.Call); !ordinary {
			continue
		}
		if callee := staticCallee(call.Common()); callee != nil && callee.Blocks != nil && callee.Signature.Recv() != nil && p.startsLasting(callee, depth-1) {
			return true
		}
	}
	return false
}

// livesOn reports whether the goroutine that call starts lasts until something
// ends it, and the struct in cell is what it works on.
func (p *Package) livesOn(call ssa.CallInstruction, cell *ssa.Alloc) bool {
	for _, s := range p.Spawns() {
		if s.Call == call {
			return slices.ContainsFunc(s.Bodies, func(b Body) bool { return p.loopsOn(b.Fn, 1) })
		}
	}
	return false
}

// loopsOn reports whether fn, or a function of the package that it calls, goes
// round a loop in which it waits: it receives, or calls something in a loop that
// no counter and no range ends.
func (p *Package) loopsOn(fn *ssa.Function, depth int) bool {
	for _, b := range fn.Blocks {
		if !p.again(b) || counted(b) {
			continue
		}
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Select:
				return true
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return true
				}
			case *ssa.Call:
				if callee := staticCallee(instr.Common()); callee != nil && callee.Blocks != nil && p.blocks(callee) {
					return true
				}
			}
		}
	}
	if depth == 0 {
		return false
	}
	for call := range calls(fn) {
		if _, ordinary := call.(*ssa.Call); !ordinary {
			continue
		}
		if callee := staticCallee(call.Common()); callee != nil && callee.Blocks != nil && p.loopsOn(callee, depth-1) {
			return true
		}
	}
	return false
}

// blocks reports whether fn itself waits for something: a receive, a select, the
// Wait of a condition.
func (p *Package) blocks(fn *ssa.Function) bool { return mayWait(fn) }

// counted reports whether b belongs to a range over something that is there, or
// to a loop with a counter: some block of its loop has a phi that is added to.
func counted(b *ssa.BasicBlock) bool {
	for head := b; head != nil; head = head.Idom() {
		if !slices.ContainsFunc(head.Preds, func(latch *ssa.BasicBlock) bool { return head.Dominates(latch) }) {
			continue
		}
		for _, instr := range head.Instrs {
			switch instr := instr.(type) {
			case *ssa.Phi:
				if slices.ContainsFunc(instr.Edges, func(e ssa.Value) bool {
					sum, ok := e.(*ssa.BinOp)
					return ok && sum.Op == token.ADD && sum.X == instr
				}) && instr.Comment == "rangeindex" {
					return true
				}
			case *ssa.Next:
				return true
			}
		}
		return false
	}
	return false
}

// handedAway reports whether the component, or what holds it, is stored where
// others find it, or passed to a function that may keep or close it.
func (p *Package) handedAway(thing ssa.Value, start ssa.CallInstruction) bool {
	seen := make(map[ssa.Value]bool)
	var away func(v ssa.Value) bool
	away = func(v ssa.Value) bool {
		if v.Referrers() == nil || seen[v] {
			return false
		}
		seen[v] = true
		return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
			switch ref := ref.(type) {
			case *ssa.Store:
				if ref.Val != v {
					return false
				}
				switch addr := ref.Addr.(type) {
				case *ssa.Alloc:
					return away(addr)
				case *ssa.FieldAddr:
					cell, ok := p.beginning(addr.X, addr).(*ssa.Alloc)
					return !ok || away(cell)
				}
				return true
			case *ssa.UnOp, *ssa.Phi:
				return away(ref.(ssa.Value))
			case *ssa.MapUpdate, *ssa.Send, *ssa.MakeInterface:
				return true
			case ssa.CallInstruction:
				c := ref.Common()
				if ref == start || receives(c) && c.Args[0] == v {
					return false
				}
				return slices.Contains(c.Args, v)
			}
			return false
		})
	}
	return away(thing)
}

// failsOpen returns a return behind start that reports a failure of something
// else and is reached without a call that may close the component; nil if there
// is none, or if a deferred call may.
func (p *Package) failsOpen(start ssa.CallInstruction, thing ssa.Value) *ssa.Return {
	fn := start.Parent()
	closes := func(call ssa.CallInstruction) bool {
		found := false
		note := func(call ssa.CallInstruction) {
			if callee := Callee(call.Common()); callee != nil && (stops(callee.Name()) || stopsToo(callee.Name())) ||
				isNamed(call.Common().Value.Type(), "context", "CancelFunc") {
				found = true
			}
		}
		note(call)
		if lit := call.Common().StaticCallee(); lit != nil && lit.Parent() != nil {
			eachCall(lit, note)
		}
		return found
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Defer:
				if closes(instr) {
					return nil
				}
			case *ssa.MakeClosure:
				// A method value by which others close it.
				if lit := instr.Fn.(*ssa.Function); lit.Parent() == nil && lit.Object() != nil && stops(lit.Object().Name()) {
					return nil
				}
			}
		}
	}
	own := func(ch ssa.Value, at ssa.Instruction) bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		makes, _ := (&tracer{p: p}).channels(ch, at)
		return slices.ContainsFunc(makes, func(m made) bool { return within(m.by.Parent(), fn) })
	}
	var found *ssa.Return
	seen := make(map[*ssa.BasicBlock]bool)
	var visit func(b *ssa.BasicBlock, from int)
	visit = func(b *ssa.BasicBlock, from int) {
		for _, instr := range b.Instrs[from:] {
			if call, ok := instr.(*ssa.Call); ok && closes(call) {
				return
			}
			if closed, ok := instr.(*ssa.Call); ok {
				if builtin, ok := closed.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "close" {
					return
				}
			}
			if recv, ok := instr.(*ssa.UnOp); ok && recv.Op == token.ARROW && own(recv.X, recv) {
				return // it may be the end that is waited for
			}
			if ret, ok := instr.(*ssa.Return); ok && found == nil && p.failsElsewhere(ret, start) {
				found = ret
			}
		}
		for i, next := range b.Succs {
			if branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
				// Where the start itself has failed there is nothing to close.
				if err, said := comparison(branch.Cond, i == 0); said == saidNonNil && resultOf(p.beginning(err, branch)) == start {
					continue
				}
				if v, said := comparison(branch.Cond, i == 0); said == saidNil && types.Identical(deref(v.Type()), deref(thing.Type())) {
					continue // it has not been made
				}
				if st, sel := chosen(branch.Cond); i == 0 && st != nil && st.Dir == types.RecvOnly && own(st.Chan, sel) {
					continue
				}
			}
			if !seen[next] {
				seen[next] = true
				visit(next, 0)
			}
		}
	}
	visit(start.Block(), indexIn(start)+1)
	return found
}

func stopsToo(name string) bool {
	return slices.Contains([]string{"Quit", "quit", "Wait", "wait"}, name)
}

// failsElsewhere reports whether ret returns the error of something other than
// the call start.
func (p *Package) failsElsewhere(ret *ssa.Return, start ssa.CallInstruction) bool {
	err := p.beginning(ret.Results[len(ret.Results)-1], ret)
	if c, ok := err.(*ssa.Const); ok && c.IsNil() {
		return false
	}
	if !mayFail(ret) {
		return false
	}
	call := resultOf(err)
	return call == nil || ssa.CallInstruction(call) != start
}
