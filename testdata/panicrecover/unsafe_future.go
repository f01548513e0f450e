package panicrecover

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// A result is what a future holds.
type result[T any] struct {
	value T
	err   error
}

// A future is the hand-written one: a channel, and what comes out of it.
type future[T any] struct {
	once sync.Once
	done chan struct{}
	res  result[T]
}

func newFuture[T any]() *future[T] { return &future[T]{done: make(chan struct{})} }

func (f *future[T]) settle(v T, err error) {
	f.once.Do(func() {
		f.res = result[T]{v, err}
		close(f.done)
	})
}

func (f *future[T]) await(ctx context.Context) (T, error) {
	select {
	case <-f.done:
		return f.res.value, f.res.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

func start1[T any](fn func() (T, error)) *future[T] {
	f := newFuture[T]()
	go func() { f.settle(fn()) }() // want `the goroutine that settles what is returned runs fn without a recover: a panic does not fail the future, it ends the process \(panicrecover/unsafe-future\)`
	return f
}

// BadFuture awaits a future under a recover.
func BadFuture(job string) (err error) {
	defer safe.ToError(&err)
	_, err = start1(func() (string, error) { return jobs.Parse(job), nil }).await(context.Background())
	return err
}

func start2[T any](fn func() (T, error)) *future[T] {
	f := newFuture[T]()
	go func() {
		defer func() {
			if r := recover(); r != nil {
				var zero T
				f.settle(zero, fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
			}
		}()
		f.settle(fn())
	}()
	return f
}

// GoodFuture awaits one that a panic fails.
func GoodFuture(job string) error {
	_, err := start2(func() (string, error) { return jobs.Parse(job), nil }).await(context.Background())
	return err
}

// mapFuture returns the future of what fn makes of the value of f.
func mapFuture[T, U any](f *future[T], fn func(T) U) *future[U] {
	out := newFuture[U]()
	go func() { // want `the goroutine that settles what is returned runs fn without a recover.*\(panicrecover/unsafe-future\)`
		v, err := f.await(context.Background())
		if err != nil {
			var zero U
			out.settle(zero, err)
			return
		}
		out.settle(fn(v), nil)
	}()
	return out
}

// BadMap has a continuation that panics.
func BadMap(job string) error {
	f := start2(func() (string, error) { return job, nil })
	_, err := mapFuture(f, jobs.Parse).await(context.Background())
	return err
}

// FlatMap returns the future that fn makes of the value of f.
func FlatMap[T, U any](f *future[T], fn func(T) *future[U]) *future[U] {
	out := newFuture[U]()
	go func() { // want `the goroutine that settles what is returned runs fn without a recover.*\(panicrecover/unsafe-future\)`
		v, err := f.await(context.Background())
		if err != nil {
			var zero U
			out.settle(zero, err)
			return
		}
		out.settle(fn(v).await(context.Background()))
	}()
	return out
}

// BadFlatMap has a continuation that panics before it makes a future.
func BadFlatMap(job string) error {
	f := start2(func() (string, error) { return job, nil })
	next := func(job string) *future[string] {
		value := jobs.Parse(job)
		return start2(func() (string, error) { return value, nil })
	}
	_, err := FlatMap(f, next).await(context.Background())
	return err
}

// Race returns the future of whichever function is the first to be done.
func Race[T any](fns ...func() (T, error)) *future[T] {
	out := newFuture[T]()
	for _, fn := range fns {
		go func() { // want `the goroutine that settles what is returned runs fn without a recover.*\(panicrecover/unsafe-future\)`
			out.settle(fn())
		}()
	}
	return out
}

// BadRace has a racer that panics.
func BadRace(job string) error {
	_, err := Race(
		func() (string, error) { return jobs.Parse(job), nil },
		func() (string, error) { return "", errors.New("too late") },
	).await(context.Background())
	return err
}

// raceNow waits for whichever function is the first to be done.
func raceNow[T any](ctx context.Context, fns ...func() (T, error)) (T, error) {
	first := make(chan result[T], len(fns))
	for _, fn := range fns {
		go func() { // want `fn runs in a goroutine of its own.*\(panicrecover/timeout-wrapper\)`
			v, err := fn()
			first <- result[T]{v, err}
		}()
	}
	select {
	case r := <-first:
		return r.value, r.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// BadRaceNow has a racer that panics, in a function that recovers.
func BadRaceNow(job string) (err error) {
	defer safe.ToError(&err)
	_, err = raceNow(context.Background(), func() (string, error) { return jobs.Parse(job), nil })
	return err
}

// ChannelOf returns a channel for the error of fn.
func ChannelOf(fn func() error) <-chan error {
	failed := make(chan error, 1)
	go func() { // want `the goroutine that settles what is returned runs fn without a recover.*\(panicrecover/unsafe-future\)`
		failed <- fn()
	}()
	return failed
}

// BadChannel waits for a channel.
func BadChannel(job string) error {
	return <-ChannelOf(func() error { return jobs.Do(job) })
}

// A batch is started by its maker and run by a method.
type batch struct {
	done chan struct{}
	errs []error
}

func (b *batch) run(fns []func() error) {
	for _, fn := range fns {
		b.errs = append(b.errs, fn())
	}
	close(b.done)
}

func NewBatch(fns ...func() error) *batch {
	b := &batch{done: make(chan struct{})}
	go b.run(fns) // want `the goroutine that settles what is returned runs fn without a recover.*\(panicrecover/unsafe-future\)`
	return b
}

// BadBatch waits for what a method settles.
func BadBatch(job string) error {
	b := NewBatch(func() error { return jobs.Do(job) })
	<-b.done
	return errors.Join(b.errs...)
}

// ticker sends for as long as more says so, and stops where it panics.
func ticker(more func() bool) <-chan int {
	ticks := make(chan int)
	go func() {
		defer close(ticks)
		defer safe.LogPanic()
		for i := 0; more(); i++ {
			ticks <- i
		}
	}()
	return ticks
}

// GoodTicker takes three ticks.
func GoodTicker(job string) error {
	n := 0
	for range ticker(func() bool { n++; return n < 3 && jobs.Parse(job) != "" }) {
	}
	return nil
}
