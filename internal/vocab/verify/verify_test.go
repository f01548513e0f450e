package verify

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/futurelint/futurelint/internal/vocab"
)

// byHand are the packages that are not loaded, with the version of the source
// that their rows were compared with: not every module proxy has them.
var byHand = map[string]string{
	"github.com/asmsh/promise":       "v0.5.2",
	"github.com/chebyrash/promise":   "the commit 42ec49ba1459",
	"github.com/jizhuozhi/go-future": "the commit 0ea06641406f",
	"github.com/quay/zlog":           "v1.1.9",
	"github.com/reugn/async":         "v0.10.0",
}

// ownPackage is verified as far as it is written.
const ownPackage = "github.com/futurelint/futurelint/future"

// TestRows loads the packages from export data, as the vettool does.
func TestRows(t *testing.T) {
	rows := make(map[string][]vocab.Row)
	for _, row := range vocab.Rows() {
		rows[row.Pkg] = append(rows[row.Pkg], row)
	}
	wanted := slices.DeleteFunc(slices.Sorted(maps.Keys(rows)), func(path string) bool {
		return byHand[path] != ""
	})
	list, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes}, wanted...)
	if err != nil {
		t.Fatal(err)
	}
	loaded := make(map[string]*packages.Package)
	for _, p := range list {
		loaded[p.PkgPath] = p
	}
	for path, rows := range rows {
		t.Run(path, func(t *testing.T) {
			if at := byHand[path]; at != "" {
				t.Skipf("not loaded: the rows were compared by hand with %s", at)
			}
			p := loaded[path]
			switch {
			case p == nil:
				t.Fatal("not loaded")
			case len(p.Errors) != 0:
				t.Fatal(p.Errors)
			}
			callables := callables(p.Types)
			for _, row := range rows {
				if path == ownPackage && callables[row.Name] == nil {
					t.Logf("%s is not written yet", row.Name)
					continue
				}
				if err := verify(row, callables); err != nil {
					t.Errorf("%+v: %v", row, err)
				}
			}
		})
	}
}

func TestByHandIsUsed(t *testing.T) {
	for path := range byHand {
		if !vocab.KnowsPackage(path) {
			t.Errorf("%s has no rows", path)
		}
	}
}

// callables returns what a package lets others call, by the names that rows use:
// functions, methods, those that come in by embedding included, and variables.
func callables(pkg *types.Package) map[string]types.Object {
	all := make(map[string]types.Object)
	seen := make(map[types.Type]bool)
	var visit func(t types.Type)
	visit = func(t types.Type) {
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		named, ok := types.Unalias(t).(*types.Named)
		if !ok || seen[named.Origin()] || named.Obj().Pkg() != pkg {
			return
		}
		named = named.Origin()
		seen[named] = true
		for fn := range named.Methods() {
			all[vocab.Name(fn)] = fn
		}
		switch u := named.Underlying().(type) {
		case *types.Interface:
			for fn := range u.Methods() {
				if fn.Pkg() == pkg {
					all[vocab.Name(fn)] = fn
				}
			}
		case *types.Struct:
			for f := range u.Fields() {
				if f.Embedded() {
					visit(f.Type())
				}
			}
		}
	}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		switch obj := scope.Lookup(name).(type) {
		case *types.Func:
			all[vocab.Name(obj)] = obj
		case *types.Var:
			all[name] = obj
		case *types.TypeName:
			visit(obj.Type())
		}
	}
	return all
}

// verify says what is wrong with a row.
func verify(row vocab.Row, callables map[string]types.Object) error {
	if row.Name == "*" {
		if row.Role != vocab.ValuesOnly {
			return fmt.Errorf("only ValuesOnly speaks of whole packages")
		}
		return nil
	}
	obj := callables[row.Name]
	if obj == nil {
		return fmt.Errorf("there is no such function, method or variable")
	}
	if got, ok := vocab.LookupObject(obj, row.Role); !ok || got != row {
		return fmt.Errorf("Lookup finds %+v, %v", got, ok)
	}
	sig, ok := obj.Type().Underlying().(*types.Signature)
	if !ok {
		return fmt.Errorf("is of type %s", obj.Type())
	}
	at := func(vars *types.Tuple, i int) types.Type {
		if i < 0 || i >= vars.Len() {
			return types.Typ[types.Invalid]
		}
		return vars.At(i).Type()
	}
	arg := at(sig.Params(), row.Arg)
	if s, ok := arg.(*types.Slice); ok {
		arg = s.Elem() // a variadic parameter, or a list of tasks
	}
	result := func(i int) types.Type { return at(sig.Results(), i) }
	method := sig.Recv() != nil
	task, _ := arg.Underlying().(*types.Signature)

	switch row.Role {
	case vocab.Join, vocab.Invoke, vocab.GroupContext, vocab.Detach, vocab.ValuesOnly, vocab.Deaf:
		if row.Arg != 0 {
			return fmt.Errorf("the role speaks of no parameter")
		}
	}
	switch row.Role {
	case vocab.Spawn, vocab.RunAll, vocab.Run, vocab.Share:
		handler, isInterface := arg.Underlying().(*types.Interface)
		switch {
		case task == nil && isInterface && row.Has(vocab.Serves) && handler.NumMethods() == 1:
		case task == nil:
			return fmt.Errorf("parameter %d is no function: %s", row.Arg, sig)
		case row.Has(vocab.GivesContext) != (task.Params().Len() > 0 && isContext(task.Params().At(0).Type())):
			return fmt.Errorf("GivesContext does not fit %s", task)
		}
	case vocab.Rejecter:
		if task == nil || row.RejectArg >= task.Params().Len() {
			return fmt.Errorf("parameter %d is no function with a parameter %d: %s", row.Arg, row.RejectArg, sig)
		}
		reject, ok := task.Params().At(row.RejectArg).Type().Underlying().(*types.Signature)
		if !ok || reject.Params().Len() == 0 || !isError(reject.Params().At(0).Type()) {
			return fmt.Errorf("parameter %d of %s takes no error", row.RejectArg, task)
		}
	case vocab.NewGroup, vocab.Configure:
		takes := row.Role == vocab.NewGroup && row.Arg >= 0 || row.Has(vocab.TakesContext)
		switch {
		case takes && !isContext(arg):
			return fmt.Errorf("parameter %d is no context: %s", row.Arg, sig)
		case !takes && row.Arg != -1:
			return fmt.Errorf("takes no context, so Arg must be -1")
		case !takes && hasContext(sig.Params()):
			return fmt.Errorf("takes a context of which the row says nothing: %s", sig)
		case row.CtxResult != 0 && !isContext(result(row.CtxResult)):
			return fmt.Errorf("result %d is no context: %s", row.CtxResult, sig)
		case row.CtxResult == 0 && hasContext(sig.Results()):
			return fmt.Errorf("returns a context of which the row says nothing: %s", sig)
		case !hasWait(result(0)):
			return fmt.Errorf("returns no group: %s", sig)
		case row.Role == vocab.Configure && !method:
			return fmt.Errorf("is no method")
		}
	case vocab.Join, vocab.Invoke:
		if !method {
			return fmt.Errorf("is no method")
		}
	case vocab.Await:
		if !method || !isError(result(sig.Results().Len()-1)) {
			return fmt.Errorf("is no method that returns an error: %s", sig)
		}
	case vocab.Settle:
		if row.Arg >= 0 && !isError(arg) {
			return fmt.Errorf("parameter %d is no error: %s", row.Arg, sig)
		}
	case vocab.GroupContext:
		if !method || sig.Params().Len() != 0 || !isContext(result(0)) {
			return fmt.Errorf("is no method that returns a context: %s", sig)
		}
	case vocab.Limit, vocab.Acquire, vocab.Release:
		if b, ok := arg.Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
			return fmt.Errorf("parameter %d is no number: %s", row.Arg, sig)
		}
	case vocab.Derive:
		if !isContext(arg) || !isContext(result(row.CtxResult)) {
			return fmt.Errorf("does not make result %d of parameter %d: %s", row.CtxResult, row.Arg, sig)
		}
	case vocab.Detach:
		if !isContext(result(0)) {
			return fmt.Errorf("returns no context: %s", sig)
		}
	case vocab.ValuesOnly:
		if !hasContext(sig.Params()) {
			return fmt.Errorf("takes no context: %s", sig)
		}
	case vocab.Poll:
		if !isContext(arg) {
			return fmt.Errorf("parameter %d is no context: %s", row.Arg, sig)
		}
	case vocab.Deaf:
		if hasContext(sig.Params()) {
			return fmt.Errorf("takes a context: %s", sig)
		}
	case vocab.Reject, vocab.KeepsNil:
		if !isError(arg) {
			return fmt.Errorf("parameter %d is no error: %s", row.Arg, sig)
		}
		if row.Role == vocab.KeepsNil && !isError(result(0)) {
			return fmt.Errorf("returns no error: %s", sig)
		}
	default:
		return fmt.Errorf("nothing is known of the role")
	}
	return nil
}

func isContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

func hasContext(vars *types.Tuple) bool {
	for v := range vars.Variables() {
		if isContext(v.Type()) {
			return true
		}
	}
	return false
}

// hasWait reports whether t is a group as far as that shows: it can be waited
// for.
func hasWait(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Wait")
	_, ok := obj.(*types.Func)
	return ok
}
