package model

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A LateResponse is a goroutine that writes the response of an HTTP handler, or
// reads the body of its request, and that the handler may leave behind.
type LateResponse struct {
	Spawn *Spawn
	// Uses are the places in the goroutine that need the handler to be there;
	// What says what is used: "w", "r.Body".
	Uses []ssa.Instruction
	What string
	// Return is a return of the handler that is reached without a wait for
	// the goroutine.
	Return *ssa.Return
}

// Pos returns the position of the goroutine's first use.
func (l *LateResponse) Pos() token.Pos { return l.Uses[0].Pos() }

// HasHandlers reports whether the package has to do with the responses of HTTP
// handlers. It reads types only.
func (p *Package) HasHandlers() bool {
	for _, obj := range p.pass.TypesInfo.Uses {
		if name, ok := obj.(*types.TypeName); ok && name.Name() == "ResponseWriter" && name.Pkg() != nil && name.Pkg().Path() == "net/http" {
			return true
		}
	}
	return false
}

// LateResponses returns the goroutines that use what belongs to an HTTP handler
// and that the handler may leave behind. A goroutine that tells somebody else
// when it is done, or that something stops, is not among them, and neither is
// one whose handler has taken over the connection.
func (p *Package) LateResponses() []*LateResponse {
	var list []*LateResponse
	for _, s := range p.Spawns() {
		handler := s.Call.Parent()
		w, r := handlerParams(handler)
		if w == nil || s.Serves || timed(s) || takesOver(handler) {
			continue
		}
		if copies(handler) {
			r = nil // both ways at once: the goroutine's copy ends with the body
		}
		for _, b := range s.Bodies {
			if takesOver(b.Fn) {
				continue
			}
			l := &LateResponse{Spawn: s}
			for _, fn := range withLiterals(b.Fn) {
				p.responseUses(l, fn, b.Fn, w, r)
			}
			if len(l.Uses) == 0 {
				continue
			}
			done, seen := p.completion(s, b.Fn)
			if !seen || p.waitsDeferred(handler) {
				continue
			}
			if l.Return = p.returnsBefore(s.Call, done); l.Return != nil {
				list = append(list, l)
				break
			}
		}
	}
	return list
}

// handlerParams returns the parameters of fn that are an http.ResponseWriter and
// an *http.Request, nil if there is none.
func handlerParams(fn *ssa.Function) (w, r *ssa.Parameter) {
	for _, v := range fn.Params {
		switch {
		case isNamed(v.Type(), "net/http", "ResponseWriter"):
			w = v
		case isRequest(v.Type()):
			r = v
		}
	}
	return w, r
}

func isRequest(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(ptr.Elem(), "net/http", "Request")
}

// takesOver reports whether fn may take the connection over from the server.
func takesOver(fn *ssa.Function) (found bool) {
	eachCall(fn, func(call ssa.CallInstruction) {
		if callee := Callee(call.Common()); callee != nil {
			switch callee.Name() {
			case "Hijack", "Upgrade", "Accept":
				found = true
			}
		}
	})
	return found
}

// copies reports whether fn itself copies from one stream to another.
func copies(fn *ssa.Function) bool {
	for call := range calls(fn) {
		if callee := Callee(call.Common()); callee != nil && callee.Pkg() != nil && callee.Pkg().Path() == "io" && strings.HasPrefix(callee.Name(), "Copy") {
			return true
		}
	}
	return false
}

// awaitsByName reports whether a function of this name waits for something.
func awaitsByName(fn *types.Func) bool {
	return fn != nil && (strings.Contains(fn.Name(), "Wait") || strings.Contains(fn.Name(), "Join"))
}

// withLiterals returns fn and the function literals in it.
func withLiterals(fn *ssa.Function) []*ssa.Function {
	list := []*ssa.Function{fn}
	for _, lit := range fn.AnonFuncs {
		list = append(list, withLiterals(lit)...)
	}
	return list
}

// responseUses adds to l the uses in fn, which is or is written in the task body,
// of what w and the body of r are.
func (p *Package) responseUses(l *LateResponse, fn, body *ssa.Function, w, r *ssa.Parameter) {
	add := func(instr ssa.Instruction, what string) {
		l.Uses = append(l.Uses, instr)
		if l.What == "" {
			l.What = what
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			c := call.Common()
			given := c.Args
			if c.IsInvoke() {
				given = append([]ssa.Value{c.Value}, c.Args...)
			}
			for i, v := range given {
				switch {
				case p.isHandlers(v, call, l.Spawn, body, w, 0):
					add(call, w.Name())
				case r != nil && !(i == 0 && c.IsInvoke() && c.Method.Name() == "Close") && p.isBodyOf(v, call, l.Spawn, body, r):
					add(call, r.Name()+".Body")
				default:
					continue
				}
				break
			}
		}
	}
}

// isHandlers reports whether v is the parameter of the handler, as it is or
// wrapped by a function of the standard library.
func (p *Package) isHandlers(v ssa.Value, at ssa.Instruction, s *Spawn, body *ssa.Function, param *ssa.Parameter, depth int) bool {
	if v == param {
		return true
	}
	if depth > maxDepth/2 {
		return false
	}
	if own, ok := v.(*ssa.Parameter); ok && own.Parent() == body {
		if _, isGo := s.Call.(*ssa.Go); !isGo || s.Call.Common().IsInvoke() {
			return false
		}
		i := slices.Index(body.Params, own)
		return i < len(s.Call.Common().Args) && p.isHandlers(s.Call.Common().Args[i], s.Call, s, body, param, depth+1)
	}
	if call, ok := v.(*ssa.Call); ok {
		fn := Callee(call.Common())
		if fn == nil || fn.Pkg() == nil {
			return false
		}
		switch fn.Pkg().Path() + "." + fn.Name() {
		case "bufio.NewWriter", "bufio.NewWriterSize", "encoding/json.NewEncoder", "encoding/csv.NewWriter", "encoding/xml.NewEncoder",
			"compress/gzip.NewWriter", "net/http.NewResponseController", "bufio.NewReader", "bufio.NewScanner", "encoding/json.NewDecoder", "io.MultiWriter":
			return slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool { return p.isHandlers(arg, call, s, body, param, depth+1) })
		}
		return false
	}
	steps := p.copiesOf(v, at)
	if steps == nil {
		p.mu.Lock()
		steps = (&tracer{p: p}).kept(v)
		p.mu.Unlock()
	}
	return len(steps) == 1 && p.isHandlers(steps[0].value, steps[0].at, s, body, param, depth+1)
}

// isBodyOf reports whether v is read from the field Body of the handler's
// request.
func (p *Package) isBodyOf(v ssa.Value, at ssa.Instruction, s *Spawn, body *ssa.Function, r *ssa.Parameter) bool {
	for range maxDepth / 2 {
		if load, ok := v.(*ssa.UnOp); ok {
			if addr, ok := load.X.(*ssa.FieldAddr); ok {
				f := fieldOf(addr)
				return f != nil && f.Name() == "Body" && isRequest(addr.X.Type()) && p.isHandlers(addr.X, load, s, body, r, 0)
			}
		}
		steps := p.copiesOf(v, at)
		if len(steps) != 1 {
			return false
		}
		v, at = steps[0].value, steps[0].at
	}
	return false
}

// completion returns the channels that the task body sends to or closes. seen is
// false if it may tell in other ways, or elsewhere, that it is done or about to
// be, and if something can stop it.
func (p *Package) completion(s *Spawn, body *ssa.Function) (done []*Channel, seen bool) {
	known := make(map[ssa.Instruction]bool)
	for _, ch := range p.Channels() {
		told := false
		for _, op := range slices.Concat(ch.Sends, ch.Closes) {
			if within(op.Instr.Parent(), body) || op.In != nil && within(op.In, body) {
				known[op.Instr], told = true, true
			}
		}
		if !told {
			continue
		}
		if ch.Leaked || ch.Kept() {
			return nil, false
		}
		done = append(done, ch)
	}
	for _, fn := range withLiterals(body) {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Send:
					if !known[instr] {
						return nil, false
					}
				case *ssa.Select:
					return nil, false // it can be stopped
				case *ssa.UnOp:
					if instr.Op == token.ARROW {
						return nil, false
					}
				case ssa.CallInstruction:
					if tells(instr) && !known[instr] {
						return nil, false
					}
				}
			}
		}
	}
	return done, true
}

// tells reports whether call may say to somebody that the goroutine is done,
// other than by the Done of a WaitGroup: a Wait for that is seen anyway.
func tells(call ssa.CallInstruction) bool {
	c := call.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		return b.Name() == "close"
	}
	if isNamed(c.Value.Type(), "context", "CancelFunc") || !c.IsInvoke() && c.StaticCallee() == nil {
		return true
	}
	fn := Callee(c)
	if fn == nil || fn.Signature().Recv() == nil {
		return false
	}
	name := fn.Name()
	switch name {
	case "Broadcast", "Signal", "Unlock", "RUnlock", "Store", "Swap", "CompareAndSwap", "Add", "Release", "Cancel":
		return !isNamed(deref(fn.Signature().Recv().Type()), "sync", "WaitGroup")
	}
	return strings.HasPrefix(name, "Close")
}

// waitsDeferred reports whether a call that fn defers may wait for something.
func (p *Package) waitsDeferred(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			d, ok := instr.(*ssa.Defer)
			if !ok {
				continue
			}
			if awaitsByName(Callee(d.Common())) {
				return true
			}
			if lit := d.Call.StaticCallee(); lit != nil && lit.Blocks != nil && mayWait(lit) {
				return true
			}
		}
	}
	return false
}

// MayWait reports whether fn, or a function literal in it, may wait for something.
func (p *Package) MayWait(fn *ssa.Function) bool {
	return slices.ContainsFunc(withLiterals(fn), func(f *ssa.Function) bool { return !p.isBody(f) && mayWait(f) })
}

// mayWait reports whether fn receives from a channel or calls something's Wait.
func mayWait(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return true
				}
			case *ssa.Select:
				return true
			case ssa.CallInstruction:
				if awaitsByName(Callee(instr.Common())) {
					return true
				}
			}
		}
	}
	return false
}

// returnsBefore returns a return behind from that is reached without a wait for
// one of the channels, or for a group of whatever kind; nil if there is none.
func (p *Package) returnsBefore(from ssa.Instruction, done []*Channel) *ssa.Return {
	awaits := func(ch ssa.Value, at ssa.Instruction) bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		makes, all := (&tracer{p: p}).channels(ch, at)
		return !all && len(makes) == 0 && doneOf(ch) == nil && !isTick(ch) || slices.ContainsFunc(makes, func(m made) bool {
			return slices.ContainsFunc(done, func(c *Channel) bool { return c.Make == m.by })
		})
	}
	waits := func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			return instr.Op == token.ARROW && awaits(instr.X, instr)
		case *ssa.Select:
			return instr.Blocking && !slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool {
				return st.Dir != types.RecvOnly || !awaits(st.Chan, instr)
			})
		case *ssa.Call:
			if awaitsByName(Callee(instr.Common())) {
				return true
			}
			if callee := staticCallee(instr.Common()); callee != nil && callee.Blocks != nil && mayWait(callee) {
				return true
			}
			return slices.ContainsFunc(instr.Call.Args, func(arg ssa.Value) bool {
				_, isChan := arg.Type().Underlying().(*types.Chan)
				return isChan && awaits(arg, instr) || pointsToWaitGroup(arg.Type())
			})
		}
		return false
	}
	var found *ssa.Return
	seen := make(map[*ssa.BasicBlock]bool)
	var visit func(b *ssa.BasicBlock, start int)
	visit = func(b *ssa.BasicBlock, start int) {
		for _, instr := range b.Instrs[start:] {
			if waits(instr) {
				return
			}
			if ret, ok := instr.(*ssa.Return); ok && found == nil {
				found = ret
			}
		}
		for i, next := range b.Succs {
			if branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && i == 0 {
				if st, sel := chosen(branch.Cond); st != nil && st.Dir == types.RecvOnly && awaits(st.Chan, sel) {
					continue
				}
			}
			if !seen[next] {
				seen[next] = true
				visit(next, 0)
			}
		}
	}
	visit(from.Block(), indexIn(from)+1)
	return found
}

// chosen returns the case of a select that is chosen if cond holds, nil if cond
// does not ask for one.
func chosen(cond ssa.Value) (*ssa.SelectState, *ssa.Select) {
	test, ok := cond.(*ssa.BinOp)
	if !ok {
		return nil, nil
	}
	index, ok := test.X.(*ssa.Extract)
	if !ok {
		return nil, nil
	}
	sel, ok := index.Tuple.(*ssa.Select)
	if !ok {
		return nil, nil
	}
	return caseOf(cond, sel), sel
}

// isTick reports whether ch is made by time.After, or is read from a timer or
// ticker.
func isTick(ch ssa.Value) bool {
	switch v := ch.(type) {
	case *ssa.Call:
		fn := Callee(v.Common())
		return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "time"
	case *ssa.UnOp:
		addr, ok := v.X.(*ssa.FieldAddr)
		return ok && isTimer(addr.X.Type())
	}
	return false
}
