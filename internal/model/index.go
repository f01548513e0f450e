package model

import (
	"go/token"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/ssagate"
)

// index holds what is looked up in the SSA of a package again and again. It is
// made in one walk over the instructions.
type index struct {
	ssa *ssagate.SSA
	// closures lists where a function literal becomes a value.
	closures map[*ssa.Function][]*ssa.MakeClosure
	// stores lists the stores to a local variable that lives in memory,
	// those made by the closures that capture it included.
	stores map[*ssa.Alloc][]*ssa.Store
	// fields lists the stores to an unexported field anywhere in the
	// package. A field whose address goes elsewhere than into a load or
	// store is in leaked: it may be written where we do not see it.
	fields map[*types.Var][]*ssa.Store
	leaked map[*types.Var]bool
	// callers lists the static calls of a function of the package.
	callers map[*ssa.Function][]ssa.CallInstruction
	// valued holds the functions that are used as values, so that not all
	// of their callers are known, and invoked lists the calls through an
	// interface by the names of the methods.
	valued  map[*ssa.Function]bool
	invoked map[string][]ssa.CallInstruction
	// bound lists where a method of the package is bound to a receiver to
	// make a method value.
	bound map[*ssa.Function][]*ssa.MakeClosure
}

func newIndex(s *ssagate.SSA) *index {
	ix := &index{
		ssa:      s,
		closures: make(map[*ssa.Function][]*ssa.MakeClosure),
		stores:   make(map[*ssa.Alloc][]*ssa.Store),
		fields:   make(map[*types.Var][]*ssa.Store),
		leaked:   make(map[*types.Var]bool),
		callers:  make(map[*ssa.Function][]ssa.CallInstruction),
		valued:   make(map[*ssa.Function]bool),
		invoked:  make(map[string][]ssa.CallInstruction),
		bound:    make(map[*ssa.Function][]*ssa.MakeClosure),
	}
	var storesToFree []*ssa.Store
	var operands []*ssa.Value
	for _, fn := range ix.functions() {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.MakeClosure:
					lit := instr.Fn.(*ssa.Function)
					ix.closures[lit] = append(ix.closures[lit], instr)
					if obj, ok := lit.Object().(*types.Func); ok && lit.Parent() == nil {
						if m := lit.Prog.FuncValue(obj.Origin()); m != nil {
							ix.bound[m] = append(ix.bound[m], instr)
							ix.valued[m] = true
						}
					}
				case *ssa.Store:
					switch addr := instr.Addr.(type) {
					case *ssa.Alloc:
						ix.stores[addr] = append(ix.stores[addr], instr)
					case *ssa.FreeVar:
						storesToFree = append(storesToFree, instr)
					case *ssa.FieldAddr:
						if f := fieldOf(addr); f != nil && !f.Exported() {
							ix.fields[f] = append(ix.fields[f], instr)
						}
					}
				case *ssa.FieldAddr:
					if f := fieldOf(instr); f != nil && !f.Exported() && leaks(instr) {
						ix.leaked[f] = true
					}
				}
				call, isCall := instr.(ssa.CallInstruction)
				if isCall {
					if callee := staticCallee(call.Common()); callee != nil {
						ix.callers[callee] = append(ix.callers[callee], call)
					} else if call.Common().IsInvoke() {
						name := call.Common().Method.Name()
						ix.invoked[name] = append(ix.invoked[name], call)
					}
				}
				operands = instr.Operands(operands[:0])
				for _, op := range operands {
					if f, ok := (*op).(*ssa.Function); ok && !(isCall && op == &call.Common().Value) && !onlyCalled(instr) {
						ix.valued[origin(f)] = true
					}
				}
			}
		}
	}
	for _, store := range storesToFree {
		for _, cell := range ix.cells(store.Addr) {
			ix.stores[cell] = append(ix.stores[cell], store)
		}
	}
	return ix
}

// invokes returns the calls through an interface that may be calls of the method
// fn.
func (ix *index) invokes(fn *ssa.Function) []ssa.CallInstruction {
	if fn.Signature.Recv() == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(ix.invoked[fn.Name()]), func(call ssa.CallInstruction) bool { return !fits(fn, call.Common().Method) })
}

// mayInvoke reports whether there are any.
func (ix *index) mayInvoke(fn *ssa.Function) bool {
	return fn.Signature.Recv() != nil && slices.ContainsFunc(ix.invoked[fn.Name()], func(call ssa.CallInstruction) bool { return fits(fn, call.Common().Method) })
}

// fits reports whether the method fn takes and returns as many values as the method
// m of an interface, which has the same name.
func fits(fn *ssa.Function, m *types.Func) bool {
	return fn.Signature.Params().Len() == m.Signature().Params().Len() && fn.Signature.Results().Len() == m.Signature().Results().Len()
}

// implementations returns the methods of the package that c, the call of an
// unexported method of an interface, may be a call of; nil for all other calls.
func (ix *index) implementations(c *ssa.CallCommon) []*ssa.Function {
	if !c.IsInvoke() || c.Method.Exported() {
		return nil
	}
	var list []*ssa.Function
	for _, fn := range ix.functions() {
		if fn.Name() == c.Method.Name() && fn.Synthetic == "" && fn.Signature.Recv() != nil && fits(fn, c.Method) {
			list = append(list, fn)
		}
	}
	return list
}

// onlyCalled reports whether instr makes a closure that is called and nothing
// else: where it is written, so to speak.
func onlyCalled(instr ssa.Instruction) bool {
	mc, ok := instr.(*ssa.MakeClosure)
	if !ok || mc.Fn.(*ssa.Function).Parent() == nil {
		return false
	}
	for _, ref := range *mc.Referrers() {
		call, ok := ref.(ssa.CallInstruction)
		if !ok || call.Common().Value != mc || slices.Contains(call.Common().Args, ssa.Value(mc)) {
			return false
		}
	}
	return true
}

// functions returns the functions of the package that have a body, the
// wrappers of method values, which have no source, included as far as the
// source functions name them.
func (ix *index) functions() []*ssa.Function { return ix.ssa.Funcs }

// cells returns the variables that the address v stands for, through the
// captures of closures.
func (ix *index) cells(v ssa.Value) []*ssa.Alloc {
	switch v := v.(type) {
	case *ssa.Alloc:
		return []*ssa.Alloc{v}
	case *ssa.FreeVar:
		var cells []*ssa.Alloc
		for _, b := range ix.bindings(v) {
			cells = append(cells, ix.cells(b.value)...)
		}
		return cells
	}
	return nil
}

// binding is what a closure captures, and where.
type binding struct {
	value ssa.Value
	at    *ssa.MakeClosure
}

// bindings returns what the captured variable v is bound to.
func (ix *index) bindings(v *ssa.FreeVar) []binding {
	fn := v.Parent()
	for i, fv := range fn.FreeVars {
		if fv != v {
			continue
		}
		var list []binding
		for _, mc := range ix.closures[fn] {
			list = append(list, binding{mc.Bindings[i], mc})
		}
		return list
	}
	return nil
}

// leaks reports whether the address of a field goes elsewhere than into loads,
// stores and the calls of methods on the field.
func leaks(addr *ssa.FieldAddr) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != addr {
				return true
			}
		case *ssa.UnOp, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.DebugRef:
		case ssa.CallInstruction:
			c := ref.Common()
			if c.Signature().Recv() == nil || len(c.Args) == 0 || c.Args[0] != addr {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// fieldOf returns the field that addr is the address of. Fields of the
// instances of a generic type are the field of the generic type.
func fieldOf(addr *ssa.FieldAddr) *types.Var {
	t := addr.X.Type().Underlying().(*types.Pointer).Elem()
	return structField(t, addr.Field)
}

func structField(t types.Type, i int) *types.Var {
	if st, ok := t.Underlying().(*types.Struct); ok {
		return st.Field(i).Origin()
	}
	return nil
}

// staticCallee returns the function of this program that c calls for certain,
// the generic one for an instance.
func staticCallee(c *ssa.CallCommon) *ssa.Function {
	if f := c.StaticCallee(); f != nil {
		return origin(f)
	}
	return nil
}

// origin returns the generic function that fn is an instance of, or fn.
func origin(fn *ssa.Function) *ssa.Function {
	if o := fn.Origin(); o != nil {
		return o
	}
	return fn
}

// calls yields the calls in fn, the function literals in it not included.
func calls(fn *ssa.Function) iter.Seq[ssa.CallInstruction] {
	return func(yield func(ssa.CallInstruction) bool) {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok && !yield(call) {
					return
				}
			}
		}
	}
}

// receives reports whether the first argument of c is the receiver of a method:
// c calls one, be it by a method expression.
func receives(c *ssa.CallCommon) bool {
	if c.IsInvoke() {
		return false
	}
	if c.Signature().Recv() != nil {
		return true
	}
	f := c.StaticCallee()
	if f == nil || f.Synthetic == "" || len(c.Args) == 0 {
		return false
	}
	obj, ok := f.Object().(*types.Func)
	return ok && obj.Signature().Recv() != nil && len(f.FreeVars) == 0
}

// Callee returns the declared function or method that c calls: the method of
// the interface for a dynamic call, nil for a call of a function value. An
// instance of a generic function is known by its origin.
func Callee(c *ssa.CallCommon) *types.Func {
	if c.IsInvoke() {
		return c.Method.Origin()
	}
	if f := c.StaticCallee(); f != nil {
		if obj, ok := origin(f).Object().(*types.Func); ok {
			return obj.Origin()
		}
	}
	return nil
}

// reachable visits the instructions that can run after from, in from's own
// function, once each; visit says whether to go on behind an instruction.
func reachable(from ssa.Instruction, visit func(ssa.Instruction) (goOn bool)) {
	seen := make(map[*ssa.BasicBlock]bool)
	var block func(b *ssa.BasicBlock, start int)
	block = func(b *ssa.BasicBlock, start int) {
		for _, instr := range b.Instrs[start:] {
			if !visit(instr) {
				return
			}
		}
		for _, succ := range b.Succs {
			if !seen[succ] {
				seen[succ] = true
				block(succ, 0)
			}
		}
	}
	block(from.Block(), indexIn(from)+1)
}

// indexIn returns the position of instr in its block.
func indexIn(instr ssa.Instruction) int {
	for i, other := range instr.Block().Instrs {
		if other == instr {
			return i
		}
	}
	panic("instruction is not in its block")
}

// Dominates reports whether every path to b has run a before. Both must belong
// to the same function.
func Dominates(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() {
		return indexIn(a) < indexIn(b)
	}
	return a.Block().Dominates(b.Block())
}

// PosOf returns the position of instr; for a return that is not written, that of
// the end of the function.
func PosOf(instr ssa.Instruction) token.Pos {
	if pos := instr.Pos(); pos.IsValid() {
		return pos
	}
	if syn := instr.Parent().Syntax(); syn != nil {
		return syn.End() - 1
	}
	return instr.Parent().Pos()
}
