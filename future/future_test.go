package future_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/futurelint/futurelint/future"
)

// The tests of the contract carry the numbers of its rules in the package
// documentation.

func noError() error { return nil }

func TestRule5RejectNilPanics(t *testing.T) {
	check := func(t *testing.T, f *future.Future[string]) {
		t.Helper()
		err, _ := panicOf(func() { f.Reject(noError()) }).(error)
		if !errors.Is(err, future.ErrNilError) {
			t.Fatalf("got panic %v, want one with %v", err, future.ErrNilError)
		}
		for _, want := range []string{"Reject", "nil error", "Future[string]"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q does not say %q", err, want)
			}
		}
	}
	t.Run("pending", func(t *testing.T) {
		f := future.NewFuture[string]()
		called := 0
		f.OnDone(func(future.Result[string]) { called++ })
		done := f.Done()
		check(t, f)
		select {
		case <-done:
			t.Error("done")
		default:
		}
		if f.Ready() || called != 0 {
			t.Errorf("ready: %v, callbacks: %d, want a future that is as before", f.Ready(), called)
		}
		if !f.Resolve("v") || called != 1 {
			t.Error("the future cannot be settled any more")
		}
	})
	t.Run("settled", func(t *testing.T) {
		f := future.NewFuture[string]()
		f.Resolve("v")
		check(t, f)
		if v, err := f.Await(t.Context()); v != "v" || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
}

type failure struct{}

func (*failure) Error() string { return "failure" }

func TestRule5TypedNilIsAnError(t *testing.T) {
	f := future.NewFuture[int]()
	typed := func() error { return (*failure)(nil) }
	f.Reject(typed())
	if _, err := f.Await(t.Context()); err != error((*failure)(nil)) {
		t.Errorf("got %v, want what was given", err)
	}
}

func TestSettle(t *testing.T) {
	f := future.NewFuture[int]()
	if !f.Settle(1, nil) {
		t.Error("lost against nobody")
	}
	if r, ok := f.Result(); !ok || !r.Ok() || r.Value != 1 {
		t.Errorf("Settle without an error: got %v, %v", r, ok)
	}
	f = future.NewFuture[int]()
	f.Settle(1, io.EOF)
	if v, err := f.Await(t.Context()); v != 1 || err != io.EOF {
		t.Errorf("Settle with an error: got %v, %v, want both", v, err)
	}
	f = future.Go(t.Context(), func(context.Context) (int, error) { return 1, io.EOF })
	if v, err := f.Await(t.Context()); v != 1 || err != io.EOF {
		t.Errorf("Go with an error: got %v, %v, want both", v, err)
	}
}

func TestRule6LosingDoesNoHarm(t *testing.T) {
	f := future.NewFuture[int]()
	called := 0
	f.OnDone(func(future.Result[int]) { called++ })
	if !f.Resolve(1) {
		t.Error("the first has not won")
	}
	if f.Resolve(2) || f.Reject(io.EOF) || f.Settle(3, nil) || f.Settle(4, io.EOF) {
		t.Error("a second has won")
	}
	if v, err := f.Await(t.Context()); v != 1 || err != nil || called != 1 {
		t.Errorf("got %v, %v and %d calls", v, err, called)
	}
}

func TestRule6OneOf64Wins(t *testing.T) {
	const goroutines = 64
	rounds := 100_000
	if testing.Short() {
		rounds = 5_000
	}
	futures := make([]future.Future[int], rounds)
	// Only a winner writes: the race detector sees if there are two.
	winners := make([]int, rounds)
	callbacks := make([]int, rounds)
	for i := range futures {
		futures[i].OnDone(func(r future.Result[int]) { callbacks[i] += r.Value + 1 })
	}
	var wins atomic.Int64
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := range futures {
				var won bool
				if g%2 == 0 {
					won = futures[i].Resolve(g)
				} else {
					won = futures[i].Settle(g, io.EOF)
				}
				if won {
					wins.Add(1)
					winners[i] = g
				}
				if !futures[i].Ready() {
					t.Error("pending after somebody has won")
				}
			}
		})
	}
	var sums [goroutines]int
	for g := range sums {
		wg.Go(func() {
			for i := range futures {
				v, err := futures[i].Await(context.Background())
				if (err == io.EOF) != (v%2 == 1) {
					t.Errorf("value %d with error %v", v, err)
				}
				sums[g] += v * (i%97 + 1)
			}
		})
	}
	wg.Wait()

	if wins.Load() != int64(rounds) {
		t.Errorf("%d settled futures, and %d were told that they have won", rounds, wins.Load())
	}
	want := 0
	for i, g := range winners {
		want += g * (i%97 + 1)
		if callbacks[i] != g+1 {
			t.Fatalf("future %d was settled with %d, and its callback saw %d", i, g, callbacks[i]-1)
		}
	}
	for g, sum := range sums {
		if sum != want {
			t.Errorf("awaiter %d has not seen the values of those who were told that they have won", g)
		}
	}
}

func TestRule6All64AwaitersWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := future.NewFuture[int]()
		var got atomic.Int64
		for range 64 {
			go func() {
				v, _ := f.Await(t.Context())
				got.Add(int64(v))
			}()
		}
		synctest.Wait()
		f.Resolve(1)
		synctest.Wait()
		if got.Load() != 64 {
			t.Errorf("%d of 64 awaiters have the value", got.Load())
		}
	})
}

// A reader comes just when the future is settled, time and again: what it sees
// must be whole, and nobody must be left waiting.
func TestRule6ReaderMeetsSettler(t *testing.T) {
	rounds := 100_000
	if testing.Short() {
		rounds = 20_000
	}
	tests := []struct {
		name string
		read func(*future.Future[int]) int
	}{
		{"Result", func(f *future.Future[int]) int {
			for {
				if r, ok := f.Result(); ok {
					return r.Value
				}
			}
		}},
		{"Await", func(f *future.Future[int]) int {
			v, _ := f.Await(context.Background())
			return v
		}},
		{"Done", func(f *future.Future[int]) int {
			<-f.Done()
			v, _ := f.Await(context.Background())
			return v
		}},
		{"OnDone", func(f *future.Future[int]) int {
			called := make(chan int, 1)
			f.OnDone(func(r future.Result[int]) { called <- r.Value })
			return <-called
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			futures := make([]future.Future[int], rounds)
			reader := future.Go(t.Context(), func(context.Context) (int, error) {
				for i := range futures {
					if v := tt.read(&futures[i]); v != 1 {
						return 0, fmt.Errorf("future %d: got %d", i, v)
					}
				}
				return 0, nil
			})
			for i := range futures {
				futures[i].Resolve(1)
			}
			if _, err := reader.Await(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
