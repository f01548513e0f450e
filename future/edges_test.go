package future_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/futurelint/futurelint/future"
)

// What is empty, too small or over at the start is answered at once: in a bubble, a
// hang would be a deadlock.
func TestNothingToDoIsAnsweredAtOnce(t *testing.T) {
	one := func(context.Context) (int, error) { t.Error("called"); return 1, nil }
	of := func(_ int, err error) error { return err }
	tests := []struct {
		name string
		call func(ctx context.Context) error
		want string // in the error, empty for none
	}{
		{"First of nil", func(ctx context.Context) error { return of(future.First[int](ctx, nil)) }, "First called with no functions"},
		{"First of none", func(ctx context.Context) error { return of(future.First(ctx, []work{})) }, "First called with no functions"},
		{"Race of nil", func(ctx context.Context) error { return of(future.Race[int](ctx, nil)) }, "Race called with no functions"},
		{"Race of none", func(ctx context.Context) error { return of(future.Race(ctx, []work{})) }, "Race called with no functions"},
		{"Any of nil", func(ctx context.Context) error { return of(future.Any[int](ctx, nil)) }, "Any called with no futures"},
		{"Hedge with 0", func(ctx context.Context) error { return of(future.Hedge(ctx, 1, 0, one)) }, "Hedge called with n = 0"},
		{"Hedge with -1", func(ctx context.Context) error { return of(future.Hedge(ctx, 1, -1, one)) }, "Hedge called with n = -1"},
		{"All of nil", func(ctx context.Context) error { _, err := future.All[int](ctx, nil); return err }, ""},
		{"AllSettled of nil", func(ctx context.Context) error { _, err := future.AllSettled[int](ctx, nil); return err }, ""},
		{"ForEach of nil", func(ctx context.Context) error {
			return future.ForEach(ctx, 1, nil, func(context.Context, int) error { t.Error("called"); return nil })
		}, ""},
		{"Collect of nil", func(ctx context.Context) error {
			_, err := future.Collect(ctx, 1, nil, func(ctx context.Context, _ int) (int, error) { return one(ctx) })
			return err
		}, ""},
		{"Wait of an empty group", func(ctx context.Context) error { return future.NewGroup(ctx).Wait() }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dead, _ := deadContext()
			for _, ctx := range []context.Context{context.Background(), dead} {
				synctest.Test(t, func(t *testing.T) {
					err := tt.call(ctx)
					if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
						t.Errorf("got %v", err)
					}
				})
			}
		})
	}
}

func TestGroupUnderDeadContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dead, cause := deadContext()
		never := func(context.Context) error { t.Error("called"); return nil }
		g := future.NewGroup(dead, future.Limit(1))
		if g.TryGo(never) {
			t.Error("TryGo has started a task")
		}
		if err := g.Go(never); !errors.Is(err, cause) {
			t.Errorf("Go: got %v", err)
		}
		if err := g.Wait(); !errors.Is(err, cause) {
			t.Errorf("Wait: got %v", err)
		}
	})
}
