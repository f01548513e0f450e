package future

import (
	"context"
	"errors"
	"log"
	"runtime"
	"sync/atomic"

	"github.com/futurelint/futurelint/future/internal/census"
)

// A failure is what a future was rejected with. It is allocated on its own, so
// that futures that succeed do not pay for it.
type failure struct {
	err  error
	name string // of the work
	// unseen is what a cleanup of the future looks at. It leads here until
	// somebody has seen the failure, and then nowhere: an error that leads
	// to its own future must not be held by what waits for its end.
	unseen *atomic.Pointer[failure]
}

func newFailure(err error, name string) *failure {
	e := &failure{err: err, name: name, unseen: new(atomic.Pointer[failure])}
	e.unseen.Store(e)
	return e
}

// see returns the error, and notes that somebody has it.
func (e *failure) see() error {
	if e == nil {
		return nil
	}
	if e.unseen.Load() != nil {
		e.unseen.Store(nil)
	}
	return e.err
}

// work returns the name of the work.
func (e *failure) work() string {
	if e == nil {
		return ""
	}
	return e.name
}

// guard has the failure of f reported if f is collected and nobody has seen it.
func (f *Future[T]) guard() {
	if e := f.failure; e.unseen.Load() != nil {
		if census.Active() {
			f.entered(e.name)
		}
		runtime.AddCleanup(f, reportUnseen, e.unseen)
	}
}

func reportUnseen(unseen *atomic.Pointer[failure]) {
	if e := unseen.Load(); e != nil {
		reportUnobserved(e.name, e.err)
	}
}

// reportUnobserved reports a failure that nobody will see any more.
func reportUnobserved(name string, err error) {
	o := observer.Load()
	switch {
	case o != nil && (*o).Unobserved(name, err):
	case errors.Is(err, context.Canceled), errors.Is(err, errAbandoned):
		// Nobody waits for work that was called off.
	case name != "":
		log.Printf("future: nobody has looked at the failure of %q: %v", name, err)
	default:
		log.Printf("future: nobody has looked at a failure: %v", err)
	}
}

// dropPanic reports a panic whose error has no place in what is returned. Other
// errors may go: who asks for the first of several says so.
func dropPanic(err error) {
	if p, ok := errors.AsType[*PanicError](err); ok {
		reportUnobserved("", p)
	}
}
