package orphan

import (
	"context"

	"github.com/futurelint/futurelint/testdata/work"
)

// The exhibits in this file have a goroutine that ends by a cancel function which
// is called elsewhere than where it is made. There is nothing to report.

// background does work until its context ends, and tells then.
func background(ctx context.Context, over chan<- struct{}) {
	for work.Fetch(ctx, work.Slow) == nil {
	}
	close(over)
}

// A Worker keeps its cancel function in a field.
type Worker struct {
	cancel context.CancelFunc
	over   chan struct{}
}

// Start starts what Stop ends.
func (w *Worker) Start() {
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel = cancel
	w.over = make(chan struct{})
	go background(ctx, w.over)
}

// Stop ends the work and waits for its end.
func (w *Worker) Stop() {
	w.cancel()
	<-w.over
}

// GoodCancelField ends its worker by a field.
func GoodCancelField(ctx context.Context) error {
	var w Worker
	w.Start()
	defer w.Stop()
	return work.Fetch(ctx, work.Quick)
}

// GoodCancelClosure calls it in a function literal.
func GoodCancelClosure(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	go background(ctx, over)
	stop := func() {
		cancel()
		<-over
	}
	err := work.Fetch(ctx, work.Quick)
	stop()
	return err
}

// A Handle is how a caller ends what it has started.
type Handle struct {
	Cancel context.CancelFunc
	Over   <-chan struct{}
}

func launch() Handle {
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	go background(ctx, over)
	return Handle{Cancel: cancel, Over: over}
}

// GoodCancelHandle is given it in a struct.
func GoodCancelHandle(ctx context.Context) error {
	h := launch()
	err := work.Fetch(ctx, work.Quick)
	h.Cancel()
	<-h.Over
	return err
}

var (
	cancelAll context.CancelFunc
	allOver   chan struct{}
)

// GoodCancelVariable keeps it in a variable of the package.
func GoodCancelVariable(ctx context.Context) error {
	ctx, cancelAll = context.WithCancel(ctx)
	allOver = make(chan struct{})
	go background(ctx, allOver)
	err := work.Fetch(ctx, work.Quick)
	endAll()
	return err
}

func endAll() {
	cancelAll()
	<-allOver
}

// GoodCancelParameter hands it to a function that calls it.
func GoodCancelParameter(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	go background(ctx, over)
	return finishWith(ctx, cancel, over)
}

func finishWith(ctx context.Context, cancel context.CancelFunc, over <-chan struct{}) error {
	defer func() {
		cancel()
		<-over
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodCancelDeferred has it in a list of what is done at the end.
func GoodCancelDeferred(ctx context.Context) error {
	var cleanup []func()
	defer func() {
		for _, f := range cleanup {
			f()
		}
	}()
	ctx, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	cleanup = append(cleanup, cancel, func() { <-over })
	go background(ctx, over)
	return work.Fetch(ctx, work.Quick)
}
