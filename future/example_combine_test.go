package future_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/futurelint/futurelint/future"
)

func ExampleMap() {
	ctx := context.Background()
	f := future.Go(ctx, func(context.Context) (string, error) { return "42", nil })
	length := future.Map(ctx, f, func(s string) int { return len(s) })

	fmt.Println(length.Await(ctx))
	// Output: 2 <nil>
}

// The second call needs what the first has returned.
func ExampleFlatMap() {
	ctx := context.Background()
	user := func(id int) *future.Future[string] {
		return future.Go(ctx, func(context.Context) (string, error) { return "user " + strconv.Itoa(id), nil })
	}
	id := future.Go(ctx, func(context.Context) (int, error) { return 7, nil })

	fmt.Println(future.FlatMap(ctx, id, user).Await(ctx))
	// Output: user 7 <nil>
}

func ExampleRecover() {
	ctx := context.Background()
	f := future.Go(ctx, func(context.Context) (string, error) { return "", fs.ErrNotExist })
	content := future.Recover(ctx, f, func(err error) (string, error) {
		if errors.Is(err, fs.ErrNotExist) {
			return "default", nil
		}
		return "", err
	})

	fmt.Println(content.Await(ctx))
	// Output: default <nil>
}

func ExampleTimeout() {
	ctx := context.Background()
	reply := future.NewFuture[string]() // of somebody who never answers

	_, err := future.Timeout(reply, time.Millisecond).Await(ctx)
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	fmt.Println(err)
	// Output:
	// true
	// future: not settled within 1ms: context deadline exceeded
}

func ExampleAll() {
	ctx := context.Background()
	var fs []*future.Future[int]
	for i := range 4 {
		fs = append(fs, future.Go(ctx, func(context.Context) (int, error) { return i * i, nil }))
	}

	fmt.Println(future.All(ctx, fs))
	// Output: [0 1 4 9] <nil>
}

func ExampleAllSettled() {
	ctx := context.Background()
	var fs []*future.Future[int]
	for _, s := range []string{"1", "two", "3"} {
		fs = append(fs, future.Go(ctx, func(context.Context) (int, error) { return strconv.Atoi(s) }))
	}

	results, err := future.AllSettled(ctx, fs)
	if err != nil {
		fmt.Println(err) // ctx was done before all had been settled
	}
	for _, r := range results {
		fmt.Println(r.Unwrap())
	}
	// Output:
	// 1 <nil>
	// 0 strconv.Atoi: parsing "two": invalid syntax
	// 3 <nil>
}

func ExampleAny() {
	ctx := context.Background()
	slow, fast := future.NewFuture[string](), future.NewFuture[string]()
	go fast.Resolve("fast")

	fmt.Println(future.Any(ctx, []*future.Future[string]{slow, fast}))
	// Output: fast <nil>
}

// mirror returns work that answers or fails, and ends early with its context.
func mirror(name string, after time.Duration, err error) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		select {
		case <-time.After(after):
			return name, err
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// A mirror that fails is no reason to give up, and none is waited for that is
// slower than another.
func ExampleFirst() {
	fmt.Println(future.First(context.Background(), []func(context.Context) (string, error){
		mirror("broken", 0, errors.New("no route")),
		mirror("near", time.Millisecond, nil),
		mirror("far", time.Hour, nil),
	}))
	// Output: near <nil>
}

func ExampleRace() {
	_, err := future.Race(context.Background(), []func(context.Context) (string, error){
		mirror("broken", 0, errors.New("no route")),
		mirror("far", time.Hour, nil),
	})
	fmt.Println(err)
	// Output: no route
}

// The first copy hangs. The second is started after a millisecond.
func ExampleHedge() {
	attempts := make(chan string, 2)
	attempts <- "hangs"
	attempts <- "answers"
	fmt.Println(future.Hedge(context.Background(), time.Millisecond, 2, func(ctx context.Context) (string, error) {
		if how := <-attempts; how != "hangs" {
			return how, nil
		}
		<-ctx.Done()
		return "", ctx.Err()
	}))
	// Output: answers <nil>
}

func ExampleErrLost() {
	why := make(chan error, 1)
	future.Race(context.Background(), []func(context.Context) (string, error){
		mirror("winner", time.Millisecond, nil),
		func(ctx context.Context) (string, error) {
			<-ctx.Done()
			why <- context.Cause(ctx)
			return "", ctx.Err()
		},
	})
	fmt.Println(errors.Is(<-why, future.ErrLost))
	// Output: true
}

func ExampleForEach() {
	files := []string{"a.txt", "b.txt", "", "c.txt"}
	err := future.ForEach(context.Background(), 2, files, func(_ context.Context, name string) error {
		if name == "" {
			return errors.New("no name")
		}
		return nil
	})
	fmt.Println(err)
	// Output: no name
}

func ExampleCollect() {
	words := []string{"fan", "out", "and", "in"}
	fmt.Println(future.Collect(context.Background(), 2, words, func(_ context.Context, s string) (string, error) {
		return strings.ToUpper(s), nil
	}))
	// Output: [FAN OUT AND IN] <nil>
}
