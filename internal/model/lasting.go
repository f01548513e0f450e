package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// lasts reports whether a task of s goes on for as long as the thing that it is
// for: it has a loop without an end of its own, waits for a signal, or does what
// the vocabulary says to last.
func (p *Package) lasts(s *Spawn) bool {
	seen := make(map[*ssa.Function]bool)
	return slices.ContainsFunc(s.Bodies, func(b Body) bool { return p.lastsIn(b.Fn, 3, seen) }) || p.lastingCall(s.Call.Common(), s.Task == nil || len(s.Bodies) == 0)
}

func (p *Package) lastsIn(fn *ssa.Function, depth int, seen map[*ssa.Function]bool) bool {
	if depth == 0 || seen[fn] {
		return false
	}
	seen[fn] = true
	for _, b := range fn.Blocks {
		if l := loopAt(b); l != nil {
			switch l.rounds().Kind {
			case Received, Ticking, Endless:
				return true
			}
		}
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				// Waits for the end of something.
				if instr.Op == token.ARROW && (doneOf(instr.X) != nil || len(*instr.Referrers()) == 0 && !isResultChan(p, instr)) {
					return true
				}
			case *ssa.Select:
				// Waits for an event, or for the end.
				if instr.Blocking && all(instr.States, func(st *ssa.SelectState) bool { return st.Dir == types.RecvOnly }) {
					return true
				}
			case *ssa.Call:
				if p.lastingCall(instr.Common(), true) {
					return true
				}
				if callee := staticCallee(instr.Common()); callee != nil && callee.Blocks != nil && p.lastsIn(callee, depth-1, seen) {
					return true
				}
			}
		}
	}
	return false
}

// races reports whether the tasks of s race: the spawner returns the first result
// that one of them sends, and has no use for the others.
func (p *Package) races(s *Spawn) (found bool) {
	reachable(s.Call, func(instr ssa.Instruction) bool {
		recv, ok := instr.(*ssa.UnOp)
		if !ok || recv.Op != token.ARROW || len(loopsAround(recv.Block())) > 0 {
			return true
		}
		ch, ok := recv.X.Type().Underlying().(*types.Chan)
		if !ok || isError(ch.Elem()) || !returned(recv) {
			return true
		}
		found = p.sendsTo(s, recv.X, recv)
		return !found
	})
	return found
}

// closes reports whether the first thing that the tasks of s do is to close
// something.
func closes(s *Spawn) bool {
	return len(s.Bodies) > 0 && all(s.Bodies, func(b Body) bool {
		for _, block := range b.Fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(*ssa.Call)
				if !ok {
					continue
				}
				fn := Callee(call.Common())
				if fn == nil || fn.Pkg() == nil {
					continue
				}
				switch fn.Pkg().Path() {
				case "sync", "sync/atomic", "fmt", "log", "log/slog", "errors", "time", "context":
					continue
				}
				switch vocab.Words(fn.Name())[0] {
				case "close", "hangup", "disconnect":
					return true
				}
				return false
			}
		}
		return false
	})
}

// returned reports whether what recv receives is returned as it is.
func returned(recv *ssa.UnOp) bool {
	return slices.ContainsFunc(*recv.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.Return:
			return true
		case *ssa.Store:
			// To the variable of a result, in a function with a defer.
			cell, ok := ref.Addr.(*ssa.Alloc)
			return ok && slices.ContainsFunc(*cell.Referrers(), func(r ssa.Instruction) bool {
				load, ok := r.(*ssa.UnOp)
				return ok && slices.ContainsFunc(*load.Referrers(), func(r ssa.Instruction) bool {
					_, ok := r.(*ssa.Return)
					return ok
				})
			})
		case *ssa.Extract:
			return ref.Index == 0 && slices.ContainsFunc(*ref.Referrers(), func(r ssa.Instruction) bool {
				_, ok := r.(*ssa.Return)
				return ok
			})
		}
		return false
	})
}

// isResultChan reports whether recv takes room from a semaphore or gives it back,
// rather than wait for somebody.
func isResultChan(p *Package, recv *ssa.UnOp) bool {
	makes, _ := (&tracer{p: p}).channels(recv.X, recv)
	return slices.ContainsFunc(makes, func(m made) bool {
		n, isConst := m.by.Size.(*ssa.Const)
		return !isConst || !isInt(n, 0)
	})
}

// lastingCall reports whether c is of something that lasts, by its name. The Wait
// of a group or of a semaphore is another thing.
func (p *Package) lastingCall(c *ssa.CallCommon, named bool) bool {
	fn := Callee(c)
	if fn == nil || !named || !vocab.Lasting.Has(fn.Name()) || p.isJoin(c) || isNamedMethod(fn, "sync", "Cond", "Wait") {
		return false
	}
	if callee := staticCallee(c); callee != nil && callee.Blocks != nil {
		return false // its source says what it does
	}
	for res := range fn.Signature().Results().Variables() {
		if _, ok := res.Type().Underlying().(*types.Chan); ok {
			return false // it goes on beside
		}
	}
	if fn.Pkg() != nil {
		switch fn.Pkg().Path() {
		case "os/exec", "golang.org/x/time/rate", "golang.org/x/sync/errgroup", "sync":
			return false
		}
	}
	return p.gate(c, 0) == unthrottled
}

// describe completes what is known of a fan-out: its names, and whether its size
// is data.
func (p *Package) describe(out *FanOut) {
	if out.Spawn != nil && len(out.Spawn.Bodies) > 0 {
		if out.Room == nil {
			out.Room = p.roomInside(out.Spawn)
		}
		out.Lasting = p.lasts(out.Spawn)
		out.Race = p.races(out.Spawn)
		out.Closing = closes(out.Spawn)
	}
	if out.Rounds.Kind == 0 {
		return
	}
	names := p.syntaxNames(out)
	for _, n := range out.Extent.Names {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	out.Extent.Names = names
	out.Sized = out.Fed || !out.Rounds.Open && out.Extent.sized(out.Rounds.Kind)
}

// sized reports whether the number of elements is data: they come from a source
// of data or are called by a noun that says so, and nothing on the way is called
// by one that says the contrary.
func (x Extent) sized(kind RoundsKind) bool {
	if x.Configured {
		return false
	}
	resource := x.Decoded
	for i, name := range x.Names {
		switch vocab.HeadNoun(name, i == 0 && x.Map) {
		case vocab.Topology:
			return false
		case vocab.Resource:
			resource = true
		}
	}
	for _, fn := range x.Sources {
		if ofTopology(fn) {
			return false
		}
		resource = resource || vocab.Source.Has(fn.Name()) || isRows(fn)
	}
	if kind == Called {
		// The next connection of a listener is what servers live on, and has
		// a sub-check of its own.
		return resource && !slices.ContainsFunc(x.Sources, func(fn *types.Func) bool { return vocab.Accepter.Has(fn.Name()) })
	}
	return resource
}

// isRows reports whether fn is the Next of a query's rows, or what a scanner goes
// on with.
func isRows(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if recv == nil {
		return false
	}
	switch typeName(recv.Type()) {
	case "Rows", "Scanner", "Iterator", "Iter", "Cursor", "Paginator":
		return true
	}
	return false
}

// ofTopology reports whether fn is a source of things of which there are few: its
// own name says so, or the names of its receiver and package.
func ofTopology(fn *types.Func) bool {
	if vocab.HeadNoun(fn.Name(), false) == vocab.Topology {
		return true
	}
	if recv := fn.Signature().Recv(); recv != nil {
		words := vocab.Words(typeName(recv.Type()))
		if len(words) > 1 && !vocab.Holder(words[0]) && vocab.HeadNoun(words[0], false) == vocab.Topology {
			return true
		}
		// A package that is called by a plural has one of its things in it.
		if fn.Pkg() != nil && strings.HasSuffix(fn.Pkg().Name(), "s") && vocab.HeadNoun(fn.Pkg().Name(), false) == vocab.Topology {
			return true
		}
	}
	return false
}

// Operand returns the code of what the loop or the call of out goes through, nil
// if there is none.
func (p *Package) Operand(out *FanOut) ast.Expr {
	stmt := p.rangeAt(out)
	switch stmt := stmt.(type) {
	case *ast.RangeStmt:
		return stmt.X
	case *ast.ForStmt:
		return lengthIn(stmt.Cond)
	}
	return nil
}

// lengthIn returns what the condition of a loop asks the length of.
func lengthIn(cond ast.Expr) (x ast.Expr) {
	if cond == nil {
		return nil
	}
	ast.Inspect(cond, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 1 {
			if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "len" {
				x = call.Args[0]
			}
		}
		return x == nil
	})
	return x
}

// rangeAt returns the statement whose rounds are those of out.
func (p *Package) rangeAt(out *FanOut) (found ast.Stmt) {
	if out.Rounds.Over == nil {
		return nil
	}
	pos := out.in.Pos()
	want := out.Rounds.Over.Type()
	_, isInt := want.Underlying().(*types.Basic)
	for _, file := range p.pass.Files {
		if file.FileStart > pos || pos >= file.FileEnd {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil || n.Pos() > pos || pos >= n.End() {
				return false
			}
			switch n := n.(type) {
			case *ast.RangeStmt:
				t := p.pass.TypesInfo.TypeOf(n.X)
				if t != nil && (types.Identical(t, want) || types.Identical(t.Underlying(), want.Underlying()) || isInt) {
					found = n
				}
			case *ast.ForStmt:
				if x := lengthIn(n.Cond); x != nil && isInt {
					found = n
				}
			}
			return true
		})
	}
	return found
}

// syntaxNames returns the names that the source gives to what out goes through
// and to its elements.
func (p *Package) syntaxNames(out *FanOut) (names []string) {
	add := func(e ast.Expr) {
		switch e := ast.Unparen(e).(type) {
		case *ast.Ident:
			if e.Name != "_" && len(e.Name) > 1 {
				names = append(names, e.Name)
			}
		case *ast.SelectorExpr:
			names = append(names, e.Sel.Name)
		case *ast.CallExpr:
			switch fun := ast.Unparen(e.Fun).(type) {
			case *ast.Ident:
				if fun.Name != "len" {
					names = append(names, fun.Name)
				}
			case *ast.SelectorExpr:
				names = append(names, fun.Sel.Name)
			}
		}
	}
	if x := p.Operand(out); x != nil {
		add(x)
		if len(names) == 0 {
			names = append(names, "") // what stands first is what is gone through
		}
	}
	if stmt, ok := p.rangeAt(out).(*ast.RangeStmt); ok {
		for _, v := range []ast.Expr{stmt.Key, stmt.Value} {
			if v == nil || v == stmt.Key && out.Extent.Map && stmt.Value != nil {
				continue // what a map is keyed by is called a key or an ID, whatever it is
			}
			if t := p.pass.TypesInfo.TypeOf(v); t != nil && (v == stmt.Value || out.Extent.Map || !isInteger(t)) {
				add(v)
			}
		}
	}
	return names
}

func isInteger(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

// CallPos returns the position of a call or a go statement: that of its first
// letter.
func (p *Package) CallPos(call ssa.CallInstruction) token.Pos {
	if _, ok := call.(*ssa.Go); ok {
		return call.Pos()
	}
	if syn := p.CallSyntax(call.Common()); syn != nil {
		return syn.Pos()
	}
	return call.Pos()
}
