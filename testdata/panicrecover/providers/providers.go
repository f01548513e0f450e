// Package providers holds exhibits of panicrecover that have a house's own way to
// start goroutines at hand.
package providers

import (
	"log"
	"sync"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// BadOperation starts a goroutine in an operation that is run under a recover,
// so that it can be tried again.
func BadOperation(job string) error {
	operation := func() error {
		failed := make(chan error, 1)
		go func() { // want `goroutine started with go in a function that safe.Operation runs under a recover: a panic in jobs.Do .*\(panicrecover/escapes\)`
			if err := jobs.Do(job); err != nil {
				failed <- err
			}
			close(failed)
		}()
		return <-failed
	}
	return safe.Operation(operation)()
}

// GoodOperation recovers in the goroutine.
func GoodOperation(job string) error {
	operation := func() error {
		failed := make(chan error, 1)
		go func() {
			failed <- safe.Operation(func() error { return jobs.Do(job) })()
		}()
		return <-failed
	}
	return safe.Operation(operation)()
}

// BadSafeGo starts a goroutine in one that recovers.
func BadSafeGo(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	safe.Go(func() {
		go func() { // want `goroutine started with go in a function that safe.Go runs under a recover.*\(panicrecover/escapes\)`
			defer wg.Done()
			log.Print(jobs.Parse(job))
		}()
	})
	wg.Wait()
	return nil
}

// BadBypass starts a goroutine without the house's own.
func BadBypass(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `goroutine started with go although the module has safe.Go: a panic in jobs.Parse is not recovered.*\(panicrecover/bypass\)`
		defer wg.Done()
		log.Print(jobs.Parse(job))
	}()
	wg.Wait()
	return nil
}

// GoodHouse uses it.
func GoodHouse(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	safe.Go(func() {
		defer wg.Done()
		log.Print(jobs.Parse(job))
	})
	wg.Wait()
	return nil
}

// GoodHarmless starts what cannot panic.
func GoodHarmless(job string) error {
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Add(1)
	safe.Go(func() {
		defer wg.Done()
		log.Print(jobs.Parse(job))
	})
	go func() {
		wg.Wait()
		close(done)
	}()
	<-done
	return nil
}
