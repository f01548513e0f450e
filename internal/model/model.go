package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/futurelint/futurelint/internal/ssagate"
	"github.com/futurelint/futurelint/internal/std"
)

// Analyzer computes the model of a package. It is the only analyzer of the
// suite that has facts, and it is run on dependencies; checks require it and
// ask its result, a [*Package].
var Analyzer = &analysis.Analyzer{
	Name:       "futuremodel",
	Doc:        "compute spawns, groups, context lineage and function summaries for the futurelint checks",
	Run:        run,
	ResultType: reflect.TypeFor[*Package](),
	FactTypes:  []analysis.Fact{(*FuturelintFunc)(nil)},
}

// Package is the model of the package under analysis. Its methods may be
// called by several goroutines at once.
type Package struct {
	Types *types.Package

	pass   *analysis.Pass
	ssa    *ssagate.Package
	index  func() *index
	syntax func() *syntax
	// The results of the gates.
	hasGroups, hasSpawns, hasSends, hasCancels, hasRejections func() bool

	summaries map[types.Object]*FuturelintFunc
	// directed holds the function parameters of which a directive says how they
	// are run.
	directed      map[types.Object]uint32
	badDirectives []BadDirective

	started map[*ssa.Function]*started

	mu          sync.Mutex // guards what follows, which grows with the questions
	groups      map[any]*Group
	given       map[*ssa.Parameter]*Group
	spawns      []*Spawn
	spawnsFound bool
	escaped     map[*Group]bool

	channels      []*Channel
	channelsFound bool

	sendersOnce sync.Once
	senders     []*Sender

	waitGroups      []*WaitGroup
	waitGroupsFound bool
	limited         *limits
	fans            *fans
	recovered       map[*ssa.Function]ssa.CallInstruction
	taskSet         map[*ssa.Function]bool

	safeGo      *types.Func
	safeGoFound bool
}

func run(pass *analysis.Pass) (any, error) {
	s := ssagate.New(pass)
	p := &Package{
		Types:     pass.Pkg,
		pass:      pass,
		ssa:       s,
		index:     sync.OnceValue(func() *index { return newIndex(s.SSA()) }),
		syntax:    sync.OnceValue(func() *syntax { return newSyntax(pass.Files) }),
		summaries: make(map[types.Object]*FuturelintFunc),
		started:   make(map[*ssa.Function]*started),
		groups:    make(map[any]*Group),
		given:     make(map[*ssa.Parameter]*Group),
	}
	p.hasGroups = sync.OnceValue(p.findGroups)
	p.hasSpawns = sync.OnceValue(p.findSpawns)
	p.hasSends = sync.OnceValue(p.findSends)
	p.hasCancels = sync.OnceValue(p.findCancels)
	p.hasRejections = sync.OnceValue(p.findRejections)
	// The vocabulary knows the standard library; drivers that analyse it
	// as a dependency must not pay for it.
	if std.Contains(pass.Pkg.Path()) {
		return p, nil
	}
	p.readDirectives()
	for obj, set := range p.findQuiet() {
		p.note(obj).Quiet = set
	}
	p.findRejecting()
	if p.candidates() {
		p.summarize()
	}
	if p.mayGuard() {
		p.summarizeGuards()
	}
	for obj, s := range p.summaries {
		if *s != (FuturelintFunc{}) && exportable(obj) {
			pass.ExportObjectFact(obj, s)
		}
	}
	return p, nil
}

// exportable reports whether other packages can name obj, be it as a method of
// an unexported type.
func exportable(obj types.Object) bool {
	if !obj.Exported() {
		return false
	}
	if fn, ok := obj.(*types.Func); ok {
		return fn.Signature().Recv() != nil || fn.Parent() == fn.Pkg().Scope()
	}
	return true
}

// syntax finds the syntax of what SSA knows by a position.
type syntax struct {
	calls    map[token.Pos]*ast.CallExpr   // by the left parenthesis
	assigned map[token.Pos][]ast.Expr      // what the call's results are assigned to
	defined  map[token.Pos]*ast.AssignStmt // the := whose right side is the call
}

func newSyntax(files []*ast.File) *syntax {
	s := &syntax{calls: make(map[token.Pos]*ast.CallExpr), assigned: make(map[token.Pos][]ast.Expr), defined: make(map[token.Pos]*ast.AssignStmt)}
	assign := func(lhs []ast.Expr, rhs []ast.Expr, define *ast.AssignStmt) {
		if len(rhs) == 1 {
			if call, ok := ast.Unparen(rhs[0]).(*ast.CallExpr); ok {
				s.assigned[call.Lparen] = lhs
				if define != nil {
					s.defined[call.Lparen] = define
				}
			}
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				s.calls[n.Lparen] = n
			case *ast.AssignStmt:
				define := n
				if n.Tok != token.DEFINE {
					define = nil
				}
				assign(n.Lhs, n.Rhs, define)
			case *ast.ValueSpec:
				lhs := make([]ast.Expr, len(n.Names))
				for i, name := range n.Names {
					lhs[i] = name
				}
				assign(lhs, n.Values, nil)
			}
			return true
		})
	}
	return s
}

// CallSyntax returns the call expression that c was made from, nil if there is
// none.
func (p *Package) CallSyntax(c *ssa.CallCommon) *ast.CallExpr { return p.syntax().calls[c.Pos()] }
