package future_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/futurelint/futurelint/future"
)

// panicOf returns what fn panics with.
func panicOf(fn func()) (v any) {
	defer func() { v = recover() }()
	fn()
	return nil
}

func TestMistakesPanicInTheCaller(t *testing.T) {
	var nilContext context.Context
	var nilWork func(context.Context) (int, error)
	var nilCallback func(future.Result[int])
	var nilFuture *future.Future[int]
	pendingFuture, settledFuture := future.NewFuture[int](), future.NewFuture[int]()
	settledFuture.Resolve(1)
	work := func(context.Context) (int, error) { return 1, nil }
	ctx := t.Context()

	tests := []struct {
		name string
		call func()
		want string
	}{
		{"Go without a context", func() { future.Go(nilContext, work) }, "future: Go called with a nil context"},
		{"Go without a function", func() { future.Go(ctx, nilWork) }, "future: Go called with a nil function"},
		{"Await without a context", func() { pendingFuture.Await(nilContext) }, "future: Await called with a nil context"},
		{"Await without a context, settled", func() { settledFuture.Await(nilContext) }, "future: Await called with a nil context"},
		{"OnDone without a function", func() { pendingFuture.OnDone(nilCallback) }, "future: OnDone called with a nil function"},
		{"OnDone without a function, settled", func() { settledFuture.OnDone(nilCallback) }, "future: OnDone called with a nil function"},
		{"nil.Resolve", func() { nilFuture.Resolve(1) }, "nil pointer"},
		{"nil.Reject", func() { nilFuture.Reject(io.EOF) }, "nil pointer"},
		{"nil.Settle", func() { nilFuture.Settle(1, nil) }, "nil pointer"},
		{"nil.Ready", func() { nilFuture.Ready() }, "nil pointer"},
		{"nil.Await", func() { nilFuture.Await(ctx) }, "nil pointer"},
		{"nil.Done", func() { nilFuture.Done() }, "nil pointer"},
		{"nil.Result", func() { nilFuture.Result() }, "nil pointer"},
		{"nil.OnDone", func() { nilFuture.OnDone(func(future.Result[int]) {}) }, "nil pointer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := panicOf(tt.call)
			text, _ := v.(string)
			if err, ok := v.(error); ok {
				text = err.Error()
			}
			if !strings.Contains(text, tt.want) {
				t.Errorf("got panic %v, want one with %q", v, tt.want)
			}
		})
	}
	if pendingFuture.Ready() {
		t.Error("a mistake has settled a future")
	}
}
