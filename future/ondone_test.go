package future_test

import (
	"bytes"
	"context"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/futurelint/futurelint/future"
)

// logged returns what is written to the standard logger while fn runs.
func logged(t *testing.T, fn func()) string {
	t.Helper()
	var text bytes.Buffer
	log.SetOutput(&text)
	defer log.SetOutput(os.Stderr)
	fn()
	return text.String()
}

func TestRule8CallbacksRunInOrder(t *testing.T) {
	f := future.NewFuture[int]()
	var got []int
	note := func(i int) func(future.Result[int]) {
		return func(r future.Result[int]) {
			if !f.Ready() || r.Value != 7 || r.Err != nil {
				t.Errorf("callback %d: got %v", i, r)
			}
			got = append(got, i)
		}
	}
	var stop3 func() bool
	f.OnDone(note(0))
	f.OnDone(func(r future.Result[int]) {
		note(1)(r)
		f.OnDone(note(5)) // waits for its turn
		if !stop3() || stop3() {
			t.Error("a callback that has not started was not taken back exactly once")
		}
	})
	stop2 := f.OnDone(note(2))
	stop3 = f.OnDone(note(3))
	f.OnDone(note(4))
	f.Resolve(7)
	f.OnDone(note(6)) // runs at once
	if want := []int{0, 1, 2, 4, 5, 6}; !slices.Equal(got, want) {
		t.Errorf("callbacks ran in the order %v, want %v", got, want)
	}
	if stop2() {
		t.Error("a callback was taken back after it has run")
	}
}

// A callback that is registered while others run must not overtake them.
func TestRule8LateCallbacksKeepTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := future.NewFuture[int]()
		proceed := make(chan struct{})
		var got []string
		f.OnDone(func(future.Result[int]) {
			<-proceed
			got = append(got, "early")
		})
		settler := future.Go(t.Context(), func(context.Context) (bool, error) { return f.Resolve(1), nil })
		synctest.Wait()
		if v, err := f.Await(t.Context()); v != 1 || err != nil {
			t.Errorf("a slow callback keeps the value back: %v, %v", v, err)
		}
		f.OnDone(func(future.Result[int]) { got = append(got, "late") })
		stop := f.OnDone(func(future.Result[int]) { got = append(got, "stopped") })
		if !stop() {
			t.Error("a callback that has not started was not taken back")
		}
		close(proceed)
		if won, err := settler.Await(t.Context()); !won || err != nil {
			t.Error(won, err)
		}
		if want := []string{"early", "late"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestRule8PanicInCallback(t *testing.T) {
	for _, when := range []string{"before", "after"} {
		t.Run(when+" settling", func(t *testing.T) {
			f := future.NewFuture[int]()
			var got []int
			register := func() {
				f.OnDone(func(future.Result[int]) { got = append(got, 0) })
				f.OnDone(func(future.Result[int]) { panic("boom") })
				f.OnDone(func(future.Result[int]) { panic(nil) })
				f.OnDone(func(future.Result[int]) { got = append(got, 1) })
			}
			text := logged(t, func() {
				if when == "before" {
					register()
				}
				if !f.Resolve(7) {
					t.Error("has not won")
				}
				if when == "after" {
					register()
				}
			})
			if !slices.Equal(got, []int{0, 1}) {
				t.Errorf("callbacks %v ran, want 0 and 1", got)
			}
			if v, err := f.Await(t.Context()); v != 7 || err != nil {
				t.Errorf("got %v, %v", v, err)
			}
			for _, want := range []string{"boom", "panic called with nil", "ondone_test.go"} {
				if !strings.Contains(text, want) {
					t.Errorf("the log does not have %q:\n%s", want, text)
				}
			}
		})
	}
}

func TestRule8GoexitInCallback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := future.NewFuture[int]()
		var got []int
		for i := range 6 {
			f.OnDone(func(future.Result[int]) {
				got = append(got, i)
				switch i {
				case 1, 2, 4:
					runtime.Goexit()
				case 3:
					panic("boom")
				}
			})
		}
		logged(t, func() {
			settler := future.Go(t.Context(), func(context.Context) (bool, error) { return f.Resolve(1), nil })
			if _, err := settler.Await(t.Context()); err != future.ErrGoexit {
				t.Errorf("the settler got %v: Goexit was kept from ending its goroutine", err)
			}
		})
		f.OnDone(func(future.Result[int]) { got = append(got, 6) })
		if want := []int{0, 1, 2, 3, 4, 5, 6}; !slices.Equal(got, want) {
			t.Errorf("callbacks %v ran, want %v", got, want)
		}
	})
}

// A callback may use the future that it is called by.
func TestRule8CallbackUsesTheFuture(t *testing.T) {
	f := future.NewFuture[int]()
	calls := 0
	f.OnDone(func(r future.Result[int]) {
		calls++
		<-f.Done()
		if v, err := f.Await(t.Context()); v != 1 || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
		if f.Resolve(2) {
			t.Error("has won a second time")
		}
		f.OnDone(func(future.Result[int]) { calls++ })
		if calls != 1 {
			t.Error("a callback runs within a callback")
		}
	})
	f.Resolve(1)
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
}

// Each registration is either taken back or called, whoever comes first.
func TestRule8StopAgainstSettle(t *testing.T) {
	rounds := 2000
	if testing.Short() {
		rounds = 200
	}
	for range rounds {
		f := future.NewFuture[int]()
		var called, stopped atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				stop := f.OnDone(func(future.Result[int]) { called.Add(1) })
				if stop() {
					stopped.Add(1)
				}
				f.OnDone(func(future.Result[int]) { called.Add(1) })
			})
		}
		wg.Go(func() { f.Resolve(1) })
		wg.Wait()
		if called.Load()+stopped.Load() != 16 {
			t.Fatalf("of 16 callbacks %d were called and %d taken back", called.Load(), stopped.Load())
		}
	}
}
