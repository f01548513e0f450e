package futuretest

import (
	"fmt"
	"io"
	"maps"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"

	"go.uber.org/goleak"

	"github.com/futurelint/futurelint/future/internal/census"
)

// A watch is one call of Check.
type watch struct {
	test    string // the name; empty for all tests of a package
	options *options
	began   int // how many futures had been made before
	// before has goleak leave out the goroutines that were there.
	before goleak.Option
	// others are tests that have ended while this one ran, and left it to this
	// one to look.
	others []string
}

func newWatch(test string, o *options) *watch {
	return &watch{test: test, options: o, before: goleak.IgnoreCurrent()}
}

// related reports whether one of two tests is a part of the other.
func (w *watch) related(other *watch) bool {
	part := func(inner, outer string) bool {
		return outer == "" || inner == outer || strings.HasPrefix(inner, outer+"/")
	}
	return part(w.test, other.test) || part(other.test, w.test)
}

// inherit has w look for what the test of other has left behind as well.
func (w *watch) inherit(other *watch) {
	if other.began < w.began {
		w.began, w.before = other.began, other.before
	}
	w.others = append(append(w.others, other.others...), other.test)
	w.options.goleak = append(w.options.goleak, other.options.goleak...)
	maps.Copy(w.options.ignored, other.options.ignored)
	w.options.futuresOnly = w.options.futuresOnly && other.options.futuresOnly
}

// running are the watches that have begun and not ended.
var running watches

type watches struct {
	mu      sync.Mutex
	list    []*watch
	futures register
}

func (r *watches) begin(w *watch) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w.began = r.futures.count()
	r.list = append(r.list, w)
	census.Listen(&r.futures)
}

// end returns what is left behind, or leaves that to the test of another watch.
func (r *watches) end(w *watch) (found []string) {
	if r.leave(w) {
		return nil
	}
	if !w.options.futuresOnly {
		if text := goroutines(append(w.options.goleak, w.before), r.futures.loosen); text != "" {
			found = append(found, text)
		}
	}
	// By now the work of futures has had the time to end.
	found = append(found, r.futures.left(w.began, w.options.ignored)...)
	if len(found) > 0 && len(w.others) > 0 {
		tests := strings.Join(slices.Compact(slices.Sorted(slices.Values(append(w.others, w.test)))), ", ")
		for i := range found {
			found[i] += "\nleft by one of these tests, which overlap: " + tests
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, around := range r.list {
		if len(found) > 0 && around.related(w) {
			around.options.goleak = append(around.options.goleak, goleak.IgnoreCurrent())
		}
	}
	if len(r.list) == 0 {
		census.Listen(nil)
		r.futures.clear()
	}
	return found
}

// leave ends w, and reports whether another test that still runs has inherited
// it.
func (r *watches) leave(w *watch) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = slices.DeleteFunc(r.list, func(other *watch) bool { return other == w })
	for _, other := range r.list {
		if !other.related(w) {
			other.inherit(w)
			return true
		}
	}
	return false
}

// goroutines returns a text about those that have not ended, or nothing.
func goroutines(opts []goleak.Option, loosen func()) string {
	err := goleak.Find(opts...)
	if p := pprof.Lookup("goroutineleak"); p != nil && err != nil {
		// To write the profile has the runtime look, and mark the leaks in
		// the stacks that goleak reads.
		loosen()
		p.WriteTo(io.Discard, 1)
		err = goleak.Find(opts...)
	}
	if err == nil {
		return ""
	}
	text := err.Error()
	var notes []string
	if strings.Contains(text, "(leaked)") {
		notes = append(notes, "nobody can wake those marked as leaked")
	}
	const task = "created by github.com/futurelint/futurelint/future.(*Group)."
	if n := strings.Count(text, task); n > 0 {
		notes = append(notes, fmt.Sprintf("%d of them are tasks of a future.Group that outlive it: Wait has to be called, and they have to end with its context", n))
	}
	if len(notes) > 0 {
		text = strings.Join(notes, "; ") + "; " + text
	}
	return "futuretest: goroutines do not end: " + text
}
