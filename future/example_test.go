package future_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"time"

	"github.com/futurelint/futurelint/future"
)

// A future is often settled by a callback of something else.
func ExampleFuture() {
	var reply future.Future[string]
	time.AfterFunc(time.Millisecond, func() { reply.Resolve("pong") })

	fmt.Println(reply.Await(context.Background()))
	// Output: pong <nil>
}

func ExampleNewFuture() {
	f := future.NewFuture[int]()
	go f.Resolve(42)

	fmt.Println(f.Await(context.Background()))
	// Output: 42 <nil>
}

// Work starts at once, so that two pieces of it take as long as the longer one.
func ExampleGo() {
	ctx := context.Background()
	user := future.Go(ctx, func(context.Context) (string, error) { return "ada", nil })
	cart := future.Go(ctx, func(context.Context) (int, error) { return 3, nil })

	name, err := user.Await(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	items, err := cart.Await(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(name, "has", items, "items")
	// Output: ada has 3 items
}

// To end the work, end the context that it was given.
func ExampleGo_cancel() {
	ctx, cancel := context.WithCancel(context.Background())
	f := future.Go(ctx, func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	})
	cancel()

	_, err := f.Await(context.Background())
	fmt.Println(err)
	// Output: context canceled
}

func ExampleFuture_Resolve() {
	f := future.NewFuture[string]()
	fmt.Println(f.Resolve("first"))
	fmt.Println(f.Resolve("second"))

	fmt.Println(f.Await(context.Background()))
	// Output:
	// true
	// false
	// first <nil>
}

func ExampleFuture_Reject() {
	f := future.NewFuture[string]()
	f.Reject(fs.ErrNotExist)

	_, err := f.Await(context.Background())
	fmt.Println(err)
	// Output: file does not exist
}

// Settle takes what a function returns as it is.
func ExampleFuture_Settle() {
	f := future.NewFuture[int]()
	f.Settle(fmt.Sscan("7 8", new(int), new(int)))

	fmt.Println(f.Await(context.Background()))
	// Output: 2 <nil>
}

func ExampleFuture_Ready() {
	f := future.NewFuture[int]()
	fmt.Println(f.Ready())
	f.Resolve(1)
	fmt.Println(f.Ready())
	// Output:
	// false
	// true
}

// Who gives up waiting gets an error that says why; the future is none the worse.
func ExampleFuture_Await() {
	f := future.NewFuture[string]()

	slow := errors.New("no reply yet")
	ctx, cancel := context.WithTimeoutCause(context.Background(), time.Millisecond, slow)
	defer cancel()
	_, err := f.Await(ctx)
	fmt.Println(errors.Is(err, context.DeadlineExceeded), errors.Is(err, slow))
	fmt.Println(err)

	f.Resolve("late")
	fmt.Println(f.Await(ctx)) // the value wins over the dead context
	// Output:
	// true true
	// future: gave up waiting: context deadline exceeded: no reply yet
	// late <nil>
}

func ExampleFuture_Done() {
	f := future.NewFuture[string]()
	go f.Resolve("done")

	select {
	case <-f.Done():
		r, _ := f.Result()
		fmt.Println(r.Value)
	case <-time.After(time.Minute):
		fmt.Println("no result")
	}
	// Output: done
}

func ExampleFuture_Result() {
	f := future.NewFuture[int]()
	_, ok := f.Result()
	fmt.Println(ok)

	f.Resolve(7)
	r, ok := f.Result()
	fmt.Println(r.Value, r.Err, ok)
	// Output:
	// false
	// 7 <nil> true
}

func ExampleFuture_OnDone() {
	f := future.NewFuture[int]()
	f.OnDone(func(r future.Result[int]) { fmt.Println("first:", r.Value) })
	stop := f.OnDone(func(future.Result[int]) { fmt.Println("never") })
	f.OnDone(func(r future.Result[int]) { fmt.Println("last:", r.Value) })

	fmt.Println(stop())
	f.Resolve(5)
	fmt.Println(stop())
	// Output:
	// true
	// first: 5
	// last: 5
	// false
}

func ExampleResult() {
	ctx := context.Background()
	var results []future.Result[string]
	for _, name := range []string{"a", ""} {
		v, err := future.Go(ctx, func(context.Context) (string, error) {
			if name == "" {
				return "", errors.New("no name")
			}
			return strings.ToUpper(name), nil
		}).Await(ctx)
		results = append(results, future.Result[string]{Value: v, Err: err})
	}
	fmt.Println(results)
	// Output: [{A <nil>} { no name}]
}

func ExampleResult_Ok() {
	fmt.Println(future.Result[int]{Value: 1}.Ok())
	fmt.Println(future.Result[int]{Err: fs.ErrNotExist}.Ok())
	// Output:
	// true
	// false
}

func ExampleResult_Unwrap() {
	v, err := future.Result[int]{Value: 1}.Unwrap()
	fmt.Println(v, err)
	// Output: 1 <nil>
}

func ExamplePanicError() {
	ctx := context.Background()
	_, err := future.Go(ctx, func(context.Context) (int, error) {
		var items []int
		return items[3], nil
	}).Await(ctx)

	if p, ok := errors.AsType[*future.PanicError](err); ok {
		fmt.Println(p.Value)
		fmt.Println(strings.Contains(string(p.Stack), "example_test.go"))
	}
	// Output:
	// runtime error: index out of range [3] with length 0
	// true
}

func ExamplePanicError_Error() {
	err := &future.PanicError{Value: "boom", Stack: []byte("goroutine 7 [running]: ...")}
	fmt.Println(err)
	// Output:
	// future: the work panicked: boom
	//
	// goroutine 7 [running]: ...
}

// A panic with an error is found as that error.
func ExamplePanicError_Unwrap() {
	ctx := context.Background()
	_, err := future.Go(ctx, func(context.Context) (int, error) {
		panic(fmt.Errorf("opening: %w", fs.ErrNotExist))
	}).Await(ctx)

	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output: true
}

func ExampleErrGoexit() {
	ctx := context.Background()
	_, err := future.Go(ctx, func(context.Context) (int, error) {
		runtime.Goexit() // t.FailNow does this
		return 1, nil
	}).Await(ctx)

	fmt.Println(errors.Is(err, future.ErrGoexit))
	// Output: true
}

func ExampleErrNilError() {
	f := future.NewFuture[int]()
	defer func() {
		err, _ := recover().(error)
		fmt.Println(errors.Is(err, future.ErrNilError))
		fmt.Println(err)
		fmt.Println(f.Ready())
	}()

	lookup := func() error { return nil }
	f.Reject(lookup())
	// Output:
	// true
	// future: nil error given to Reject of a *future.Future[int]: call Resolve, or Settle, for a success
	// false
}
