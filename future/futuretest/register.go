package futuretest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/futurelint/futurelint/future/internal/census"
)

// A register is the futures that were made while somebody watched, and may still
// be left behind.
type register struct {
	mu      sync.Mutex
	entries map[any]entry
	waited  map[any][]census.Waiter // who may have given up
	made    int
	full    int // how many there may be before those that are done with are dropped
}

type entry struct {
	number int
	look   func() census.State
	// origin is the call that has made the future, or settled it if that is all
	// that is known.
	origin origin
}

// count returns how many futures have been entered so far.
func (r *register) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.made
}

// GiveUp notes that somebody has waited for a future.
func (r *register) GiveUp(key any, by census.Waiter) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waited == nil {
		r.waited = make(map[any][]census.Waiter)
	}
	switch list := r.waited[key]; {
	case by.Ends == nil, len(list) == manyWaiters:
		r.waited[key] = []census.Waiter{{}}
	case len(list) == 0 || list[0].Ends != nil:
		r.waited[key] = append(list, by)
	}
}

// manyWaiters is how many futures that were made from one are remembered. Where
// there are more, one will have been looked at.
const manyWaiters = 16

// awaited reports whether somebody waits, or has waited, for the future with the
// key, which is pending, or for one that waits, or has waited, for it.
func (r *register) awaited(key any, s census.State) bool {
	return s.Awaited || r.hadWaiter(key) || slices.ContainsFunc(s.Continuations, r.hadWaiter)
}

func (r *register) hadWaiter(key any) bool {
	return slices.ContainsFunc(r.waited[key], func(by census.Waiter) bool {
		return by.Ends == nil || slices.ContainsFunc(by.Continuations, r.hadWaiter) ||
			slices.ContainsFunc(by.Ends, func(look func() census.State) bool {
				s := look()
				return s.Awaited || s.Settled && s.Unseen == nil
			})
	})
}

// Enter notes a future.
func (r *register) Enter(key any, look func() census.State) {
	o := caller()
	o.settled = look().Settled
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.entries[key]; known {
		return
	}
	if r.entries == nil {
		r.entries = make(map[any]entry)
	}
	if len(r.entries) >= r.full {
		maps.DeleteFunc(r.entries, func(_ any, e entry) bool {
			s := e.look()
			return s.Settled && s.Unseen == nil
		})
		r.full = max(1024, 2*len(r.entries))
	}
	r.made++
	r.entries[key] = entry{r.made, look, o}
}

func (r *register) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries, r.waited, r.full = nil, nil, 0
}

// left returns a text about each future that is left behind, in the order in which
// they were made, of those that have been made after the first few, and forgets
// them.
func (r *register) left(after int, ignored map[string]bool) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	texts := make(map[int]string)
	for key, e := range r.entries {
		if e.number <= after || ignored[e.origin.function] {
			continue
		}
		if text := r.text(key, e); text != "" {
			texts[e.number] = text
			delete(r.entries, key)
		}
	}
	var list []string
	for _, number := range slices.Sorted(maps.Keys(texts)) {
		list = append(list, texts[number])
	}
	return list
}

// loosen lets go of those that somebody waits for. Who waits for what nobody else
// can reach is a leak that the runtime can tell.
func (r *register) loosen() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key, e := range r.entries {
		if s := e.look(); !s.Settled && r.awaited(key, s) {
			e.look = s.Weak
			r.entries[key] = e
		}
	}
}

func (r *register) text(key any, e entry) string {
	s := e.look()
	name := "a future"
	if s.Name != "" {
		name = fmt.Sprintf("the future %q", s.Name)
	}
	switch {
	case !s.Settled && !r.awaited(key, s):
		return fmt.Sprintf("futuretest: %s that %v is neither settled nor awaited", name, e.origin)
	case s.Unseen != nil && !errors.Is(s.Unseen, context.Canceled):
		s.See() // it need not be logged as well
		return fmt.Sprintf("futuretest: nobody has looked at the failure of %s that %v: %v", name, e.origin, s.Unseen)
	}
	return ""
}

// An origin is a call of package future.
type origin struct {
	call     string // such as future.Go
	function string // that has called it; empty if none of others has
	file     string
	line     int
	settled  bool // and did not make it
}

func (o origin) String() string {
	verb := "made"
	if o.settled {
		verb = "settled"
	}
	if o.function == "" {
		return "another one " + verb
	}
	return fmt.Sprintf("%s %s at %s:%d (%s)", o.call, verb, o.file, o.line, o.function)
}

const (
	futurePackage = "github.com/futurelint/futurelint/future."
	ownParts      = "github.com/futurelint/futurelint/future/internal/census."
)

// caller returns the call of package future that the goroutine is in.
func caller() origin {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)]) // without Enter
	var o origin
	for {
		frame, more := frames.Next()
		name, own := strings.CutPrefix(frame.Function, futurePackage)
		switch {
		case own:
			o.call = "future." + strings.NewReplacer("[...]", "", "(*", "", ")", "").Replace(name)
		case strings.HasPrefix(frame.Function, ownParts):
		case frame.Function == "runtime.goexit":
			return o
		case o.call != "" && !strings.HasPrefix(frame.Function, "runtime."):
			o.function, o.file, o.line = frame.Function, frame.File, frame.Line
			return o
		}
		if !more {
			return o
		}
	}
}
