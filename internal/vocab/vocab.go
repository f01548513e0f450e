// Package vocab is what the model knows of other people's APIs: one table, one
// row an API. It is data; what follows from it is the model's business.
//
// A row names a function by package path and name, or a method by the name of
// its receiver's type and its own, and says what role it plays. What a package
// under analysis defines itself is never listed: the model infers it and
// exports it as a fact.
package vocab

import (
	"go/types"
	"slices"
	"strings"
	"sync/atomic"
)

// A Role is what an API does, as far as futures and groups are concerned.
type Role uint8

const (
	// Spawn: runs the function given as parameter Arg in another goroutine
	// and does not wait for it. A method spawns into the group that is its
	// receiver.
	Spawn Role = iota + 1
	// RunAll: runs the function given as parameter Arg in other goroutines
	// and returns when they are done. It is no spawn for its caller.
	RunAll
	// NewGroup: returns a group; with a context, parameter Arg is the
	// parent and result CtxResult, if any, the derived context.
	NewGroup
	// Configure: returns its receiver, or a group of another kind that
	// takes its receiver's place.
	Configure
	// Join: waits until the tasks of the group that is its receiver end.
	Join
	// Limit: parameter Arg bounds the concurrency of the group that is its
	// receiver, that it returns, or that it runs; or it makes an option that
	// does.
	Limit
	// Derive: returns, as result CtxResult, a context made from the context
	// in parameter Arg, which ends when that one ends.
	Derive
	// Detach: returns a context that does not end with any other.
	Detach
	// ValuesOnly: uses the contexts it is given for their values (to log,
	// trace or count) and never to wait.
	ValuesOnly
	// Poll: looks at the state of the context in parameter Arg without
	// waiting.
	Poll
	// Reject: fails a future with the error in parameter Arg.
	Reject
	// Rejecter: parameter Arg is a function that is given functions to
	// settle with; the one in its parameter RejectArg fails the future.
	Rejecter
	// Share: runs the function in parameter Arg for several callers.
	Share
	// Acquire and Release take from and give back to a semaphore, as much as
	// parameter Arg says.
	Acquire
	Release
	// Run: runs the function in parameter Arg in the goroutine of its caller
	// and returns when it has. With [GivesContext] the function gets a
	// context made from the first one that the call is given.
	Run
	// Invoke: runs, in another goroutine, the function that the pool in its
	// receiver was made with. That function is the Arg of a [Spawn] row.
	Invoke
	// GroupContext: returns the derived context of the group that is its
	// receiver.
	GroupContext
	// KeepsNil: returns a nil error for a nil error in parameter Arg; where
	// that is variadic, if there is no other error in it.
	KeepsNil
	// Deaf: waits for something outside of the process, or for time to pass, and
	// takes no context that would end the wait; or it makes what waits so.
	Deaf
	// Settle: settles a future; with the error in parameter Arg, if that is not
	// -1, it fails it. With [NilSucceeds] a nil error is a success.
	Settle
	// Await: waits until the future that is its receiver is settled.
	Await
)

// A Trait qualifies a row.
type Trait uint16

const (
	// GivesContext: the spawned function is handed the group's context as
	// its first parameter, or one made from the context that the call is
	// given.
	GivesContext Trait = 1 << iota
	// CancelsOnError: the first error ends the group's context.
	CancelsOnError
	// CancelsOnResult: the first result, of whichever kind decides, ends the
	// context of the others, which are waited for.
	CancelsOnResult
	// TakesContext: the group has a context from here on.
	TakesContext
	// Recovers: a panic in the spawned function does not end the process.
	Recovers
	// SharedPool: the receiver is a pool that outlives any one caller's
	// tasks, so a task's error says nothing to the others.
	SharedPool
	// Reraises: the panic that was recovered is raised again in the caller
	// of the group's Join, or of the RunAll itself.
	Reraises
	// EndsContext: the Join ends the group's context, even if no task has
	// failed.
	EndsContext
	// Serves: the spawner keeps the function and runs it once for each
	// request of somebody else.
	Serves
	// NilSucceeds: to settle without an error is to succeed, with the value
	// that is given beside it.
	NilSucceeds
	// ByShape: what is limited shows in the signature, as it does for those who
	// say so of their own functions.
	ByShape
)

// A Row is what is known of one function or method.
type Row struct {
	Pkg  string // package path
	Name string // "Func", "Type.Method", "Var", or "*" for the whole package
	Role Role
	// Arg is the index of the parameter that the role speaks of, if it does;
	// receivers are not counted. -1 says of a NewGroup or a Configure that
	// it takes no context. A variadic parameter, or a slice of functions,
	// stands for each of its elements.
	Arg int
	// CtxResult is the index of the result that is the derived context. For
	// [NewGroup] 0 says that there is none.
	CtxResult int
	// RejectArg is, for [Rejecter], the index of the rejecting parameter.
	RejectArg int
	Traits    Trait
	// Param, in a row that is none of the table's, stands for Arg: see
	// [Extend].
	Param Param
}

// Has reports whether the row has the trait t.
func (r Row) Has(t Trait) bool { return r.Traits&t != 0 }

// Lookup returns the row that gives fn the role, if there is one. A row for
// the function goes before one for its whole package. Methods of generic types
// and instances of generic functions are known by their origin.
//
// The method of an interface is known by the interface that declares it, so a
// method that comes in by embedding has the name of the embedded interface.
func Lookup(fn *types.Func, role Role) (Row, bool) {
	if fn == nil || fn.Pkg() == nil {
		return Row{}, false
	}
	s := byPackage()[fn.Pkg().Path()]
	if s == nil || !s.has(role) {
		return Row{}, false
	}
	recv, named := receiver(fn)
	row, ok := s.find(recv, fn.Name(), role, named)
	if ok && row.Param.Kind != NoParam {
		row.Arg, _ = row.Param.In(fn.Signature())
		ok = row.Arg >= 0
	}
	return row, ok
}

// LookupObject is [Lookup] for whatever is called: a function, or a variable of
// a package that holds one, such as the G by which containerd's packages log.
// What is in the variable is taken to be what its package puts there.
func LookupObject(obj types.Object, role Role) (Row, bool) {
	switch obj := obj.(type) {
	case *types.Func:
		return Lookup(obj, role)
	case *types.Var:
		if _, ok := obj.Type().Underlying().(*types.Signature); !ok || obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() {
			return Row{}, false
		}
		if s := byPackage()[obj.Pkg().Path()]; s != nil && s.has(role) {
			return s.find("", obj.Name(), role, true)
		}
	}
	return Row{}, false
}

// KnowsPackage reports whether any row speaks of the package at path.
func KnowsPackage(path string) bool { return byPackage()[path] != nil }

// Rows returns the whole table.
func Rows() []Row { return slices.Concat(table[:]...) }

// Name returns the name that rows use for fn: "Func" or "Type.Method", and ""
// for a method of an interface that has no name.
func Name(fn *types.Func) string {
	recv, named := receiver(fn)
	switch {
	case !named:
		return ""
	case recv == "":
		return fn.Name()
	}
	return recv + "." + fn.Name()
}

// receiver returns the name of the type that fn is a method of, "" for a
// function. named is false if that type has no name.
func receiver(fn *types.Func) (name string, named bool) {
	recv := fn.Signature().Recv()
	if recv == nil {
		return "", true
	}
	t := types.Unalias(recv.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj().Name(), true
	}
	return "", false
}

// A system is the rows of one package.
type system struct {
	rows  []Row
	roles uint32 // the set of the rows' roles
}

func (s *system) has(role Role) bool { return s.roles&(1<<role) != 0 }

// find returns the row of the role for the function or the method of recv that
// has the name, or else for the whole package. Packages have few rows, and this
// makes no strings.
func (s *system) find(recv, name string, role Role, named bool) (Row, bool) {
	var all *Row
	for i := range s.rows {
		row := &s.rows[i]
		switch {
		case row.Role != role:
		case row.Name == "*":
			all = row
		case named && row.names(recv, name):
			return *row, true
		}
	}
	if all != nil {
		return *all, true
	}
	return Row{}, false
}

// names reports whether the row's name is the function's or method's.
func (r *Row) names(recv, name string) bool {
	if recv == "" {
		return r.Name == name
	}
	return len(r.Name) == len(recv)+1+len(name) &&
		strings.HasPrefix(r.Name, recv) && r.Name[len(recv)] == '.' && strings.HasSuffix(r.Name, name)
}

// indexed is the index of the table, and of what extends it, once it has been
// asked for: most processes of a vettool analyse packages that never ask.
var indexed atomic.Pointer[map[string]*system]

// extension is what extends the table.
var extension atomic.Pointer[[]Row]

// Extend adds rows to the table, in place of those that were added before. Where
// both say something, they go before the table's own. It must not be called
// during an analysis.
func Extend(rows []Row) {
	extension.Store(&rows)
	indexed.Store(nil)
}

func byPackage() map[string]*system {
	if m := indexed.Load(); m != nil {
		return *m
	}
	m := index()
	indexed.CompareAndSwap(nil, &m)
	return m
}

func index() map[string]*system {
	m := make(map[string]*system, 64)
	add := func(rows []Row) {
		for _, row := range rows {
			s := m[row.Pkg]
			if s == nil {
				s = new(system)
				m[row.Pkg] = s
			}
			s.rows = append(s.rows, row)
			s.roles |= 1 << row.Role
		}
	}
	if rows := extension.Load(); rows != nil {
		add(*rows)
	}
	for _, rows := range table {
		add(rows)
	}
	return m
}
