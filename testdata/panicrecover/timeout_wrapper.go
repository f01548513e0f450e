package panicrecover

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"time"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// within runs fn for at most a second.
func within(fn func() error) error {
	done := make(chan error, 1)
	go func() { // want `fn runs in a goroutine of its own, so that the wait for it can be given up: .*\(panicrecover/timeout-wrapper\)`
		done <- fn()
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("too slow")
	}
}

// BadTimeout recovers, but what it calls runs elsewhere.
func BadTimeout(job string) (err error) {
	defer safe.ToError(&err)
	return within(func() error { return jobs.Do(job) })
}

// patiently runs fn for at most a minute. Nobody who calls it recovers.
func patiently(fn func() error) error {
	done := make(chan error, 1)
	go func() { // want `fn, which the caller gave, runs in a goroutine of its own without a recover.*\(panicrecover/caller-func\)`
		done <- fn()
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Minute):
		return errors.New("too slow")
	}
}

// BadPatient ends the process as it would without the goroutine, which is for
// review.
func BadPatient(job string) error {
	return patiently(func() error { return jobs.Do(job) })
}

// safely runs fn for at most a second, and panics as fn does.
func safely(fn func() error) error {
	done := make(chan error, 1)
	panicked := make(chan any, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				panicked <- r
			}
		}()
		done <- fn()
	}()
	select {
	case r := <-panicked:
		panic(r)
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("too slow")
	}
}

// GoodTimeout recovers what is raised again.
func GoodTimeout(job string) (err error) {
	defer safe.ToError(&err)
	return safely(func() error { return jobs.Do(job) })
}

// limited serves requests for as long as their context lives.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		done := make(chan struct{})
		go func() { // want `next.ServeHTTP runs in a goroutine of its own.*\(panicrecover/timeout-wrapper\)`
			next.ServeHTTP(rec, r)
			close(done)
		}()
		select {
		case <-done:
			w.WriteHeader(rec.Code)
		case <-r.Context().Done():
			w.WriteHeader(http.StatusGatewayTimeout)
		}
	})
}

// BadMiddleware serves a request as net/http does, which recovers.
func BadMiddleware(job string) (err error) {
	defer safe.ToError(&err)
	h := limited(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { _ = jobs.Parse(job) }))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	return nil
}

// A runner hands the work of others to a goroutine.
type runner struct{ ctx context.Context }

func (r *runner) run(h jobs.Handler, job string, done chan<- error) { done <- h.Handle(job) }

func (r *runner) handle(h jobs.Handler, job string) error {
	done := make(chan error, 1)
	go r.run(h, job, done) // want `h.Handle runs in a goroutine of its own.*\(panicrecover/timeout-wrapper\)`
	select {
	case err := <-done:
		return err
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

type doer struct{}

func (doer) Handle(job string) error { return jobs.Do(job) }

// BadHandler has its handler run by a method.
func BadHandler(job string) (err error) {
	defer safe.ToError(&err)
	return (&runner{context.Background()}).handle(doer{}, job)
}

// GoodStop gives up on the stop that its caller gave.
func GoodStop(job string) error {
	stopped := make(chan struct{})
	return stopWithin(func() { close(stopped) }, stopped)
}

func stopWithin(stop func(), stopped chan struct{}) error {
	done := make(chan struct{})
	go func() {
		stop()
		<-stopped
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-time.After(time.Second):
		return errors.New("too slow")
	}
}

// GoodErrors makes an error of the panic.
func GoodErrors(job string) error {
	done := make(chan error, 1)
	run := func(fn func() error) {
		defer func() {
			if r := recover(); r != nil {
				done <- fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		done <- fn()
	}
	go run(func() error { return jobs.Do(job) })
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("too slow")
	}
}
