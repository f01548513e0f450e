package future_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/futurelint/futurelint/future"
)

// The task gets the group's context, so that it cannot use another by mistake.
func ExampleGroup() {
	g := future.NewGroup(context.Background())
	g.Go(func(context.Context) error { return errors.New("disk full") })
	g.Go(func(ctx context.Context) error {
		<-ctx.Done() // the other's error ends this one
		return ctx.Err()
	})

	fmt.Println(g.Wait())
	// Output: disk full
}

func ExampleNewGroup() {
	g := future.NewGroup(context.Background(), future.Limit(2), future.Name("thumbnails"))
	var mu sync.Mutex
	sum := 0
	for i := range 10 {
		if err := g.Go(func(context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			sum += i
			return nil
		}); err != nil {
			break // a task has failed: Wait says how
		}
	}
	fmt.Println(g.Wait(), sum)
	// Output: <nil> 45
}

// A group that is dead does not keep its caller waiting for room.
func ExampleGroup_Go() {
	g := future.NewGroup(context.Background(), future.Limit(1))
	failed := errors.New("failed")
	g.Go(func(context.Context) error { return failed })
	for {
		if err := g.Go(func(context.Context) error { return nil }); err != nil {
			fmt.Println(err)
			break
		}
	}
	fmt.Println(g.Wait())
	// Output:
	// failed
	// failed
}

func ExampleGroup_TryGo() {
	g := future.NewGroup(context.Background(), future.Limit(1))
	proceed := make(chan struct{})
	task := func(context.Context) error { <-proceed; return nil }
	fmt.Println(g.TryGo(task))
	fmt.Println(g.TryGo(task))
	close(proceed)

	fmt.Println(g.Wait())
	// Output:
	// true
	// false
	// <nil>
}

func ExampleGroup_Wait() {
	g := future.NewGroup(context.Background())
	first := make(chan struct{})
	g.Go(func(context.Context) error { close(first); return errors.New("first") })
	g.Go(func(ctx context.Context) error { <-first; <-ctx.Done(); return errors.New("and then this") })

	fmt.Println(g.Wait())
	// Output:
	// first
	// and then this
}

func ExampleGroupOption() {
	options := []future.GroupOption{future.Limit(4), future.Name("uploads"), future.FirstErrorOnly()}
	g := future.NewGroup(context.Background(), options...)

	fmt.Println(g.Wait())
	// Output: <nil>
}

func ExampleLimit() {
	defer func() { fmt.Println(recover()) }()
	future.Limit(0)
	// Output: future: Limit called with 0: want at least 1
}

func ExampleFirstErrorOnly() {
	g := future.NewGroup(context.Background(), future.FirstErrorOnly())
	g.Go(func(context.Context) error { return errors.New("first") })
	g.Go(func(ctx context.Context) error { <-ctx.Done(); return errors.New("late") })

	fmt.Println(g.Wait())
	// Output: first
}

// The panic of a task ends the program, as it would without the group, once the
// other tasks have ended.
func ExampleRepanic() {
	g := future.NewGroup(context.Background(), future.Repanic())
	g.Go(func(context.Context) error { panic("a bug") })
	defer func() {
		p, _ := recover().(*future.PanicError)
		fmt.Println(p.Value)
	}()
	g.Wait()
	// Output: a bug
}

func ExampleOption() {
	name := future.Name("prices") // for a Lazy as well as for a Group
	prices := future.NewLazy(func(context.Context) (int, error) { return 3, nil }, name)

	fmt.Println(prices.Await(context.Background()))
	// Output: 3 <nil>
}

func ExampleName() {
	defer future.SetObserver(future.SetObserver(printer{}))
	g := future.NewGroup(context.Background(), future.Name("uploads"))
	g.Go(func(context.Context) error { return nil })

	fmt.Println(g.Wait())
	// Output:
	// started "uploads"
	// "uploads" is resolved
	// <nil>
}

func ExampleLazy() {
	ctx := context.Background()
	config := future.NewLazy(func(context.Context) (string, error) {
		fmt.Println("reading")
		return "verbose", nil
	})
	fmt.Println("nothing has started")
	fmt.Println(config.Await(ctx))
	fmt.Println(config.Await(ctx))
	// Output:
	// nothing has started
	// reading
	// verbose <nil>
	// verbose <nil>
}

func ExampleNewLazy() {
	ctx := context.Background()
	l := future.NewLazy(func(context.Context) (int, error) { return 0, errors.New("failed for good") })
	_, err := l.Await(ctx)
	fmt.Println(err)
	// Output: failed for good
}

// Who gives up leaves the work to the others. Here there are none.
func ExampleLazy_Await() {
	ended := make(chan error, 1)
	l := future.NewLazy(func(ctx context.Context) (int, error) {
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return 0, ctx.Err()
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := l.Await(ctx)
	fmt.Println(err)
	fmt.Println(<-ended)
	// Output:
	// future: gave up waiting: context deadline exceeded
	// future: nobody waits for the work any more
}

func ExampleLazyOption() {
	options := []future.LazyOption{future.RetryOnError(), future.Name("config")}
	l := future.NewLazy(func(context.Context) (int, error) { return 1, nil }, options...)

	fmt.Println(l.Await(context.Background()))
	// Output: 1 <nil>
}

func ExampleRetryOnError() {
	ctx := context.Background()
	attempts := 0
	l := future.NewLazy(func(context.Context) (string, error) {
		if attempts++; attempts == 1 {
			return "", errors.New("not yet")
		}
		return "ready", nil
	}, future.RetryOnError())

	_, err := l.Await(ctx)
	fmt.Println(err)
	fmt.Println(l.Await(ctx))
	// Output:
	// not yet
	// ready <nil>
}

func ExampleFlight() {
	var flight future.Flight[string, int]
	lookup := func(ctx context.Context, host string) (int, error) {
		v, _, err := flight.Do(ctx, host, func(context.Context) (int, error) { return len(host), nil })
		return v, err
	}

	fmt.Println(lookup(context.Background(), "example.org"))
	// Output: 11 <nil>
}

func ExampleFlight_Do() {
	var flight future.Flight[string, int]
	v, shared, err := flight.Do(context.Background(), "key", func(context.Context) (int, error) { return 7, nil })
	fmt.Println(v, shared, err)
	// Output: 7 false <nil>
}

// A write makes what is being read old: who reads from now on must not get it.
func ExampleFlight_Forget() {
	var flight future.Flight[string, int]
	ctx := context.Background()
	flight.Forget("key")
	v, _, err := flight.Do(ctx, "key", func(context.Context) (int, error) { return 8, nil })
	fmt.Println(v, err)
	// Output: 8 <nil>
}

// A printer prints what it is told. See futureotel and futureprom for observers
// that are of use.
type printer struct{}

func (printer) Start(ctx context.Context, w future.Work) (context.Context, func(future.Outcome)) {
	fmt.Printf("started %q\n", w.Name)
	return ctx, func(o future.Outcome) { fmt.Printf("%q is %v\n", w.Name, o) }
}
func (printer) Unobserved(string, error) bool { return false } // it is logged
func (printer) GroupLimit(string, int)        {}
func (printer) GroupQueued(string, int)       {}

func ExampleGoTraced() {
	defer future.SetObserver(future.SetObserver(printer{}))
	ctx := context.Background()
	f := future.GoTraced(ctx, "fetch", func(context.Context) (string, error) { return "page", nil })

	fmt.Println(f.Await(ctx))
	// Output:
	// started "fetch"
	// "fetch" is resolved
	// page <nil>
}

func ExampleObserver() {
	var o future.Observer = printer{}
	_, end := o.Start(context.Background(), future.Work{Name: "by hand", Eager: true})
	end(future.Outcome{Err: errors.New("failed")})
	// Output:
	// started "by hand"
	// "by hand" is rejected
}

func ExampleSetObserver() {
	previous := future.SetObserver(printer{})
	defer future.SetObserver(previous)

	ctx := context.Background()
	_, err := future.GoTraced(ctx, "bug", func(context.Context) (int, error) { panic("oh") }).Await(ctx)
	fmt.Println(err != nil)
	// Output:
	// started "bug"
	// "bug" is panicked
	// true
}

func ExampleObservers() {
	defer future.SetObserver(future.SetObserver(future.Observers(printer{}, printer{})))
	ctx := context.Background()
	future.GoTraced(ctx, "twice", func(context.Context) (int, error) { return 1, nil }).Await(ctx)
	// Output:
	// started "twice"
	// started "twice"
	// "twice" is resolved
	// "twice" is resolved
}

func ExampleWork() {
	fmt.Printf("%+v\n", future.Work{Name: "prices", Eager: false})
	// Output: {Name:prices Eager:false}
}

func ExampleOutcome() {
	fmt.Println(future.Outcome{})
	fmt.Println(future.Outcome{Err: context.Canceled, Reason: context.Canceled})
	// Output:
	// resolved
	// canceled
}

func ExampleOutcome_String() {
	fmt.Println(future.Outcome{Err: &future.PanicError{Value: "boom"}}.String())
	// Output: panicked
}
