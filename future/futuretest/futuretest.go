// Package futuretest finds, in tests, what futures leave behind: a future that
// is neither settled nor awaited, a failure that nobody has looked at, and a
// goroutine that outlives the test, such as a task of a [future.Group] for which
// nobody waits.
//
// [Check] looks at the end of one test, [VerifyTestMain] after all tests of a
// package. Goroutines are found by [go.uber.org/goleak]; where the toolchain has the
// goroutine leak profile, those that it knows for certain to wait for ever are
// marked as leaked.
//
// # What counts
//
// A pending future counts as awaited if somebody waits for it, has called Done,
// has waited and has given up, or has given it to a function that waits, such as
// [future.Any], even if that had no need to; a callback counts too. A continuation
// waits for its future only if somebody waits for the continuation, or has looked
// at how it failed. A goroutine that waits for it for ever is
// reported as such. A failure counts as package future has it: it has been looked
// at once its error was read, or passed on to somebody who has read it; one that
// wraps [context.Canceled] is nobody's concern. Futures are known by the call that
// made them. A zero Future, which no call has made, is known only once it
// has failed, by the call that settled it, and so are the futures that Map and its
// like return. While a test is watched, the futures that it has not settled stay in
// memory.
//
// # Parallel tests
//
// Neither a goroutine nor a future can be told to belong to one of several tests
// that run at the same time. So what tests with a Check leave behind that overlap
// is looked at when the last of them ends, and reported there with the names of all
// of them. The goroutines of a parallel test without a Check look like leaks of one
// that has it: use VerifyTestMain there. A parallel test should call Check after
// Parallel. A subtest and the tests around it do not count as overlapping: what
// the subtest leaves behind is reported in the subtest.
//
// # Bubbles
//
// In a bubble of testing/synctest, Check is to be given the bubble's own T. It looks
// before the bubble ends, and waits in the bubble's time.
//
// It is a module of its own, so that only tests that use it depend on goleak.
package futuretest

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// An Option changes what counts as left behind.
type Option func(*options)

type options struct {
	goleak      []goleak.Option
	ignored     map[string]bool // functions that make futures
	futuresOnly bool
}

// Goroutines hands options on to goleak, such as [goleak.IgnoreTopFunction]. The
// option [goleak.Cleanup] is refused by goleak.
func Goroutines(opts ...goleak.Option) Option {
	return func(o *options) { o.goleak = append(o.goleak, opts...) }
}

// FuturesOnly leaves goroutines alone.
func FuturesOnly() Option { return func(o *options) { o.futuresOnly = true } }

// IgnoreMadeBy leaves futures alone that were made in the function with the given
// fully qualified name, as goleak's options have it:
// example.com/shop/cache.(*Cache).fill.
func IgnoreMadeBy(function string) Option {
	return func(o *options) { o.ignored[function] = true }
}

func newOptions(opts []Option) *options {
	o := &options{ignored: make(map[string]bool)}
	for _, opt := range opts {
		opt(o)
	}
	return o
}

// Check watches from now on, and fails the test when it ends, its other Cleanup
// functions that are registered later included, with an error for each future that
// was made meanwhile and is neither settled nor awaited, or has a failure that
// nobody has looked at, and one for all goroutines that were started meanwhile and
// do not end. It waits for about a second for goroutines that are about to end. Call
// it first.
func Check(t testing.TB, opts ...Option) {
	t.Helper()
	w := newWatch(t.Name(), newOptions(opts))
	running.begin(w)
	t.Cleanup(func() {
		t.Helper()
		for _, text := range running.end(w) {
			t.Error(text)
		}
	})
}

// VerifyTestMain is to be called by TestMain. It runs the tests of the package and,
// if they pass, looks for what all of them have left behind, as [Check] does for
// one; if there is any, it writes that to the standard error. It does not return: it
// ends the process with the status of the tests, or with 1.
func VerifyTestMain(m interface{ Run() int }, opts ...Option) {
	os.Exit(verify(m, opts))
}

func verify(m interface{ Run() int }, opts []Option) int {
	w := newWatch("", newOptions(opts))
	running.begin(w)
	code := m.Run()
	found := running.end(w)
	if code != 0 {
		return code
	}
	for _, text := range found {
		fmt.Fprintln(os.Stderr, text)
		code = 1
	}
	return code
}
