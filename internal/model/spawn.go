package model

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// A Spawn is a place where work is started in another goroutine: a go
// statement, a call of a group's Go, of a library's spawner, or of a function
// that passes its function parameter on to one of these.
type Spawn struct {
	// Call is the go statement or the call of the spawner.
	Call ssa.CallInstruction
	// Task is the function value that is started, nil for the go statement
	// of an ordinary call.
	Task ssa.Value
	// Groups are the groups that the work may belong to. It is empty for a
	// go statement, and where Known is false there may be others.
	Groups []*Group
	Known  bool
	// Bodies are the functions that the work may be, as far as they are
	// source of this package. Resolved says that there are no others.
	Bodies   []Body
	Resolved bool
	// Handed are the contexts that reach tasks as arguments: of the call
	// itself, where it is of a function that starts tasks in a group of its
	// caller, or of the call that makes the task.
	Handed []*Use
	// Serves says that the task is kept, and run once for each request of
	// somebody else.
	Serves bool
	// InLoop says that the spawn can be reached from itself.
	InLoop bool

	// handsOn says that the groups are made elsewhere than in the function
	// of the spawn; into are the parameters by which it is given them.
	handsOn bool
	into    []*ssa.Parameter
	// field is the receiver's field that the group is read from, nil if it
	// comes from elsewhere.
	field *types.Var
}

// A Body is a function that a spawn starts.
type Body struct {
	Fn *ssa.Function
	// Wrapped says that the body reaches the spawn through a call that is
	// given the function and returns the task.
	Wrapped bool
	// Maker is the function that makes the body and returns it to the
	// spawner, nil if the spawner itself names the body.
	Maker *ssa.Function
}

// Spawns returns the spawns of the package in source order. The caller must
// not change the slice.
func (p *Package) Spawns() []*Spawn {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.spawnsLocked()
}

func (p *Package) spawnsLocked() []*Spawn {
	if p.spawnsFound {
		return p.spawns
	}
	// What a task is handed must be known before lineages are asked for,
	// and the groups of spawns do not depend on tasks' parameters but in
	// nested groups, which a second look settles.
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					if s := p.spawn(call); s != nil {
						p.spawns = append(p.spawns, s)
					}
				}
			}
		}
	}
	p.spawnsFound = true
	return p.spawns
}

// spawn returns the spawn that call is, nil if it is none.
func (p *Package) spawn(call ssa.CallInstruction) *Spawn {
	c := call.Common()
	s := &Spawn{Call: call, Known: true}
	if _, isGo := call.(*ssa.Go); isGo {
		s.Task = c.Value
		if c.IsInvoke() {
			s.Task = nil
		}
	} else {
		task, group, handed := p.spawned(c)
		s.Task = task
		if task == nil {
			s.Task = p.invoked(call)
		}
		if row, ok := vocab.Lookup(Callee(c), vocab.Spawn); ok {
			s.Serves = row.Has(vocab.Serves)
		}
		s.Handed = p.handedIn(call, handed)
		if group != nil {
			s.Groups, s.Known = (&tracer{p: p}).groups(group, call)
			p.origins(s, group)
		}
		if started := p.started[staticCallee(c)]; started != nil && group == nil {
			s.Groups = (&tracer{p: p}).groupsOf(started, call)
			s.Handed = p.handedIn(call, started.contexts)
		}
		if s.Task == nil && len(s.Handed) == 0 {
			return nil
		}
	}
	if s.Task != nil {
		t := &tracer{p: p}
		s.Bodies, s.Resolved = t.bodies(s.Task, call)
		for _, maker := range t.makers {
			if sum := p.calleeSummary(maker.Common()); sum != nil {
				s.Handed = append(s.Handed, p.handedIn(maker, sum.Returns)...)
			}
		}
	}
	reachable(call, func(instr ssa.Instruction) bool {
		s.InLoop = s.InLoop || instr == call
		return !s.InLoop
	})
	if len(s.Groups) == 1 && s.Groups[0].GivesContext {
		for _, b := range s.Bodies {
			if len(b.Fn.Params) > 0 && IsContext(b.Fn.Params[0].Type()) {
				p.given[b.Fn.Params[0]] = s.Groups[0]
			}
		}
	}
	return s
}

// origins finds out whether the group of s comes from outside of its function.
func (p *Package) origins(s *Spawn, group ssa.Value) {
	fn := enclosing(s.Call.Parent())
	for _, v := range p.parameters(group, s.Call) {
		if _, i := declaredParam(v); i >= 0 && v.Parent() == fn {
			s.into = append(s.into, v)
		}
	}
	s.field = receiverField(group, fn)
	s.handsOn = len(s.into) > 0 || len(s.Groups) > 0
	for _, g := range s.Groups {
		if len(s.into) == 0 && (g.Parent == nil || enclosing(g.Origin.Parent()) == fn) {
			s.handsOn = false
		}
	}
}

// receiverField returns the field of fn's receiver that v is read from, nil if v
// is read from elsewhere.
func receiverField(v ssa.Value, fn *ssa.Function) *types.Var {
	if fn.Signature.Recv() == nil {
		return nil
	}
	// holds reports whether the variable at addr is the receiver's own, which
	// stands in memory if it is captured or is no pointer.
	holds := func(addr ssa.Value) bool {
		cell, ok := addr.(*ssa.Alloc)
		return ok && slices.ContainsFunc(*cell.Referrers(), func(ref ssa.Instruction) bool {
			s, ok := ref.(*ssa.Store)
			return ok && s.Addr == cell && s.Val == fn.Params[0]
		})
	}
	isReceiver := func(x ssa.Value) bool {
		load, ok := x.(*ssa.UnOp)
		return x == fn.Params[0] || holds(x) || ok && holds(load.X)
	}
	switch v := v.(type) {
	case *ssa.Field:
		if isReceiver(v.X) {
			return structField(v.X.Type(), v.Field)
		}
	case *ssa.UnOp:
		if addr, ok := v.X.(*ssa.FieldAddr); ok && isReceiver(addr.X) {
			return fieldOf(addr)
		}
	case *ssa.FieldAddr:
		if isReceiver(v.X) {
			return fieldOf(v)
		}
	}
	return nil
}

// spawned returns the function that a call starts in another goroutine, the
// group it goes to, and the set of context parameters that tasks which the
// callee starts in that group wait with. It returns nothing if the call is no
// spawner.
func (p *Package) spawned(c *ssa.CallCommon) (task, group ssa.Value, handed uint32) {
	fn := Callee(c)
	if fn == nil {
		return nil, nil, 0
	}
	if row, ok := vocab.Lookup(fn, vocab.Spawn); ok {
		if makesPool(fn) {
			return nil, nil, 0
		}
		if fn.Signature().Recv() != nil {
			group = receiver(c)
		}
		return argument(c, row.Arg), group, 0
	}
	if _, ok := vocab.Lookup(fn, vocab.RunAll); ok {
		return nil, nil, 0
	}
	if recv := fn.Signature().Recv(); recv != nil && (fn.Name() == "Go" || fn.Name() == "TryGo") && isGroup(recv.Type()) {
		// A house wrapper around a group, by shape.
		return argument(c, taskParam(fn.Signature())), receiver(c), 0
	}
	sum := p.summary(fn)
	if sum == nil {
		return nil, nil, 0
	}
	for i := range fn.Signature().Params().Len() {
		if sum.Spawns&bit(i) != 0 && task == nil {
			task = argument(c, i)
		}
		if sum.Into&bit(i) != 0 && group == nil {
			group = argument(c, i)
		}
	}
	if group != nil {
		handed = sum.Tasks
	}
	return task, group, handed
}

// makesPool reports whether fn makes a pool for the function that it is given,
// which then runs at each Invoke.
func makesPool(fn *types.Func) bool {
	res := fn.Signature().Results()
	return fn.Signature().Recv() == nil && res.Len() > 0 && method(res.At(0).Type(), "Invoke") != nil
}

// invoked returns the function that a pool runs when call invokes it: the one
// that it was made with. It returns nil if call is no such call, or the pool can
// be one of several.
func (p *Package) invoked(call ssa.CallInstruction) ssa.Value {
	if _, ok := vocab.Lookup(Callee(call.Common()), vocab.Invoke); !ok {
		return nil
	}
	v, at := receiver(call.Common()), ssa.Instruction(call)
	for t := (&tracer{p: p}); v != nil; {
		steps := t.copies(v, at)
		if steps == nil {
			steps = t.kept(v)
		}
		if len(steps) == 1 && t.depth < maxDepth {
			v, at, t.depth = steps[0].value, steps[0].at, t.depth+1
			continue
		}
		if e, ok := v.(*ssa.Extract); ok && e.Index == 0 {
			v = e.Tuple
		}
		made, ok := v.(*ssa.Call)
		if !ok {
			return nil
		}
		if row, ok := vocab.Lookup(Callee(made.Common()), vocab.Spawn); ok {
			return argument(made.Common(), row.Arg)
		}
		return nil
	}
	return nil
}

// handedIn returns the context arguments of call for the parameters in set, as
// uses.
func (p *Package) handedIn(call ssa.CallInstruction, set uint32) []*Use {
	if set == 0 {
		return nil
	}
	c := call.Common()
	syn := p.CallSyntax(c)
	if syn == nil {
		return nil
	}
	var uses []*Use
	for i, arg := range syn.Args {
		if v := argument(c, i); set&bit(i) != 0 && v != nil && IsContext(v.Type()) {
			uses = append(uses, &Use{Instr: call, Context: v, Call: c, Callee: Callee(c), Arg: arg, handed: true})
		}
	}
	return uses
}

// receiver returns the receiver of a method call.
func receiver(c *ssa.CallCommon) ssa.Value {
	if c.IsInvoke() {
		return c.Value
	}
	if receives(c) && len(c.Args) > 0 {
		return c.Args[0]
	}
	return nil
}

// bodies returns the functions that the function value v may be, and whether
// there are no others.
func (p *Package) bodies(v ssa.Value, at ssa.Instruction) (list []Body, all bool) {
	t := &tracer{p: p}
	return t.bodies(v, at)
}

func (t *tracer) bodies(v ssa.Value, at ssa.Instruction) (list []Body, all bool) {
	if !t.enter(v) {
		return nil, !t.lost()
	}
	defer t.leave(v)

	add := func(v ssa.Value, at ssa.Instruction, wrapped bool) {
		more, known := t.bodies(v, at)
		for _, b := range more {
			b.Wrapped = b.Wrapped || wrapped
			if !slices.Contains(list, b) {
				list = append(list, b)
			}
		}
		all = all && known
	}
	if steps := t.copies(v, at); steps != nil {
		all = true
		for _, s := range steps {
			add(s.value, s.at, false)
		}
		return list, all
	}
	switch v := v.(type) {
	case *ssa.Const:
		return nil, true
	case *ssa.Function:
		if fn := t.p.declared(v); fn != nil {
			return []Body{{Fn: fn}}, true
		}
	case *ssa.MakeClosure:
		fn := v.Fn.(*ssa.Function)
		if fn.Parent() != nil {
			return []Body{{Fn: fn}}, true
		}
		// A method value: the method, bound to its receiver.
		if fn := t.p.declared(fn); fn != nil {
			return []Body{{Fn: fn}}, true
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok {
			// A slice of functions that grows.
			if b.Name() == "append" {
				all = true
				for _, arg := range v.Call.Args {
					add(arg, v, false)
				}
			}
			return list, all
		}
		// A wrapper around the function, or a constructor of it.
		t.makers = append(t.makers, v)
		callee := staticCallee(v.Common())
		for _, arg := range v.Call.Args {
			if _, ok := arg.Type().Underlying().(*types.Signature); ok {
				add(arg, v, true)
			}
		}
		if callee != nil && callee.Blocks != nil && len(list) == 0 {
			all = true
			for _, ret := range returns(callee) {
				if len(ret.Results) == 1 {
					add(ret.Results[0], ret, false)
				}
			}
			for i := range list {
				if list[i].Maker == nil {
					list[i].Maker = callee
				}
			}
			return list, all
		}
		return list, false
	case *ssa.Slice:
		// The tasks of a variadic spawner, or those in a slice. What is put
		// there later is not seen.
		if elems, kind := elements(v); kind != noElements {
			all = kind == ofVariadic
			for _, e := range elems {
				add(e, at, false)
			}
			return list, all
		}
	case *ssa.UnOp, *ssa.Field:
		if steps := t.kept(v); steps != nil {
			all = true
			for _, s := range steps {
				add(s.value, s.at, false)
			}
			return list, all
		}
	case *ssa.Parameter:
		if steps := t.arguments(v); steps != nil {
			all = true
			for _, s := range steps {
				add(s.value, s.at, false)
			}
			return list, all
		}
	}
	return nil, false
}

// declared returns the function of this package with a body that fn is, is an
// instance of, or is a method value's or method expression's wrapper of.
func (p *Package) declared(fn *ssa.Function) *ssa.Function {
	fn = origin(fn)
	if fn.Blocks != nil && fn.Synthetic == "" {
		return fn
	}
	if obj, ok := fn.Object().(*types.Func); ok && obj.Pkg() == p.Types {
		if decl := fn.Prog.FuncValue(obj.Origin()); decl != nil && decl.Blocks != nil {
			return decl
		}
	}
	return nil
}

// returns lists the return instructions of fn.
func returns(fn *ssa.Function) []*ssa.Return {
	var list []*ssa.Return
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			list = append(list, ret)
		}
	}
	return list
}

// givenBy returns the group whose context a spawn hands to the parameter v,
// nil if none does.
func (p *Package) givenBy(v *ssa.Parameter) *Group { return p.given[v] }

// boundTo returns what the receiver v of a spawned method value is bound to,
// nil if it is not the receiver of exactly one.
func (p *Package) boundTo(v *ssa.Parameter) *step {
	bound := p.index().bound[v.Parent()]
	if len(bound) != 1 || v.Parent().Signature.Recv() == nil || v.Parent().Params[0] != v {
		return nil
	}
	// Called directly as well: then the receiver has other names too.
	if len(p.index().callers[v.Parent()]) > 0 {
		return nil
	}
	return &step{value: bound[0].Bindings[0], at: bound[0]}
}

var errorType = types.Universe.Lookup("error").Type()

func isError(t types.Type) bool { return types.Identical(t, errorType) }

// Text returns the code of the spawner: "g.Go", or "go".
func (s *Spawn) Text(p *Package) string {
	if _, ok := s.Call.(*ssa.Go); !ok {
		if call := p.CallSyntax(s.Call.Common()); call != nil {
			return ExprString(call.Fun)
		}
	}
	return "go"
}

// TakesError reports whether the spawned function returns an error for the
// group to keep.
func (s *Spawn) TakesError() bool {
	if s.Task == nil {
		return false
	}
	sig, ok := s.Task.Type().Underlying().(*types.Signature)
	return ok && sig.Results().Len() > 0 && isError(sig.Results().At(sig.Results().Len()-1).Type())
}

// SharesGroup reports whether s and other may spawn into the same group.
func (s *Spawn) SharesGroup(other *Spawn) bool {
	return slices.ContainsFunc(s.Groups, func(g *Group) bool { return slices.Contains(other.Groups, g) })
}

// SpawnedAgain reports whether u, a use in a body of s, stands in a task that the
// body itself starts in the same group: that is another body, of another spawn.
func (p *Package) SpawnedAgain(s *Spawn, body Body, u *Use) bool {
	return slices.ContainsFunc(p.Spawns(), func(other *Spawn) bool {
		return other != s && other.SharesGroup(s) && within(other.Call.Parent(), body.Fn) &&
			slices.ContainsFunc(other.Bodies, func(b Body) bool { return b.Fn != body.Fn && within(u.Instr.Parent(), b.Fn) })
	})
}
