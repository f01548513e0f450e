package future

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/futurelint/futurelint/future/internal/census"
)

// All waits until all of fs have succeeded and returns their values, in the
// order of fs; the slice is the caller's. It fails as soon as one of them fails,
// with the error of that one, or with that of the first in fs if several have
// failed before the call. Of no futures it returns no values and no error.
//
// ctx bounds the wait: when it is done first, All fails with what
// [Future.Await] returns then. If all of fs have been settled, their results are
// returned, even if ctx is done.
//
// Whatever the end, the work behind fs goes on, none of fs keeps anything of the
// call, and a later failure counts as one that nobody has looked at. All starts
// no goroutine. It panics if ctx or one of fs is nil.
func All[T any](ctx context.Context, fs []*Future[T]) ([]T, error) {
	mustHave("All", ctx, false)
	values := make([]T, len(fs))
	if n := copyValues(values, fs); n < len(fs) {
		mustHaveAll("All", ctx, fs)
		failed, err := gather(ctx, fs, untilFailure)
		switch {
		case failed != nil:
			return nil, failed.failure.see()
		case err != nil:
			return nil, err
		}
		copyValues(values[n:], fs[n:])
	}
	return values, nil
}

// copyValues copies the values of fs up to the first that has not succeeded, and
// returns how many it has copied: there is often no need to look at any of fs
// twice.
func copyValues[T any](values []T, fs []*Future[T]) int {
	values = values[:len(fs)]
	for i, f := range fs {
		if f == nil || !f.Ready() || f.failure != nil {
			return i
		}
		values[i] = f.value
	}
	return len(fs)
}

// AllSettled waits until all of fs have been settled, whether they succeed or
// fail, and returns their results, in the order of fs; the slice is the
// caller's. Of no futures it returns no results and no error.
//
// ctx bounds the wait: when it is done first, AllSettled returns the error that
// [Future.Await] returns then, and the results that are there; that error stands
// in the place of the others. If all of fs have been settled there is no error,
// even if ctx is done.
//
// AllSettled leaves the work and fs alone as [All] does, and starts no
// goroutine. It panics if ctx or one of fs is nil.
func AllSettled[T any](ctx context.Context, fs []*Future[T]) ([]Result[T], error) {
	mustHaveAll("AllSettled", ctx, fs)
	_, err := gather(ctx, fs, untilAll)
	results := make([]Result[T], len(fs))
	for i, f := range fs {
		if err != nil && !f.Ready() {
			results[i].Err = err
			continue
		}
		results[i] = f.result()
	}
	return results, err
}

// Any waits until one of fs has been settled, whether it succeeds or fails, and
// returns what that one was settled with; if several have been settled before
// the call, the first of them in fs. Of no futures it returns an error at once.
// For the first success of functions, see [First].
//
// ctx bounds the wait: when it is done first, Any fails with what [Future.Await]
// returns then. A result that is there goes before a ctx that is done.
//
// Any leaves the work and fs alone as [All] does, and starts no goroutine. It
// panics if ctx or one of fs is nil.
func Any[T any](ctx context.Context, fs []*Future[T]) (T, error) {
	mustHaveAll("Any", ctx, fs)
	var zero T
	if len(fs) == 0 {
		return zero, errNone("Any", "futures")
	}
	f, err := gather(ctx, fs, untilOne)
	if f == nil {
		return zero, err
	}
	return f.result().Unwrap()
}

func errNone(caller, what string) error {
	return errors.New("future: " + caller + " called with no " + what)
}

func mustHaveAll[T any](caller string, ctx context.Context, fs []*Future[T]) {
	mustHave(caller, ctx, false)
	for i, f := range fs {
		if f == nil {
			panic(fmt.Sprintf("future: %s called with a nil future at index %d", caller, i))
		}
	}
	if census.Active() { // also if there is nothing to wait for
		for _, f := range fs {
			if !f.Ready() {
				f.hadWaiter(nil)
			}
		}
	}
}

// An until says which settled future ends a wait for several.
type until uint8

const (
	untilAll     until = iota // none, only all of them
	untilFailure              // one that has failed
	untilOne                  // any
)

func ends[T any](f *Future[T], u until) bool {
	return u == untilOne || u == untilFailure && f.failure != nil
}

// gather waits until all of fs have been settled, until one of them ends the
// wait, which it returns, or until ctx is done.
func gather[T any](ctx context.Context, fs []*Future[T], u until) (*Future[T], error) {
	last, pending := settledOf(fs, u)
	if last != nil || !pending {
		return last, nil
	}
	if ctx.Err() != nil {
		return nil, givenUp(ctx)
	}
	g := &gathering[T]{until: u, done: make(chan struct{})}
	g.left.Store(int64(len(fs)))
	nodes := make([]gatheringNode[T], len(fs))
	for i := range nodes {
		nodes[i].gathering = g
	}
	defer g.leave(fs, nodes)
	for i, f := range fs {
		if g.last.Load() != nil {
			break
		}
		if !f.enqueuePending(&nodes[i].node, &nodes[i], true) {
			nodes[i].wake(f)
		}
	}
	select {
	case <-g.done:
	case <-ctx.Done():
		// Both may be ready, and select picks at random.
		if last, pending := settledOf(fs, u); last != nil || !pending {
			return last, nil
		}
		return nil, givenUp(ctx)
	}
	return g.last.Load(), nil
}

// settledOf returns the first of fs that ends the wait, and whether there are
// any to wait for.
func settledOf[T any](fs []*Future[T], u until) (last *Future[T], pending bool) {
	for _, f := range fs {
		switch {
		case !f.Ready():
			pending = true
		case ends(f, u):
			return f, pending
		}
	}
	return nil, pending
}

// A gathering is a wait for several futures.
type gathering[T any] struct {
	until until
	left  atomic.Int64              // how many have not been settled
	last  atomic.Pointer[Future[T]] // the one that has ended it
	done  chan struct{}
}

// A gatheringNode is a gathering in the queue of one future.
type gatheringNode[T any] struct {
	node      node[T]
	gathering *gathering[T]
}

func (n *gatheringNode[T]) wake(f *Future[T]) notifier {
	g := n.gathering
	switch {
	case ends(f, g.until):
		// It is not counted, so that the count does not end it as well.
		if g.last.CompareAndSwap(nil, f) {
			close(g.done)
		}
	case g.left.Add(-1) == 0:
		close(g.done)
	}
	return nil
}

// leave takes the nodes out of the queues that they are still in.
func (g *gathering[T]) leave(fs []*Future[T], nodes []gatheringNode[T]) {
	if g.left.Load() == 0 {
		return
	}
	for i, f := range fs {
		f.dequeuePending(&nodes[i].node)
	}
}
