// Package spawns starts a named function, or a literal, in every way there is.
package spawns

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"
	"near"
)

func work()         {}
func fail() error   { return nil }
func serve(v any)   {}
func each[T any](T) {}

type server struct {
	run     func() error
	group   *errgroup.Group
	workers *ants.PoolWithFunc
}

func (s *server) loop()       {}
func (s *server) step() error { return nil }

func goStatements(s *server, f func()) {
	go work()      // want `go: work`
	go s.loop()    // want `go: loop`
	go func() {}() // want `go: literal`
	go each(1)     // want `go: each`
	go f()         // want `go: unknown`
	later := s.loop
	go later()           // want `go: loop`
	go (*server).loop(s) // want `go: loop`
}

func errgroups(ctx context.Context, s *server) {
	g, _ := errgroup.WithContext(ctx)
	g.Go(fail)                        // want `g.Go: fail; in WithContext`
	g.Go(func() error { return nil }) // want `g.Go: literal; in WithContext`
	g.Go(s.step)                      // want `g.Go: step; in WithContext`
	g.Go(retried(fail))               // want `g.Go: fail wrapped; in WithContext`
	g.Go(maker(ctx))                  // want `g.Go: literal made; in WithContext`
	task := fail
	if s == nil {
		task = func() error { return nil }
	}
	g.Go(task) // want `g.Go: fail, literal; in WithContext`
	var plain errgroup.Group
	plain.Go(fail) // want `plain.Go: fail; in plain`
	either := g
	if s == nil {
		either = &plain
	}
	either.Go(fail) // want `either.Go: fail; in WithContext, plain`
}

func retried(f func() error) func() error { return func() error { return f() } }

func maker(ctx context.Context) func() error {
	return func() error { return ctx.Err() }
}

func newServer(ctx context.Context) *server {
	s := &server{run: fail}
	s.group, _ = errgroup.WithContext(ctx)
	s.workers, _ = ants.NewPoolWithFunc(1, serve)
	return s
}

func (s *server) start() {
	s.group.Go(s.run)     // want `s.group.Go: fail; in WithContext`
	s.workers.Invoke(nil) // want `s.workers.Invoke: serve`
}

func add(g *errgroup.Group, f func() error) {
	g.Go(f) // want `g.Go: literal; in new`
}

func throughParameters() {
	g := new(errgroup.Group)
	add(g, func() error { return nil }) // want `add: literal; in new`
}

func pools(ctx context.Context) {
	p := pool.New().WithContext(ctx).WithCancelOnError()
	p.Go(func(context.Context) error { return nil }) // want `p.Go: literal; in WithCancelOnError`
	pp := pond.NewPool(1)
	pp.Submit(work) // want `pp.Submit: work`
	pg := pp.NewGroup()
	pg.Submit(work, func() {}) // want `pg.Submit: work, literal; in NewGroup`
	ap, _ := ants.NewPool(1)
	ap.Submit(work) // want `ap.Submit: work`
}

func library(ctx context.Context, mux *http.ServeMux) {
	var wg sync.WaitGroup
	wg.Go(work)                                                      // want `wg.Go: work`
	time.AfterFunc(1, work)                                          // want `time.AfterFunc: work`
	context.AfterFunc(ctx, work)                                     // want `context.AfterFunc: work`
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) {}) // want `mux.HandleFunc: literal`
	http.Handle("/", http.HandlerFunc(handle))                       // want `http.Handle: handle`
	near.Start(work)                                                 // want `near.Start: work`
	near.Map([]int{1}, func(int) {})                                 // want `near.Map: literal`
	near.Both(work, work)
	near.Now(work)
}

func handle(http.ResponseWriter, *http.Request) {}
