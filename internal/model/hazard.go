package model

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/std"
	"github.com/futurelint/futurelint/internal/vocab"
)

// A Hazard is an instruction that may panic for a reason that the package does
// not see: what it calls is somebody else's, or what it assumes is not tested.
// Waiting, closing, sending, logging and what the standard library does by
// itself are none.
type Hazard struct {
	Instr ssa.Instruction
	// What is its code: "h.ServeHTTP", or "the type assertion".
	What string
	// Dynamic says that what is called is chosen by somebody else: a
	// function value, or a method of an interface.
	Dynamic bool
}

// HazardIn returns a hazard of running fn, nil if none is known. Those that are
// guarded inside are not looked for, nor those of the goroutines that fn starts.
func (p *Package) HazardIn(fn *ssa.Function) *Hazard {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hazardIn(fn, nil, 4)
}

// HazardsOf returns the hazards of fn's own instructions and of what they call.
func (p *Package) HazardsOf(fn *ssa.Function) (list []*Hazard) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if h := p.hazard(instr, []*ssa.Function{fn}, 4); h != nil {
				list = append(list, &Hazard{Instr: instr, What: h.What, Dynamic: h.Dynamic})
			}
		}
	}
	return list
}

// HazardOfCall returns what may panic in the callee of call, nil if nothing is
// known to.
func (p *Package) HazardOfCall(call ssa.CallInstruction) *Hazard {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.callHazard(call, nil, 4)
}

func (p *Package) hazardIn(fn *ssa.Function, stack []*ssa.Function, depth int) *Hazard {
	if slices.Contains(stack, fn) {
		return nil
	}
	stack = append(slices.Clip(stack), fn)
	var found *Hazard
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			h := p.hazard(instr, stack, depth)
			if h != nil && (found == nil || h.Dynamic && !found.Dynamic) {
				found = h
			}
		}
	}
	return found
}

func (p *Package) hazard(instr ssa.Instruction, stack []*ssa.Function, depth int) *Hazard {
	switch instr := instr.(type) {
	case *ssa.TypeAssert:
		if !instr.CommaOk && instr.Pos().IsValid() {
			return &Hazard{Instr: instr, What: "a type assertion"}
		}
	case *ssa.IndexAddr:
		if _, ok := instr.X.Type().Underlying().(*types.Slice); ok {
			if _, fixed := instr.Index.(*ssa.Const); fixed && instr.Pos().IsValid() && !p.measured(instr) {
				return &Hazard{Instr: instr, What: "an index"}
			}
		}
	case *ssa.BinOp:
		if instr.Op == token.QUO || instr.Op == token.REM {
			t, ok := instr.Type().Underlying().(*types.Basic)
			if c, fixed := instr.Y.(*ssa.Const); ok && t.Info()&types.IsInteger != 0 && (!fixed || constant.Sign(c.Value) == 0) {
				return &Hazard{Instr: instr, What: "a division"}
			}
		}
	case *ssa.Call:
		return p.callHazard(instr, stack, depth)
	case *ssa.Defer:
		if h := p.callHazard(instr, stack, depth); h != nil && p.guardOf(instr) == Unguarded {
			return h
		}
	}
	return nil
}

// measured reports whether the function has looked at the length of the slice
// that instr indexes.
func (p *Package) measured(instr *ssa.IndexAddr) bool {
	if _, made := instr.X.(*ssa.MakeSlice); made {
		return true
	}
	if _, made := instr.X.(*ssa.Slice); made {
		return true
	}
	for _, b := range instr.Parent().Blocks {
		for _, other := range b.Instrs {
			if call, ok := other.(*ssa.Call); ok {
				if bi, ok := call.Call.Value.(*ssa.Builtin); ok && bi.Name() == "len" {
					return true
				}
			}
		}
	}
	return false
}

func (p *Package) callHazard(call ssa.CallInstruction, stack []*ssa.Function, depth int) *Hazard {
	c := call.Common()
	if _, ok := c.Value.(*ssa.Builtin); ok {
		return nil
	}
	if p.runsRecovered(call) != nil {
		return nil
	}
	hazard := &Hazard{Instr: call, What: p.CallText(call)}
	if fn := Callee(c); fn != nil {
		hazard.Dynamic = c.IsInvoke()
		if harmless(fn, c.IsInvoke()) {
			return p.argumentHazard(call, stack, depth)
		}
		if s := p.summary(fn); s != nil && s.Guarded {
			return nil
		}
		callee := staticCallee(c)
		if callee == nil || callee.Blocks == nil {
			if !c.IsInvoke() && !p.inModule(fn.Pkg().Path()) && !soundsRisky(fn.Name()) || c.IsInvoke() && isGetter(fn) {
				return nil
			}
			return hazard
		}
		if depth == 0 {
			return hazard
		}
		return p.within(callee, hazard, stack, depth)
	}
	if isNamed(c.Value.Type(), "context", "CancelFunc") || isNamed(c.Value.Type(), "context", "CancelCauseFunc") {
		return nil
	}
	if callee := p.called(c.Value, call); callee != nil && callee.Blocks != nil && depth > 0 {
		return p.within(callee, hazard, stack, depth)
	}
	if soundsHarmless(funcName(c.Value)) {
		return nil
	}
	if made, ok := c.Value.(*ssa.Call); ok && p.runsRecovered(made) != nil {
		return nil // what was wrapped so that it recovers
	}
	hazard.Dynamic = true
	return hazard
}

// funcName returns the name of the variable or field that the function value v
// is read from, "" if it is read from none.
func funcName(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.FieldAddr:
			if f := fieldOf(x); f != nil {
				return f.Name()
			}
		case *ssa.Alloc:
			return x.Comment
		case *ssa.FreeVar:
			return x.Name()
		}
	case *ssa.Parameter:
		return v.Name()
	case *ssa.FreeVar:
		return v.Name()
	}
	return ""
}

// within returns hazard if callee has one that it does not guard, with the
// knowledge whether it is dynamic.
func (p *Package) within(callee *ssa.Function, hazard *Hazard, stack []*ssa.Function, depth int) *Hazard {
	if g, _ := p.ownGuard(callee, nil); g >= Partial {
		return nil
	}
	h := p.hazardIn(callee, stack, depth-1)
	if h == nil {
		return nil
	}
	hazard.Dynamic = h.Dynamic
	if callee.Parent() != nil {
		hazard.What = h.What
	}
	return hazard
}

// argumentHazard returns the hazard of a function that is given to a harmless
// one, which may call it.
func (p *Package) argumentHazard(call ssa.CallInstruction, stack []*ssa.Function, depth int) *Hazard {
	if depth == 0 {
		return nil
	}
	if task, _, _ := p.spawned(call.Common()); task != nil {
		return nil
	}
	for _, arg := range call.Common().Args {
		if _, ok := arg.Type().Underlying().(*types.Signature); !ok {
			continue
		}
		if fn := p.called(arg, call); fn != nil && fn.Blocks != nil {
			if g, _ := p.ownGuard(fn, nil); g < Partial {
				if h := p.hazardIn(fn, stack, depth-1); h != nil {
					return h
				}
			}
		}
	}
	return nil
}

// harmless reports whether fn is known, by where it comes from or by its name,
// to do nothing that panics for a reason of its own.
func harmless(fn *types.Func, invoke bool) bool {
	if fn.Pkg() == nil {
		return true // error.Error
	}
	path := fn.Pkg().Path()
	if std.Contains(path) {
		switch {
		case path == "reflect", strings.HasSuffix(path, "/template"):
			return false
		case path == "net/http" && invoke:
			return fn.Name() != "ServeHTTP" && fn.Name() != "RoundTrip"
		case path == "net/http":
			return !strings.Contains(fn.FullName(), "HandlerFunc)") && !strings.Contains(fn.FullName(), "ServeMux)")
		}
		return true
	}
	if _, ok := vocab.Lookup(fn, vocab.ValuesOnly); ok {
		return true
	}
	for elem := range strings.SplitSeq(path, "/") {
		switch elem {
		case "log", "logs", "logger", "logging", "klog", "zap", "zerolog", "logrus", "glog", "slog",
			"metrics", "metric", "prometheus", "trace", "tracing", "otel", "telemetry", "errors", "multierr":
			return true
		}
	}
	return soundsHarmless(fn.Name())
}

// isGetter reports whether a method is one that only says something of what it is
// called on: it is given nothing, and returns one value that is no error.
func isGetter(fn *types.Func) bool {
	sig := fn.Signature()
	return sig.Params().Len() == 0 && sig.Results().Len() == 1 && !isError(sig.Results().At(0).Type())
}

// soundsRisky reports whether a function of somebody else's library is, by its
// name, one of those that panic for what they are given: they read what is written
// in a language or a format, or run something. Other functions of libraries are
// trusted like those of the standard library.
func soundsRisky(name string) bool {
	name = strings.ToLower(name)
	for _, word := range [...]string{"must", "parse", "unmarshal", "decode", "read", "load", "compile", "eval", "exec", "execute",
		"render", "run", "call", "invoke", "apply", "handle", "process", "do", "visit", "walk", "convert", "transform"} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return false
}

// soundsHarmless reports whether a function of this name ends, waits, logs,
// counts, looks something up or writes down what the program itself has made.
func soundsHarmless(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "done", "wait", "err", "error", "string", "name", "id", "inc", "dec", "add", "sub", "set", "get", "load", "store",
		"count", "lock", "unlock", "rlock", "runlock", "len", "serve", "listenandserve", "servetls", "info", "warn", "debug", "trace",
		"value", "now", "since", "signal", "broadcast", "notify", "flush", "sync", "kill", "release", "acquire", "accept", "acceptstream":
		return true
	}
	for _, word := range [...]string{"close", "stop", "cancel", "shutdown", "wait", "log", "print", "warn", "debug", "info", "error", "trace",
		"is", "has", "subscribe", "unsubscribe", "register", "encode", "marshal", "resolve", "reject", "settle", "with", "observe", "record", "interrupt", "abort", "disconnect", "terminate"} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return strings.HasSuffix(name, "cancel") || strings.HasSuffix(name, "close")
}
