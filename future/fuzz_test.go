package future_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

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

// A modelFuture is one of several futures, of which some follow others, as one
// goroutine alone sees them. Its result is settled, and then stays.
type modelFuture struct {
	graph   *modelGraph
	settled bool
	value   int
	err     error    // one of those that the fuzz target knows, found by errors.Is
	waiting []func() // of All and Any, which are told at once
	follow  []func() // of continuations, which are told in turn
	told    bool     // no continuation waits for its turn
}

// A modelGraph knows whose continuations have their turn next.
type modelGraph struct {
	agenda  []*modelFuture
	working bool
}

func (m *modelFuture) settle(v int, err error) bool {
	if m.settled {
		return false
	}
	m.settled, m.value, m.err = true, v, err
	for _, fn := range m.waiting {
		fn()
	}
	m.graph.agenda = append(m.graph.agenda, m)
	if m.graph.working {
		return true
	}
	m.graph.working = true
	for len(m.graph.agenda) > 0 {
		m := m.graph.agenda[0]
		m.graph.agenda = m.graph.agenda[1:]
		for len(m.follow) > 0 {
			fn := m.follow[0]
			m.follow = m.follow[1:]
			fn()
		}
		m.told = true
	}
	m.graph.working = false
	return true
}

// then calls fn in its turn when m is settled.
func (m *modelFuture) then(fn func()) {
	if m.told {
		fn()
	} else {
		m.follow = append(m.follow, fn)
	}
}

// forward calls fn in its turn, or at once if m is settled.
func (m *modelFuture) forward(fn func()) {
	if m.settled {
		fn()
	} else {
		m.follow = append(m.follow, fn)
	}
}

// wait calls fn at once when m is settled.
func (m *modelFuture) wait(fn func()) {
	if m.settled {
		fn()
	} else {
		m.waiting = append(m.waiting, fn)
	}
}

// FuzzCombinators grows a graph of futures that follow each other, settles and
// cancels what it is told to, and compares each with its model after each step.
// Two bytes are a step: what to do, and with which of the futures.
func FuzzCombinators(f *testing.F) {
	const (
		create = iota
		resolve
		reject
		mapping
		flat
		rescue
		timeout
		cancel
		pass
		all
		anyOf
		race
		steps
	)
	f.Add([]byte{create, 0, mapping, 0, mapping, 1, resolve, 0})
	f.Add([]byte{create, 0, create, 0, flat, 0, resolve, 0, reject, 1})
	f.Add([]byte{create, 0, mapping, 0, rescue, 1, cancel, 1, resolve, 0})
	f.Add([]byte{create, 0, timeout, 0, rescue, 1, pass, 0, resolve, 0, all, 0})
	f.Add([]byte{create, 0, create, 0, all, 0, anyOf, 0, resolve, 0, resolve, 1, race, 1})

	f.Fuzz(func(t *testing.T, sequence []byte) {
		synctest.Test(t, func(t *testing.T) {
			graph := new(modelGraph)
			var futures, waits []*future.Future[int]
			var models, waitModels []*modelFuture
			var cancels []func() // of the contexts of followers, nil for others
			var late []func()    // what the time settles
			add := func(f *future.Future[int], m *modelFuture, cancel func()) {
				futures, models, cancels = append(futures, f), append(models, m), append(cancels, cancel)
			}
			// What waits for several is checked, but not followed: it is settled by
			// a goroutine of its own, and so in no order with others.
			addWait := func(m *modelFuture, wait func(context.Context) (int, error)) {
				waits, waitModels = append(waits, future.Go(t.Context(), wait)), append(waitModels, m)
			}
			failure := errors.New("failure")
			boom := errors.New("boom")
			gone := errors.New("gone")
			// follow makes the context of a future that follows another. Its end
			// settles the model, and with it what follows that.
			follow := func(m *modelFuture) (context.Context, func()) {
				ctx, stop := context.WithCancelCause(t.Context())
				return ctx, func() {
					m.settle(0, gone)
					stop(gone)
				}
			}
			for step := 0; step+1 < len(sequence) && step < 120; step += 2 {
				if len(futures) == 0 {
					add(future.NewFuture[int](), &modelFuture{graph: graph}, nil)
				}
				arg := int(sequence[step+1])
				i := arg % len(futures)
				f, m := futures[i], models[i]
				out := &modelFuture{graph: graph}
				switch sequence[step] % steps {
				case create:
					add(future.NewFuture[int](), out, nil)
				case resolve:
					if got, want := f.Resolve(arg), m.settle(arg, nil); got != want {
						t.Fatalf("step %d: Resolve: got %v, want %v", step, got, want)
					}
				case reject:
					if got, want := f.Reject(failure), m.settle(0, failure); got != want {
						t.Fatalf("step %d: Reject: got %v, want %v", step, got, want)
					}
				case mapping:
					ctx, cancel := follow(out)
					bad := arg%5 == 4
					m.then(func() {
						switch {
						case m.err != nil:
							out.settle(0, m.err)
						case bad:
							out.settle(0, boom)
						default:
							out.settle(m.value+1, nil)
						}
					})
					add(future.Map(ctx, f, func(v int) int {
						if bad {
							panic(boom)
						}
						return v + 1
					}), out, cancel)
				case flat:
					ctx, cancel := follow(out)
					k := arg / 3 % len(futures)
					inner, innerModel := futures[k], models[k]
					m.then(func() {
						if m.err != nil {
							out.settle(0, m.err)
							return
						}
						innerModel.forward(func() { out.settle(innerModel.value, innerModel.err) })
					})
					add(future.FlatMap(ctx, f, func(int) *future.Future[int] { return inner }), out, cancel)
				case rescue:
					ctx, cancel := follow(out)
					m.then(func() {
						if m.err == failure {
							out.settle(arg, nil)
						} else {
							out.settle(m.value, m.err)
						}
					})
					add(future.Recover(ctx, f, func(err error) (int, error) {
						if err == failure {
							return arg, nil
						}
						return 0, err
					}), out, cancel)
				case timeout:
					m.forward(func() { out.settle(m.value, m.err) })
					late = append(late, func() { out.settle(0, context.DeadlineExceeded) })
					add(future.Timeout(f, time.Second), out, nil)
				case cancel:
					if cancels[i] != nil {
						cancels[i]()
					}
				case pass:
					for _, fn := range late {
						fn()
					}
					late = nil
					time.Sleep(time.Second)
				case all:
					wait := slices.Clone(futures)
					left := len(wait)
					for _, m := range models {
						m.wait(func() {
							if m.err != nil {
								out.settle(0, m.err)
							} else if left--; left == 0 {
								out.settle(len(wait), nil)
							}
						})
					}
					addWait(out, func(ctx context.Context) (int, error) {
						v, err := future.All(ctx, wait)
						return len(v), err
					})
				case anyOf:
					k := arg / 5 % len(futures)
					wait := []*future.Future[int]{f, futures[k]}
					for _, m := range []*modelFuture{m, models[k]} {
						m.wait(func() { out.settle(m.value, m.err) })
					}
					addWait(out, func(ctx context.Context) (int, error) { return future.Any(ctx, wait) })
				case race:
					v, err := future.Race(t.Context(), []func(context.Context) (int, error){
						func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() },
						func(context.Context) (int, error) {
							if arg%2 == 0 {
								panic(boom)
							}
							return arg, nil
						},
					})
					if arg%2 == 0 && !errors.Is(err, boom) || arg%2 == 1 && (v != arg || err != nil) {
						t.Fatalf("step %d: Race: got %v, %v", step, v, err)
					}
				}
				synctest.Wait()
				for i, m := range slices.Concat(models, waitModels) {
					futures := slices.Concat(futures, waits)
					r, ok := futures[i].Result()
					if ok != m.settled || ok && (r.Value != m.value || !errors.Is(r.Err, m.err)) {
						t.Fatalf("step %d: future %d: got %v, %v, want %v, %v, %v", step, i, r, ok, m.value, m.err, m.settled)
					}
				}
			}
			for _, cancel := range cancels {
				if cancel != nil {
					cancel()
				}
			}
			for _, f := range futures {
				f.Resolve(0) // whoever still waits
			}
			time.Sleep(2 * time.Second)
		})
	})
}
