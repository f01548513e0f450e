package future_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/futurelint/futurelint/future"
)

// A model is a future as one goroutine alone sees it.
type model struct {
	settled  bool
	result   future.Result[int]
	pending  []int // callbacks that wait, in their order
	ran      []int // callbacks that have run, in their order
	awaiters []*awaiter
}

// An awaiter is a goroutine in Await.
type awaiter struct {
	cancel context.CancelCauseFunc
	cause  error // of the cancellation, nil if there was none
	// result is what the model says that it gets, if over.
	result future.Result[int]
	over   bool
	future *future.Future[int] // what it gets
}

func (m *model) settle(v int, err error) bool {
	if m.settled {
		return false
	}
	m.settled, m.result = true, future.Result[int]{Value: v, Err: err}
	m.ran = append(m.ran, m.pending...)
	m.pending = nil
	for _, a := range m.awaiters {
		if !a.over {
			a.over, a.result = true, m.result
		}
	}
	return true
}

func (m *model) register(id int) {
	if m.settled {
		m.ran = append(m.ran, id)
	} else {
		m.pending = append(m.pending, id)
	}
}

func (m *model) stop(id int) bool {
	i := slices.Index(m.pending, id)
	if i < 0 {
		return false
	}
	m.pending = slices.Delete(m.pending, i, i+1)
	return true
}

func (m *model) giveUp(a *awaiter, cause error) {
	if !a.over {
		a.over, a.cause = true, cause
	}
}

// FuzzFuture runs sequences of calls on a future and on its model. A byte is a
// call: what to do and, in the upper bits, with what.
func FuzzFuture(f *testing.F) {
	const (
		resolve = iota
		reject
		settle
		await
		giveUp
		onDone
		stop
		look
		calls
	)
	op := func(call, arg byte) byte { return call + calls*arg }
	f.Add([]byte{await, onDone, resolve, await, onDone, look})
	f.Add([]byte{await, await, op(giveUp, 1), reject, giveUp, look})
	f.Add([]byte{onDone, onDone, onDone, op(stop, 1), stop, stop, op(onDone, 3), settle, op(stop, 2), look})
	f.Add([]byte{onDone, op(onDone, 1), op(onDone, 2), op(onDone, 3), op(settle, 1), resolve, reject, await, giveUp, look})

	f.Fuzz(func(t *testing.T, sequence []byte) {
		synctest.Test(t, func(t *testing.T) {
			fut, m := future.NewFuture[int](), new(model)
			var stops []func() bool
			var ran []int
			var seen []future.Result[int]
			for step, b := range sequence[:min(len(sequence), 200)] {
				arg := int(b / calls)
				failure := errors.New("failure")
				switch b % calls {
				case resolve:
					if got, want := fut.Resolve(arg), m.settle(arg, nil); got != want {
						t.Fatalf("step %d: Resolve: got %v, want %v", step, got, want)
					}
				case reject:
					if got, want := fut.Reject(failure), m.settle(0, failure); got != want {
						t.Fatalf("step %d: Reject: got %v, want %v", step, got, want)
					}
				case settle:
					if arg%2 == 0 {
						failure = nil
					}
					if got, want := fut.Settle(arg, failure), m.settle(arg, failure); got != want {
						t.Fatalf("step %d: Settle: got %v, want %v", step, got, want)
					}
				case await:
					a := &awaiter{over: m.settled, result: m.result}
					ctx, cancel := context.WithCancelCause(t.Context())
					a.cancel = cancel
					if arg%2 == 1 {
						m.giveUp(a, failure)
						cancel(failure)
					}
					a.future = future.Go(ctx, fut.Await)
					m.awaiters = append(m.awaiters, a)
				case giveUp:
					if len(m.awaiters) > 0 {
						a := m.awaiters[arg%len(m.awaiters)]
						m.giveUp(a, failure)
						a.cancel(failure)
					}
				case onDone:
					id := len(stops)
					stops = append(stops, nil)
					m.register(id)
					stops[id] = fut.OnDone(func(r future.Result[int]) {
						ran = append(ran, id)
						seen = append(seen, r)
					})
				case stop:
					if len(stops) > 0 {
						id := arg % len(stops)
						if got, want := stops[id](), m.stop(id); got != want {
							t.Fatalf("step %d: stop of callback %d: got %v, want %v", step, id, got, want)
						}
					}
				case look:
					r, ok := fut.Result()
					if r != m.result || ok != m.settled || fut.Ready() != m.settled {
						t.Fatalf("step %d: Result: got %v, %v, want %v, %v", step, r, ok, m.result, m.settled)
					}
					select {
					case <-fut.Done():
						ok = true
					default:
						ok = false
					}
					if ok != m.settled {
						t.Fatalf("step %d: done: got %v, want %v", step, ok, m.settled)
					}
				}
				synctest.Wait()
				if !slices.Equal(ran, m.ran) {
					t.Fatalf("step %d: callbacks %v have run, want %v", step, ran, m.ran)
				}
				if slices.ContainsFunc(seen, func(r future.Result[int]) bool { return r != m.result }) {
					t.Fatalf("step %d: callbacks saw %v, want %v", step, seen, m.result)
				}
				for i, a := range m.awaiters {
					got, over := a.future.Result()
					if over != a.over {
						t.Fatalf("step %d: awaiter %d: returned: %v, want %v", step, i, over, a.over)
					}
					if a.cause == nil && got != a.result || a.cause != nil && !(errors.Is(got.Err, a.cause) && errors.Is(got.Err, context.Canceled)) {
						t.Fatalf("step %d: awaiter %d: got %v, want %v or a wait given up for %v", step, i, got, a.result, a.cause)
					}
				}
			}
			for _, a := range m.awaiters {
				a.cancel(nil)
			}
		})
	})
}
