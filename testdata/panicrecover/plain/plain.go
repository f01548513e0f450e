// Package plain holds exhibits of panicrecover in a package that has no way of its
// own to start goroutines that recover, and whose goroutines do not.
package plain

import (
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// GoodBefore has a recover for what comes after the goroutine is started.
func GoodBefore(job string) (err error) {
	var g errgroup.Group
	g.Go(func() error { return jobs.Do(job) })
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return errors.Join(jobs.Do(job), g.Wait())
}

// GoodExits has a recover that ends the process: so does the goroutine.
func GoodExits(job string) error {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
			os.Exit(1)
		}
	}()
	var g errgroup.Group
	g.Go(func() error { return jobs.Do(job) })
	return g.Wait()
}

// GoodRethrows has one that panics again.
func GoodRethrows(job string) error {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
			panic(r)
		}
	}()
	var g errgroup.Group
	g.Go(func() error { return jobs.Do(job) })
	return g.Wait()
}

// GoodOwnWork gives up on work of its own: nobody who calls it has a recover for
// that.
func GoodOwnWork(job string) error {
	done := make(chan error, 1)
	go func() { done <- jobs.Do(job) }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("too slow")
	}
}

// GoodOwn is a future of the function's own work, as its callers know.
func GoodOwn(job string) error {
	return <-own(job)
}

func own(job string) <-chan error {
	failed := make(chan error, 1)
	go func() { failed <- jobs.Do(job) }()
	return failed
}

// rethrowing returns a channel for the error of fn, and says so if fn panics.
func rethrowing(fn func() error) <-chan error {
	failed := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Printf("the job panicked: %v", r)
				panic(r)
			}
		}()
		failed <- fn()
	}()
	return failed
}

// GoodRethrowing has a future whose maker has thought of panics.
func GoodRethrowing(job string) error { return <-rethrowing(func() error { return jobs.Do(job) }) }

// A subscription tells how the producer that the caller gave has ended.
type subscription struct {
	quit chan struct{}
	err  chan error
}

func subscribe(producer func(quit <-chan struct{}) error) *subscription {
	s := &subscription{make(chan struct{}), make(chan error, 1)}
	go func() {
		defer close(s.err)
		if err := producer(s.quit); err != nil {
			s.err <- err
		}
	}()
	return s
}

// GoodSubscription has a producer that goes on until it is told: that is no
// computation whose failure would be somebody's result.
func GoodSubscription(job string) error {
	s := subscribe(func(quit <-chan struct{}) error {
		<-quit
		return jobs.Do(job)
	})
	close(s.quit)
	return <-s.err
}

// broadcast tells update of whatever comes in, again and again.
func broadcast(in <-chan string, update func(string)) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for job := range in {
			update(job)
		}
	}()
	return done
}

// GoodBroadcast is told when there is nothing more to come: that is no result.
func GoodBroadcast(job string) error {
	in := make(chan string, 1)
	in <- job
	close(in)
	<-broadcast(in, func(job string) { log.Print(jobs.Parse(job)) })
	return nil
}

// concat gives all that its sources give: a stream, of which nobody expects that it
// says how it went.
func concat(sources ...func() <-chan string) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for _, source := range sources {
			for s := range source() {
				out <- s
			}
		}
	}()
	return out
}

// GoodStream takes all of a stream.
func GoodStream(job string) error {
	source := func() <-chan string {
		ch := make(chan string, 1)
		ch <- job
		close(ch)
		return ch
	}
	for s := range concat(source, source) {
		log.Print(s)
	}
	return nil
}
