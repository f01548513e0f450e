package future_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime/pprof"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

func TestRule9WorksInBubble(t *testing.T) {
	// Made and settled outside, read inside.
	before := future.NewFuture[int]()
	before.Resolve(1)
	// Made outside, awaited and settled inside, and then read outside.
	made := future.NewFuture[int]()
	synctest.Test(t, func(t *testing.T) {
		<-before.Done()
		if v, err := before.Await(t.Context()); v != 1 || err != nil {
			t.Errorf("settled outside: got %v, %v", v, err)
		}
		start := time.Now()
		made.OnDone(func(future.Result[int]) { time.Sleep(time.Hour) })
		future.Go(t.Context(), func(context.Context) (int, error) {
			time.Sleep(time.Hour)
			made.Resolve(2)
			return 0, nil
		})
		if v, err := made.Await(t.Context()); v != 2 || err != nil || time.Since(start) != time.Hour {
			t.Errorf("settled inside: got %v, %v after %v", v, err, time.Since(start))
		}
		<-made.Done()
		if r, ok := made.Result(); r.Value != 2 || !ok || !made.Ready() {
			t.Errorf("settled inside: got %v, %v", r, ok)
		}
		rejected := future.NewFuture[int]()
		rejected.Reject(io.EOF)
		time.Sleep(24 * time.Hour) // the callback has ended
	})
	<-made.Done()
	if v, err := made.Await(t.Context()); v != 2 || err != nil {
		t.Errorf("read outside: got %v, %v", v, err)
	}
}

// An Await that nobody will end is durably blocked: the bubble says so.
func TestRule9BubbleSeesWhoWaitsForEver(t *testing.T) {
	// The report is a panic of the caller, and the goroutine stays: so it
	// must not be one of this process.
	out, code := inChild(t, func(t *testing.T) {
		synctest.Test(t, func(*testing.T) {
			go future.NewFuture[int]().Await(context.Background())
		})
	})
	if code == 0 || !strings.Contains(out, "blocked goroutines remain") {
		t.Errorf("exit code %d, output:\n%s", code, out)
	}
}

func TestRule9FutureBelongsToItsBubble(t *testing.T) {
	out, code := inChild(t, func(t *testing.T) {
		f := future.NewFuture[int]()
		synctest.Test(t, func(*testing.T) { f.Done() })
		f.Resolve(1)
	})
	if code != 2 || !strings.Contains(out, "close of synctest channel from outside bubble") {
		t.Errorf("exit code %d, output:\n%s", code, out)
	}
}

func TestRule9LeakProfileSeesWhoWaitsForEver(t *testing.T) {
	profile := pprof.Lookup("goroutineleak")
	if profile == nil {
		t.Skip("this toolchain has no goroutine leak profile")
	}
	out, code := inChild(t, func(*testing.T) {
		ctx := context.Background()
		block := func(context.Context) (int, error) { select {} }
		waits := map[string]func(){
			"Await": func() { future.NewFuture[int]().Await(ctx) },
			"All":   func() { future.All(ctx, []*future.Future[int]{future.NewFuture[int]()}) },
			"Any":   func() { future.Any(ctx, []*future.Future[int]{future.NewFuture[int]()}) },
			"Map":   func() { future.Map(ctx, future.NewFuture[int](), func(v int) int { return v }).Await(ctx) },
			// Two goroutines each: the work, and who waits for it.
			"Group":  func() { g := future.NewGroup(ctx); g.Go(func(context.Context) error { select {} }); g.Wait() },
			"Go":     func() { future.Go(ctx, block).Await(ctx) },
			"Lazy":   func() { future.NewLazy(block).Await(ctx) },
			"Flight": func() { new(future.Flight[int, int]).Do(ctx, 1, block) },
			"Race":   func() { future.Race(ctx, []work{block}) },
			"ForEach": func() {
				future.ForEach(ctx, 1, []int{1}, func(context.Context, int) error { select {} })
			},
		}
		for _, wait := range waits {
			go wait()
		}
		printLeaks(profile, 16)
	})
	if code != 0 || !strings.Contains(out, "goroutineleak profile: total 16") {
		t.Errorf("exit code %d, output:\n%s", code, out)
	}
}

// childVariable is set in a child, to the name of the test.
const childVariable = "FUTURE_TEST_CHILD"

// inChild runs the test once more in a process of its own, where fn takes its
// place, and returns the output and the exit code.
func inChild(t *testing.T, fn func(*testing.T)) (string, int) {
	t.Helper()
	if os.Getenv(childVariable) == t.Name() {
		fn(t)
		os.Exit(0)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+strings.ReplaceAll(t.Name(), "/", "$/^")+"$")
	cmd.Env = append(os.Environ(), childVariable+"="+t.Name())
	out, err := cmd.CombinedOutput()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
