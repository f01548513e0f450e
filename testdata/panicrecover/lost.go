package panicrecover

import (
	"bufio"
	"errors"
	"fmt"
	"log"
	"strings"
	"sync"

	pkgerrors "github.com/pkg/errors"
	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// BadResult logs the panic and returns what there is: nil.
func BadResult(job string) error {
	defer func() { // want `a panic in jobs.Do is recovered and becomes success: the function returns a nil error \(panicrecover/lost\)`
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	return jobs.Do(job)
}

// GoodResult makes an error of it.
func GoodResult(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return jobs.Do(job)
}

// BadNamedResult has a result to set, and does not.
func BadNamedResult(job string) (err error) {
	defer safe.LogPanic() // want `a panic in jobs.Do is recovered and becomes success.*\(panicrecover/lost\)`
	if err = jobs.Do(jobs.Fine); err != nil {
		return err
	}
	return jobs.Do(job)
}

// GoodPessimist sets it before anything can go wrong.
func GoodPessimist(job string) (err error) {
	defer safe.LogPanic()
	err = errors.New("not done")
	log.Print(jobs.Parse(job))
	return nil
}

// GoodBestEffort tells somebody beside, which never fails, whatever comes of it:
// that it returns nil says nothing.
func GoodBestEffort(job string) (err error) {
	defer safe.ToError(&err)
	if err := tell(job); err != nil {
		return err
	}
	return jobs.Do(job)
}

func tell(job string) error {
	defer safe.LogPanic()
	if err := jobs.Do(job); err != nil {
		log.Print(err)
		return nil
	}
	return note(job)
}

func note(string) error { return nil }

// GoodAnswered answers whoever asked, and returns nil because there is nothing
// more to say.
func GoodAnswered(job string) error {
	var answer strings.Builder
	c := client{bufio.NewWriter(&answer)}
	if err := c.serve(job); err != nil {
		return err
	}
	return errors.New(answer.String())
}

type client struct{ out *bufio.Writer }

func (c *client) serve(job string) error {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
			c.tell(fmt.Sprintf("panic: %v", r))
		}
	}()
	return jobs.Do(job)
}

func (c *client) tell(text string) {
	_, _ = c.out.WriteString(text)
	_ = c.out.Flush()
}

// BadTask is a task of a group that does not hear of the panic.
func BadTask(job string) error {
	var g errgroup.Group
	g.Go(func() error {
		defer safe.LogPanic() // want `a panic in jobs.Do is recovered and becomes success.*\(panicrecover/lost\)`
		return jobs.Do(job)
	})
	return g.Wait()
}

// GoodTask tells the group.
func GoodTask(job string) error {
	var g errgroup.Group
	g.Go(func() (err error) {
		defer safe.ToError(&err)
		return jobs.Do(job)
	})
	return g.Wait()
}

// BadClosed closes the channel: what is received then is nil.
func BadClosed(job string) error {
	failed := make(chan error, 1)
	go func() {
		defer close(failed)
		defer safe.LogPanic() // want `a panic in jobs.Do is recovered and becomes success: whoever waits finds no error in failed \(panicrecover/lost\)`
		failed <- jobs.Do(job)
	}()
	return <-failed
}

// GoodClosed asks whether it was closed.
func GoodClosed(job string) error {
	failed := make(chan error, 1)
	go func() {
		defer close(failed)
		defer safe.LogPanic()
		failed <- jobs.Do(job)
	}()
	err, ok := <-failed
	if !ok {
		return errors.New("no result")
	}
	return err
}

// BadSlots writes the errors of tasks to a slice, unless they panic.
func BadSlots(job string) error {
	list := []string{jobs.Fine, job}
	errs := make([]error, len(list))
	var wg sync.WaitGroup
	for i, job := range list {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer safe.LogPanic() // want `a panic in jobs.Do is recovered and becomes success: whoever waits finds no error in errs \(panicrecover/lost\)`
			errs[i] = jobs.Do(job)
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// GoodSlots writes an error for a panic.
func GoodSlots(job string) error {
	list := []string{jobs.Fine, job}
	errs := make([]error, len(list))
	var wg sync.WaitGroup
	for i, job := range list {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer safe.ToError(&errs[i])
			errs[i] = jobs.Do(job)
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// GoodKept keeps the panic where it is asked for.
func GoodKept(job string) error {
	var failed error
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() {
			if r := recover(); r != nil {
				failed = fmt.Errorf("panic: %v", r)
			}
		}()
		failed = jobs.Do(job)
	}()
	wg.Wait()
	return failed
}

// BadCause makes nothing of nothing: Wrap of nil is nil.
func BadCause(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = pkgerrors.Wrap(err, "panic") // want `pkgerrors.Wrap is given the error of the function, which is nil when it panics.*\(panicrecover/lost\)`
		}
	}()
	return jobs.Do(job)
}

// GoodTried returns nothing but what it was asked for.
func GoodTried(job string) error {
	if !tried(job) {
		return errors.New("not done")
	}
	return nil
}

func tried(job string) (ok bool) {
	defer safe.LogPanic()
	log.Print(jobs.Parse(job))
	return true
}

// BadWraps wraps the error, which is nil, instead of what it has recovered.
func BadWraps(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
			err = fmt.Errorf("panic in job: %w", err) // want `fmt.Errorf is given the error of the function, which is nil when it panics, instead of the recovered value: what panicked is lost \(panicrecover/lost\)`
		}
	}()
	return jobs.Do(job)
}

// GoodWraps wraps both.
func GoodWraps(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic in job: %v (after %v)", r, err)
		}
	}()
	return jobs.Do(job)
}

// BadHidden has a recover that lets the process live if it is told to, and a close
// that hides the panic then.
func BadHidden(job string) error {
	safe.ReallyCrash = false
	var wg sync.WaitGroup
	defer func() {
		wg.Wait()
		safe.ReallyCrash = true
	}()
	failed := make(chan error, 1)
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer safe.HandleCrash() // want `a panic in jobs.Do that safe.HandleCrash lets live becomes success.*\(panicrecover/lost\)`
		defer close(failed)
		failed <- jobs.Do(job)
	}()
	return <-failed
}

// GoodShown asks whether there was a result.
func GoodShown(job string) error {
	safe.ReallyCrash = false
	var wg sync.WaitGroup
	defer func() {
		wg.Wait()
		safe.ReallyCrash = true
	}()
	failed := make(chan error, 1)
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer safe.HandleCrash()
		defer close(failed)
		failed <- jobs.Do(job)
	}()
	if err, ok := <-failed; ok {
		return err
	}
	return errors.New("no result")
}
