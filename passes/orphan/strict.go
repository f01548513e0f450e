package orphan

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

var endless = &check.Sub{Name: "endless", Doc: &lint.RawDocumentation{
	Title: "endless loop of a goroutine that never looks at the context in scope",
	Text: `No return can be reached from the loop, and nothing in it has to do with the
context that its surroundings have. When the context ends, the goroutine goes
on: it outlives the work that it was started for.`,
	Before: `func Watch(ctx context.Context, probe func()) {
	go func() {
		for {
			probe()
			time.Sleep(time.Second)
		}
	}()
}`,
	After: `func Watch(ctx context.Context, probe func()) {
	go func() {
		t := time.NewTicker(time.Second)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				probe()
			case <-ctx.Done():
				return
			}
		}
	}()
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var unstoppable = &check.Sub{Name: "unstoppable", Doc: &lint.RawDocumentation{
	Title: "constructor that starts a loop which nothing can stop",
	Text: `The function returns a value and starts a goroutine for it whose loop has no
way out. Whoever drops the value leaves the goroutine behind, and with it all
that it refers to. Give the value a method that ends the loop.`,
	Before: `func NewCache() *Cache {
	c := &Cache{}
	go func() {
		for {
			time.Sleep(time.Minute)
			c.sweep()
		}
	}()
	return c
}`,
	After: `func NewCache() *Cache {
	c := &Cache{done: make(chan struct{})}
	go c.sweepUntil(c.done)
	return c
}

func (c *Cache) Close() { close(c.done) }`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var deafWait = &check.Sub{Name: "deaf-wait", Doc: &lint.RawDocumentation{
	Title: "wait that the context or stop channel at hand does not end",
	Text: `\'time.Sleep\', \'http.Get\', \'db.Query\', \'exec.Command\' and their like take no
context. In a goroutine, or a loop, that has a context or a stop channel, they
are where it does not stop: whoever ends it waits for them, or leaves them
behind. Most have a twin that takes a context; for a pause, select over a timer
and the context. Pauses of less than a second are not reported.`,
	Before: `go func() {
	for {
		if err := poll(ctx); err != nil {
			return
		}
		time.Sleep(interval)
	}
}()`,
	After: `go func() {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		if err := poll(ctx); err != nil {
			return
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}()`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var ctxWatcher = &check.Sub{Name: "ctx-watcher", Doc: &lint.RawDocumentation{
	Title: "goroutine that does nothing but wait for the end of a context",
	Text: `The goroutine lives as long as the context does, even if what it is to clean up
has long been cleaned up. \'context.AfterFunc(ctx, f)\' needs no goroutine, and
returns a function that takes it back.`,
	Before: `go func() {
	<-ctx.Done()
	conn.Close()
}()`,
	After: `stop := context.AfterFunc(ctx, func() { conn.Close() })
defer stop()`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var startedNotClosed = &check.Sub{Name: "started-not-closed", Doc: &lint.RawDocumentation{
	Title: "component left running by the function that started it and then failed",
	Text: `The function makes something whose goroutine runs until it is closed, and
returns an error without closing it. The caller has nothing to close: by
convention it does not look at what comes with an error.`,
	Before: `q := newQueue() // starts a goroutine
m := &Mapper{queue: q}
if err := m.open(); err != nil {
	return nil, err
}
return m, nil`,
	After: `if err := m.open(); err != nil {
	q.Close()
	return nil, err
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var detached = &check.Sub{Name: "detached", Doc: &lint.RawDocumentation{
	Title: "spawned call that is given context.Background although a context is at hand",
	Text: `Nothing ends the work that is started so: not the caller, and not its deadline.
Where work is to outlive its caller, \'context.WithoutCancel(ctx)\' says so and
keeps the values.`,
	Before: `func (s *Server) Handle(ctx context.Context, ev Event) {
	go s.store(context.Background(), ev)
}`,
	After: `func (s *Server) Handle(ctx context.Context, ev Event) {
	go s.store(context.WithoutCancel(ctx), ev)
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var unjoined = &check.Sub{Name: "unjoined", Doc: &lint.RawDocumentation{
	Title: "goroutine that nobody waits for, in packages where that is asked for",
	Text: `Nothing tells anybody that the goroutine is done: whoever returns or shuts down
does so while it may still run. That is often meant, so the rule is for teams
that choose it: \'-orphan.require-join=PKGS\' names the packages, in which ...
stands for anything. Without the flag it says nothing.`,
	Before: `func (h *Handler) Order(ctx context.Context, o Order) error {
	go h.notify(ctx, o)
	return h.save(ctx, o)
}`,
	After: `func (h *Handler) Order(ctx context.Context, o Order) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return h.notify(ctx, o) })
	g.Go(func() error { return h.save(ctx, o) })
	return g.Wait()
}`,
	Since:      "0.1.0",
	NonDefault: true,
}, Policy: &check.Policy{
	Flag:  "require-join",
	Usage: "packages, as a list of import paths with ..., in which every goroutine must be waited for",
}}
