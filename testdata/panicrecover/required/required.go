// Package required holds exhibits of panicrecover/require: all its goroutines must
// recover.
package required

import (
	"log"
	"sync"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// BadBare has a goroutine that does not.
func BadBare(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `goroutine started with go without a recover, which all goroutines of this package must have \(panicrecover/require\)`
		defer wg.Done()
		log.Print(jobs.Parse(job))
	}()
	wg.Wait()
	return nil
}

// GoodGuarded has one that does.
func GoodGuarded(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
		}()
		log.Print(jobs.Parse(job))
	}()
	wg.Wait()
	return nil
}
