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
	one := func(context.Context) (int, error) { return 1, nil }
	ctx := t.Context()

	type mistake struct {
		name string
		call func()
		want string
	}
	tests := []mistake{
		{"Go without a context", func() { future.Go(nilContext, one) }, "future: Go called with a nil context"},
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
	mapped := func(v int) int { return v }
	flat := func(int) *future.Future[int] { return settledFuture }
	fixed := func(err error) (int, error) { return 0, err }
	task := func(context.Context) error { return nil }
	each := func(context.Context, int) error { return nil }
	some := []*future.Future[int]{pendingFuture, nilFuture}
	none := []work{one, nil}
	in := []int{1}
	var flight future.Flight[int, int]
	for name, call := range map[string]func(ctx context.Context, fs []*future.Future[int]) error{
		"All": func(ctx context.Context, fs []*future.Future[int]) error { _, err := future.All(ctx, fs); return err },
		"AllSettled": func(ctx context.Context, fs []*future.Future[int]) error {
			_, err := future.AllSettled(ctx, fs)
			return err
		},
		"Any": func(ctx context.Context, fs []*future.Future[int]) error { _, err := future.Any(ctx, fs); return err },
	} {
		tests = append(tests, []mistake{
			{name + " without a context", func() { call(nilContext, some[:1]) }, "future: " + name + " called with a nil context"},
			{name + " of nothing without a context", func() { call(nilContext, nil) }, "future: " + name + " called with a nil context"},
			{name + " of a nil future", func() { call(ctx, some) }, "future: " + name + " called with a nil future at index 1"},
		}...)
	}
	tests = append(tests, []mistake{
		{"GoTraced without a context", func() { future.GoTraced(nilContext, "", one) }, "GoTraced called with a nil context"},
		{"GoTraced without a function", func() { future.GoTraced(ctx, "", nilWork) }, "GoTraced called with a nil function"},
		{"Map without a context", func() { future.Map(nilContext, settledFuture, mapped) }, "Map called with a nil context"},
		{"Map of nil", func() { future.Map(ctx, nilFuture, mapped) }, "Map called with a nil future"},
		{"Map without a function", func() { future.Map[int, int](ctx, settledFuture, nil) }, "Map called with a nil function"},
		{"FlatMap without a context", func() { future.FlatMap(nilContext, settledFuture, flat) }, "FlatMap called with a nil context"},
		{"FlatMap of nil", func() { future.FlatMap(ctx, nilFuture, flat) }, "FlatMap called with a nil future"},
		{"FlatMap without a function", func() { future.FlatMap[int, int](ctx, settledFuture, nil) }, "FlatMap called with a nil function"},
		{"Recover without a context", func() { future.Recover(nilContext, settledFuture, fixed) }, "Recover called with a nil context"},
		{"Recover of nil", func() { future.Recover(ctx, nilFuture, fixed) }, "Recover called with a nil future"},
		{"Recover without a function", func() { future.Recover(ctx, settledFuture, nil) }, "Recover called with a nil function"},
		{"Timeout of nil", func() { future.Timeout(nilFuture, 1) }, "Timeout called with a nil future"},
		{"First without a context", func() { future.First(nilContext, none[:1]) }, "First called with a nil context"},
		{"First without a function", func() { future.First(ctx, none) }, "First called with a nil function at index 1"},
		{"Race without a context", func() { future.Race(nilContext, none[:1]) }, "Race called with a nil context"},
		{"Race without a function", func() { future.Race(ctx, none) }, "Race called with a nil function at index 1"},
		{"Hedge without a context", func() { future.Hedge(nilContext, 1, 1, one) }, "Hedge called with a nil context"},
		{"Hedge without a function", func() { future.Hedge(ctx, 1, 1, nilWork) }, "Hedge called with a nil function"},
		{"NewGroup without a context", func() { future.NewGroup(nilContext) }, "NewGroup called with a nil context"},
		{"NewGroup with a nil option", func() { future.NewGroup(ctx, nil) }, "NewGroup called with a nil option"},
		{"Limit of 0", func() { future.Limit(0) }, "Limit called with 0"},
		{"Limit of -1", func() { future.Limit(-1) }, "Limit called with -1"},
		{"Group.Go without a function", func() { future.NewGroup(ctx).Go(nil) }, "Go called with a nil function"},
		{"Group.TryGo without a function", func() { future.NewGroup(ctx).TryGo(nil) }, "TryGo called with a nil function"},
		{"zero Group, Go", func() { new(future.Group).Go(task) }, "a Group is made by NewGroup"},
		{"zero Group, TryGo", func() { new(future.Group).TryGo(task) }, "a Group is made by NewGroup"},
		{"zero Group, Wait", func() { new(future.Group).Wait() }, "a Group is made by NewGroup"},
		{"ForEach without a context", func() { future.ForEach(nilContext, 1, in, each) }, "ForEach called with a nil context"},
		{"ForEach without a function", func() { future.ForEach(ctx, 1, in, nil) }, "ForEach called with a nil function"},
		{"Collect without a context", func() { future.Collect(nilContext, 1, in, func(context.Context, int) (int, error) { return 1, nil }) }, "Collect called with a nil context"},
		{"Collect without a function", func() { future.Collect[int, int](ctx, 1, in, nil) }, "Collect called with a nil function"},
		{"NewLazy without a function", func() { future.NewLazy(nilWork) }, "NewLazy called with a nil function"},
		{"NewLazy with a nil option", func() { future.NewLazy(one, nil) }, "NewLazy called with a nil option"},
		{"Lazy without a context", func() { future.NewLazy(one).Await(nilContext) }, "Await called with a nil context"},
		{"zero Lazy", func() { new(future.Lazy[int]).Await(ctx) }, "a Lazy is made by NewLazy"},
		{"Flight without a context", func() { flight.Do(nilContext, 1, one) }, "Do called with a nil context"},
		{"Flight without a function", func() { flight.Do(ctx, 1, nilWork) }, "Do called with a nil function"},
	}...)
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
