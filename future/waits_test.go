package future_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

// waits holds all functions and methods that wait, each of them waiting for what
// never comes but by the end of ctx, and how many goroutines that takes beside the
// one that waits.
var waits = []struct {
	name  string
	wait  func(ctx context.Context)
	extra int
}{
	{"Future.Await", func(ctx context.Context) { future.NewFuture[int]().Await(ctx) }, 0},
	{"Future.Done", func(ctx context.Context) {
		select {
		case <-future.NewFuture[int]().Done():
		case <-ctx.Done():
		}
	}, 0},
	{"Go", func(ctx context.Context) { future.Go(ctx, untilDone).Await(context.Background()) }, 1},
	{"GoTraced", func(ctx context.Context) { future.GoTraced(ctx, "work", untilDone).Await(context.Background()) }, 1},
	{"Lazy.Await", func(ctx context.Context) { future.NewLazy(untilDone).Await(ctx) }, 1},
	{"Flight.Do", func(ctx context.Context) { new(future.Flight[int, int]).Do(ctx, 1, untilDone) }, 1},
	{"All", func(ctx context.Context) { future.All(ctx, pendingFutures(2)) }, 0},
	{"AllSettled", func(ctx context.Context) { future.AllSettled(ctx, pendingFutures(2)) }, 0},
	{"Any", func(ctx context.Context) { future.Any(ctx, pendingFutures(2)) }, 0},
	{"First", func(ctx context.Context) { future.First(ctx, []work{untilDone, untilDone}) }, 2},
	{"Race", func(ctx context.Context) { future.Race(ctx, []work{untilDone, untilDone}) }, 2},
	{"Hedge", func(ctx context.Context) { future.Hedge(ctx, 0, 2, untilDone) }, 2},
	{"Map", func(ctx context.Context) {
		future.Map(ctx, future.NewFuture[int](), func(v int) int { return v }).Await(context.Background())
	}, 0},
	{"FlatMap", func(ctx context.Context) {
		future.FlatMap(ctx, resolved(1), func(int) *future.Future[int] { return future.NewFuture[int]() }).Await(context.Background())
	}, 0},
	{"Recover", func(ctx context.Context) {
		future.Recover(ctx, future.NewFuture[int](), func(err error) (int, error) { return 0, err }).Await(context.Background())
	}, 0},
	{"Group.Wait", func(ctx context.Context) {
		g := future.NewGroup(ctx)
		g.Go(func(ctx context.Context) error { _, err := untilDone(ctx); return err })
		g.TryGo(func(ctx context.Context) error { _, err := untilDone(ctx); return err })
		g.Wait()
	}, 2},
	{"Group.Go", func(ctx context.Context) {
		g := future.NewGroup(ctx, future.Limit(1))
		for range 2 {
			g.Go(func(ctx context.Context) error { _, err := untilDone(ctx); return err })
		}
	}, 1},
	{"ForEach", func(ctx context.Context) {
		future.ForEach(ctx, 2, []int{1, 2, 3}, func(ctx context.Context, _ int) error { _, err := untilDone(ctx); return err })
	}, 2},
	{"Collect", func(ctx context.Context) {
		future.Collect(ctx, 2, []int{1, 2, 3}, func(ctx context.Context, _ int) (int, error) { return untilDone(ctx) })
	}, 2},
}

func untilDone(ctx context.Context) (int, error) {
	<-ctx.Done()
	return 0, context.Cause(ctx)
}

// Whatever waits is durably blocked, or synctest.Wait would not return, and ends
// with its context, at once and without a goroutine left in the bubble.
func TestRule9EveryWaitInBubble(t *testing.T) {
	for _, w := range waits {
		t.Run(w.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				var over atomic.Bool
				go func() { w.wait(ctx); over.Store(true) }()
				synctest.Wait()
				time.Sleep(24 * time.Hour)
				if over.Load() {
					t.Fatal("does not wait")
				}
				cancel(io.EOF)
				synctest.Wait()
				if !over.Load() {
					t.Fatal("goes on when its context is done")
				}
			})
		})
	}
}

// A wait under a context that is done never hangs.
func TestEveryWaitUnderDeadContext(t *testing.T) {
	for _, w := range waits {
		t.Run(w.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dead, _ := deadContext()
				start := time.Now()
				w.wait(dead)
				if d := time.Since(start); d != 0 {
					t.Errorf("took %v", d)
				}
			})
		})
	}
}

func TestRule9LeakProfileSeesEveryWait(t *testing.T) {
	profile := pprof.Lookup("goroutineleak")
	if profile == nil {
		t.Skip("this toolchain has no goroutine leak profile")
	}
	for _, w := range waits {
		t.Run(w.name, func(t *testing.T) {
			out, code := inChild(t, func(*testing.T) {
				go func() {
					ctx, cancel := context.WithCancel(context.Background())
					defer cancel()
					w.wait(ctx)
				}()
				printLeaks(profile, 1+w.extra)
			})
			if want := fmt.Sprintf("goroutineleak profile: total %d\n", 1+w.extra); code != 0 || !strings.Contains(out, want) {
				t.Errorf("exit code %d, output without %q:\n%s", code, want, out)
			}
		})
	}
}

// printLeaks prints the profile once it has n goroutines, or else when they have
// had time enough to be blocked.
func printLeaks(profile *pprof.Profile, n int) {
	var out bytes.Buffer
	for range 1000 {
		out.Reset()
		profile.WriteTo(&out, 1)
		if strings.Contains(out.String(), fmt.Sprintf(" total %d\n", n)) {
			break
		}
		runtime.Gosched()
	}
	os.Stdout.Write(out.Bytes())
}

// The tests of the profile on a toolchain that has it, if that of this process has
// not.
func TestRule9LeakProfileElsewhere(t *testing.T) {
	if pprof.Lookup("goroutineleak") != nil || testing.Short() {
		t.Skip("the profile is here, or there is no time for another toolchain")
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-v", "-run=^TestRule9LeakProfileSees", ".")
	cmd.Env = append(os.Environ(), "GOEXPERIMENT=goroutineleakprofile")
	out, err := cmd.CombinedOutput()
	switch {
	case strings.Contains(string(out), "unknown GOEXPERIMENT"):
		t.Skip("there is no such toolchain")
	case err != nil || !strings.Contains(string(out), "--- PASS: TestRule9LeakProfileSeesEveryWait"):
		t.Errorf("%v\n%s", err, out)
	}
}

// A method of nothing is a mistake as well.
func TestNilReceiversPanic(t *testing.T) {
	var group *future.Group
	var lazy *future.Lazy[int]
	var flight *future.Flight[int, int]
	task := func(context.Context) error { t.Error("called"); return nil }
	one := func(context.Context) (int, error) { t.Error("called"); return 1, nil }
	for name, call := range map[string]func(){
		"Group.Go":      func() { group.Go(task) },
		"Group.TryGo":   func() { group.TryGo(task) },
		"Group.Wait":    func() { group.Wait() },
		"Lazy.Await":    func() { lazy.Await(t.Context()) },
		"Flight.Do":     func() { flight.Do(t.Context(), 1, one) },
		"Flight.Forget": func() { flight.Forget(1) },
	} {
		if v := panicOf(call); v == nil {
			t.Errorf("%s of nil does not panic", name)
		}
	}
}

// What has lost against another function, and waits for a future that lives on,
// leaves nothing in that.
func TestRule7ContestsRetainNothing(t *testing.T) {
	rounds := 100_000
	if testing.Short() {
		rounds = 5_000
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for name, contest := range map[string]func(loser, winner work) (int, error){
		"First": func(loser, winner work) (int, error) { return future.First(ctx, []work{loser, winner}) },
		"Race":  func(loser, winner work) (int, error) { return future.Race(ctx, []work{loser, winner}) },
		"Hedge": func(loser, winner work) (int, error) {
			var n atomic.Int64
			return future.Hedge(ctx, 0, 2, func(ctx context.Context) (int, error) {
				if n.Add(1) == 1 {
					return loser(ctx)
				}
				return winner(ctx)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := future.NewFuture[int]()
			use := func() {
				if v, err := contest(f.Await, func(context.Context) (int, error) { return 1, nil }); v != 1 || err != nil {
					t.Fatalf("got %v, %v", v, err)
				}
			}
			use()
			before, running := heap(), runtime.NumGoroutine()
			for range rounds {
				use()
			}
			if grown := heap() - before; grown > int64(rounds)*8 {
				t.Errorf("%d rounds have left %d bytes", rounds, grown)
			}
			for i := 0; runtime.NumGoroutine() > running && i < 1000; i++ {
				runtime.Gosched()
			}
			if n := runtime.NumGoroutine(); n > running+5 {
				t.Errorf("%d goroutines are left", n-running)
			}
			runtime.KeepAlive(f)
		})
	}
}
