package panicrecover

import (
	"log"
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
	"github.com/futurelint/futurelint/testdata/panicrecover/safe"
)

// An auditor serves requests, and notes them in goroutines of their own.
type auditor struct{ wg sync.WaitGroup }

func (a *auditor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.note(r.URL.Query().Get("job"))
}

func (a *auditor) note(job string) {
	a.wg.Add(1)
	go func() { // want `goroutine started with go while a request is served: the HTTP server does not recover a panic in jobs.Parse.*\(panicrecover/handler\)`
		defer a.wg.Done()
		log.Print(jobs.Parse(job))
	}()
}

// A careful auditor recovers.
type careful struct{ wg sync.WaitGroup }

func (c *careful) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	job := r.URL.Query().Get("job")
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		defer safe.LogPanic()
		log.Print(jobs.Parse(job))
	}()
}

func request(h http.Handler, job string) {
	defer func() {
		if r := recover(); r != nil {
			log.Printf("http: panic serving: %v", r)
		}
	}()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/?job="+job, nil))
}

// BadHandlerGoroutine serves a request that panics elsewhere.
func BadHandlerGoroutine(job string) error {
	a := &auditor{}
	request(a, job)
	a.wg.Wait()
	return nil
}

// GoodHandlerGoroutine recovers there.
func GoodHandlerGoroutine(job string) error {
	c := &careful{}
	request(c, job)
	c.wg.Wait()
	return nil
}
