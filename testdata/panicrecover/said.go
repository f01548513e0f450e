package panicrecover

import (
	"context"
	"fmt"
	"log"
	"sync"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/staff"
)

// BadSaidSpawn starts the job by a method of which but a directive says that it
// starts a goroutine.
func BadSaidSpawn(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	office := staff.New()
	defer office.Close()
	office.Post(func() { log.Print(jobs.Parse(job)) }) // want `goroutine started with office.Post in a function that recovers: a panic in jobs.Parse .*\(panicrecover/escapes\)`
	return nil
}

// GoodSaidRecover starts it by one that recovers.
func GoodSaidRecover(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	office := staff.New()
	defer office.Close()
	office.Shield(func() { log.Print(jobs.Parse(job)) })
	return nil
}

// BadSaidGeneric starts it by a method of a generic type.
func BadSaidGeneric(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	office := staff.New()
	defer office.Close()
	staff.NewLine[string](office).Put(job, func(job string) { log.Print(jobs.Parse(job)) }) // want `goroutine started with .*Put in a function that recovers: a panic in jobs.Parse .*\(panicrecover/escapes\)`
	return nil
}

// hand passes a function on to an office, and is a spawner for it.
func hand(office staff.Office, f func()) {
	office.Post(f) // want `goroutine started with office.Post in a function that recovers: a panic in jobs.Parse .*\(panicrecover/escapes\)`
}

// BadSaidWrapper starts it by a function that hands it on.
func BadSaidWrapper(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	office := staff.New()
	defer office.Close()
	hand(office, func() { log.Print(jobs.Parse(job)) }) // want `goroutine started with hand in a function that recovers: a panic in jobs.Parse .*\(panicrecover/escapes\)`
	return nil
}

// GoodSaidGuarded does the job under a recover in its own goroutine.
func GoodSaidGuarded(job string) error {
	var wg sync.WaitGroup
	wg.Go(func() {
		staff.Guarded(func() { log.Print(jobs.Parse(job)) })
	})
	wg.Wait()
	return nil
}

// BadSaidSettle settles a note only if the job does not panic.
func BadSaidSettle(job string) error {
	note := staff.NewNote[string]()
	office := staff.New()
	defer office.Close()
	office.Shield(func() {
		note.Write(jobs.Parse(job)) // want `note.Write is skipped when jobs.Parse panics, and the panic is recovered: whoever waits for it waits for ever \(panicrecover/unsettled\)`
	})
	_, err := note.Read(context.Background())
	return err
}

// GoodSaidSettle settles it in any case.
func GoodSaidSettle(job string) error {
	note := staff.NewNote[string]()
	office := staff.New()
	defer office.Close()
	office.Shield(func() {
		defer note.End(nil)
		log.Print(jobs.Parse(job))
	})
	_, err := note.Read(context.Background())
	return err
}
