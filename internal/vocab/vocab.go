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
	"sync"
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
	// Limit: bounds the concurrency of the group that is its receiver.
	Limit
	// Derive: returns a context made from the context in parameter Arg,
	// which ends when that one ends.
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
	// Acquire and Release take from and give back to a semaphore.
	Acquire
	Release
)

// A Trait qualifies a row.
type Trait uint16

const (
	// GivesContext: the spawned function is handed the group's context as
	// its first parameter.
	GivesContext Trait = 1 << iota
	// CancelsOnError: the first error ends the group's context.
	CancelsOnError
	// TakesContext: the group has a context from here on.
	TakesContext
	// Recovers: a panic in the spawned function does not end the process.
	Recovers
	// SharedPool: the receiver is a pool that outlives any one caller's
	// tasks, so a task's error says nothing to the others.
	SharedPool
)

// A Row is what is known of one function or method.
type Row struct {
	Pkg  string // package path
	Name string // "Func", "Type.Method", or "*" for the whole package
	Role Role
	// Arg is the index of the parameter that the role speaks of; receivers
	// are not counted.
	Arg int
	// CtxResult is the index of the result that is the derived context, 0
	// if there is none.
	CtxResult int
	// RejectArg is, for [Rejecter], the index of the rejecting parameter.
	RejectArg int
	Traits    Trait
}

// Has reports whether the row has the trait t.
func (r Row) Has(t Trait) bool { return r.Traits&t != 0 }

// Lookup returns the row that gives fn the role, if there is one. A row for
// the function goes before one for its whole package. Methods of generic types
// and instances of generic functions are known by their origin.
func Lookup(fn *types.Func, role Role) (Row, bool) {
	if fn == nil || fn.Pkg() == nil {
		return Row{}, false
	}
	names := byPackage()[fn.Pkg().Path()]
	if names == nil {
		return Row{}, false
	}
	for _, name := range [...]string{Name(fn), "*"} {
		for _, row := range names[name] {
			if row.Role == role {
				return row, true
			}
		}
	}
	return Row{}, false
}

// KnowsPackage reports whether any row speaks of the package at path.
func KnowsPackage(path string) bool { return byPackage()[path] != nil }

// Rows returns the whole table. The caller must not change it.
func Rows() []Row { return table }

// Name returns the name that rows use for fn: "Func" or "Type.Method".
func Name(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	t := recv.Type()
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name() + "." + fn.Name()
	}
	return fn.Name()
}

// byPackage indexes the table when it is first asked for: most processes of a
// vettool analyse packages that never ask.
var byPackage = sync.OnceValue(func() map[string]map[string][]Row {
	m := make(map[string]map[string][]Row)
	for _, row := range table {
		names := m[row.Pkg]
		if names == nil {
			names = make(map[string][]Row)
			m[row.Pkg] = names
		}
		names[row.Name] = append(names[row.Name], row)
	}
	return m
})
