package verify

import (
	"context"
	"errors"
	"testing"

	"github.com/alitto/pond"
	pond2 "github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	pkgerrors "github.com/pkg/errors"
	"github.com/samber/mo"
	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/pool"
	"github.com/sourcegraph/conc/stream"
	"go.uber.org/multierr"
	"golang.org/x/sync/errgroup"
)

var errTask = errors.New("task failed")

// TestContexts runs groups and looks at the context of their tasks: whether the
// first error ends it (CancelsOnError), and whether Wait does (EndsContext).
func TestContexts(t *testing.T) {
	for _, test := range []struct {
		name string
		// run runs one task, which is given the error to return, and
		// returns the group's context as it is while a second task runs
		// and as it is after Wait.
		run           func(err error) (during, after error)
		cancels, ends bool
	}{
		{"errgroup", func(err error) (during, after error) {
			g, ctx := errgroup.WithContext(context.Background())
			g.SetLimit(1)
			g.Go(func() error { return err })
			g.Go(func() error { during = ctx.Err(); return nil })
			g.Wait()
			return during, ctx.Err()
		}, true, true},
		{"conc", func(err error) (during, after error) {
			return concTasks(pool.New().WithContext(context.Background()), err)
		}, false, true},
		{"conc WithFirstError", func(err error) (during, after error) {
			return concTasks(pool.New().WithContext(context.Background()).WithFirstError(), err)
		}, false, true},
		{"conc WithCancelOnError", func(err error) (during, after error) {
			return concTasks(pool.New().WithContext(context.Background()).WithCancelOnError(), err)
		}, true, true},
		{"pond v1", func(err error) (during, after error) {
			p := pond.New(1, 2)
			defer p.StopAndWait()
			g, ctx := p.GroupContext(context.Background())
			g.Submit(func() error { return err })
			p.SubmitAndWait(func() { during = ctx.Err() })
			g.Wait()
			return during, ctx.Err()
		}, true, true},
		{"pond v2", func(err error) (during, after error) {
			p := pond2.NewPool(1)
			defer p.StopAndWait()
			g := p.NewGroupContext(context.Background())
			ctx := g.Context()
			g.SubmitErr(func() error { return err })
			p.Submit(func() { during = ctx.Err() }).Wait()
			g.Wait()
			return during, ctx.Err()
		}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if during, _ := test.run(errTask); (during != nil) != test.cancels {
				t.Errorf("after an error the context says %v", during)
			}
			during, after := test.run(nil)
			if during != nil {
				t.Errorf("without an error the context says %v", during)
			}
			if (after != nil) != test.ends {
				t.Errorf("after Wait the context says %v", after)
			}
		})
	}
}

func concTasks(p *pool.ContextPool, err error) (during, after error) {
	var ctx context.Context
	p.WithMaxGoroutines(1)
	p.Go(func(context.Context) error { return err })
	p.Go(func(c context.Context) error { ctx, during = c, c.Err(); return nil })
	p.Wait()
	return during, ctx.Err()
}

// TestPanics runs a task that panics. That the test goes on is what Recovers
// says; the rest is Reraises, and whether whoever waits sees an error.
func TestPanics(t *testing.T) {
	for _, test := range []struct {
		name     string
		run      func(task func()) error
		reraises bool
		fails    bool
	}{
		{"conc.WaitGroup", func(task func()) error {
			var g conc.WaitGroup
			g.Go(task)
			g.Wait()
			return nil
		}, true, false},
		{"pool.Pool", func(task func()) error {
			p := pool.New()
			p.Go(task)
			p.Wait()
			return nil
		}, true, false},
		{"pool.ResultContextPool", func(task func()) error {
			p := pool.NewWithResults[int]().WithContext(context.Background())
			p.Go(func(context.Context) (int, error) { task(); return 0, nil })
			_, err := p.Wait()
			return err
		}, true, false},
		{"stream.Stream", func(task func()) error {
			s := stream.New()
			s.Go(func() stream.Callback { task(); return func() {} })
			s.Wait()
			return nil
		}, true, false},
		{"iter.ForEach", func(task func()) error {
			iter.ForEach([]int{1}, func(*int) { task() })
			return nil
		}, true, false},
		{"pond v1", func(task func()) error {
			p := pond.New(1, 1, pond.PanicHandler(func(any) {}))
			defer p.StopAndWait()
			g, _ := p.GroupContext(context.Background())
			g.Submit(func() error { task(); return nil })
			return g.Wait()
		}, false, false},
		{"pond v2", func(task func()) error {
			p := pond2.NewPool(1)
			defer p.StopAndWait()
			return p.NewGroup().Submit(task).Wait()
		}, false, true},
		{"ants", func(task func()) error {
			p, err := ants.NewPool(1, ants.WithPanicHandler(func(any) {}))
			if err != nil {
				return err
			}
			defer p.Release()
			done := make(chan struct{})
			if err := p.Submit(func() { defer close(done); task() }); err != nil {
				return err
			}
			<-done
			return nil
		}, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var err error
			raised := func() (value any) {
				defer func() { value = recover() }()
				err = test.run(func() { panic(errTask) })
				return nil
			}()
			if (raised != nil) != test.reraises {
				t.Errorf("Wait panics with %v", raised)
			}
			if (err != nil) != test.fails {
				t.Errorf("Wait returns %v", err)
			}
		})
	}
}

// TestPondWaitsForNobody: the task that still runs is the reason why a Join of
// a pond v1 group says less than others after an error.
func TestPondWaitsForNobody(t *testing.T) {
	p := pond.New(2, 0)
	g, _ := p.GroupContext(context.Background())
	running, release := make(chan struct{}), make(chan struct{})
	g.Submit(func() error { close(running); <-release; return nil })
	<-running
	g.Submit(func() error { return errTask })
	if err := g.Wait(); err != errTask {
		t.Errorf("Wait returns %v", err)
	}
	close(release) // Wait has returned before this
	p.StopAndWait()
}

func TestNilRejection(t *testing.T) {
	f := mo.NewFuture(func(_ func(int), reject func(error)) { reject(nil) })
	if v, err := f.Collect(); v != 0 || err != nil {
		t.Errorf("a rejection with nil gives %v, %v", v, err)
	}
}

func TestKeepsNil(t *testing.T) {
	for name, err := range map[string]error{
		"errors.Join":      errors.Join(nil, nil),
		"errors.Unwrap":    errors.Unwrap(nil),
		"pkg Wrap":         pkgerrors.Wrap(nil, ""),
		"pkg Wrapf":        pkgerrors.Wrapf(nil, ""),
		"pkg WithMessage":  pkgerrors.WithMessage(nil, ""),
		"pkg WithMessagef": pkgerrors.WithMessagef(nil, ""),
		"pkg WithStack":    pkgerrors.WithStack(nil),
		"pkg Cause":        pkgerrors.Cause(nil),
		"pkg Unwrap":       pkgerrors.Unwrap(nil),
		"multierr.Combine": multierr.Combine(nil, nil),
	} {
		if err != nil {
			t.Errorf("%s makes %v of nil", name, err)
		}
	}
}
