package panicrecover

import (
	"log"
	"sync"
	"time"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// BadWorker ends with the first job that panics, and nobody takes the next.
func BadWorker(job string) error {
	queue := make(chan string)
	go func() {
		defer safe.LogPanic()
		for job := range queue { // want `a panic in jobs.Parse is recovered outside of the loop and ends the worker for good: nobody receives here any more \(panicrecover/retired\)`
			log.Print(jobs.Parse(job))
		}
	}()
	for range 2 {
		queue <- job
	}
	close(queue)
	return nil
}

// GoodWorker recovers once for each job.
func GoodWorker(job string) error {
	queue := make(chan string)
	go func() {
		for job := range queue {
			func() {
				defer safe.LogPanic()
				log.Print(jobs.Parse(job))
			}()
		}
	}()
	for range 2 {
		queue <- job
	}
	close(queue)
	return nil
}

// An inbox is emptied by a method that safe.Go runs.
type inbox struct {
	mail chan string
	stop chan struct{}
}

func (b *inbox) empty() {
	for {
		select { // want `a panic in jobs.Parse is recovered outside of the loop.*\(panicrecover/retired\)`
		case job := <-b.mail:
			log.Print(jobs.Parse(job))
		case <-b.stop:
			return
		}
	}
}

// BadInbox is run by a function that recovers.
func BadInbox(job string) error {
	b := &inbox{make(chan string), make(chan struct{})}
	defer close(b.stop)
	safe.Go(b.empty)
	for range 2 {
		b.mail <- job
	}
	return nil
}

// A keeper starts its worker again.
type keeper struct{ mail chan string }

func (k *keeper) empty() {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
			go k.empty()
		}
	}()
	for job := range k.mail {
		log.Print(jobs.Parse(job))
	}
}

// GoodKeeper has a worker that the recover starts again.
func GoodKeeper(job string) error {
	k := &keeper{make(chan string)}
	go k.empty()
	for range 2 {
		k.mail <- job
	}
	close(k.mail)
	return nil
}

// GoodOnce receives once: there is nothing to go on with.
func GoodOnce(job string) error {
	one := make(chan string, 1)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer safe.LogPanic()
		log.Print(jobs.Parse(<-one))
	}()
	one <- job
	wg.Wait()
	time.Sleep(time.Second)
	return nil
}
