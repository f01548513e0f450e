package model

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// An Extent is what is known of how many elements something has: where they come
// from, and what they are called on the way.
type Extent struct {
	// Fixed says that the number is in the code: that of a literal, a
	// constant, a count of workers, or at most that of a cut.
	Fixed bool
	// Names are the names of the parameters, variables, fields, functions
	// and types that the elements pass, the nearest first.
	Names []string
	// Map says that they are the keys of a map.
	Map bool
	// Sources are the functions that return or fill in the elements, the
	// nearest first.
	Sources []*types.Func
	// Decoded says that they are in a request that somebody sent.
	Decoded bool
	// Configured says that they are in somebody's configuration.
	Configured bool

	params []*ssa.Parameter // of declared functions, which callers of other packages decide
}

// An extentTracer follows collections backwards to where their elements come
// from. It is used for one question.
type extentTracer struct {
	*tracer
	Extent
	home *ssa.Function // where the elements are gone through
	loop *loop         // the loop that goes through them
}

// extentOf returns what is known of the number of elements of v.
func (p *Package) extentOf(r Rounds, l *loop) Extent {
	for _, n := range r.bounds {
		if e := (&extentTracer{tracer: &tracer{p: p}, loop: l}); e.number(n, r.at) {
			return Extent{Fixed: true}
		}
	}
	e := &extentTracer{tracer: &tracer{p: p}, loop: l}
	switch r.Kind {
	case Counted, Ticking:
		return Extent{Fixed: true}
	case Called, Handed:
		if fn := Callee(r.Call.Common()); fn != nil {
			e.source(fn)
		}
		return e.Extent
	case Elements, Iterated:
		e.home = r.at.Parent()
		_, e.Map = r.Over.Type().Underlying().(*types.Map)
		e.Fixed = e.of(r.Over, r.at)
		return e.Extent
	case Received:
		e.home = r.at.Parent()
		e.elem(r.Over.Type())
		e.of(r.Over, r.at)
	}
	return e.Extent
}

func (e *extentTracer) name(names ...string) {
	for _, n := range names {
		if n != "" && !slices.Contains(e.Names, n) {
			e.Names = append(e.Names, n)
		}
	}
}

func (e *extentTracer) source(fn *types.Func) {
	if !slices.Contains(e.Sources, fn) {
		e.Sources = append(e.Sources, fn)
	}
}

// elem notes what the elements are called.
func (e *extentTracer) elem(t types.Type) {
	var elem types.Type
	switch t := t.Underlying().(type) {
	case *types.Slice:
		elem = t.Elem()
	case *types.Map:
		elem = t.Key()
		e.name(typeName(t.Elem()))
		if vocab.Identifies(typeName(elem)) && !isUnit(t.Elem()) {
			elem = nil // a map of anything has keys that identify it
		}
	case *types.Chan:
		elem = t.Elem()
	}
	// A type that is called by a plural is one holder of many: that there are
	// many of them it does not say, but it may say that there are few.
	if n := typeName(elem); !vocab.Plural(n) || vocab.HeadNoun(n, false) == vocab.Topology {
		e.name(n)
	}
	if _, named := types.Unalias(t).(*types.Named); named {
		e.name(typeName(t))
	}
}

// isUnit reports whether t is what the values of a map are that is used as a set.
func isUnit(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Struct:
		return t.NumFields() == 0
	case *types.Basic:
		return t.Kind() == types.Bool
	}
	return false
}

func typeName(t types.Type) string {
	for t != nil {
		switch x := types.Unalias(t).(type) {
		case *types.Pointer:
			t = x.Elem()
			continue
		case *types.Slice:
			t = x.Elem()
			continue
		case *types.Named:
			return x.Obj().Name()
		}
		break
	}
	return ""
}

// of reports whether the number of elements of v is fixed, and notes where they
// come from.
func (e *extentTracer) of(v ssa.Value, at ssa.Instruction) (fixed bool) {
	if basic, ok := v.Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
		return e.number(v, at)
	}
	if !e.enter(v) {
		return !e.lost()
	}
	defer e.leave(v)

	switch t := v.Type().Underlying().(type) {
	case *types.Slice:
		if _, isFunc := t.Elem().Underlying().(*types.Signature); isFunc {
			return true // things to do, written in the code
		}
		e.elem(v.Type())
	case *types.Array:
		return true
	case *types.Pointer:
		if _, ok := t.Elem().Underlying().(*types.Array); ok {
			return true
		}
	case *types.Map:
		e.elem(v.Type())
	}
	if e.capped(v) {
		return true
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		e.name(v.Name())
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.Alloc:
			e.name(x.Comment)
		case *ssa.FreeVar:
			e.name(x.Name())
		case *ssa.Global:
			e.name(x.Name())
			return false
		}
	}
	if steps := e.copies(v, at); steps != nil {
		return e.union(steps)
	}
	switch v := v.(type) {
	case *ssa.Const:
		return true
	case *ssa.Convert:
		return e.of(v.X, v)
	case *ssa.Parameter:
		if _, i := declaredParam(v); i >= 0 {
			e.params = append(e.params, v)
		}
		if steps := e.arguments(v); steps != nil {
			return e.union(steps)
		}
	case *ssa.Slice:
		if v.High != nil && e.cut(v) {
			return true // to a cap
		}
		return e.of(v.X, v)
	case *ssa.MakeSlice:
		return e.number(v.Len, v)
	case *ssa.MakeMap:
		return e.filled(v)
	case *ssa.MakeChan:
		return false
	case *ssa.Call:
		return e.result(v, 0)
	case *ssa.Extract:
		switch tuple := v.Tuple.(type) {
		case *ssa.Call:
			return e.result(tuple, v.Index)
		case *ssa.Next: // a collection in a collection
			if r, ok := tuple.Iter.(*ssa.Range); ok {
				e.within(r.X, r)
			}
		case *ssa.Lookup:
			e.within(tuple.X, tuple)
		}
	case *ssa.Lookup:
		e.within(v.X, v)
	case *ssa.Index:
		e.within(v.X, v)
	case *ssa.Field:
		return e.field(structField(v.X.Type(), v.Field), v.X, v)
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.FieldAddr:
			return e.field(fieldOf(x), x.X, v)
		case *ssa.IndexAddr:
			e.within(x.X, x)
		case *ssa.Alloc, *ssa.FreeVar:
			// Nothing is assigned to the variable: it is filled in.
			for _, cell := range e.p.index().cells(x) {
				e.filler(cell)
			}
		}
	}
	return false
}

func (e *extentTracer) union(steps []step) bool {
	fixed := true
	for _, s := range steps {
		fixed = e.of(s.value, s.at) && fixed
	}
	if len(steps) == 1 {
		if load, ok := steps[0].value.(*ssa.Const); ok && load.IsNil() {
			return true
		}
	}
	return fixed
}

// within notes where a collection comes from that is an element of another.
func (e *extentTracer) within(v ssa.Value, at ssa.Instruction) {
	names := e.Names
	e.of(v, at)
	e.Names = names
}

// field follows a collection that is read from the field f of the struct base.
func (e *extentTracer) field(f *types.Var, base ssa.Value, at ssa.Instruction) bool {
	if f == nil {
		return false
	}
	e.name(f.Name())
	if namesRequest(base.Type()) {
		e.Decoded = true
	}
	if isConfig(base.Type()) {
		e.name(typeName(base.Type()))
		e.Configured = true
	}
	e.holder(base, at)
	steps := e.kept(at.(ssa.Value))
	return len(steps) > 0 && e.union(steps)
}

// holder notes the call that returned the struct base, or filled it in.
func (e *extentTracer) holder(base ssa.Value, at ssa.Instruction) {
	for range maxDepth {
		switch x := base.(type) {
		case *ssa.Call:
			if fn := Callee(x.Common()); fn != nil {
				e.source(fn)
			}
			return
		case *ssa.Extract:
			if call, ok := x.Tuple.(*ssa.Call); ok {
				if fn := Callee(call.Common()); fn != nil {
					e.source(fn)
				}
			}
			return
		case *ssa.FieldAddr:
			if namesRequest(x.X.Type()) {
				e.Decoded = true
			}
			base = x.X
			continue
		case *ssa.Alloc:
			e.filler(x)
			if stores := e.p.index().stores[x]; len(stores) == 1 {
				base, at = stores[0].Val, stores[0]
				continue
			}
			return
		case *ssa.FreeVar:
			for _, cell := range e.p.index().cells(x) {
				e.filler(cell)
			}
			return
		}
		steps := e.copies(base, at)
		if len(steps) != 1 {
			return
		}
		base, at = steps[0].value, steps[0].at
	}
}

// filler notes the calls that are given the address of the variable cell.
func (e *extentTracer) filler(cell *ssa.Alloc) {
	var look func(v ssa.Value, depth int)
	look = func(v ssa.Value, depth int) {
		if v.Referrers() == nil {
			return
		}
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case ssa.CallInstruction:
				if fn := Callee(ref.Common()); fn != nil && vocab.Source.Has(fn.Name()) {
					e.source(fn)
				}
			case *ssa.MakeInterface:
				if depth > 0 {
					look(ref, depth-1)
				}
			}
		}
	}
	look(cell, 1)
}

// isRequest reports whether t is, or points to, what somebody sent: a message
// called a request or a query.
func namesRequest(t types.Type) bool {
	words := vocab.Words(typeName(t))
	if len(words) == 0 {
		return false
	}
	switch words[len(words)-1] {
	case "request", "req", "query", "payload":
		return true
	}
	return false
}

// isConfig reports whether t is, or points to, a configuration, by its name.
func isConfig(t types.Type) bool {
	words := vocab.Words(typeName(t))
	if len(words) == 0 {
		return false
	}
	switch words[len(words)-1] {
	case "config", "configuration", "cfg", "conf", "options", "opts", "settings", "params", "flags", "args", "spec", "command", "cmd":
		return true
	}
	return false
}

// result follows result i of a call.
func (e *extentTracer) result(call *ssa.Call, i int) bool {
	c := call.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		if b.Name() != "append" {
			return false
		}
		fixed := e.of(c.Args[0], call)
		if f := groupField(c.Args[0]); f != nil {
			fixed = false // as many as there are calls
		}
		if _, one := variadic(c.Args[1]); !one {
			fixed = e.of(c.Args[1], call) && fixed
		}
		return e.grows(call) && fixed
	}
	fn := Callee(c)
	if fn == nil {
		return false
	}
	if vocab.Batch.Has(fn.Name()) && sized(fn.Signature()) {
		return e.depth > 1 // a piece; how many pieces there are is open
	}
	if callee := staticCallee(c); callee != nil && callee.Blocks != nil {
		e.name(fn.Name())
		rets := returns(callee)
		fixed := len(rets) > 0
		for _, ret := range rets {
			if i < len(ret.Results) && !isNilConst(ret.Results[i]) {
				fixed = e.of(ret.Results[i], ret) && fixed
			}
		}
		return fixed
	}
	if filters(fn) {
		fixed, some := true, false
		for _, arg := range c.Args {
			switch arg.Type().Underlying().(type) {
			case *types.Slice, *types.Map:
				some = true
				fixed = e.of(arg, call) && fixed
			case *types.Signature:
				if isSequence(arg.Type()) {
					some = true
					fixed = e.of(arg, call) && fixed
				}
			}
		}
		return some && fixed
	}
	e.source(fn)
	e.name(fn.Name())
	return false
}

// filters reports whether fn returns a part of what it is given.
func filters(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "slices", "maps", "github.com/samber/lo", "golang.org/x/exp/slices", "golang.org/x/exp/maps", "sort":
		return true
	}
	if fn.Signature().Recv() != nil || !vocab.Filter.Has(fn.Name()) {
		return false
	}
	for i := range fn.Signature().Params().Len() {
		switch fn.Signature().Params().At(i).Type().Underlying().(type) {
		case *types.Slice, *types.Map:
			return true
		}
	}
	return false
}

// isSequence reports whether t is the type of what a range statement calls.
func isSequence(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok || sig.Params().Len() != 1 || sig.Results().Len() != 0 {
		return false
	}
	_, ok = sig.Params().At(0).Type().Underlying().(*types.Signature)
	return ok
}

// sized reports whether a function is given a number.
func sized(sig *types.Signature) bool {
	for i := range sig.Params().Len() {
		if basic, ok := sig.Params().At(i).Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
			return true
		}
	}
	return false
}

// filled reports whether the entries of a map that the package makes are as many
// as the code has assignments, and notes where they come from otherwise.
func (e *extentTracer) filled(m *ssa.MakeMap) bool {
	cells := make(map[ssa.Value]bool)
	fixed := true
	for _, ref := range *m.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == m {
				if _, ok := ref.Addr.(*ssa.Alloc); !ok {
					fixed = false
				}
				cells[ref.Addr] = true
			}
		case *ssa.Call:
			if b, ok := ref.Call.Value.(*ssa.Builtin); ok && (b.Name() == "len" || b.Name() == "delete") {
				continue
			}
			fixed = false
			if fn := Callee(ref.Common()); fn != nil && filters(fn) { // maps.Copy
				for _, arg := range ref.Call.Args {
					if arg != m {
						e.of(arg, ref)
					}
				}
			}
		}
	}
	holds := func(v ssa.Value) bool {
		load, ok := v.(*ssa.UnOp)
		return v == m || ok && (cells[load.X] || slices.ContainsFunc(e.p.index().cells(load.X), func(c *ssa.Alloc) bool { return cells[c] }))
	}
	var look func(fn *ssa.Function)
	look = func(fn *ssa.Function) {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				u, ok := instr.(*ssa.MapUpdate)
				switch {
				case !ok || !holds(u.Map):
				case isComputed(u.Key):
					fixed = false // a group of elements each, however many they are
				default:
					fixed = e.grows(u) && fixed
				}
			}
		}
		for _, lit := range fn.AnonFuncs {
			look(lit)
		}
	}
	look(m.Parent())
	return fixed
}

// isComputed reports whether the key of a map is a number that may be the same for
// several elements: what a function returns, or a remainder.
func isComputed(key ssa.Value) bool {
	if !isInteger(key.Type()) {
		return false
	}
	switch key := key.(type) {
	case *ssa.Call:
		return true
	case *ssa.Convert:
		return isComputed(key.X)
	case *ssa.BinOp:
		return key.Op == token.REM || key.Op == token.QUO || key.Op == token.SHR || key.Op == token.AND
	}
	return false
}

// grows reports whether instr, which adds an element, runs as often as the code
// says it, and notes what decides how often otherwise.
func (e *extentTracer) grows(instr ssa.Instruction) bool {
	type growth struct{ ssa.Instruction }
	if key := (growth{instr}); e.enter(key) {
		defer e.leave(key)
	} else {
		return true
	}
	fixed := true
	for _, l := range loopsAround(instr.Block()) {
		if e.loop != nil && l.head == e.loop.head {
			continue
		}
		fixed = e.decided(l.rounds()) && fixed
	}
	if lit := instr.Parent(); lit.Parent() != nil && lit != e.home {
		fixed = e.calledOnce(lit) && fixed
	}
	return fixed
}

// calledOnce reports whether the function literal lit runs as often as the code
// says it, and notes what decides how often otherwise.
func (e *extentTracer) calledOnce(lit *ssa.Function) bool {
	if r, _ := e.p.roundsOfLiteral(lit); r.Kind != 0 {
		return e.decided(r)
	}
	fixed := true
	for _, s := range e.p.spawns {
		if slices.ContainsFunc(s.Bodies, func(b Body) bool { return b.Fn == lit }) {
			fixed = e.grows(s.Call) && fixed
		}
	}
	for _, call := range e.p.index().callers[lit] {
		fixed = e.grows(call) && fixed
	}
	return fixed
}

func (e *extentTracer) decided(r Rounds) bool {
	for _, n := range r.bounds {
		if e.number(n, r.at) {
			return true
		}
	}
	switch r.Kind {
	case Counted, Ticking:
		return true
	case Elements, Iterated:
		return e.of(r.Over, r.at)
	case Called, Handed:
		if fn := Callee(r.Call.Common()); fn != nil {
			e.source(fn)
		}
	case Received:
		e.of(r.Over, r.at)
	}
	return false
}

// number reports whether the integer v does not come from the size of anything,
// or is at most such a number.
func (e *extentTracer) number(v ssa.Value, at ssa.Instruction) (fixed bool) {
	if !e.enter(v) {
		return !e.lost()
	}
	defer e.leave(v)
	if of := lengthOf(v); of != nil {
		return e.of(of, at)
	}
	if e.p.counter(v) {
		return false
	}
	switch v := v.(type) {
	case *ssa.Const, *ssa.Global:
		return true
	case *ssa.Convert:
		return e.number(v.X, v)
	case *ssa.BinOp:
		if v.Op == token.REM || v.Op == token.AND {
			return e.number(v.Y, v)
		}
		x, y := e.number(v.X, v), e.number(v.Y, v)
		return x && y
	case *ssa.Phi:
		// One that is set to a cap where it is above is below it in any case.
		all := true
		for i, edge := range v.Edges {
			pred := v.Block().Preds[i]
			ok := e.number(edge, pred.Instrs[len(pred.Instrs)-1])
			if ok && !isInt(edge, 0) && !e.busyEdge(edge) {
				return true
			}
			all = all && ok
		}
		return all
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok {
			switch b.Name() {
			case "min":
				for _, arg := range v.Call.Args {
					if e.number(arg, v) {
						return true
					}
				}
				return false
			case "max":
				all := true
				for _, arg := range v.Call.Args {
					all = e.number(arg, v) && all
				}
				return all
			}
			return false
		}
		if fn := Callee(v.Common()); fn != nil {
			switch fn.Name() {
			case "Len", "Size", "NumField", "Count":
				e.source(fn)
				return false
			}
		}
		return true
	case *ssa.Parameter:
		if steps := e.arguments(v); steps != nil {
			all := true
			for _, s := range steps {
				all = e.number(s.value, s.at) && all
			}
			return all
		}
		return true
	}
	if steps := e.copies(v, at); steps != nil {
		for _, s := range steps {
			if e.number(s.value, s.at) && !isInt(s.value, 0) {
				return true
			}
		}
		return len(steps) == 0
	}
	return true
}

// busyEdge reports whether the value that an edge of a phi brings is the phi
// itself, one round later.
func (e *extentTracer) busyEdge(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi:
		return e.busy[v]
	case *ssa.BinOp:
		return e.busyEdge(v.X) || e.busyEdge(v.Y)
	}
	return e.busy[v]
}

// cut reports whether v takes a number of elements of a slice that does not come
// from the size of anything.
func (e *extentTracer) cut(v *ssa.Slice) bool {
	if sum, ok := v.High.(*ssa.BinOp); ok && sum.Op == token.ADD && v.Low != nil {
		for _, pair := range [][2]ssa.Value{{sum.X, sum.Y}, {sum.Y, sum.X}} {
			if pair[0] == v.Low || sameVariable(pair[0], v.Low) {
				return e.number(pair[1], v)
			}
		}
	}
	return e.number(v.High, v)
}

// counter reports whether the package adds to the field that v is read from.
func (p *Package) counter(v ssa.Value) bool {
	f := groupField(v)
	return f != nil && slices.ContainsFunc(p.index().fields[f], func(s *ssa.Store) bool {
		sum, ok := s.Val.(*ssa.BinOp)
		return ok && sum.Op == token.ADD && (groupField(sum.X) == f || groupField(sum.Y) == f)
	})
}

// capped reports whether the code that goes through v is reached only if v has
// at most as many elements as was asked for.
func (e *extentTracer) capped(v ssa.Value) (found bool) {
	if e.loop == nil {
		return false
	}
	branches(e.loop.head, func(cond ssa.Value, outcome bool) bool {
		test, ok := cond.(*ssa.BinOp)
		if !ok {
			return true
		}
		x, y, op := test.X, test.Y, test.Op
		if !outcome {
			op = negated[op]
		}
		if lengthOf(x) == nil {
			x, y, op = y, x, swapped[op]
		}
		of := lengthOf(x)
		if of == nil || op != token.LSS && op != token.LEQ && op != token.EQL || !isCap(y) {
			return true
		}
		found = found || of == v || sameVariable(of, v)
		return !found
	})
	return found
}

// isCap reports whether the number v stays what it is: a constant, a parameter, a
// setting. What a loop counts is none.
func isCap(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Parameter, *ssa.FreeVar:
		return true
	case *ssa.Convert:
		return isCap(v.X)
	case *ssa.Call, *ssa.Extract:
		return lengthOf(v) == nil
	case *ssa.Field:
		return true
	case *ssa.UnOp:
		switch v.X.(type) {
		case *ssa.FieldAddr, *ssa.Global, *ssa.FreeVar:
			return true
		}
	}
	return false
}

// sameVariable reports whether a and b are read from the same variable or field.
func sameVariable(a, b ssa.Value) bool {
	x, ok := a.(*ssa.UnOp)
	y, ok2 := b.(*ssa.UnOp)
	return ok && ok2 && x.Op == token.MUL && y.Op == token.MUL && (x.X == y.X || sameField(x.X, y.X))
}
