package model

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// maxDepth bounds how far a value is followed, counted in steps of every kind
// (stores, captures, parameters, calls). Real code needs about ten.
const maxDepth = 40

// maxCallers bounds how many callers of a function are looked at, and maxSteps
// how many values in all, for one question.
const (
	maxCallers = 24
	maxSteps   = 10_000
)

// A Root is where a context comes from as far as the package can see: a
// parameter, a call, a field of something, a variable. Two contexts with the
// same root end together unless one of them was given an end of its own on the
// way.
type Root struct {
	value ssa.Value // nil if place says it
	place string
}

// A Path is one way in which a context came about.
type Path struct {
	// Roots are the names of the path's beginning. They are several where
	// the beginning is known by a nearer and a farther name, such as a
	// field and the parameter that was stored in it.
	Roots []Root
	// Through lists the derivations between the root and the value: the
	// origins of groups and the calls of context's With functions.
	Through []ssa.Value
	// Alias says that the path leads through a variable that was made as a
	// plain copy of another (parentCtx := ctx): someone wanted a second
	// name for the undecorated context.
	Alias bool
	// Detached says that the path begins with a context that no other can
	// end: Background, TODO, WithoutCancel.
	Detached bool
}

// Passes reports whether the path leads through the derivation d.
func (p Path) Passes(d ssa.Value) bool { return slices.Contains(p.Through, d) }

// SharesRoot reports whether p and q begin at the same place.
func (p Path) SharesRoot(q Path) bool {
	return slices.ContainsFunc(p.Roots, func(r Root) bool { return slices.Contains(q.Roots, r) })
}

// Lineage returns the ways in which the context v, as seen at the instruction
// at, came about: one path an alternative, none if nothing is known.
func (p *Package) Lineage(v ssa.Value, at ssa.Instruction) []Path {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spawnsLocked() // tasks' parameters are known by their spawns
	return (&tracer{p: p}).context(v, at)
}

// A tracer follows values backwards. It is used for one question.
type tracer struct {
	p     *Package
	depth int
	steps int
	// busy holds the phis, cells and parameters being followed, so that
	// loops end.
	busy map[any]bool
	// makers collects the calls that bodies came from.
	makers []*ssa.Call
}

// enter marks key as being followed. It reports false if it already is, or if
// the value has been followed too far; otherwise the caller calls leave.
func (t *tracer) enter(key any) bool {
	if t.busy[key] || t.lost() {
		return false
	}
	t.steps++
	if t.busy == nil {
		t.busy = make(map[any]bool)
	}
	t.busy[key] = true
	t.depth++
	return true
}

// lost reports whether values have been followed too far to go on. What a value
// is that has not been followed is not known.
func (t *tracer) lost() bool { return t.depth > maxDepth || t.steps > maxSteps }

func (t *tracer) leave(key any) {
	delete(t.busy, key)
	t.depth--
}

// A step is a value that another one may be a copy of, as seen at an
// instruction.
type step struct {
	value ssa.Value
	at    ssa.Instruction
	alias bool
}

// copies returns the values that v may be a copy of: what was stored in the
// variable it was read from, what a closure captured, the edges of a phi. It
// returns nil where v is the beginning.
func (t *tracer) copies(v ssa.Value, at ssa.Instruction) []step {
	switch v := v.(type) {
	case *ssa.Phi:
		var steps []step
		for i, e := range v.Edges {
			pred := v.Block().Preds[i]
			steps = append(steps, step{value: e, at: pred.Instrs[len(pred.Instrs)-1]})
		}
		return steps
	case *ssa.ChangeInterface:
		return []step{{value: v.X, at: v}}
	case *ssa.MakeInterface:
		return []step{{value: v.X, at: v}}
	case *ssa.ChangeType:
		return []step{{value: v.X, at: v}}
	case *ssa.TypeAssert:
		if !v.CommaOk {
			return []step{{value: v.X, at: v}}
		}
	case *ssa.Extract:
		if ta, ok := v.Tuple.(*ssa.TypeAssert); ok && v.Index == 0 {
			return []step{{value: ta.X, at: v}}
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return t.loads(v.X, v)
		}
	case *ssa.FreeVar:
		var steps []step
		for _, b := range t.p.index().bindings(v) {
			steps = append(steps, step{value: b.value, at: b.at})
		}
		return steps
	}
	return nil
}

// loads returns the values that a load of addr at the instruction at may give.
func (t *tracer) loads(addr ssa.Value, at ssa.Instruction) []step {
	ix := t.p.index()
	switch addr := addr.(type) {
	case *ssa.Alloc:
		stores, _ := reachingStores(addr, at)
		steps := t.stored(addr.Comment, stores)
		// Closures write when they run, which is not now, unless the
		// load itself stands in one, which loads of FreeVars see to.
		for _, s := range ix.stores[addr] {
			if s.Parent() != addr.Parent() {
				steps = append(steps, step{value: s.Val, at: s})
			}
		}
		return steps
	case *ssa.FreeVar:
		stores, entry := reachingStores(addr, at)
		steps := t.stored(addr.Name(), stores)
		if !entry {
			return steps
		}
		for _, b := range ix.bindings(addr) {
			steps = append(steps, t.loads(b.value, b.at)...)
			// The closure may run later than it was made.
			reachable(b.at, func(instr ssa.Instruction) bool {
				if s, ok := instr.(*ssa.Store); ok && s.Addr == b.value {
					steps = append(steps, step{value: s.Val, at: s})
				}
				v, ok := instr.(ssa.Value)
				return !ok || v != b.value
			})
		}
		return steps
	case *ssa.FieldAddr:
		// The stores to a field are a farther name, not a copy: see
		// context and groups.
		return nil
	}
	return nil
}

// stored turns stores into steps and marks the one that makes a variable of
// another name a copy of a variable.
func (t *tracer) stored(name string, stores []*ssa.Store) []step {
	var steps []step
	for _, s := range stores {
		steps = append(steps, step{value: s.Val, at: s, alias: len(stores) == 1 && copiesVariable(name, s.Val)})
	}
	return steps
}

// copiesVariable reports whether v is the plain value of a variable that is
// not called name.
func copiesVariable(name string, v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Parameter:
		return v.Name() != name
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.Alloc:
			return x.Comment != name && x.Comment != "complit"
		case *ssa.FreeVar:
			return x.Name() != name
		}
	}
	return false
}

// reachingStores returns the stores to addr whose value a load at the
// instruction at may see, looking in at's function only, and whether the
// function's entry is reached without one.
func reachingStores(addr ssa.Value, at ssa.Instruction) (stores []*ssa.Store, entry bool) {
	seen := make(map[*ssa.BasicBlock]bool)
	var back func(b *ssa.BasicBlock, end int)
	back = func(b *ssa.BasicBlock, end int) {
		for i := end - 1; i >= 0; i-- {
			if s, ok := b.Instrs[i].(*ssa.Store); ok && s.Addr == addr {
				if !slices.Contains(stores, s) {
					stores = append(stores, s)
				}
				return
			}
			if v, ok := b.Instrs[i].(ssa.Value); ok && v == addr {
				return // the variable begins here, with its zero value
			}
		}
		if len(b.Preds) == 0 {
			entry = true
		}
		for _, pred := range b.Preds {
			if !seen[pred] {
				seen[pred] = true
				back(pred, len(pred.Instrs))
			}
		}
	}
	back(at.Block(), indexIn(at))
	return stores, entry
}

// context returns the paths of the context v as seen at the instruction at.
func (t *tracer) context(v ssa.Value, at ssa.Instruction) []Path {
	if !t.enter(v) {
		if t.lost() {
			return []Path{{Roots: []Root{{value: v}}}}
		}
		return nil
	}
	defer t.leave(v)

	if steps := t.copies(v, at); steps != nil {
		var paths []Path
		for _, s := range steps {
			for _, path := range t.context(s.value, s.at) {
				path.Alias = path.Alias || s.alias
				paths = append(paths, path)
			}
		}
		return paths
	}
	switch v := v.(type) {
	case *ssa.Const:
		return nil // nil context
	case *ssa.Parameter:
		return t.parameter(v)
	case *ssa.Call:
		return t.derivation(v, 0)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return t.derivation(call, v.Index)
		}
	case *ssa.UnOp:
		if addr, ok := v.X.(*ssa.FieldAddr); ok {
			return t.field(addr, fieldOf(addr), v)
		}
		switch x := v.X.(type) {
		case *ssa.Global:
			return []Path{{Roots: []Root{{value: x}}}}
		case *ssa.Alloc, *ssa.FreeVar:
			// A variable that nothing is stored to as a whole, such
			// as a struct that is a context by embedding one.
			return []Path{{Roots: []Root{{place: t.place(x, v)}}}}
		}
	case *ssa.Field:
		return t.field(v, structField(v.X.Type(), v.Field), v)
	}
	return []Path{{Roots: []Root{{value: v}}}}
}

// parameter returns the paths of a context parameter: the group's context if
// the function is a task that is handed it, otherwise itself, known as well by
// what the callers pass if all of them are known.
func (t *tracer) parameter(v *ssa.Parameter) []Path {
	self := Root{value: v}
	if g := t.p.givenBy(v); g != nil {
		paths := t.ofGroups([]*Group{g})
		for i := range paths {
			paths[i].Roots = append(slices.Clip(paths[i].Roots), self)
		}
		return paths
	}
	var paths []Path
	if call := runner(v); call != nil {
		// The literal is run by the call, with a context made from the
		// one that the call is given.
		for _, up := range t.given(call) {
			up.Roots = append(slices.Clip(up.Roots), self)
			paths = append(paths, up)
		}
	}
	for _, arg := range t.arguments(v) {
		for _, up := range t.context(arg.value, arg.at) {
			up.Roots = append(slices.Clip(up.Roots), self)
			paths = append(paths, up)
		}
	}
	if paths == nil {
		paths = []Path{{Roots: []Root{self}}}
	}
	return paths
}

// ofGroups returns the paths of the derived contexts of groups.
func (t *tracer) ofGroups(groups []*Group) []Path {
	var paths []Path
	for _, g := range groups {
		path := Path{Through: []ssa.Value{g.Origin}}
		if g.Parent != nil {
			for _, up := range t.context(g.Parent, g.at) {
				path.Roots = append(path.Roots, up.Roots...)
			}
		}
		paths = append(paths, path)
	}
	return paths
}

// runner returns the call that runs the function literal whose context
// parameter v is, and is known to give it a context made from its own: pprof.Do
// and the like. It returns nil if the literal is used in another way.
func runner(v *ssa.Parameter) ssa.CallInstruction {
	fn := v.Parent()
	if fn.Parent() == nil || len(fn.Params) == 0 || fn.Params[0] != v {
		return nil
	}
	refs := fn.Referrers()
	if refs != nil && len(*refs) == 1 {
		if mc, ok := (*refs)[0].(*ssa.MakeClosure); ok {
			refs = mc.Referrers()
		}
	}
	if refs == nil || len(*refs) != 1 {
		return nil
	}
	call, ok := (*refs)[0].(ssa.CallInstruction)
	if !ok {
		return nil
	}
	callee := Callee(call.Common())
	for _, role := range [...]vocab.Role{vocab.Run, vocab.RunAll, vocab.Spawn} {
		row, ok := vocab.Lookup(callee, role)
		if ok && row.Has(vocab.GivesContext) && argument(call.Common(), contextParam(callee.Signature())) != nil {
			return call
		}
	}
	return nil
}

// given returns the paths of the context that call gives to what it runs.
func (t *tracer) given(call ssa.CallInstruction) []Path {
	c := call.Common()
	callee := Callee(c)
	paths := t.context(argument(c, contextParam(callee.Signature())), call)
	if v, ok := call.(*ssa.Call); ok {
		for i := range paths {
			paths[i].Through = append(slices.Clip(paths[i].Through), v)
			paths[i].Alias = false
		}
	}
	return paths
}

// arguments returns what the callers of v's function pass for v, nil if not
// all callers are known: the function is exported, or used as a value.
func (t *tracer) arguments(v *ssa.Parameter) []step {
	fn := v.Parent()
	ix := t.p.index()
	obj := fn.Object()
	switch {
	case obj == nil && fn.Parent() == nil:
		return nil
	case obj != nil && obj.Exported(), ix.valued[fn]:
		return nil
	case ix.mayInvoke(fn):
		return nil
	}
	i := slices.Index(fn.Params, v)
	calls := ix.callers[fn]
	if len(calls) > maxCallers {
		return nil // a hub: nothing certain comes of it
	}
	var steps []step
	for _, call := range calls {
		if i < len(call.Common().Args) {
			steps = append(steps, step{value: call.Common().Args[i], at: call})
		}
	}
	return steps
}

// derivation returns the paths of result i of a call.
func (t *tracer) derivation(call *ssa.Call, i int) []Path {
	c := call.Common()
	fn := Callee(c)
	if _, ok := vocab.Lookup(fn, vocab.Detach); ok {
		// Known by the call, so that one variable is one root.
		return []Path{{Roots: []Root{{value: call}}, Detached: true}}
	}
	if _, ok := vocab.Lookup(fn, vocab.GroupContext); ok {
		if groups, known := t.groups(receiver(c), call); known && len(groups) > 0 {
			return t.ofGroups(groups)
		}
	}
	if fn != nil && fn.Name() == "Context" && len(c.Args)+btoi(c.IsInvoke()) == 1 {
		// req.Context(), stream.Context(), cmd.Context(): the same for
		// the same receiver.
		recv := c.Value
		if !c.IsInvoke() {
			recv = c.Args[0]
		}
		return []Path{{Roots: []Root{{place: t.place(recv, call) + ".Context()"}}}}
	}
	var paths []Path
	var derived bool
	for _, arg := range c.Args {
		if IsContext(arg.Type()) {
			derived = true
			paths = append(paths, t.context(arg, call)...)
		}
	}
	if len(paths) == 0 {
		path := Path{Roots: []Root{{value: call}}}
		if derived { // in a loop, from what it has returned before
			path.Through = []ssa.Value{call}
		}
		return []Path{path}
	}
	// Whoever takes a context and returns one derives it. What ends the
	// result early is known for the context package and for groups.
	for k := range paths {
		paths[k].Through = append(slices.Clip(paths[k].Through), call)
		paths[k].Alias = false
	}
	return paths
}

// field returns the paths of a context kept in a field: the field itself, and
// what the package stores in it if it is the package's own.
func (t *tracer) field(addr ssa.Value, f *types.Var, at ssa.Instruction) []Path {
	self := Root{place: t.place(addr, at)}
	var paths []Path
	for _, s := range t.fieldStores(f) {
		for _, up := range t.context(s.Val, s) {
			up.Roots = append(slices.Clip(up.Roots), self)
			paths = append(paths, up)
		}
	}
	if paths == nil {
		paths = []Path{{Roots: []Root{self}}}
	}
	return paths
}

// kept returns what the package stores in the field that v is read from, nil if
// v is not read from a field or not all of that is known.
func (t *tracer) kept(v ssa.Value) []step {
	var f *types.Var
	switch v := v.(type) {
	case *ssa.UnOp:
		if addr, ok := v.X.(*ssa.FieldAddr); ok && v.Op == token.MUL {
			f = fieldOf(addr)
		}
	case *ssa.Field:
		f = structField(v.X.Type(), v.Field)
	}
	var steps []step
	for _, s := range t.fieldStores(f) {
		steps = append(steps, step{value: s.Val, at: s})
	}
	return steps
}

// fieldStores returns all stores to f, nil if there may be others elsewhere.
func (t *tracer) fieldStores(f *types.Var) []*ssa.Store {
	ix := t.p.index()
	if f == nil || f.Exported() || f.Pkg() != t.p.Types || ix.leaked[f] {
		return nil
	}
	return ix.fields[f]
}

// place names the thing that v is, so that two values that are the same thing
// have the same name: a parameter and what captures it, a variable that is
// stored to once, a field of such a thing.
func (t *tracer) place(v ssa.Value, at ssa.Instruction) string {
	type placeOf struct{ ssa.Value }
	if key := (placeOf{v}); t.enter(key) {
		defer t.leave(key)
		switch v := v.(type) {
		case *ssa.FieldAddr:
			return fmt.Sprintf("%s.%d", t.place(v.X, v), v.Field)
		case *ssa.Field:
			return fmt.Sprintf("%s.%d", t.place(v.X, v), v.Field)
		case *ssa.UnOp:
			switch addr := v.X.(type) {
			case *ssa.FieldAddr:
				return t.place(addr, v)
			case *ssa.Global:
				return fmt.Sprintf("%p", addr)
			}
		case *ssa.Parameter:
			if b := t.p.boundTo(v); b != nil {
				return t.place(b.value, b.at)
			}
		}
		if steps := t.copies(v, at); len(steps) == 1 {
			return t.place(steps[0].value, steps[0].at)
		}
	}
	return fmt.Sprintf("%p", v)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// IsContext reports whether t is context.Context or implements it.
func IsContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		ptr, isPtr := types.Unalias(t).(*types.Pointer)
		if !isPtr {
			return false
		}
		if named, ok = types.Unalias(ptr.Elem()).(*types.Named); !ok {
			return false
		}
	}
	obj := named.Obj()
	if obj.Pkg() != nil && obj.Pkg().Path() == "context" {
		return obj.Name() == "Context"
	}
	return implementsContext(t)
}

// implementsContext reports whether t has the four methods of context.Context.
func implementsContext(t types.Type) bool {
	for _, name := range [...]string{"Done", "Err", "Deadline", "Value"} {
		obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name)
		if _, ok := obj.(*types.Func); !ok {
			return false
		}
	}
	return true
}
