package proof

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

var errTest = errors.New("test")

type nilError struct{ text string }

func (e *nilError) Error() string { return e.text }

// TestSymptoms shows every symptom a program that has it and one that has not,
// and some a program about which it can say neither.
func TestSymptoms(t *testing.T) {
	instant := func(context.Context) error { return nil }
	fails := func(context.Context) error { return errTest }
	sleeps := func(d time.Duration) Program {
		return func(context.Context) error { time.Sleep(d); return errTest }
	}
	blocks := func(context.Context) error { <-make(chan int); return nil }
	panics := func(context.Context) error { panic("oops") }
	leaves := func(f func(ctx context.Context)) Program {
		return func(ctx context.Context) error { go f(ctx); return nil }
	}
	until := func(ctx context.Context) { <-ctx.Done() }
	forever := func(context.Context) { select {} }
	tasks := func(n int) Program {
		return func(ctx context.Context) error {
			var wg sync.WaitGroup
			for range n {
				wg.Go(func() { defer Count(ctx)(); time.Sleep(time.Second) })
			}
			wg.Wait()
			return nil
		}
	}
	for _, test := range []struct {
		symptom            Symptom
		bad, good, neither Program
	}{
		{LateCancel, sleeps(time.Hour), sleeps(time.Millisecond), instant},
		{Hang, blocks, fails, panics},
		{Leak, leaves(forever), leaves(until), blocks},
		{Orphan, leaves(until), leaves(func(context.Context) {}), blocks},
		{DeadContext, func(context.Context) error { return context.Canceled }, instant, fails},
		{Failure, fails, instant, panics},
		{SilentSuccess, instant, fails, func(context.Context) error { return (*nilError)(nil) }},
		{MisleadingFailure, func(context.Context) error { return (*nilError)(nil) }, instant, panics},
		{MisleadingFailure, func(context.Context) error { return fmt.Errorf("x: %w", error(nil)) }, fails, blocks},
		{Panics("oops"), panics, instant, blocks},
		{Panics("oops"), panics, instant, func(context.Context) error { panic("else") }},
		{DoubleSettle, func(context.Context) error { c := make(chan int); close(c); close(c); return nil }, instant, panics},
		{Crash("oops"), leaves(func(context.Context) { panic("oops") }), instant, leaves(func(context.Context) { panic("else") })},
		{Width(8), tasks(9), tasks(8), instant},
	} {
		t.Run(test.symptom.String(), func(t *testing.T) {
			// Each look has a test of its own: a crash is looked at
			// in a child that runs the test of that name.
			look := func(name string, p Program, shown, void bool) {
				t.Run(name, func(t *testing.T) {
					if s := test.symptom.look(t, p); s.shown != shown && !void || s.void != void || s.what == "" {
						t.Errorf("saw %+v", s)
					}
				})
			}
			look("bad", test.bad, true, false)
			look("good", test.good, false, false)
			look("neither", test.neither, false, true)
		})
	}
}

// TestRace stands alone because it is of use under the race detector only.
func TestRace(t *testing.T) {
	for shown, p := range map[bool]Program{
		true: func(context.Context) error {
			n := 0
			go func() { n++ }()
			n++
			return nil
		},
		false: func(context.Context) error { return nil },
	} {
		t.Run(fmt.Sprint(shown), func(t *testing.T) {
			if s := Race.look(t, p); s.shown != shown || s.void {
				t.Errorf("saw %+v", s)
			}
		})
	}
}

type method struct{}

func (*method) BadMethod(context.Context) error { return nil }
func (method) GoodMethod(context.Context) error { return nil }
func BadFunction(context.Context) error         { return nil }

func TestIdentify(t *testing.T) {
	for _, test := range []struct {
		f    any
		want string
		bad  bool
	}{
		{BadFunction, "proof.BadFunction", true},
		{(*method).BadMethod, "proof.method.BadMethod", true},
		{method{}.GoodMethod, "proof.method.GoodMethod", false},
	} {
		got := identify(test.f)
		if got != test.want || IsBad(got) != test.bad || IsGood(got) == test.bad {
			t.Errorf("identify = %q (bad: %t, good: %t), want %q", got, IsBad(got), IsGood(got), test.want)
		}
	}
}

// TestShow checks that a fixed exhibit is held to what a good one is.
func TestShow(t *testing.T) {
	t.Setenv(FixedVar, "other.BadFunction proof.BadFunction")
	Show(t, Failure, Direct, BadFunction)
}
