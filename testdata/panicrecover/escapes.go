package panicrecover

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"sync"

	"github.com/alitto/pond/v2"
	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// BadGroup recovers in the function that starts the tasks, and in none of them.
func BadGroup(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	var g errgroup.Group
	g.Go(func() error { // want `goroutine started with g.Go in a function that recovers: a panic in jobs.Do is not recovered there, it ends the process \(panicrecover/escapes\)`
		return jobs.Do(job)
	})
	return g.Wait()
}

// GoodGroup recovers in the task.
func GoodGroup(job string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	var g errgroup.Group
	g.Go(func() (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return jobs.Do(job)
	})
	return g.Wait()
}

// GoodTeam starts its task in a group of the house that recovers, by a guard that
// it has in a field.
func GoodTeam(job string) (err error) {
	defer safe.ToError(&err)
	team := safe.NewTeam()
	team.Go(func() error { return jobs.Do(job) }, job)
	return team.Wait()
}

// BadTeam uses a method that the group of the house has from errgroup, and that
// knows nothing of the guard.
func BadTeam(job string) (err error) {
	defer safe.ToError(&err)
	team := safe.NewTeam()
	team.TryGo(func() error { return jobs.Do(job) }) // want `goroutine started with team.TryGo in a function that recovers: a panic in jobs.Do .*\(panicrecover/escapes\)`
	return team.Wait()
}

// GoodInside recovers in the task, around what the job does, and not around what it
// does itself with the result.
func GoodInside(job string) (err error) {
	defer safe.ToError(&err)
	results := make(chan []string, 1)
	go func() {
		var parts []string
		func() {
			defer safe.LogPanic()
			parts = []string{jobs.Parse(job)}
		}()
		if len(parts) > 0 {
			log.Print(parts[0])
		}
		results <- parts
	}()
	if len(<-results) == 0 {
		return errors.New("not parsed")
	}
	return nil
}

// BadNamedGuard defers a function of another package that recovers.
func BadNamedGuard(job string) (err error) {
	defer safe.ToError(&err)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `goroutine started with go in a function that recovers: a panic in jobs.Parse .*\(panicrecover/escapes\)`
		defer wg.Done()
		log.Print(jobs.Parse(job))
	}()
	wg.Wait()
	return nil
}

// GoodNamedGuard defers it in the goroutine as well.
func GoodNamedGuard(job string) (err error) {
	defer safe.ToError(&err)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer safe.ToError(&err)
		log.Print(jobs.Parse(job))
	}()
	wg.Wait()
	return err
}

// A clerk has a method that recovers, and one that does the work.
type clerk struct {
	wg  sync.WaitGroup
	job string
}

func (c *clerk) rescue() {
	if r := recover(); r != nil {
		log.Print(r)
	}
}

func (c *clerk) work() {
	defer c.wg.Done()
	log.Print(jobs.Parse(c.job))
}

// BadMethods defers a method and starts a method.
func BadMethods(job string) error {
	c := &clerk{job: job}
	c.wg.Add(1)
	func() {
		defer c.rescue()
		go c.work() // want `goroutine started with go in a function that recovers: a panic in jobs.Parse .*\(panicrecover/escapes\)`
	}()
	c.wg.Wait()
	return nil
}

// BadHelper starts the goroutine in a function that only it calls.
func BadHelper(job string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	defer safe.LogPanic()
	start(&wg, job)
	return errors.New("too late")
}

func start(wg *sync.WaitGroup, job string) {
	wg.Go(func() { log.Print(jobs.Parse(job)) }) // want `goroutine started with wg.Go in a function that recovers.*\(panicrecover/escapes\)`
}

// BadRethrown has a goroutine that recovers and panics again.
func BadRethrown(job string) (err error) {
	defer safe.ToError(&err)
	var g errgroup.Group
	g.Go(func() error { // want `goroutine started with g.Go in a function that recovers.*\(panicrecover/escapes\)`
		defer safe.HandleCrash()
		return jobs.Do(job)
	})
	return g.Wait()
}

// GoodLeft waits for, and closes, what the tasks that recover themselves do: the
// goroutine for that cannot panic.
func GoodLeft(job string) (err error) {
	defer safe.ToError(&err)
	var wg sync.WaitGroup
	failed := make(chan error, 1)
	wg.Add(1)
	go func() {
		defer wg.Done()
		var err error
		defer func() { failed <- err }()
		defer safe.ToError(&err)
		err = jobs.Do(job)
	}()
	go func() {
		wg.Wait()
		close(failed)
	}()
	return <-failed
}

// GoodReraised has tasks whose panics conc raises again in Wait, where the
// recover sees them.
func GoodReraised(job string) (err error) {
	defer safe.ToError(&err)
	var wg conc.WaitGroup
	wg.Go(func() { log.Print(jobs.Parse(job)) })
	wg.Wait()
	return nil
}

// GoodPool has tasks whose panics pond makes errors.
func GoodPool(job string) (err error) {
	defer safe.ToError(&err)
	pool := pond.NewPool(1)
	defer pool.StopAndWait()
	return pool.SubmitErr(func() error { return jobs.Do(job) }).Wait()
}

// BadPool has a pool that was told not to.
func BadPool(job string) (err error) {
	defer safe.ToError(&err)
	pool := pond.NewPool(1, pond.WithoutPanicRecovery())
	defer pool.StopAndWait()
	return pool.SubmitErr(func() error { return jobs.Do(job) }).Wait() // want `goroutine started with pool.SubmitErr in a function that recovers.*\(panicrecover/escapes\)`
}

// BadUncovered starts goroutines in a task whose panics conc raises again in Wait,
// where nobody recovers. There is no recover to leave: all that can be said is that
// the module has something better.
func BadUncovered(job string) error {
	p := pool.New().WithErrors()
	p.Go(func() error {
		var g errgroup.Group
		g.Go(func() error { return jobs.Do(job) }) // want `g.Go although the module has safe.Go.*\(panicrecover/bypass\)`
		return g.Wait()
	})
	return p.Wait()
}

// BadPoolOfGroups starts them where whoever waits for conc recovers.
func BadPoolOfGroups(job string) (err error) {
	defer safe.ToError(&err)
	p := pool.New().WithErrors()
	p.Go(func() error {
		var g errgroup.Group
		g.Go(func() error { return jobs.Do(job) }) // want `a panic in jobs.Do is not recovered there.*\(panicrecover/escapes\)`
		return g.Wait()
	})
	return p.Wait()
}

// GoodRegistered has a helper register a handler: that starts nothing, and the
// server that runs handlers recovers.
func GoodRegistered(job string) (err error) {
	defer safe.ToError(&err)
	mux := http.NewServeMux()
	health(job).register(mux)
	mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/health", nil))
	return nil
}

type health string

func (h health) register(mux *http.ServeMux) { safe.OnHealth(mux, h.check) }

func (h health) check(*http.Request) error { return jobs.Do(string(h)) }

// sleeper says what it is called.
type sleeper interface{ Name() string }

type worker string

func (w worker) Name() string { return string(w) }

// GoodNamed starts a goroutine that asks for a name and nothing else.
func GoodNamed(job string) (err error) {
	defer safe.ToError(&err)
	names := make(chan string, 1)
	go func(s sleeper) { names <- s.Name() }(worker(job))
	return jobs.Do(<-names)
}
