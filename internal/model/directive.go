package model

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/vocab"
)

// This file reads what the authors of an API say of it where the code does not
// show it: a directive is a comment in the documentation of a function, of a
// method or of a type.
//
//	//futurelint:spawns [PARAM] [joined] [limited]
//	//futurelint:recovers [PARAM]
//	//futurelint:limits
//	//futurelint:settles [PARAM]
//
//   - spawns: the function parameter is run in a goroutine of its own, which the
//     function does not wait for; with joined, it does. With limited it waits for
//     room before it starts the goroutine.
//   - recovers: a panic of the function parameter is recovered, in whichever
//     goroutine that runs.
//   - limits: on a method of a group, a call sets a limit for the group. On a
//     function that makes something (it has a result that is no error, bool or
//     function), what is made bounds the tasks that are started by its methods,
//     and so does, on a type, every value of the type. On any other function, a
//     call waits until there is room for what is started after it.
//   - settles: a call settles a future, as Resolve and Reject do. With the name
//     of an error parameter, or where the function is named for a rejection and
//     the error comes alone, it fails the future with that error, so that a nil
//     error is a rejection without one.
//
// PARAM may be left out where there is but one parameter that it can be. What
// is behind " // " is a remark. What a directive says is part of the function's
// fact, and goes before what would be inferred about the same parameter.

// DirectivePrefix is what all directives of futurelint begin with.
const DirectivePrefix = "//futurelint:"

// directiveVerbs are the directives that say something about an API.
var directiveVerbs = []string{"limits", "recovers", "settles", "spawns"}

// A BadDirective is a directive that says nothing, and why.
type BadDirective struct {
	Pos, End token.Pos // of the comment
	Reason   string
}

// BadDirectives returns the directives about APIs that say nothing, in source
// order. Those with another verb are not looked at: they may be about findings.
// The caller must not change the slice.
func (p *Package) BadDirectives() []BadDirective { return p.badDirectives }

// A directed is what a directive can stand on.
type directed struct {
	obj types.Object
	sig *types.Signature // nil for a type
}

// readDirectives notes what the package's directives say. It reads comments and
// types only.
func (p *Package) readDirectives() {
	for _, file := range p.pass.Files {
		var targets map[*ast.CommentGroup]directed
		for _, group := range file.Comments {
			for _, c := range group.List {
				if !strings.HasPrefix(c.Text, DirectivePrefix) {
					continue
				}
				if targets == nil {
					targets = p.directables(file)
				}
				p.readDirective(c, targets[group])
			}
		}
	}
	slices.SortFunc(p.badDirectives, func(a, b BadDirective) int { return int(a.Pos - b.Pos) })
}

func (p *Package) readDirective(c *ast.Comment, on directed) {
	text, _, _ := strings.Cut(strings.TrimPrefix(c.Text, DirectivePrefix), " //")
	words := strings.Fields(text)
	if text == "" || len(words) == 0 || text[0] == ' ' || text[0] == '\t' {
		return // no directive, or none that the model can know
	}
	verb, words := words[0], words[1:]
	if !slices.Contains(directiveVerbs, verb) {
		return
	}
	bad := func(format string, args ...any) {
		p.badDirectives = append(p.badDirectives, BadDirective{c.Pos(), c.End(), fmt.Sprintf(format, args...)})
	}
	switch {
	case on.obj == nil && verb == "limits":
		bad("%s stands in no documentation of a function, method or type of the package", verb)
		return
	case on.obj == nil || on.sig == nil && verb != "limits":
		bad("%s stands in no documentation of a function or method of the package", verb)
		return
	}
	if reason := p.obey(on, verb, words); reason != "" {
		bad("%s", reason)
	}
}

// obey notes what a directive says, or returns why it says nothing.
func (p *Package) obey(on directed, verb string, words []string) (reason string) {
	if verb == "limits" {
		if len(words) > 0 {
			return fmt.Sprintf("limits takes no words: %s", words[0])
		}
		p.note(on.obj).Limits = true
		return ""
	}
	kind := vocab.FuncParam
	if verb == "settles" {
		kind = vocab.ErrorParam
	}
	var joined, limited bool
	name := ""
	for i, word := range words {
		switch {
		case i == 0 && vocab.ParamNamed(on.sig, word) >= 0:
			name = word
		case verb == "spawns" && word == "joined":
			joined = true
		case verb == "spawns" && word == "limited":
			limited = true
		case i == 0:
			return fmt.Sprintf("%s has no parameter %s", on.obj.Name(), word)
		default:
			return fmt.Sprintf("unknown word behind %s: %s", verb, word)
		}
	}
	i, reason := vocab.Param{Kind: kind, Name: name}.In(on.sig)
	switch {
	case verb == "settles" && name == "":
		i = rejection(on.obj.Name(), on.sig)
	case reason != "":
		return on.obj.Name() + " " + reason
	}
	if i > 31 {
		return fmt.Sprintf("%s has too many parameters: only 32 are looked at", on.obj.Name())
	}
	if verb == "spawns" && p.directed[on.obj]&^bit(i) != 0 {
		return "only one parameter of a function can be said to be run in a goroutine of its own"
	}
	sum := p.note(on.obj)
	switch verb {
	case "spawns":
		if joined {
			sum.RunsAll |= bit(i)
		} else {
			sum.Spawns |= bit(i)
		}
		sum.Throttled = sum.Throttled || limited
		p.said(on.obj, bit(i))
	case "recovers":
		sum.Recovers |= bit(i)
	case "settles":
		sum.Settles = true
		sum.Rejects |= bit(i)
	}
	return ""
}

// said notes that directives say how the function runs the parameters in set.
func (p *Package) said(obj types.Object, set uint32) {
	if p.directed == nil {
		p.directed = make(map[types.Object]uint32)
	}
	p.directed[obj] |= set
}

// directables returns what directives in the documentation of a file can stand
// on: its functions, its types, and the methods of its interfaces.
func (p *Package) directables(file *ast.File) map[*ast.CommentGroup]directed {
	targets := make(map[*ast.CommentGroup]directed)
	function := func(name *ast.Ident, docs ...*ast.CommentGroup) {
		fn, ok := p.pass.TypesInfo.Defs[name].(*types.Func)
		if !ok || name.Name == "init" && fn.Signature().Recv() == nil {
			return
		}
		for _, doc := range docs {
			if doc != nil {
				targets[doc] = directed{fn, fn.Signature()}
			}
		}
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			function(decl.Name, decl.Doc)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				spec, ok := spec.(*ast.TypeSpec)
				if !ok {
					break
				}
				tn, ok := p.pass.TypesInfo.Defs[spec.Name].(*types.TypeName)
				if !ok || tn.IsAlias() {
					continue
				}
				for _, doc := range []*ast.CommentGroup{spec.Doc, spec.Comment, decl.Doc} {
					if doc != nil && (doc != decl.Doc || !decl.Lparen.IsValid()) {
						targets[doc] = directed{obj: tn}
					}
				}
				iface, ok := ast.Unparen(spec.Type).(*ast.InterfaceType)
				if !ok {
					continue
				}
				for _, m := range iface.Methods.List {
					if len(m.Names) == 1 {
						function(m.Names[0], m.Doc, m.Comment)
					}
				}
			}
		}
	}
	return targets
}

// limiting returns what a call of fn limits, by a
// directive or by the vocabulary: nothing, the group that is its receiver, what
// it returns, or what is started after it.
func (p *Package) limiting(fn *types.Func) limiting {
	if fn == nil {
		return limitsNothing
	}
	if row, ok := vocab.Lookup(fn, vocab.Limit); ok {
		if !row.Has(vocab.ByShape) {
			return limitsNothing // the rows of the table say themselves
		}
	} else if sum := p.summary(fn); sum == nil || !sum.Limits {
		return limitsNothing
	}
	sig := fn.Signature()
	if recv := sig.Recv(); recv != nil && isGroup(recv.Type()) {
		return limitsReceiver
	}
	for i := range sig.Results().Len() {
		switch t := sig.Results().At(i).Type(); u := t.Underlying().(type) {
		case *types.Signature:
		case *types.Basic:
			if u.Info()&types.IsBoolean == 0 {
				return limitsResult
			}
		default:
			if !isError(t) {
				return limitsResult
			}
		}
	}
	return limitsWhatFollows
}

// A limiting says what a call of a limiter bounds.
type limiting uint8

const (
	limitsNothing limiting = iota
	limitsReceiver
	limitsResult
	limitsWhatFollows
)

// isBounded reports whether the pool v, whose method starts a task at the
// instruction at, is said to bound its tasks: by its type, by what makes it, or
// by the spawner fn itself.
func (p *Package) isBounded(fn *types.Func, v ssa.Value, at ssa.Instruction) bool {
	if p.limiting(fn) != limitsNothing || v != nil && p.limitsType(v.Type()) {
		return true
	}
	if recv := fn.Signature().Recv(); recv != nil && p.limitsType(recv.Type()) {
		return true
	}
	for t := (&tracer{p: p}); v != nil && t.depth < maxDepth; t.depth++ {
		steps := t.copies(v, at)
		if steps == nil {
			steps = t.kept(v)
		}
		if len(steps) == 1 {
			v, at = steps[0].value, steps[0].at
			continue
		}
		if e, ok := v.(*ssa.Extract); ok {
			v = e.Tuple
		}
		made, ok := v.(*ssa.Call)
		return ok && p.limiting(Callee(made.Common())) == limitsResult
	}
	return false
}

// limitsType reports whether a directive says that the values of t, or of what
// it points to, bound the tasks that they start.
func (p *Package) limitsType(t types.Type) bool {
	if tuple, ok := t.(*types.Tuple); ok {
		return tuple.Len() > 0 && p.limitsType(tuple.At(0).Type())
	}
	named, ok := types.Unalias(deref(t)).(*types.Named)
	if !ok {
		return false
	}
	sum := p.summary(named.Origin().Obj())
	return sum != nil && sum.Limits
}
