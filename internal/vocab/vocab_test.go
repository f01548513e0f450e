package vocab

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sources are packages with the paths of real ones and a few of their names.
// Those that import come after what they import.
var sources = []struct{ path, src string }{
	{"context", `package context
type Context interface{ Err() error }
type CancelFunc func()
func WithCancel(parent Context) (Context, CancelFunc) { panic(0) }
func AfterFunc(ctx Context, f func()) func() bool { panic(0) }
func Cause(ctx Context) error { panic(0) }`},

	{"sync", `package sync
type Once struct{}
func (*Once) Do(f func()) {}
func OnceValue[T any](f func() T) func() T { return f }`},

	{"log/slog", `package slog
type Handler interface{ Handle() error }
type Logger struct{}
func (Logger) Info() {}
func Info() {}`},

	{"github.com/sourcegraph/conc/pool", `package pool
import "context"
type ResultPool[T any] struct{}
func NewWithResults[T any]() *ResultPool[T] { return nil }
func (p *ResultPool[T]) Go(f func() T) {}
func (p *ResultPool[T]) WithMaxGoroutines(n int) *ResultPool[T] { return p }
func (p *ResultPool[T]) WithContext(ctx context.Context) *ResultContextPool[T] { return nil }
type ResultContextPool[T any] struct{}
func (p *ResultContextPool[T]) Go(f func(context.Context) (T, error)) {}
type Go interface{ Wait() }`},

	{"github.com/alitto/pond", `package pond
type TaskGroup struct{}
func (g *TaskGroup) Submit(task func()) {}
func (g *TaskGroup) Wait() {}
type TaskGroupWithContext struct{ TaskGroup }
func (g *TaskGroupWithContext) Submit(task func() error) {}`},

	{"github.com/alitto/pond/v2", `package pond
type BasePool interface{ StopAndWait() }
type Pool interface{ BasePool; Submit(task func()) }
type ResultPool[R any] interface{ BasePool; Submit(task func() R) }
type Alias = ResultPool[string]
func NewGroup() {}
type Unnamed struct{ P interface{ NewGroup(); Submit(task func()) } }`},

	{"go.opentelemetry.io/otel/trace", `package trace
import "context"
type Tracer interface{ Start(ctx context.Context, name string) (context.Context, any) }
type Wrapper interface{ Tracer }`},

	{"github.com/containerd/log", `package log
import "context"
var G = GetLogger
var L int
func GetLogger(ctx context.Context) any { return nil }
type Entry struct{ G func(ctx context.Context) }`},

	{"example.com/house", `package house
type Group struct{}
func (*Group) Go(f func()) {}`},

	{"user", `package user
import (
	"context"
	"sync"
	"log/slog"
	"github.com/sourcegraph/conc/pool"
	pond1 "github.com/alitto/pond"
	pond2 "github.com/alitto/pond/v2"
	"go.opentelemetry.io/otel/trace"
	"github.com/containerd/log"
	"example.com/house"
)
type embedded struct{ *pool.ResultPool[int] }
var (
	generic       = (*pool.ResultPool[int]).Go
	promoted      = embedded{}.WithMaxGoroutines
	function      = pool.NewWithResults[string]
	takes         = (&pool.ResultPool[int]{}).WithContext
	gives         = (&pool.ResultContextPool[int]{}).Go
	typeNamedGo   = pool.Go.Wait
	once          = new(sync.Once).Do
	onceValue     = sync.OnceValue[int]
	after         = context.AfterFunc
	poll          = context.Cause
	ctxErr        = context.Context.Err
	structOuter   = (*pond1.TaskGroupWithContext).Submit
	structInner   = (*pond1.TaskGroupWithContext).Wait
	iface         = pond2.Pool.Submit
	ifaceEmbedded = pond2.Pool.StopAndWait
	ifaceGeneric  = pond2.ResultPool[int].Submit
	ifaceAlias    = pond2.Alias.Submit
	ifaceUnnamed  = pond2.Unnamed{}.P.NewGroup
	start         = trace.Tracer.Start
	startEmbedded = trace.Wrapper.Start
	wholeMethod   = slog.Logger{}.Info
	wholeFunc     = slog.Info
	wholeIface    = slog.Handler.Handle
	variable      = log.G
	noFunction    = log.L
	field         = log.Entry{}.G
	unknown       = (*house.Group).Go
)`},
}

// used type-checks the sources and returns the object that each of the user's
// variables is set to.
func used(t testing.TB) map[string]types.Object {
	t.Helper()
	fset := token.NewFileSet()
	done := make(importer)
	objects := make(map[string]types.Object)
	for _, source := range sources {
		file, err := parser.ParseFile(fset, source.path, source.src, 0)
		if err != nil {
			t.Fatal(err)
		}
		info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
		conf := types.Config{Importer: done}
		done[source.path], err = conf.Check(source.path, fset, []*ast.File{file}, info)
		if err != nil {
			t.Fatal(err)
		}
		if source.path != "user" {
			continue
		}
		for _, decl := range file.Decls {
			for _, spec := range decl.(*ast.GenDecl).Specs {
				spec, ok := spec.(*ast.ValueSpec)
				if !ok {
					continue
				}
				e := spec.Values[0]
				if ix, ok := e.(*ast.IndexExpr); ok {
					e = ix.X
				}
				objects[spec.Names[0].Name] = info.Uses[e.(*ast.SelectorExpr).Sel]
			}
		}
	}
	return objects
}

type importer map[string]*types.Package

func (m importer) Import(path string) (*types.Package, error) {
	if m[path] == nil {
		return nil, fmt.Errorf("no package %s", path)
	}
	return m[path], nil
}

func TestLookup(t *testing.T) {
	objects := used(t)
	for _, test := range []struct {
		object string
		name   string // by Name
		role   Role
		row    string // the name of the row that is found, "" for none
		arg    int
		traits Trait
	}{
		{"generic", "ResultPool.Go", Spawn, "ResultPool.Go", 0, Recovers | Reraises},
		{"generic", "ResultPool.Go", Join, "", 0, 0},
		{"promoted", "ResultPool.WithMaxGoroutines", Configure, "ResultPool.WithMaxGoroutines", -1, 0},
		{"promoted", "ResultPool.WithMaxGoroutines", Limit, "ResultPool.WithMaxGoroutines", 0, 0},
		{"function", "NewWithResults", NewGroup, "NewWithResults", -1, 0},
		{"takes", "ResultPool.WithContext", Configure, "ResultPool.WithContext", 0, TakesContext | GivesContext},
		{"gives", "ResultContextPool.Go", Spawn, "ResultContextPool.Go", 0, GivesContext | Recovers | Reraises},
		{"typeNamedGo", "Go.Wait", Join, "", 0, 0},
		{"once", "Once.Do", Share, "Once.Do", 0, 0},
		{"onceValue", "OnceValue", Share, "OnceValue", 0, 0},
		{"after", "AfterFunc", Spawn, "AfterFunc", 1, 0},
		{"poll", "Cause", Poll, "Cause", 0, 0},
		{"ctxErr", "Context.Err", Poll, "", 0, 0},

		// What is embedded has the name of its own type.
		{"structOuter", "TaskGroupWithContext.Submit", Spawn, "TaskGroupWithContext.Submit", 0, Recovers},
		{"structInner", "TaskGroup.Wait", Join, "TaskGroup.Wait", 0, 0},
		{"iface", "Pool.Submit", Spawn, "Pool.Submit", 0, SharedPool | Recovers},
		{"ifaceEmbedded", "BasePool.StopAndWait", Join, "BasePool.StopAndWait", 0, SharedPool},
		{"ifaceGeneric", "ResultPool.Submit", Spawn, "ResultPool.Submit", 0, SharedPool | Recovers},
		{"ifaceAlias", "ResultPool.Submit", Spawn, "ResultPool.Submit", 0, SharedPool | Recovers},
		{"start", "Tracer.Start", Derive, "Tracer.Start", 0, 0},
		{"startEmbedded", "Tracer.Start", Derive, "Tracer.Start", 0, 0},

		// The method of an unnamed interface is not the function of the
		// same name.
		{"ifaceUnnamed", "", NewGroup, "", 0, 0},

		// Whole packages.
		{"wholeMethod", "Logger.Info", ValuesOnly, "*", 0, 0},
		{"wholeFunc", "Info", ValuesOnly, "*", 0, 0},
		{"wholeIface", "Handler.Handle", ValuesOnly, "*", 0, 0},
		{"wholeFunc", "Info", Derive, "", 0, 0},
		{"start", "Tracer.Start", ValuesOnly, "*", 0, 0},

		{"unknown", "Group.Go", Spawn, "", 0, 0},
	} {
		fn, ok := objects[test.object].(*types.Func)
		if !ok {
			t.Fatalf("%s is %T", test.object, objects[test.object])
		}
		if got := Name(fn); got != test.name {
			t.Errorf("Name(%s) = %q, want %q", test.object, got, test.name)
		}
		row, ok := Lookup(fn, test.role)
		if row.Name != test.row || ok != (test.row != "") || row.Arg != test.arg || row.Traits != test.traits {
			t.Errorf("Lookup(%s, %d) = %+v, %v; want row %q, Arg %d, Traits %b",
				test.object, test.role, row, ok, test.row, test.arg, test.traits)
		}
		if again, _ := LookupObject(fn, test.role); again != row {
			t.Errorf("LookupObject(%s, %d) = %+v, Lookup says %+v", test.object, test.role, again, row)
		}
	}
}

func TestLookupNothing(t *testing.T) {
	if row, ok := Lookup(nil, Spawn); ok {
		t.Errorf("Lookup(nil) = %+v", row)
	}
	if row, ok := LookupObject(nil, Spawn); ok {
		t.Errorf("LookupObject(nil) = %+v", row)
	}
	err := types.Universe.Lookup("error").Type().Underlying().(*types.Interface).Method(0)
	if row, ok := Lookup(err, Spawn); ok {
		t.Errorf("Lookup(error.Error) = %+v", row)
	}
	if KnowsPackage("example.com/house") || !KnowsPackage("golang.org/x/sync/errgroup") {
		t.Error("KnowsPackage does not tell")
	}
}

func TestLookupVariable(t *testing.T) {
	objects := used(t)
	for _, test := range []struct {
		object string
		row    string
	}{
		{"variable", "G"},
		{"noFunction", ""},
		{"field", ""},
	} {
		row, ok := LookupObject(objects[test.object], ValuesOnly)
		if row.Name != test.row || ok != (test.row != "") {
			t.Errorf("LookupObject(%s) = %+v, %v; want row %q", test.object, row, ok, test.row)
		}
	}
	if row, ok := LookupObject(objects["variable"], Spawn); ok {
		t.Errorf("G spawns: %+v", row)
	}
}

func TestTable(t *testing.T) {
	type key struct {
		pkg, name string
		role      Role
	}
	seen := make(map[key]bool)
	for _, row := range Rows() {
		k := key{row.Pkg, row.Name, row.Role}
		if seen[k] {
			t.Errorf("%+v is there twice", k)
		}
		seen[k] = true
		if row.Pkg == "" || row.Name == "" || row.Role == 0 || row.Role >= 32 {
			t.Errorf("incomplete: %+v", row)
		}
		if row.Arg < 0 && row.Role != NewGroup && row.Role != Configure {
			t.Errorf("%+v speaks of no parameter", row)
		}
		if row.CtxResult != 0 && row.Role != NewGroup && row.Role != Derive || row.RejectArg != 0 && row.Role != Rejecter {
			t.Errorf("%+v says what its role does not ask for", row)
		}
	}
}

// TestReal compares the rows with the packages they name. Those are no
// dependencies of this module, so the test that does it is in one of its own.
func TestReal(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the packages that the vocabulary speaks of")
	}
	// What the other test reads, so that this one's result is not taken
	// from the cache when that changes.
	for _, pattern := range []string{"verify/*", "../../future/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if _, err := os.Stat(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "./...")
	cmd.Dir = "verify"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go test in %s: %v\n%s", cmd.Dir, err, strings.TrimSpace(string(out)))
	}
}

func BenchmarkLookup(b *testing.B) {
	objects := used(b)
	for _, bench := range []struct {
		name, object string
		role         Role
	}{
		{"unknown package", "unknown", Spawn},
		{"no such role", "start", Spawn},
		{"method", "generic", Spawn},
		{"last method", "gives", Spawn},
		{"no such name", "typeNamedGo", Join},
		{"whole package", "wholeMethod", ValuesOnly},
	} {
		b.Run(bench.name, func(b *testing.B) {
			fn := objects[bench.object].(*types.Func)
			b.ReportAllocs()
			for b.Loop() {
				Lookup(fn, bench.role)
			}
		})
	}
	b.Run("index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			index()
		}
	})
}
