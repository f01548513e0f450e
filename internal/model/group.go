package model

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Group is where a group of tasks is made: by a call that derives a context
// for it, or as a plain value. Groups are compared by pointer.
type Group struct {
	// Origin is the call or the variable that makes the group.
	Origin ssa.Value
	// Parent is the context that the group's own is derived from, nil for
	// a plain group.
	Parent ssa.Value
	// GivesContext says that tasks are handed the group's context as their
	// first argument.
	GivesContext bool
	// Cancels says that the first error ends the group's context.
	Cancels bool
	// Stored says that the group was found in a field.
	Stored bool

	at ssa.Instruction // where Parent is seen
	p  *Package
}

// Derived returns the variable or field that the group's context is assigned
// to where the group is made, nil if it is assigned to nothing or to the blank
// identifier.
func (g *Group) Derived() ast.Expr {
	call, ok := g.Origin.(*ssa.Call)
	if !ok {
		return nil
	}
	lhs := g.p.syntax().assigned[call.Common().Pos()]
	if len(lhs) < 2 {
		return nil
	}
	if id, ok := lhs[1].(*ast.Ident); ok && id.Name == "_" {
		return nil
	}
	return lhs[1]
}

// Define returns the := statement that makes the group and names its parts, and
// the call on its right side; nil if the group is made otherwise.
func (g *Group) Define() (*ast.AssignStmt, *ast.CallExpr) {
	call, ok := g.Origin.(*ssa.Call)
	if !ok {
		return nil, nil
	}
	syn := g.p.syntax()
	pos := call.Common().Pos()
	return syn.defined[pos], syn.calls[pos]
}

// ContextName returns a name for the context of the group in the variable group.
func ContextName(group *ast.Ident) string {
	if group.Name == "g" {
		return "gctx"
	}
	return group.Name + "Ctx"
}

// Groups returns the groups that v, the receiver of a spawn or a wait at the
// instruction at, may be. ok is false if it may be others too.
func (p *Package) Groups(v ssa.Value, at ssa.Instruction) (groups []*Group, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return (&tracer{p: p}).groups(v, at)
}

func (t *tracer) groups(v ssa.Value, at ssa.Instruction) (groups []*Group, ok bool) {
	if !t.enter(v) {
		return nil, !t.lost()
	}
	defer t.leave(v)

	union := func(steps []step) ([]*Group, bool) {
		ok = true
		for _, s := range steps {
			more, known := t.groups(s.value, s.at)
			groups, ok = append(groups, more...), ok && known
		}
		return groups, ok
	}
	if steps := t.copies(v, at); steps != nil {
		return union(steps)
	}
	switch v := v.(type) {
	case *ssa.Const:
		return nil, true
	case *ssa.Parameter:
		steps := t.arguments(v)
		if steps == nil {
			return nil, false
		}
		return union(steps)
	case *ssa.Call:
		return t.made(v, 0)
	case *ssa.Extract:
		if call, isCall := v.Tuple.(*ssa.Call); isCall {
			return t.made(call, v.Index)
		}
	case *ssa.Alloc:
		return t.variable(v)
	case *ssa.FieldAddr:
		// A group kept by value in a struct.
		if f := fieldOf(v); f != nil && isGroup(f.Type()) {
			return []*Group{t.p.group(fieldGroup{f}, func() *Group { return &Group{Origin: v, Stored: true} })}, true
		}
	}
	if steps := t.kept(v); steps != nil {
		groups, ok = union(steps)
		for _, g := range groups {
			g.Stored = true
		}
		return groups, ok
	}
	return nil, false
}

// fieldGroup keys the group that lives in a field.
type fieldGroup struct{ field *types.Var }

// variable returns the group that a variable of group type is: itself, or what
// a call is assigned to it.
func (t *tracer) variable(v *ssa.Alloc) ([]*Group, bool) {
	if !isGroup(v.Type()) {
		return nil, false
	}
	return []*Group{t.p.group(v, func() *Group { return &Group{Origin: v} })}, true
}

// made returns the group that result i of a call is.
func (t *tracer) made(call *ssa.Call, i int) ([]*Group, bool) {
	c := call.Common()
	fn := Callee(c)
	if row, ok := vocab.Lookup(fn, vocab.Configure); ok {
		return t.configured(call, row)
	}
	row, known := vocab.Lookup(fn, vocab.NewGroup)
	if !known {
		if i != 0 || !makesGroup(c.Signature()) {
			return nil, false
		}
		// By shape: a house wrapper around a group with a context.
		row = vocab.Row{CtxResult: 1, Traits: vocab.CancelsOnError, Arg: contextParam(c.Signature())}
		if t.returnsParent(staticCallee(c)) {
			row.Traits = 0
		}
	}
	return []*Group{t.p.group(call, func() *Group {
		g := &Group{
			Origin:       call,
			Cancels:      row.Has(vocab.CancelsOnError),
			GivesContext: row.Has(vocab.GivesContext),
			at:           call,
		}
		if arg := argument(c, row.Arg); arg != nil && IsContext(arg.Type()) {
			g.Parent = arg
		}
		return g
	})}, true
}

// returnsParent reports whether fn, a function of the package that makes a group,
// returns the very context that it is given: nothing of the group ends it.
func (t *tracer) returnsParent(fn *ssa.Function) bool {
	if fn == nil || fn.Blocks == nil {
		return false
	}
	return all(returns(fn), func(ret *ssa.Return) bool {
		v := ret.Results[1]
		for range maxDepth {
			steps := t.copies(v, ret)
			if len(steps) != 1 {
				break
			}
			v = steps[0].value
		}
		param, ok := v.(*ssa.Parameter)
		return ok && param.Parent() == fn
	})
}

// configured returns the group that a call such as WithContext makes of its
// receiver: a new one with the settings of the old and those of the call.
func (t *tracer) configured(call *ssa.Call, row vocab.Row) ([]*Group, bool) {
	c := call.Common()
	if len(c.Args) == 0 {
		return nil, false
	}
	old, ok := t.groups(c.Args[0], call)
	if !ok || len(old) != 1 {
		return nil, false
	}
	return []*Group{t.p.group(call, func() *Group {
		g := *old[0]
		g.Origin = call
		g.GivesContext = g.GivesContext || row.Has(vocab.GivesContext)
		g.Cancels = g.Cancels || row.Has(vocab.CancelsOnError) || configuredLater(call)
		if arg := argument(c, row.Arg); row.Has(vocab.TakesContext) && arg != nil && IsContext(arg.Type()) {
			g.Parent, g.at = arg, call
		}
		return &g
	})}, true
}

// configuredLater reports whether a setting by which errors cancel is made on
// the group v in a statement of its own.
func configuredLater(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		if call, ok := ref.(*ssa.Call); ok && len(call.Call.Args) > 0 && call.Call.Args[0] == v {
			if row, ok := vocab.Lookup(Callee(call.Common()), vocab.Configure); ok && row.Has(vocab.CancelsOnError) {
				return true
			}
		}
	}
	return false
}

// group returns the group known by key, made by create at the first call.
func (p *Package) group(key any, create func() *Group) *Group {
	g := p.groups[key]
	if g == nil {
		g = create()
		g.p = p
		p.groups[key] = g
	}
	return g
}

// argument returns the argument for parameter i of the callee, receivers not
// counted, nil if there is none.
func argument(c *ssa.CallCommon, i int) ssa.Value {
	if i < 0 {
		return nil
	}
	if receives(c) {
		i++
	}
	if i >= len(c.Args) {
		return nil
	}
	return c.Args[i]
}

// makesGroup reports whether sig has the shape of errgroup.WithContext: it
// takes a context and returns a group and a context.
func makesGroup(sig *types.Signature) bool {
	res := sig.Results()
	return res.Len() == 2 && IsContext(res.At(1).Type()) && contextParam(sig) >= 0 && isGroup(res.At(0).Type())
}

// contextParam returns the index of the first context parameter, -1 if there
// is none.
func contextParam(sig *types.Signature) int {
	for i := range sig.Params().Len() {
		if IsContext(sig.Params().At(i).Type()) {
			return i
		}
	}
	return -1
}

// isGroup reports whether t, or what it points to, is a group by shape: it has
// a method Go that takes a function, maybe among other things, and a method Wait
// that takes nothing.
func isGroup(t types.Type) bool {
	run := method(t, "Go")
	wait := method(t, "Wait")
	return run != nil && wait != nil && taskParam(run) >= 0 && wait.Params().Len() == 0
}

// taskParam returns the index of the last parameter that is a function, -1 if
// there is none: what a house passes on beside is for its logs.
func taskParam(sig *types.Signature) int {
	for i := sig.Params().Len() - 1; i >= 0; i-- {
		if _, ok := sig.Params().At(i).Type().Underlying().(*types.Signature); ok {
			return i
		}
	}
	return -1
}

// method returns the signature of the method of t, or of a pointer to it, that
// has the name, nil if there is none.
func method(t types.Type, name string) *types.Signature {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	if fn, ok := obj.(*types.Func); ok {
		return fn.Signature()
	}
	return nil
}
