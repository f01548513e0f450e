// Package safe is what a code base has of its own around panics.
package safe

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime/debug"
	"sync"

	"golang.org/x/sync/errgroup"
)

// ReallyCrash says whether HandleCrash raises a panic again.
var ReallyCrash = true

// HandleCrash logs a panic, and raises it again unless it is told not to.
func HandleCrash() {
	if r := recover(); r != nil {
		log.Printf("panic: %v", r)
		if ReallyCrash {
			panic(r)
		}
	}
}

// LogPanic logs a panic, and stops it.
func LogPanic() {
	if r := recover(); r != nil {
		log.Printf("panic: %v\n%s", r, debug.Stack())
	}
}

// ToError makes the error of a panic.
func ToError(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
	}
}

// Go starts fn in a goroutine that logs its panics.
func Go(fn func()) { GoWith(fn, func(r any) { log.Printf("panic: %v", r) }) }

// GoWith starts fn in a goroutine whose panics failed is told of.
func GoWith(fn func(), failed func(any)) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				failed(r)
			}
		}()
		fn()
	}()
}

// Operation returns op with its panics made errors.
func Operation(op func() error) func() error {
	return func() (err error) {
		defer ToError(&err)
		return op()
	}
}

// A Team is a group whose tasks may panic. It recovers unless the environment says
// that it should not.
type Team struct {
	errgroup.Group
	guard func()

	mu  sync.Mutex
	err error
}

// NewTeam returns a team.
func NewTeam() *Team {
	t := new(Team)
	t.setGuard()
	return t
}

func (t *Team) setGuard() {
	if os.Getenv("LET_IT_CRASH") != "" {
		t.guard = func() {}
		return
	}
	t.guard = func() {
		if r := recover(); r != nil {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}
}

// Go runs f in a goroutine. What is said about it is for logs.
func (t *Team) Go(f func() error, about ...any) {
	t.Group.Go(func() error {
		defer t.guard()
		return f()
	})
}

// Wait waits for the tasks, and returns the first error.
func (t *Team) Wait() error {
	if err := t.Group.Wait(); err != nil {
		return err
	}
	return t.err
}

// OnHealth registers a handler that asks whether all is well.
func OnHealth(mux *http.ServeMux, healthy func(*http.Request) error) {
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		if err := healthy(r); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
}
