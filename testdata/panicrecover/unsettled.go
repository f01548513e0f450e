package panicrecover

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// BadDone counts down only if the job does not panic.
func BadDone(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer safe.LogPanic()
		log.Print(jobs.Parse(job))
		wg.Done() // want `wg.Done is skipped when jobs.Parse panics, and the panic is recovered: whoever waits for it waits for ever \(panicrecover/unsettled\)`
	}()
	wg.Wait()
	return nil
}

// GoodDone counts down in any case.
func GoodDone(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer safe.LogPanic()
		log.Print(jobs.Parse(job))
	}()
	wg.Wait()
	return nil
}

// BadClose closes the channel only if the job does not panic.
func BadClose(job string) error {
	done := make(chan struct{})
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
		}()
		log.Print(jobs.Parse(job))
		close(done) // want `close\(done\) is skipped when jobs.Parse panics.*\(panicrecover/unsettled\)`
	}()
	<-done
	return nil
}

// GoodClose closes it where it recovers.
func GoodClose(job string) error {
	done := make(chan struct{})
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
			close(done)
		}()
		log.Print(jobs.Parse(job))
	}()
	<-done
	return nil
}

// BadSend is run by a function that recovers, and sends its result only if there
// is one.
func BadSend(job string) error {
	result := make(chan error)
	safe.Go(func() {
		result <- jobs.Do(job) // want `the send to result is skipped when jobs.Do panics.*\(panicrecover/unsettled\)`
	})
	return <-result
}

// GoodSend sends an error for the panic.
func GoodSend(job string) error {
	result := make(chan error, 1)
	safe.GoWith(func() {
		result <- func() (err error) {
			defer safe.ToError(&err)
			return jobs.Do(job)
		}()
	}, func(any) {})
	return <-result
}

// GoodToldClose closes the channel where it is told of the panic.
func GoodToldClose(job string) error {
	done := make(chan struct{})
	safe.GoWith(func() {
		log.Print(jobs.Parse(job))
		close(done)
	}, func(any) { close(done) })
	<-done
	return nil
}

// BadToldLog is told of the panic, and does nothing about it.
func BadToldLog(job string) error {
	done := make(chan struct{})
	safe.GoWith(func() {
		log.Print(jobs.Parse(job))
		close(done) // want `close\(done\) is skipped when jobs.Parse panics.*\(panicrecover/unsettled\)`
	}, func(r any) { log.Print(r) })
	<-done
	return nil
}

// GoodSendElsewhere recovers by itself, and sends where it does.
func GoodSendElsewhere(job string) error {
	result := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				result <- fmt.Errorf("panic: %v", r)
			}
		}()
		result <- jobs.Do(job)
	}()
	return <-result
}

// A feed has items that a method fetches, and another waits for.
type feed struct {
	items chan string
	jobs  []string
}

func (f *feed) fetch() {
	defer safe.LogPanic()
	for _, job := range f.jobs {
		f.items <- jobs.Parse(job)
	}
	close(f.items) // want `close\(items\) is skipped when jobs.Parse panics.*\(panicrecover/unsettled\)`
}

func (f *feed) all() (list []string) {
	for item := range f.items {
		list = append(list, item)
	}
	return list
}

// BadFeed has a method that closes the channel of its type at the end.
func BadFeed(job string) error {
	f := &feed{items: make(chan string), jobs: []string{jobs.Fine, job}}
	go f.fetch()
	log.Print(f.all())
	return nil
}

// GoodImpatient has somebody who waits no longer than he has to.
func GoodImpatient(job string) error {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer cancel()
		defer safe.LogPanic()
		log.Print(jobs.Parse(job))
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// GoodOtherCloser has another goroutine that closes the channel.
func GoodOtherCloser(job string) error {
	var wg sync.WaitGroup
	results := make(chan string)
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer safe.LogPanic()
		results <- jobs.Parse(job)
	}()
	go func() {
		wg.Wait()
		close(results)
	}()
	for r := range results {
		log.Print(r)
	}
	return nil
}

// GoodRethrown panics again: nobody is left to wait.
func GoodRethrown(job string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer safe.HandleCrash()
		log.Print(jobs.Parse(job))
		wg.Done()
	}()
	wg.Wait()
	return nil
}

// A register calls its hook under a lock.
type register struct {
	mu   sync.Mutex
	hook func(job string) error
}

func (r *register) badCall(job string) (err error) {
	defer safe.ToError(&err)
	r.mu.Lock()
	err = r.hook(job)
	r.mu.Unlock() // want `r.mu.Unlock is skipped when r.hook panics, and the panic is recovered: the next to lock it waits for ever \(panicrecover/unsettled\)`
	return err
}

func (r *register) call(job string) (err error) {
	defer safe.ToError(&err)
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hook(job)
}

func (r *register) unlocked() error {
	if !r.mu.TryLock() {
		return errors.New("the lock is held by nobody")
	}
	return nil
}

// BadLock leaves the lock behind.
func BadLock(job string) error {
	r := &register{hook: jobs.Do}
	_ = r.badCall(job)
	return r.unlocked()
}

// GoodLock gives it back.
func GoodLock(job string) error {
	r := &register{hook: jobs.Do}
	_ = r.call(job)
	return r.unlocked()
}

// A visitor is let in or turned away; nobody waits for either.
type visitor interface {
	Accept() error
	Reject(why string) error
}

type guest struct{}

func (guest) Accept() error       { return nil }
func (guest) Reject(string) error { return nil }

// GoodTurnedAway turns a visitor away if the job does not panic: that settles
// nothing.
func GoodTurnedAway(job string) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer safe.LogPanic()
		for _, v := range []visitor{guest{}, guest{}} {
			if jobs.Parse(job) == "" {
				_ = v.Reject("nothing to do")
				continue
			}
			_ = v.Accept()
		}
	}()
	<-done
	return nil
}
