package model

import (
	"bytes"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A WaitGroup is a sync.WaitGroup of the package, with all that the package does
// to it: a local variable or one that a composite literal or new makes, an
// unexported field, whichever struct it lies in, or an unexported variable of
// the package. It is followed through pointers: captured, kept in variables and
// fields, and handed to functions of the package.
type WaitGroup struct {
	// Var is the field or the package's variable; nil for a local one.
	Var *types.Var
	// Name is what the source calls it: "wg", "s.pend"'s pend.
	Name string
	// Adds, Dones, Gos and Waits are the calls of its methods, and the places
	// where a method value of it is made.
	Adds, Dones, Gos, Waits []Counting
	// Leaked says that code may get hold of it that is not seen.
	Leaked bool
}

// A Counting is what is done to a wait group.
type Counting struct {
	Instr ssa.Instruction
	// Via is the call by which the function of Instr is given the wait group,
	// the first of several; nil if it is given none.
	Via ssa.CallInstruction
}

// WaitGroups returns the wait groups of the package in the order of their first
// use. The caller must not change the slice.
func (p *Package) WaitGroups() []*WaitGroup {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.waitGroupsFound {
		p.waitGroups = p.findWaitGroups()
		p.waitGroupsFound = true
	}
	return p.waitGroups
}

// HasWaitGroups reports whether the package counts anything in or out of a
// sync.WaitGroup. It reads types only.
func (p *Package) HasWaitGroups() bool {
	for _, obj := range p.pass.TypesInfo.Uses {
		if fn, ok := obj.(*types.Func); ok && (fn.Name() == "Done" || fn.Name() == "Go") && fn.Pkg() != nil && fn.Pkg().Path() == "sync" {
			return true
		}
	}
	return false
}

func isWaitGroup(t types.Type) bool { return isNamed(t, "sync", "WaitGroup") }

// pointsToWaitGroup reports whether t is *sync.WaitGroup.
func pointsToWaitGroup(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	return ok && isWaitGroup(ptr.Elem())
}

// findWaitGroups looks for what is or points to a wait group, and follows each.
func (p *Package) findWaitGroups() []*WaitGroup {
	var list []*WaitGroup
	known := make(map[any]*WaitGroup)
	// of returns the wait group that begins with the key.
	of := func(key any, v *types.Var, name string) *WaitGroup {
		g := known[key]
		if g == nil {
			g = &WaitGroup{Var: v, Name: name}
			known[key] = g
			list = append(list, g)
		}
		return g
	}
	exposed := p.exposedTypes()
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Alloc:
					if pointsToWaitGroup(instr.Type()) {
						(&follower{p: p, g: of(instr, nil, instr.Comment)}).value(instr)
					}
				case *ssa.FieldAddr:
					f := fieldOf(instr)
					if f == nil || !isWaitGroup(f.Type()) {
						continue
					}
					g := of(f, f, f.Name())
					if f.Pkg() != p.Types || f.Exported() && !f.Embedded() || f.Embedded() && exposed[holder(instr.X.Type())] {
						g.Leaked = true
					}
					(&follower{p: p, g: g}).value(instr)
				case *ssa.Field:
					if f := structField(instr.X.Type(), instr.Field); f != nil && isWaitGroup(f.Type()) {
						of(f, f, f.Name()).Leaked = true // a copy
					}
				}
				for _, op := range instr.Operands(nil) {
					global, ok := (*op).(*ssa.Global)
					if !ok || !pointsToWaitGroup(global.Type()) {
						continue
					}
					v, _ := global.Object().(*types.Var)
					g := of(global, v, global.Name())
					g.Leaked = g.Leaked || v == nil || v.Exported() || v.Pkg() != p.Types
					(&follower{p: p, g: g}).use(global, instr)
				}
			}
		}
	}
	share(list)
	return list
}

// share marks as leaked the wait groups that are counted out of at a place where
// one that is waited for may be meant as well: a field that points now to this
// one and now to that one, as when a test makes its own.
func share(list []*WaitGroup) {
	for _, g := range list {
		g.Leaked = g.Leaked || slices.ContainsFunc(list, func(other *WaitGroup) bool {
			return other != g && (other.Leaked || len(other.Waits) > 0) &&
				(meet(other.Dones, g.Dones) || meet(other.Gos, g.Gos))
		})
	}
}

func meet(a, b []Counting) bool {
	return slices.ContainsFunc(a, func(c Counting) bool { return slices.Contains(b, c) })
}

// holder returns the named type that a pointer or value of type t is of, nil if
// it has no name.
func holder(t types.Type) *types.TypeName {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Origin().Obj()
	}
	return nil
}

// exposedTypes returns the types of the package whose methods code elsewhere may
// call: the exported ones, those that values are converted to interfaces of, and
// those that the type of something exported mentions.
func (p *Package) exposedTypes() map[*types.TypeName]bool {
	exposed := make(map[*types.TypeName]bool)
	note := func(t types.Type) {
		for {
			if name := holder(t); name != nil {
				exposed[name] = true
				return
			}
			switch u := t.(type) {
			case *types.Pointer:
				t = u.Elem()
			case *types.Slice:
				t = u.Elem()
			case *types.Map:
				t = u.Elem()
			case *types.Chan:
				t = u.Elem()
			default:
				return
			}
		}
	}
	for _, name := range p.Types.Scope().Names() {
		if obj, ok := p.Types.Scope().Lookup(name).(*types.TypeName); ok && obj.Exported() {
			exposed[obj] = true
		}
	}
	for _, obj := range p.pass.TypesInfo.Defs {
		switch obj := obj.(type) {
		case *types.Func:
			if !obj.Exported() {
				continue
			}
			for i := range obj.Signature().Results().Len() {
				note(obj.Signature().Results().At(i).Type())
			}
		case *types.Var:
			if obj.Exported() && (obj.IsField() || obj.Parent() == p.Types.Scope()) {
				note(obj.Type())
			}
		}
	}
	for _, fn := range p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if made, ok := instr.(*ssa.MakeInterface); ok {
					note(made.X.Type())
				}
			}
		}
	}
	// What an exposed type embeds lends it its methods.
	for more := true; more; {
		more = false
		for name := range exposed {
			st, ok := name.Type().Underlying().(*types.Struct)
			if !ok || name.Pkg() != p.Types {
				continue
			}
			for f := range st.Fields() {
				if held := holder(f.Type()); f.Embedded() && held != nil && !exposed[held] {
					exposed[held] = true
					more = true
				}
			}
		}
	}
	return exposed
}

// A follower follows pointers to one wait group forwards, to all that is done
// with them.
type follower struct {
	p    *Package
	g    *WaitGroup
	via  ssa.CallInstruction // see Counting
	seen map[visit]bool
}

type visit struct {
	what any
	via  ssa.CallInstruction
}

func (f *follower) first(what any) bool {
	key := visit{what, f.via}
	if f.seen[key] {
		return false
	}
	if f.seen == nil {
		f.seen = make(map[visit]bool)
	}
	f.seen[key] = true
	return true
}

// value follows v, a pointer to the wait group.
func (f *follower) value(v ssa.Value) {
	if v.Referrers() == nil || !f.first(v) {
		return
	}
	for _, ref := range *v.Referrers() {
		f.use(v, ref)
	}
}

// use notes what instr does with v.
func (f *follower) use(v ssa.Value, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.DebugRef, *ssa.BinOp:
	case *ssa.Phi:
		f.value(instr)
	case *ssa.ChangeType:
		f.value(instr)
	case *ssa.Store:
		if instr.Addr != v {
			f.kept(instr.Addr)
		}
	case *ssa.MakeClosure:
		f.closure(v, instr)
	case ssa.CallInstruction:
		f.call(v, instr)
	default:
		// Loaded, which copies it, put in an interface, returned, sent.
		f.g.Leaked = true
	}
}

// kept follows what is read from the place at addr, where a pointer is stored.
func (f *follower) kept(addr ssa.Value) {
	switch addr := addr.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		for _, cell := range f.p.index().cells(addr) {
			f.cell(cell)
		}
	case *ssa.FieldAddr:
		field := fieldOf(addr)
		if (&tracer{p: f.p}).fieldStores(field) == nil {
			f.g.Leaked = true
			return
		}
		if f.first(field) {
			f.field(field)
		}
	default:
		f.g.Leaked = true
	}
}

// cell follows what is read from a variable that holds a pointer.
func (f *follower) cell(v ssa.Value) {
	if !f.first(v) {
		return
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			f.value(ref)
		case *ssa.MakeClosure:
			lit := ref.Fn.(*ssa.Function)
			for i, b := range ref.Bindings {
				if b == v {
					f.cell(lit.FreeVars[i])
				}
			}
		case *ssa.Store:
			f.g.Leaked = f.g.Leaked || ref.Addr != v
		case *ssa.DebugRef:
		default:
			f.g.Leaked = true
		}
	}
}

// field follows what is read from the field, anywhere in the package.
func (f *follower) field(field *types.Var) {
	for _, fn := range f.p.index().functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.FieldAddr:
					if fieldOf(instr) == field {
						f.cell(instr)
					}
				case *ssa.Field:
					if structField(instr.X.Type(), instr.Field) == field {
						f.value(instr)
					}
				}
			}
		}
	}
}

// closure follows v into the function literal that captures it, or notes the
// method value that is made of it.
func (f *follower) closure(v ssa.Value, made *ssa.MakeClosure) {
	lit := made.Fn.(*ssa.Function)
	if lit.Parent() == nil {
		if obj, ok := lit.Object().(*types.Func); ok {
			f.note(obj, made)
		}
		return
	}
	for i, b := range made.Bindings {
		if b == v {
			f.value(lit.FreeVars[i])
		}
	}
}

// call notes the call of a method of the wait group, or follows it into the
// function that is given it.
func (f *follower) call(v ssa.Value, call ssa.CallInstruction) {
	c := call.Common()
	if receives(c) && c.Args[0] == v {
		if fn := Callee(c); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync" {
			f.note(fn, call)
			return
		}
	}
	callee := staticCallee(c)
	for i, arg := range c.Args {
		if arg != v {
			continue
		}
		if callee == nil || callee.Blocks == nil || i >= len(callee.Params) {
			f.g.Leaked = true
			return
		}
		if outer := f.via; outer == nil {
			f.via = call
			f.value(callee.Params[i])
			f.via = nil
		} else {
			f.value(callee.Params[i])
		}
	}
}

func (f *follower) note(method *types.Func, at ssa.Instruction) {
	add := func(list *[]Counting) {
		if c := (Counting{at, f.via}); !slices.Contains(*list, c) {
			*list = append(*list, c)
		}
	}
	switch method.Name() {
	case "Add":
		add(&f.g.Adds)
	case "Done":
		add(&f.g.Dones)
	case "Go":
		add(&f.g.Gos)
	case "Wait":
		add(&f.g.Waits)
	}
}

// WaitsUnseen reports whether a file beside the package's own seems to wait for
// what is called name: one that the build leaves out, for another system or with
// another tag, or a test, where the driver has the package analysed without.
func (p *Package) WaitsUnseen(name string) bool {
	seen := make(map[string]bool)
	unseen := slices.Clone(p.pass.IgnoredFiles)
	for _, file := range p.pass.Files {
		path := p.pass.Fset.File(file.FileStart).Name()
		if seen[filepath.Base(path)] = true; len(seen) == 1 {
			beside, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*_test.go"))
			unseen = append(unseen, beside...)
		}
	}
	return slices.ContainsFunc(unseen, func(path string) bool {
		if seen[filepath.Base(path)] {
			return false
		}
		data, err := os.ReadFile(path)
		return err == nil && bytes.Contains(data, []byte(name+".Wait"))
	})
}

// Starts returns the places where the goroutines are started that c runs in: the
// spawns, or the calls of functions that are given the wait group and spawn.
func (p *Package) Starts(c Counting) []ssa.CallInstruction {
	if _, ok := c.Via.(*ssa.Go); ok {
		return []ssa.CallInstruction{c.Via}
	}
	at := c.Instr
	if c.Via != nil {
		at = c.Via
	}
	var list []ssa.CallInstruction
	for _, s := range p.SpawnsAround(at) {
		list = append(list, s.Call)
	}
	if len(list) == 0 && c.Via != nil && len(p.SpawnsAround(c.Instr)) > 0 {
		list = append(list, c.Via)
	}
	return list
}

// SpawnsAround returns the spawns of the package in whose tasks instr runs: it stands
// in a body, or in a function of the package that a body calls.
func (p *Package) SpawnsAround(instr ssa.Instruction) []*Spawn {
	var list []*Spawn
	for _, s := range p.Spawns() {
		if slices.ContainsFunc(s.Bodies, func(b Body) bool { return p.runsIn(instr.Parent(), b.Fn, 0) }) {
			list = append(list, s)
		}
	}
	return list
}

// runsIn reports whether the goroutine that runs body runs fn, as far as static
// calls tell.
func (p *Package) runsIn(fn, body *ssa.Function, depth int) bool {
	if fn == body {
		return true
	}
	if depth > maxCalls {
		return false
	}
	if fn.Parent() != nil && !p.isBody(fn) && p.runsIn(fn.Parent(), body, depth) {
		return true
	}
	return slices.ContainsFunc(p.index().callers[fn], func(call ssa.CallInstruction) bool {
		_, isGo := call.(*ssa.Go)
		return !isGo && p.runsIn(call.Parent(), body, depth+1)
	})
}

// isBody reports whether some spawn of the package starts fn.
func (p *Package) isBody(fn *ssa.Function) bool {
	return slices.ContainsFunc(p.Spawns(), func(s *Spawn) bool {
		return slices.ContainsFunc(s.Bodies, func(b Body) bool { return b.Fn == fn })
	})
}

// ReceiverText returns the code of what a method is called on at instr, name if
// that is not written there.
func (p *Package) ReceiverText(instr ssa.Instruction, name string) string {
	switch instr := instr.(type) {
	case ssa.CallInstruction:
		if syn := p.CallSyntax(instr.Common()); syn != nil {
			if sel, ok := syn.Fun.(*ast.SelectorExpr); ok {
				return ExprString(sel.X)
			}
		}
	case *ssa.MakeClosure: // a method value
		if file := p.fileOf(instr.Pos()); file != nil {
			found := name
			ast.Inspect(file, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Pos() == instr.Pos() || ok && sel.Pos() == instr.Pos() {
					found = ExprString(sel.X)
				}
				return true
			})
			return found
		}
	}
	return name
}
