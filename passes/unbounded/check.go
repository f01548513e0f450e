package unbounded

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

// Check is unbounded with its sub-checks.
var Check = &check.Check{
	Name: "unbounded",
	Doc: &lint.RawDocumentation{
		Title: "A fan-out whose width is decided by data and by nothing else",
		Text: `A loop that starts a goroutine for each element of its data runs as many at
the same time as there are elements. On the developer's machine these are ten;
in production they are a hundred thousand, and each holds memory, a connection,
a file or a slot of the service behind it. The number of tasks that run at the
same time should be that of the bottleneck: what the disk, the database or the
other side can bear.`,
		Since: "0.1.0",
	},
	Subs: []*check.Sub{size, sham, inside, deafLoop, unsized, accept},
}

var size = &check.Sub{Name: "size", Doc: &lint.RawDocumentation{
	Title: "a task for each element of data, with nothing to bound them",
	Text: `The elements come from a listing, a query, a request or the like, or are
things of which data consists: files, chunks, IDs, images. All of their tasks run
at the same time. Give the group a limit, or acquire a semaphore before the
spawn. Things of which an installation has a few, such as replicas or platforms,
are left alone.`,
	Before: `for _, id := range ids {
	g.Go(func() error { return load(ctx, id) })
}
return g.Wait()`,
	After: `g.SetLimit(16) // as many as the database serves at once
for _, id := range ids {
	g.Go(func() error { return load(ctx, id) })
}
return g.Wait()`,
	Since: "0.1.0",
}}

var sham = &check.Sub{Name: "sham", Doc: &lint.RawDocumentation{
	Title: "a semaphore that is released before the task has run",
	Text: `The loop acquires the semaphore, starts the task and releases the semaphore
again, in the same round. Starting a task takes no time: there is always room,
and the semaphore bounds nothing. The release belongs into the task.`,
	Before: `for _, name := range names {
	sem <- struct{}{}
	g.Go(func() error { return put(ctx, name) })
	<-sem
}`,
	After: `for _, name := range names {
	sem <- struct{}{}
	g.Go(func() error {
		defer func() { <-sem }()
		return put(ctx, name)
	})
}`,
	Since: "0.1.0",
}}

var inside = &check.Sub{Name: "inside", Doc: &lint.RawDocumentation{
	Title: "a semaphore that is acquired inside of the goroutines that it should bound",
	Text: `The work is bounded; the goroutines that wait for their turn are not, nor is
what they hold while they wait. Acquire the semaphore before the spawn, so that
the loop waits instead.`,
	Before: `for _, f := range files {
	g.Go(func() error {
		sem <- struct{}{}
		defer func() { <-sem }()
		return read(ctx, f)
	})
}`,
	After: `for _, f := range files {
	sem <- struct{}{}
	g.Go(func() error {
		defer func() { <-sem }()
		return read(ctx, f)
	})
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var deafLoop = &check.Sub{Name: "deaf-loop", Doc: &lint.RawDocumentation{
	Title: "a loop that goes on to start tasks of a group that has failed",
	Text: `Under a limit the loop waits in \'Go\' for room. When a task has failed and the
group's context has ended, room is made as before: every task that is left is
still started, and does in vain what it does before it looks at the context.
Let the loop look at it, or the task as the first thing.`,
	Before: `g, gctx := errgroup.WithContext(ctx)
g.SetLimit(8)
for _, id := range ids {
	g.Go(func() error {
		render(id)
		return store(gctx, id)
	})
}`,
	After: `g, gctx := errgroup.WithContext(ctx)
g.SetLimit(8)
for _, id := range ids {
	if gctx.Err() != nil {
		break
	}
	g.Go(func() error {
		render(id)
		return store(gctx, id)
	})
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var unsized = &check.Sub{Name: "unsized", Doc: &lint.RawDocumentation{
	Title: "a task for each element of something whose size the code does not show",
	Text: `As with \'size\', but there is no sign of how many elements there are: most of
what code goes through is small. For review: where the number is not known to be
small, bound the tasks.`,
	Before: `for _, t := range targets {
	g.Go(func() error { return build(ctx, t) })
}`,
	After: `g.SetLimit(runtime.GOMAXPROCS(0))
for _, t := range targets {
	g.Go(func() error { return build(ctx, t) })
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}

var accept = &check.Sub{Name: "accept", Doc: &lint.RawDocumentation{
	Title: "a goroutine for each accepted connection, with nothing to bound them",
	Text: `Whoever can connect decides how many goroutines there are. That is how servers
are written, and fine behind a proxy that counts; elsewhere limit the listener, as
\'netutil.LimitListener\' of golang.org/x/net does.`,
	Before: `for {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	go serve(conn)
}`,
	After: `ln = netutil.LimitListener(ln, 1000)
for {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	go serve(conn)
}`,
	Since:      "0.1.0",
	NonDefault: true,
}}
