package panicrecover

import (
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// Each has fn do all jobs.
func Each(list []string, fn func(string) error) error {
	var g errgroup.Group
	for _, job := range list {
		g.Go(func() error { return fn(job) }) // want `fn, which the caller gave, runs in a goroutine of its own without a recover.*\(panicrecover/caller-func\)`
	}
	return g.Wait()
}

// BadEach calls what waits, and so looks as if it did the work itself.
func BadEach(job string) (err error) {
	defer safe.ToError(&err)
	return Each([]string{job}, jobs.Do)
}

func eachSafely(list []string, fn func(string) error) error {
	errs := make([]error, len(list))
	var wg sync.WaitGroup
	for i, job := range list {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					errs[i] = fmt.Errorf("panic: %v", r)
				}
			}()
			errs[i] = fn(job)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// GoodEach is told of panics.
func GoodEach(job string) error { return eachSafely([]string{job}, jobs.Do) }

// spawn starts fn, which is what it is for: its callers know.
func spawn(wg *sync.WaitGroup, fn func()) { wg.Go(fn) }

// GoodSpawn recovers in what it has started.
func GoodSpawn(job string) (err error) {
	var wg sync.WaitGroup
	spawn(&wg, func() {
		defer safe.ToError(&err)
		err = jobs.Do(job)
	})
	wg.Wait()
	return err
}
