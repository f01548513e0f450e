package future

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// A Group runs tasks that belong together: the first that fails ends the context
// that all of them are given, and [Group.Wait] waits for every one.
//
// A Group is made by [NewGroup]; a zero one panics. It must not be copied. Its
// methods may be called by any number of goroutines at the same time, and Go and
// TryGo by tasks of the group, though a task that waits in Go for the limit that
// it takes up itself may wait until the context is done. Wait is not for tasks:
// it waits for its caller.
//
// A group is used once: when Wait has returned, Go and TryGo refuse tasks.
type Group struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	config  groupConfig
	limited sync.Once   // somebody has had to wait for the limit:
	handed  chan *place // what those who wait are given

	// The state is written all the time, so what is read all the time had
	// better be in other cache lines.
	_     [64]byte
	state atomic.Uint64 // see place.go
	_     [64]byte

	mu       sync.Mutex
	stop     func() bool   // ends the watch of the context for those who wait
	idle     chan struct{} // nil unless somebody is in Wait
	refused  error         // why a task was not started
	failures failures
}

type groupConfig struct {
	name      string
	limit     int
	firstOnly bool
	repanic   bool
}

// A GroupOption is a property of a [Group]: [Limit], [FirstErrorOnly],
// [Repanic], or [Name].
type GroupOption interface{ configureGroup(*groupConfig) }

type groupOption func(*groupConfig)

func (o groupOption) configureGroup(c *groupConfig) { o(c) }

// Limit returns the option that at most n tasks of the group run at the same
// time. Without it there is no limit. It panics if n is less than 1: no task
// would ever run.
func Limit(n int) GroupOption {
	if n < 1 {
		panic(fmt.Sprintf("future: Limit called with %d: want at least 1", n))
	}
	return groupOption(func(c *groupConfig) { c.limit = n })
}

// FirstErrorOnly returns the option that [Group.Wait] returns the first error
// alone, and not those that came after it. A late panic is then reported as a
// failure that nobody looks at.
func FirstErrorOnly() GroupOption {
	return groupOption(func(c *groupConfig) { c.firstOnly = true })
}

// Repanic returns the option that [Group.Wait] panics if a task has panicked,
// with the [*PanicError] of the first that did, once all tasks have returned.
func Repanic() GroupOption {
	return groupOption(func(c *groupConfig) { c.repanic = true })
}

// An Option is both a [GroupOption] and a [LazyOption].
type Option interface {
	GroupOption
	LazyOption
}

type nameOption string

// Name returns the option that the group, or the lazy work, is known to the
// [Observer] by name. What [GoTraced] says of names goes for these.
func Name(name string) Option { return nameOption(name) }

func (o nameOption) configureGroup(c *groupConfig) { c.name = string(o) }
func (o nameOption) configureLazy(c *lazyConfig)   { c.name = string(o) }

// errGroupOver is why a task is refused, and the cause of the end of the group's
// context, when Wait has returned.
var errGroupOver = errors.New("future: the group's Wait has returned")

// NewGroup returns a group without tasks, which starts no goroutine. Its context
// is made from ctx, and ends with ctx, with the first error of a task, or when
// Wait returns, which therefore has to be called. NewGroup panics if ctx or an
// option is nil.
func NewGroup(ctx context.Context, opts ...GroupOption) *Group {
	mustHave("NewGroup", ctx, false)
	g := new(Group)
	for _, o := range opts {
		if o == nil {
			panic("future: NewGroup called with a nil option")
		}
		o.configureGroup(&g.config)
	}
	g.ctx, g.cancel = context.WithCancelCause(ctx)
	if o := g.observer(); o != nil && g.config.limit > 0 {
		o.GroupLimit(g.config.name, g.config.limit)
	}
	return g
}

// observer returns who is told of the group itself, or nil.
func (g *Group) observer() Observer {
	if o := observer.Load(); o != nil && g.config.name != "" {
		return *o
	}
	return nil
}

// Go calls fn with the group's context in a goroutine of its own. If the group's
// limit is reached, it waits until another task has returned.
//
// Go returns nil if fn has been started. It does not start fn, and does not wait
// any more, when the group's context is done; it returns the cause of that then:
// the first error of a task, or the cause of the end of NewGroup's ctx. It
// returns an error as well if Wait has returned.
//
// An error of fn, a panic, as a [*PanicError], or a Goexit, as [ErrGoexit], is
// what Wait returns; the first of them ends the group's context, as its cause.
//
// Go panics if fn is nil.
func (g *Group) Go(fn func(context.Context) error) error {
	g.check("Go", fn == nil)
	var p *place
	switch g.enter(true) {
	case refused:
		return errGroupOver
	case queued:
		// A return of a function that has waited costs the processor
		// more than any other, so here is none.
		if o := g.observer(); o != nil {
			p = g.awaitObserved(o)
		} else {
			p = <-g.handed
		}
	}
	if g.ctx.Err() != nil {
		err := g.refuse() // before Wait can see the place left
		g.leave(p)
		return err
	}
	g.start(fn, p)
	return nil
}

// TryGo is [Group.Go] that never waits: it reports whether fn has been started,
// and does not start it if the group's limit is reached, its context is done, or
// Wait has returned. A task that TryGo has refused is no failure of the group.
// TryGo panics if fn is nil.
func (g *Group) TryGo(fn func(context.Context) error) bool {
	g.check("TryGo", fn == nil)
	if g.enter(false) == refused {
		return false
	}
	if g.ctx.Err() != nil {
		g.leave(nil)
		return false
	}
	g.start(fn, nil)
	return true
}

func (g *Group) check(method string, noFunction bool) {
	switch {
	case g.ctx == nil:
		panic("future: a Group is made by NewGroup")
	case noFunction:
		panic("future: " + method + " called with a nil function")
	}
}

// refuse says, now and to Wait, why no task is started although Wait has not
// returned.
func (g *Group) refuse() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	err := context.Cause(g.ctx)
	if g.refused == nil {
		g.refused = err
	}
	return err
}

// observed is fn with what the observer wants to know of it.
func (g *Group) observed(fn func(context.Context) error) func(context.Context) error {
	work := observed(g.ctx, Work{Name: g.config.name, Eager: true}, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, fn(ctx)
	})
	return func(ctx context.Context) error {
		_, err := work(ctx)
		return err
	}
}

// start starts a task in a place that was handed on, or in a new one.
func (g *Group) start(fn func(context.Context) error, p *place) {
	if observer.Load() != nil {
		fn = g.observed(fn)
	}
	if p == nil {
		go g.run(fn, nil)
		return
	}
	p.fn = fn
	go p.start()
}

func (g *Group) run(fn func(context.Context) error, p *place) {
	err := ErrGoexit // unless one of the following is reached
	defer func() {
		if r := recover(); r != nil {
			err = newPanicError(r)
		}
		if err != nil {
			g.fail(err) // before Wait, or who gets the place, can see the task end
		}
		g.leave(p)
	}()
	err = fn(g.ctx)
}

func (g *Group) fail(err error) {
	g.mu.Lock()
	first := g.failures.add(g.ctx, err)
	g.mu.Unlock()
	if first {
		g.cancel(err)
	}
}

// Wait waits until all tasks have returned, also those that tasks have started
// and those that wait in Go for the limit when Wait is called,
// and ends the group's context and the group. It has no context of its own: the
// tasks have one, with which they should end.
//
// It returns the first error of a task, joined with those that came later,
// unless they only pass on that the group's context was done. If no task has
// failed, it returns the error with which Go has refused a task, and nil if it
// refused none.
//
// Wait may be called again, and returns the same then; with [Repanic] it panics
// again.
func (g *Group) Wait() error {
	g.check("Wait", false)
	g.mu.Lock()
	wasOver := g.waitIdle()
	failures, refused, stop := g.failures, g.refused, g.stop
	g.mu.Unlock()

	if stop != nil {
		stop()
	}
	g.cancel(errGroupOver)
	switch {
	case failures.panic != nil && g.config.repanic:
		panic(failures.panic)
	case failures.first == nil:
		return refused
	case !g.config.firstOnly:
		return failures.join()
	case !wasOver:
		for _, err := range failures.late {
			dropPanic(err)
		}
	}
	return failures.first
}
