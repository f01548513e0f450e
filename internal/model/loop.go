package model

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A RoundsKind says what decides how often something is done.
type RoundsKind uint8

const (
	// Counted: a number that does not come from the size of anything.
	Counted RoundsKind = iota + 1
	// Elements: once for each element of Over, a slice, a map or the like,
	// or as often as something is long.
	Elements
	// Received: once for each value received from the channel Over.
	Received
	// Ticking: once a tick of a timer.
	Ticking
	// Iterated: once for each element of the sequence Over.
	Iterated
	// Called: for as long as Call returns something more.
	Called
	// Handed: Call calls a function literal for each of many.
	Handed
	// Recursive: by a task that starts tasks of its own kind.
	Recursive
	// Endless: nothing is seen to decide it.
	Endless
)

// Rounds is what decides how often something is done in one run of the code
// around it.
type Rounds struct {
	Kind RoundsKind
	Over ssa.Value
	Call ssa.CallInstruction
	// Open says that the loop has no condition, and may wait for other things
	// as well.
	Open bool
	// bounds are the numbers that the loop stops at, if nothing else stops it
	// before.
	bounds []ssa.Value
	at     ssa.Instruction // where Over is seen
}

// A loop is a natural loop of a function.
type loop struct {
	head   *ssa.BasicBlock
	blocks map[*ssa.BasicBlock]bool
}

// loopsAround returns the loops that b stands in, the innermost first. What is
// left for good once b has run stands in none: to start something and return is
// no loop.
func loopsAround(b *ssa.BasicBlock) []*loop {
	var list []*loop
	for head := b; head != nil; head = head.Idom() {
		if l := loopAt(head); l != nil && l.blocks[b] {
			list = append(list, l)
		}
	}
	return list
}

// loopAt returns the loop that has the head, nil if none has.
func loopAt(head *ssa.BasicBlock) *loop {
	l := &loop{head: head, blocks: map[*ssa.BasicBlock]bool{head: true}}
	var add func(b *ssa.BasicBlock)
	add = func(b *ssa.BasicBlock) {
		if !l.blocks[b] {
			l.blocks[b] = true
			for _, pred := range b.Preds {
				add(pred)
			}
		}
	}
	found := false
	for _, pred := range head.Preds {
		if head.Dominates(pred) {
			found = true
			add(pred)
		}
	}
	if !found {
		return nil
	}
	return l
}

func (l *loop) has(instr ssa.Instruction) bool { return l.blocks[instr.Block()] }

// instrs yields the instructions of the loop, the inner loops' included.
func (l *loop) instrs(yield func(ssa.Instruction) bool) {
	for _, b := range l.head.Parent().Blocks {
		if !l.blocks[b] {
			continue
		}
		for _, instr := range b.Instrs {
			if !yield(instr) {
				return
			}
		}
	}
}

// invariant reports whether v is made outside of the loop, or is the length of
// something that a variable holds all the time.
func (l *loop) invariant(v ssa.Value) bool {
	switch v := v.(type) {
	case ssa.Instruction:
		if !l.has(v) {
			return true
		}
		switch v := v.(type) {
		case *ssa.Convert:
			return l.invariant(v.X)
		case *ssa.UnOp:
			_, isField := v.X.(*ssa.FieldAddr)
			return v.Op == token.MUL && (isField || l.invariant(v.X))
		}
		return false
	}
	return true
}

// exits yields the conditions on which the loop is left, and the outcome that
// stays in it.
func (l *loop) exits(yield func(cond ssa.Value, stay bool, at *ssa.If) bool) {
	for _, b := range l.head.Parent().Blocks {
		if !l.blocks[b] {
			continue
		}
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || l.blocks[b.Succs[0]] == l.blocks[b.Succs[1]] {
			continue
		}
		cond, stay := branch.Cond, l.blocks[b.Succs[0]]
		for {
			not, ok := cond.(*ssa.UnOp)
			if !ok || not.Op != token.NOT {
				break
			}
			cond, stay = not.X, !stay
		}
		if !yield(cond, stay, branch) {
			return
		}
	}
}

// rounds returns what decides how often the loop goes round. A count goes before
// all else: whatever may end the loop earlier, it bounds it.
func (l *loop) rounds() Rounds {
	var best Rounds
	rank := func(r Rounds) int {
		return slices.Index([]RoundsKind{0, Endless, Called, Received, Iterated, Elements, Counted}, r.Kind)
	}
	l.exits(func(cond ssa.Value, stay bool, at *ssa.If) bool {
		r := l.decidedBy(cond, stay, at)
		bounds := best.bounds
		if r.Kind == Elements && isInteger(r.Over.Type()) {
			bounds = append(bounds, r.Over)
		}
		if rank(r) > rank(best) {
			best = r
		}
		best.bounds = bounds
		return true
	})
	if best.Kind == 0 {
		return l.input()
	}
	return best
}

func (l *loop) decidedBy(cond ssa.Value, stay bool, at *ssa.If) Rounds {
	switch cond := cond.(type) {
	case *ssa.Extract:
		switch tuple := cond.Tuple.(type) {
		case *ssa.Next:
			if r, ok := tuple.Iter.(*ssa.Range); ok && l.has(tuple) {
				return Rounds{Kind: Elements, Over: r.X, at: r}
			}
		case *ssa.UnOp:
			if tuple.Op == token.ARROW && cond.Index == 1 && l.has(tuple) {
				return received(tuple.X, tuple)
			}
		case *ssa.Call:
			if l.has(tuple) && stay && isInput(tuple) {
				return Rounds{Kind: Called, Call: tuple}
			}
		}
	case *ssa.Call:
		if l.has(cond) && stay && isInput(cond) {
			return Rounds{Kind: Called, Call: cond}
		}
	case *ssa.BinOp:
		if err, said := comparison(cond, !stay); said != nothing {
			// It is left at the first error of a call.
			if call := resultOf(err); call != nil && l.has(call) && isError(err.Type()) && said == saidNonNil && isInput(call) {
				return Rounds{Kind: Called, Call: call}
			}
			if phi, ok := err.(*ssa.Phi); ok && l.has(phi) && said == saidNil && !isError(err.Type()) {
				return Rounds{Kind: Elements, Over: phi, at: at} // a list, link by link
			}
			return Rounds{}
		}
		return l.compared(cond, stay, at)
	}
	return Rounds{}
}

// shares reports whether each round takes a share of the whole: what is left, or
// where the loop stands, moves by a quotient. There are as many rounds as shares,
// however much there is.
func (l *loop) shares(v ssa.Value) bool {
	phi, ok := v.(*ssa.Phi)
	if !ok {
		return l.strides(v)
	}
	for i, e := range phi.Edges {
		if !l.blocks[phi.Block().Preds[i]] {
			continue
		}
		switch e := e.(type) {
		case *ssa.Slice:
			if e.Low != nil && quotient(e.Low, 3) {
				return true
			}
		case *ssa.BinOp:
			if e.Op == token.ADD && (quotient(e.X, 3) || quotient(e.Y, 3)) {
				return true
			}
		}
	}
	return false
}

// strides reports whether v is the value of a loop's own variable, which lives in
// memory because a task captures it, and which the loop moves by a quotient.
func (l *loop) strides(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	for b := range l.blocks {
		for _, instr := range b.Instrs {
			store, ok := instr.(*ssa.Store)
			if !ok {
				continue
			}
			sum, ok := store.Val.(*ssa.BinOp)
			if !ok || sum.Op != token.ADD || !quotient(sum.Y, 3) {
				continue
			}
			if old, ok := sum.X.(*ssa.UnOp); ok && old.X == store.Addr {
				return true
			}
		}
	}
	return false
}

// quotient reports whether v may be the result of a division.
func quotient(v ssa.Value, depth int) bool {
	switch v := v.(type) {
	case *ssa.BinOp:
		return v.Op == token.QUO || depth > 0 && (v.Op == token.ADD || v.Op == token.SUB) && quotient(v.X, depth-1)
	case *ssa.Phi:
		return depth > 0 && slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return quotient(e, depth-1) })
	case *ssa.UnOp:
		// A variable that a task captures.
		cell, ok := v.X.(*ssa.Alloc)
		return ok && depth > 0 && slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool {
			store, ok := ref.(*ssa.Store)
			return ok && store.Addr == cell && quotient(store.Val, depth-1)
		})
	case *ssa.Call:
		b, ok := v.Call.Value.(*ssa.Builtin)
		return ok && depth > 0 && (b.Name() == "max" || b.Name() == "min") && slices.ContainsFunc(v.Call.Args, func(e ssa.Value) bool { return quotient(e, depth-1) })
	}
	return false
}

// compared returns what a comparison of numbers makes of the loop.
func (l *loop) compared(cond *ssa.BinOp, stay bool, at *ssa.If) Rounds {
	if basic, ok := cond.X.Type().Underlying().(*types.Basic); !ok || basic.Info()&types.IsInteger == 0 {
		return Rounds{}
	}
	op := cond.Op
	if !stay {
		op = negated[op]
	}
	x, y := cond.X, cond.Y
	if !l.counts(x) && l.counts(y) {
		x, y, op = y, x, swapped[op]
	}
	if of := lengthOf(x); of != nil && !l.counts(y) {
		if isInt(y, 0) || isInt(y, 1) {
			if op == token.GTR || op == token.NEQ || op == token.GEQ {
				if l.shares(of) {
					return Rounds{Kind: Counted}
				}
				return Rounds{Kind: Elements, Over: of, at: at} // a list of work
			}
			return Rounds{}
		}
		if op == token.LSS || op == token.LEQ {
			return Rounds{Kind: Counted} // for as long as there are too few
		}
	}
	if !l.counts(x) || !l.invariant(y) && lengthOf(y) == nil {
		return Rounds{}
	}
	if l.shares(x) {
		return Rounds{Kind: Counted}
	}
	switch op {
	case token.LSS, token.LEQ, token.NEQ:
		return Rounds{Kind: Elements, Over: y, at: at}
	case token.GTR, token.GEQ:
		// Down to a number that counts for nothing, from the first.
		if phi, ok := x.(*ssa.Phi); ok {
			for i, e := range phi.Edges {
				if !l.blocks[phi.Block().Preds[i]] {
					return Rounds{Kind: Elements, Over: e, at: at}
				}
			}
		}
	}
	return Rounds{}
}

var (
	negated = map[token.Token]token.Token{token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR, token.EQL: token.NEQ, token.NEQ: token.EQL}
	swapped = map[token.Token]token.Token{token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ, token.EQL: token.EQL, token.NEQ: token.NEQ}
)

// counts reports whether v is a number that goes up or down as the loop goes
// round, or is asked how many there are each time.
func (l *loop) counts(v ssa.Value) bool {
	steps := func(sum ssa.Value, of func(ssa.Value) bool) bool {
		add, ok := sum.(*ssa.BinOp)
		return ok && (add.Op == token.ADD || add.Op == token.SUB) && (of(add.X) || of(add.Y))
	}
	switch v := v.(type) {
	case *ssa.Phi:
		return l.has(v) && slices.ContainsFunc(v.Edges, func(e ssa.Value) bool {
			return steps(e, func(x ssa.Value) bool { return x == v || l.variable(x) })
		})
	case *ssa.BinOp:
		return l.has(v) && steps(v, func(x ssa.Value) bool {
			phi, ok := x.(*ssa.Phi)
			return ok && slices.Contains(phi.Edges, ssa.Value(v))
		})
	case *ssa.UnOp:
		if v.Op != token.MUL || !l.has(v) {
			return false
		}
		return l.variable(v)
	case *ssa.Convert:
		return l.counts(v.X)
	}
	return false
}

// variable reports whether v is read from a variable in memory that the loop
// adds to: one that a closure captures.
func (l *loop) variable(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	cells := variables(load.X)
	found := false
	l.instrs(func(instr ssa.Instruction) bool {
		s, ok := instr.(*ssa.Store)
		if !ok || !slices.ContainsFunc(variables(s.Addr), func(c *ssa.Alloc) bool { return slices.Contains(cells, c) }) {
			return true
		}
		add, ok := s.Val.(*ssa.BinOp)
		found = found || ok && (add.Op == token.ADD || add.Op == token.SUB)
		return !found
	})
	return found
}

// variables returns the variables that addr may be the address of: a loop has one
// a round, if a closure captures it.
func variables(addr ssa.Value) []*ssa.Alloc {
	switch addr := addr.(type) {
	case *ssa.Alloc:
		return []*ssa.Alloc{addr}
	case *ssa.Phi:
		var list []*ssa.Alloc
		for _, e := range addr.Edges {
			if a, ok := e.(*ssa.Alloc); ok {
				list = append(list, a)
			}
		}
		return list
	}
	return nil
}

// lengthOf returns what v is the length of, nil if it is none.
func lengthOf(v ssa.Value) ssa.Value {
	if c, ok := v.(*ssa.Convert); ok {
		v = c.X
	}
	if call, ok := v.(*ssa.Call); ok {
		if b, ok := call.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return call.Call.Args[0]
		}
	}
	return nil
}

func received(ch ssa.Value, at ssa.Instruction) Rounds {
	if isNamed(ch.Type().Underlying().(*types.Chan).Elem(), "time", "Time") {
		return Rounds{Kind: Ticking}
	}
	return Rounds{Kind: Received, Over: ch, at: at}
}

// input returns what the rounds of a loop that has no condition wait for.
func (l *loop) input() (best Rounds) {
	best = Rounds{Kind: Endless}
	defer func() { best.Open = true }()
	l.instrs(func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			if instr.Op == token.ARROW && len(*instr.Referrers()) > 0 && l.invariant(instr.X) {
				best = received(instr.X, instr)
			}
		case *ssa.Select:
			for i, st := range instr.States {
				if st.Dir == types.RecvOnly && doneOf(st.Chan) == nil && valueUsed(instr, i) && best.Kind != Received && l.invariant(st.Chan) {
					best = received(st.Chan, instr)
				}
			}
			if best.Kind == Endless && instr.Blocking {
				best = Rounds{Kind: Ticking} // by signals
			}
		case *ssa.Call:
			if best.Kind == Endless && isInput(instr) {
				best = Rounds{Kind: Called, Call: instr}
			}
		}
		return true
	})
	return best
}

// valueUsed reports whether the value that case i of sel receives is used.
func valueUsed(sel *ssa.Select, i int) bool {
	index := 2
	for k, st := range sel.States {
		if st.Dir != types.RecvOnly {
			continue
		}
		if k == i {
			break
		}
		index++
	}
	return slices.ContainsFunc(*sel.Referrers(), func(ref ssa.Instruction) bool {
		e, ok := ref.(*ssa.Extract)
		return ok && e.Index == index
	})
}

// isInput reports whether call returns the next of a sequence that others
// determine, as far as its name tells.
func isInput(call *ssa.Call) bool {
	fn := Callee(call.Common())
	return fn != nil && (vocab.Input.Has(fn.Name()) || vocab.Accepter.Has(fn.Name()))
}

// roundsOfLiteral returns what decides how often the function literal fn is
// called, and the call that calls it or is given it; nil if that is not known.
func (p *Package) roundsOfLiteral(fn *ssa.Function) (Rounds, ssa.CallInstruction) {
	for _, mc := range p.closureValues(fn) {
		for _, ref := range *mc.Referrers() {
			call, ok := ref.(ssa.CallInstruction)
			if !ok {
				if conv, isConv := ref.(*ssa.ChangeType); isConv && len(*conv.Referrers()) == 1 {
					call, ok = (*conv.Referrers())[0].(ssa.CallInstruction)
				}
			}
			if !ok {
				continue
			}
			c := call.Common()
			if strings.Contains(fn.Synthetic, "range-over-func") {
				return Rounds{Kind: Iterated, Over: c.Value, Call: call, at: call}, call
			}
			if p.walks(call, mc) {
				return Rounds{Kind: Handed, Call: call}, call
			}
		}
	}
	return Rounds{}, nil
}

// closureValues returns the values that the function literal fn is.
func (p *Package) closureValues(fn *ssa.Function) []ssa.Value {
	var list []ssa.Value
	for _, mc := range p.index().closures[fn] {
		list = append(list, mc)
	}
	if len(list) == 0 && fn.Parent() != nil && fn.Referrers() != nil {
		list = append(list, fn)
	}
	return list
}

// walks reports whether call calls the function value that it is given as an
// argument more than once: its source says so, or its name.
func (p *Package) walks(call ssa.CallInstruction, value ssa.Value) bool {
	c := call.Common()
	if _, isGo := call.(*ssa.Go); isGo || c.Value == value {
		return false
	}
	fn := Callee(c)
	if fn == nil {
		return false
	}
	for _, role := range [...]vocab.Role{vocab.Spawn, vocab.Share, vocab.Run} {
		if _, ok := vocab.Lookup(fn, role); ok {
			return false
		}
	}
	if callee := staticCallee(c); callee != nil && callee.Blocks != nil {
		for i, arg := range c.Args {
			if through(arg) == through(value) && i < len(callee.Params) {
				return p.callsInLoop(callee, callee.Params[i], 2)
			}
		}
		return false
	}
	return vocab.Walker.Has(fn.Name())
}

func through(v ssa.Value) ssa.Value {
	if c, ok := v.(*ssa.ChangeType); ok {
		return c.X
	}
	return v
}

// callsInLoop reports whether fn calls its parameter in a loop, or hands it to
// what does.
func (p *Package) callsInLoop(fn *ssa.Function, param *ssa.Parameter, depth int) (found bool) {
	eachCall(fn, func(call ssa.CallInstruction) {
		c := call.Common()
		if found {
			return
		}
		if p.isCopy(c.Value, call, param) {
			r, _ := p.roundsOfLiteral(call.Parent())
			found = inLoop(call) || call.Parent() != fn && r.Kind != 0
			return
		}
		if depth == 0 {
			return
		}
		for i, arg := range c.Args {
			if _, ok := arg.Type().Underlying().(*types.Signature); !ok || !p.isCopy(arg, call, param) {
				continue
			}
			callee := staticCallee(c)
			switch {
			case inLoop(call):
				found = true
			case callee != nil && callee.Blocks != nil && callee != fn && i < len(callee.Params):
				found = p.callsInLoop(callee, callee.Params[i], depth-1)
			case callee == fn:
				found = true // a walk over a tree
			case callee == nil || callee.Blocks == nil:
				callee := Callee(c)
				found = callee != nil && vocab.Walker.Has(callee.Name())
			}
		}
	})
	return found
}

func (p *Package) isCopy(v ssa.Value, at ssa.Instruction, param *ssa.Parameter) bool {
	return v != nil && slices.Contains(p.parameters(v, at), param)
}
