package panicrecover

import (
	"fmt"
	"log"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// BadDeferred defers recover itself.
func BadDeferred(job string) error {
	defer recover() // want `recover is deferred itself .*it recovers nothing, the panic goes on \(panicrecover/ineffective\)`
	return jobs.Do(job)
}

// GoodDeferredTwice defers it in a deferred function, which calls it when it
// returns.
func GoodDeferredTwice(job string) error {
	func() {
		defer func() {
			defer recover()
			log.Print("clean up")
		}()
		log.Print(jobs.Parse(job))
	}()
	return nil
}

// BadHelperCalled calls a function that recovers from the deferred one.
func BadHelperCalled(job string) error {
	func() {
		defer func() {
			safe.LogPanic() // want `recover in safe.LogPanic recovers nothing here.*\(panicrecover/ineffective\)`
		}()
		log.Print(jobs.Parse(job))
	}()
	return nil
}

// GoodHelper defers it.
func GoodHelper(job string) error {
	func() {
		defer safe.LogPanic()
		log.Print(jobs.Parse(job))
	}()
	return nil
}

// BadMethodCalled calls a method that recovers, behind something else.
func BadMethodCalled(job string) error {
	c := &clerk{}
	defer func() {
		log.Print("clean up")
		c.rescue() // want `recover in c.rescue recovers nothing here.*\(panicrecover/ineffective\)`
	}()
	return jobs.Do(job)
}

// GoodMethodValue defers a method value.
func GoodMethodValue(job string) error {
	c := &clerk{}
	func() {
		rescue := c.rescue
		defer rescue()
		log.Print(jobs.Parse(job))
	}()
	return nil
}

// BadLiteral calls a literal that recovers.
func BadLiteral(job string) (err error) {
	defer func() {
		func() { // want `recover in a literal recovers nothing here.*\(panicrecover/ineffective\)`
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v", r)
			}
		}()
	}()
	return jobs.Do(job)
}

// BadNotDeferred recovers where there is nothing to recover yet.
func BadNotDeferred(job string) error {
	attempt := func() error {
		if r := recover(); r != nil { // want `recover outside of a deferred function: it recovers nothing, a panic goes on \(panicrecover/ineffective\)`
			log.Print(r)
		}
		return jobs.Do(job)
	}
	return attempt()
}

// GoodCleanUp guards what the clean-up does, beside a recover for what is
// cleaned up.
func GoodCleanUp(job string) (err error) {
	defer safe.ToError(&err)
	defer func() {
		defer func() {
			if r := recover(); r != nil {
				log.Printf("clean up: %v", r)
			}
		}()
		_ = jobs.Do(job)
	}()
	return nil
}

// GoodChecked calls a function that recovers, when it has recovered.
func GoodChecked(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
			safe.LogPanic()
		}
	}()
	return jobs.Do(job)
}
