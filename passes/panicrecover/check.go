package panicrecover

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

// Check is panicrecover with its sub-checks.
var Check = &check.Check{
	Name: "panicrecover",
	Doc: &lint.RawDocumentation{
		Title: "A panic in a goroutine gets past a recover, or the recover leaves somebody waiting or misled",
		Text: `A panic ends the process unless the goroutine in which it happens recovers it:
a recover in the function that started the goroutine, or above that, never sees
it. Most goroutines need no recover, for a crash is the right answer to a bug.
What is reported is work that leaves a recover which somebody put there, and a
recover that strands whoever waits for the work, or tells him that all went
well.`,
		Since: "0.1.0",
	},
	Subs: []*check.Sub{
		escapes, timeoutWrapper, unsettled, ineffective, lost, unsafeFuture,
		retired, handler, callerFunc, bypass, require,
	},
}

var escapes = &check.Sub{Name: "escapes", Doc: &lint.RawDocumentation{
	Title: "goroutine started under a recover that does not cover it",
	Text: `The function defers a recover, or is run by one that does, and starts a
goroutine without. A panic in the goroutine does not pass by that recover: it
ends the process. Recover in the goroutine as well, and hand the value to
whoever waits, as an error.`,
	Before: `defer func() {
	if r := recover(); r != nil {
		err = fmt.Errorf("panic: %v", r)
	}
}()
var g errgroup.Group
g.Go(func() error { return handle(job) })
return g.Wait()`,
	After: `g.Go(func() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return handle(job)
})
return g.Wait()`,
	Since: "0.1.0",
}}

var timeoutWrapper = &check.Sub{Name: "timeout-wrapper", Doc: &lint.RawDocumentation{
	Title: "caller's function run in a goroutine to wait for it with a time limit",
	Text: `The caller's recover (that of net/http, of a gRPC interceptor, of a worker)
covered the function as long as it was called in place. In a goroutine of its
own it is covered by nothing: what was a failed request is a dead process. It is
reported where that recover is seen: the function serves a request, or is called
by one of the package that recovers. Recover in the goroutine, and panic again, or
fail, in the function that waits.`,
	Before: `done := make(chan error, 1)
go func() { done <- fn() }()
select {
case err := <-done:
	return err
case <-ctx.Done():
	return ctx.Err()
}`,
	After: `go func() {
	defer func() {
		if r := recover(); r != nil {
			done <- fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	done <- fn()
}()`,
	Since: "0.1.0",
}}

var unsettled = &check.Sub{Name: "unsettled", Doc: &lint.RawDocumentation{
	Title: "recovered panic skips what somebody waits for",
	Text: `The panic is recovered, so the process lives on, but the Done, close, send,
settling or Unlock behind it was never reached. Whoever waits for it waits for
ever. Defer it, or do it in the deferred function that recovers.`,
	Before: `go func() {
	defer logPanic()
	handle(job)
	wg.Done()
}()`,
	After: `go func() {
	defer wg.Done()
	defer logPanic()
	handle(job)
}()`,
	Since: "0.1.0",
}}

var ineffective = &check.Sub{Name: "ineffective", Doc: &lint.RawDocumentation{
	Title: "recover where it recovers nothing",
	Text: `A panic stops at a recover that the deferred function calls itself. Deferred
directly, called by a function that the deferred one calls, or outside of
deferred functions, recover returns nil and the panic goes on.`,
	Before: `defer func() { logPanic() }() // logPanic calls recover`,
	After:  `defer logPanic()`,
	Since:  "0.1.0",
}}

var lost = &check.Sub{Name: "lost", Doc: &lint.RawDocumentation{
	Title: "recovered panic becomes success",
	Text: `The recovered value is logged or dropped, and whoever waits for the error gets
nil, with a zero value: a failure that looks like success. Or an error is made
of the error variable, which is nil then, instead of the recovered value.`,
	Before: `func run(job Job) error {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	return job.Do()
}`,
	After: `func run(job Job) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return job.Do()
}`,
	Since: "0.1.0",
}}

var unsafeFuture = &check.Sub{Name: "unsafe-future", Doc: &lint.RawDocumentation{
	Title: "future that runs its caller's function without a recover",
	Text: `The function starts the caller's function in a goroutine and returns what it
will settle: a future, a promise, a channel. A panic of the caller's function
should reject the future; without a recover it ends the process, and the caller
has no place to stop it. Recover, and settle with an error.`,
	Before: `func Go[T any](fn func() (T, error)) *Future[T] {
	f := NewFuture[T]()
	go func() { f.settle(fn()) }()
	return f
}`,
	After: `go func() {
	defer func() {
		if r := recover(); r != nil {
			f.Reject(fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	f.settle(fn())
}()`,
	Since: "0.1.0",
}}
