package future_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/futurelint/futurelint/future"
)

// deadContext returns a context that is done, with its cause.
func deadContext() (ctx context.Context, cause error) {
	cause = errors.New("the caller has left")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	return ctx, cause
}

// settlingContext is done, and settles f when it is asked for its channel: just
// before Await selects among the two.
type settlingContext struct {
	context.Context
	f *future.Future[int]
}

func (c settlingContext) Done() <-chan struct{} {
	c.f.Resolve(1)
	return c.Context.Done()
}

func TestRule1SettledResultWinsOverDeadContext(t *testing.T) {
	dead, _ := deadContext()
	failure := errors.New("failure")
	for range 1000 {
		resolved := future.NewFuture[int]()
		resolved.Resolve(1)
		if v, err := resolved.Await(dead); v != 1 || err != nil {
			t.Fatalf("settled before Await: got %v, %v", v, err)
		}
		rejected := future.NewFuture[int]()
		rejected.Reject(failure)
		if _, err := rejected.Await(dead); err != failure {
			t.Fatalf("rejected before Await: got %v", err)
		}
		during := future.NewFuture[int]()
		if v, err := during.Await(settlingContext{dead, during}); v != 1 || err != nil {
			t.Fatalf("settled during Await: got %v, %v", v, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		for range 1000 {
			ctx, cancel := context.WithCancel(t.Context())
			f := future.NewFuture[int]()
			waiter := future.Go(t.Context(), func(context.Context) (int, error) { return f.Await(ctx) })
			synctest.Wait()
			f.Resolve(1)
			cancel()
			if v, err := waiter.Await(t.Context()); v != 1 || err != nil {
				t.Fatalf("settled, then cancelled: got %v, %v", v, err)
			}
		}
	})
}

func TestRule2AwaitBoundsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		var seen error
		work := context.WithValue(t.Context(), key{}, "work")
		f := future.Go(work, func(ctx context.Context) (any, error) {
			time.Sleep(time.Hour)
			seen = ctx.Err()
			return ctx.Value(key{}), nil
		})

		impatient := errors.New("impatient")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, impatient)
		defer cancel()
		start := time.Now()
		v, err := f.Await(ctx)
		if v != nil || !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, impatient) || time.Since(start) != time.Minute {
			t.Errorf("first awaiter: got %v, %v after %v", v, err, time.Since(start))
		}
		v, err = f.Await(t.Context())
		if v != "work" || err != nil || time.Since(start) != time.Hour {
			t.Errorf("second awaiter: got %v, %v after %v", v, err, time.Since(start))
		}
		if seen != nil {
			t.Errorf("the work saw the awaiter's context: %v", seen)
		}
	})
}

func TestRule2GoBoundsTheWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		f := future.Go(ctx, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			return 0, context.Cause(ctx)
		})
		over := errors.New("over")
		cancel(over)
		if _, err := f.Await(t.Context()); err != over {
			t.Errorf("got %v, want the work's own error", err)
		}
	})
}

// The caller of Go may come too late. What that means is for the work to say.
func TestRule2WorkRunsUnderDeadContext(t *testing.T) {
	dead, cause := deadContext()
	f := future.Go(dead, func(ctx context.Context) (error, error) { return context.Cause(ctx), nil })
	if v, err := f.Await(t.Context()); v != cause || err != nil {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestAwaitGivenUp(t *testing.T) {
	custom := errors.New("custom")
	wrapping := errors.Join(custom, context.Canceled)
	tests := []struct {
		name  string
		cause error
		text  string
	}{
		{"no cause", nil, "future: gave up waiting: context canceled"},
		{"cause", custom, "future: gave up waiting: context canceled: custom"},
		{"cause that wraps", wrapping, "future: gave up waiting: custom\ncontext canceled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(tt.cause)
			f := future.NewFuture[int]()
			v, err := f.Await(ctx)
			if v != 0 || !errors.Is(err, ctx.Err()) || !errors.Is(err, context.Cause(ctx)) {
				t.Errorf("got %v, %v, want 0 and an error that is %v and %v", v, err, ctx.Err(), context.Cause(ctx))
			}
			if err.Error() != tt.text {
				t.Errorf("got text %q, want %q", err, tt.text)
			}
			if f.Ready() {
				t.Error("the future has been settled by a wait")
			}
		})
	}
}

// Done is closed once Ready, also for those who asked for it before.
func TestDone(t *testing.T) {
	f := future.NewFuture[int]()
	early := f.Done()
	select {
	case <-early:
		t.Error("done before it is settled")
	default:
	}
	f.Resolve(1)
	<-early
	<-f.Done()
}
