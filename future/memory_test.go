package future_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/futurelint/futurelint/future"
)

// collected waits for the garbage collector to take all of what ptrs point to.
func collected[T any](ptrs []weak.Pointer[T]) bool {
	for range 5 {
		runtime.GC()
		if !slices.ContainsFunc(ptrs, func(p weak.Pointer[T]) bool { return p.Value() != nil }) {
			return true
		}
	}
	return false
}

type large struct{ data [4096]byte }

func TestRule7AwaitersAreForgotten(t *testing.T) {
	f := future.NewFuture[int]()
	var held []weak.Pointer[large]
	synctest.Test(t, func(t *testing.T) { // no goroutine stays
		for range 1000 {
			type key struct{}
			v := new(large)
			held = append(held, weak.Make(v))
			ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, v))
			waiter := future.Go(ctx, f.Await)
			synctest.Wait()
			cancel()
			if _, err := waiter.Await(t.Context()); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
	})
	if !collected(held) {
		t.Error("a future holds the contexts of those who have given up waiting")
	}
	runtime.KeepAlive(f)
}

func TestRule7CallbacksTakenBackAreForgotten(t *testing.T) {
	f := future.NewFuture[int]()
	var held []weak.Pointer[large]
	var stops []func() bool
	for range 1000 {
		v := new(large)
		held = append(held, weak.Make(v))
		stops = append(stops, f.OnDone(func(future.Result[int]) { v.data[0]++ }))
	}
	// Neither from the front nor from the end, and then the rest.
	for i := 1; i < len(stops); i += 2 {
		if !stops[i]() || stops[i]() {
			t.Fatal("a callback was not taken back exactly once")
		}
	}
	for i := len(stops) - 2; i >= 0; i -= 2 {
		if !stops[i]() {
			t.Fatal("a callback was not taken back")
		}
	}
	if !collected(held) {
		t.Error("a future, or the means to take a callback back, holds a callback that was taken back")
	}
	runtime.KeepAlive(f)
	runtime.KeepAlive(stops)
}

func TestRule7CallbacksThatHaveRunAreForgotten(t *testing.T) {
	f := future.NewFuture[int]()
	v := new(large)
	held := []weak.Pointer[large]{weak.Make(v)}
	stop := f.OnDone(func(future.Result[int]) { v.data[0]++ })
	f.Resolve(1)
	if !collected(held) {
		t.Error("a settled future holds a callback that has run")
	}
	runtime.KeepAlive(f)
	runtime.KeepAlive(stop)
}

func TestAllocations(t *testing.T) {
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() {
		f := future.NewFuture[int]()
		f.Resolve(1)
		f.Await(ctx)
	}); n > 1 {
		t.Errorf("to make, settle and await a future takes %v allocations, want 1", n)
	}
	for _, tt := range []struct {
		ctx  context.Context
		want float64
	}{{context.Background(), 1}, {ctx, 4}} {
		if n := testing.AllocsPerRun(100, func() {
			f := future.NewFuture[int]()
			future.Map(tt.ctx, f, func(v int) int { return v })
			f.Resolve(1)
		}) - 1; n > tt.want {
			t.Errorf("Map with %v takes %v allocations, want %v", tt.ctx, n, tt.want)
		}
	}
	settledOnes := []*future.Future[int]{resolved(1), resolved(2)}
	if n := testing.AllocsPerRun(100, func() { future.All(ctx, settledOnes) }); n > 1 {
		t.Errorf("All of settled futures takes %v allocations, want 1", n)
	}
	task := func(context.Context) error { return nil }
	if n := testing.AllocsPerRun(10, func() {
		g := future.NewGroup(ctx, future.Limit(4))
		for range 1000 {
			g.Go(task)
		}
		g.Wait()
	}); n > 1500 { // the race detector has others start before their time
		t.Errorf("a group of 1000 tasks takes %v allocations: places are not handed on", n)
	}
	work := func(context.Context) (int, error) { return 1, nil }
	if n := testing.AllocsPerRun(100, func() { future.Go(ctx, work).Await(ctx) }); n > 3 {
		t.Errorf("Go and Await take %v allocations, want 3", n)
	}
}

// What has lost, timed out or failed, a hundred thousand times, leaves nothing
// in a future that lives on.
func TestRule7NothingIsRetained(t *testing.T) {
	rounds := 100_000
	if testing.Short() {
		rounds = 10_000
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dead, _ := deadContext()
	failed := rejected[int](io.EOF)
	tests := []struct {
		name string
		use  func(f *future.Future[int])
	}{
		{"Any", func(f *future.Future[int]) {
			g := future.NewFuture[int]()
			g.Resolve(1)
			future.Any(ctx, []*future.Future[int]{f, g})
		}},
		{"Any that waits", func(f *future.Future[int]) {
			g := future.NewFuture[int]()
			go g.Resolve(1)
			future.Any(ctx, []*future.Future[int]{f, g})
		}},
		{"All that fails", func(f *future.Future[int]) { future.All(ctx, []*future.Future[int]{f, failed}) }},
		{"All that fails later", func(f *future.Future[int]) {
			g := future.NewFuture[int]()
			go g.Reject(io.EOF)
			future.All(ctx, []*future.Future[int]{f, g})
		}},
		{"All given up", func(f *future.Future[int]) {
			future.All(alive{dead}, []*future.Future[int]{f, f})
			future.AllSettled(alive{dead}, []*future.Future[int]{f, f})
		}},
		{"Timeout", func(f *future.Future[int]) { future.Timeout(f, time.Nanosecond).Await(ctx) }},
		{"Timeout of 0", func(f *future.Future[int]) { future.Timeout(f, 0) }},
		{"Map", func(f *future.Future[int]) {
			own, cancel := context.WithCancel(ctx)
			m := future.Map(own, f, func(v int) int { return v })
			cancel()
			m.Await(ctx)
		}},
		{"FlatMap", func(f *future.Future[int]) {
			own, cancel := context.WithCancel(ctx)
			m := future.FlatMap(own, resolved(1), func(int) *future.Future[int] { return f })
			cancel()
			m.Await(ctx)
		}},
		{"Await", func(f *future.Future[int]) { f.Await(dead) }},
		{"OnDone", func(f *future.Future[int]) { f.OnDone(func(future.Result[int]) {})() }},
		// The context lives as long, and the future is settled.
		{"Map under a context that lives on", func(*future.Future[int]) {
			f := future.NewFuture[int]()
			m := future.Map(ctx, f, func(v int) int { return v })
			f.Resolve(1)
			m.Await(ctx)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer future.SetObserver(future.SetObserver(new(quiet)))
			f := future.NewFuture[int]()
			tt.use(f)
			before, goroutines := heap(), runtime.NumGoroutine()
			for range rounds {
				tt.use(f)
			}
			// The least that one use could leave is more than a byte a round.
			// What reports failures has its own pace, so that it is given time.
			grown := heap() - before
			for i := 0; grown > int64(rounds)*8 && i < 100; i++ {
				grown = heap() - before
			}
			if grown > int64(rounds)*8 {
				t.Errorf("%d uses have left %d bytes", rounds, grown)
			}
			for i := 0; runtime.NumGoroutine() > goroutines && i < 1000; i++ {
				runtime.Gosched()
			}
			if n := runtime.NumGoroutine(); n > goroutines+5 {
				t.Errorf("%d goroutines are left", n-goroutines)
			}
			runtime.KeepAlive(f)
		})
	}
}

// quiet does not care.
type quiet struct{ recorder }

func (*quiet) Start(ctx context.Context, _ future.Work) (context.Context, func(future.Outcome)) {
	return ctx, func(future.Outcome) {}
}
func (*quiet) Unobserved(string, error) bool { return true }

// heap returns how many bytes are in use.
func heap() int64 {
	cleanups()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A settled continuation holds neither what it came from nor its function.
func TestRule7ContinuationsForget(t *testing.T) {
	var held []weak.Pointer[large]
	hold := func() *large {
		v := new(large)
		held = append(held, weak.Make(v))
		return v
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var outs []*future.Future[int]
	living := future.NewFuture[int]()
	for range 10 {
		source := future.NewFuture[*large]()
		v := hold()
		outs = append(outs,
			future.Map(ctx, source, func(*large) int { return int(v.data[0]) }),
			future.FlatMap(ctx, source, func(*large) *future.Future[int] { return resolved(int(v.data[0])) }))
		source.Resolve(hold())
		failing := future.NewFuture[int]()
		outs = append(outs, future.Recover(ctx, failing, func(error) (int, error) { return int(v.data[0]), nil }), future.Timeout(failing, time.Hour))
		failing.Reject(io.EOF)
		// The context of these ends, and what they follow lives on.
		type key struct{}
		own, giveUp := context.WithCancel(context.WithValue(ctx, key{}, hold()))
		given := []*future.Future[int]{
			future.Map(own, living, func(int) int { return int(v.data[0]) }),
			future.FlatMap(own, living, func(int) *future.Future[int] { return resolved(int(v.data[0])) }),
			future.FlatMap(own, resolved(1), func(int) *future.Future[int] { v.data[0]++; return living }),
			future.Recover(own, living, func(error) (int, error) { return int(v.data[0]), nil }),
		}
		giveUp()
		for _, f := range given {
			if _, err := f.Await(t.Context()); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		outs = append(outs, given...)
	}
	if !collected(held) {
		t.Error("a continuation holds what it was made of")
	}
	runtime.KeepAlive(outs)
	runtime.KeepAlive(living)
}
