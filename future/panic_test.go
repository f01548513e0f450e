package future_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/futurelint/futurelint/future"
)

func panicWith(v any) (int, error) { panic(v) }

func TestRule3PanicBecomesError(t *testing.T) {
	failure := errors.New("failure")
	tests := []struct {
		name  string
		work  func() (int, error)
		value any // nil: any runtime.Error
		text  string
	}{
		{"string", func() (int, error) { return panicWith("boom") }, "boom", "boom"},
		{"error", func() (int, error) { return panicWith(failure) }, failure, "failure"},
		{"nil", func() (int, error) { return panicWith(nil) }, nil, "panic called with nil"},
		{"runtime error", func() (int, error) { return 1 / *new(int), nil }, nil, "divide by zero"},
		{"after a result", func() (v int, err error) {
			defer panicWith("boom")
			return 1, failure
		}, "boom", "boom"},
		{"while ending the goroutine", func() (int, error) {
			defer panicWith("boom")
			runtime.Goexit()
			return 1, nil
		}, "boom", "boom"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := future.Go(t.Context(), func(context.Context) (int, error) { return tt.work() }).Await(t.Context())
			p, ok := errors.AsType[*future.PanicError](err)
			if v != 0 || !ok {
				t.Fatalf("got %v, %v, want 0 and a *PanicError", v, err)
			}
			if _, ok := p.Value.(runtime.Error); p.Value != tt.value && (tt.value != nil || !ok) {
				t.Errorf("got value %#v, want %#v", p.Value, tt.value)
			}
			want, _ := p.Value.(error) // nil for others
			if got := errors.Unwrap(err); got != want {
				t.Errorf("Unwrap: got %v, want %v", got, want)
			}
			if !strings.Contains(err.Error(), tt.text) || !strings.Contains(err.Error(), string(p.Stack)) {
				t.Errorf("the text %q has not both %q and the stack", err, tt.text)
			}
			// The panicking frame stands below the call of panic.
			if _, below, _ := strings.Cut(string(p.Stack), "panic("); !strings.Contains(below, "panic_test.go") {
				t.Errorf("the stack does not show who panicked:\n%s", p.Stack)
			}
		})
	}
}

func TestRule4GoexitBecomesError(t *testing.T) {
	tests := []struct {
		name string
		work func() (int, error)
	}{
		{"Goexit", func() (int, error) { runtime.Goexit(); return 1, nil }},
		{"FailNow", func() (int, error) { new(testing.T).FailNow(); return 1, nil }},
		{"after a result", func() (int, error) { defer runtime.Goexit(); return 1, nil }},
		{"after a panic", func() (int, error) { defer runtime.Goexit(); return panicWith("boom") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v, err := future.Go(t.Context(), func(context.Context) (int, error) { return tt.work() }).Await(t.Context())
				if v != 0 || err != future.ErrGoexit {
					t.Errorf("got %v, %v, want 0, %v", v, err, future.ErrGoexit)
				}
			})
		})
	}
}

// Where panic(nil) cannot be recovered as such, it is no success either.
func TestRule4OldNilPanic(t *testing.T) {
	t.Setenv("GODEBUG", "panicnil=1")
	v, err := future.Go(t.Context(), func(context.Context) (int, error) { return panicWith(nil) }).Await(t.Context())
	if v != 0 || err != future.ErrGoexit {
		t.Errorf("got %v, %v, want 0, %v", v, err, future.ErrGoexit)
	}
}
