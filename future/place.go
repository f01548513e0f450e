package future

import "context"

// A place is what a task of a [Group] takes up. Without a limit, or below it, a
// place is no more than a number in the group's state. A task that ends while
// others wait for the limit hands its place on to the one who has waited longest,
// so that nobody who comes later is before him, and with it what starts one task
// after the other without an allocation.
type place struct {
	fn    func(context.Context) error // the task that is about to start
	start func()
}

// The parts of a group's state. They are in one word so that neither the start
// of a task nor its end takes a mutex.
const (
	onePlace    = 1
	oneWaiting  = 1 << 31
	placesTaken = oneWaiting - 1           // how many there are
	allWaiting  = placesTaken * oneWaiting // who has to be handed a place
	waitCalled  = 1 << 62                  // somebody is in Wait
	groupOver   = 1 << 63                  // Wait has returned
)

func (g *Group) full(state uint64) bool {
	return g.config.limit > 0 && state&placesTaken >= uint64(g.config.limit)
}

// An entry is what becomes of a task before it starts.
type entry int

const (
	entered entry = iota // it has a place
	queued               // it will be handed one
	refused
)

// enter takes a place if there is one. Otherwise it joins those who wait for one,
// if mayWait is set. Whether the context is done is for its caller to look at,
// once there is a place: if that was left by a task that has failed, the context
// is done by then.
func (g *Group) enter(mayWait bool) entry {
	for {
		s := g.state.Load()
		switch {
		case s&groupOver != 0:
			return refused
		case !g.full(s):
			if g.state.CompareAndSwap(s, s+onePlace) {
				return entered
			}
		case !mayWait:
			return refused
		default:
			g.limited.Do(g.prepare)
			if g.state.CompareAndSwap(s, s+oneWaiting) {
				if g.ctx.Err() != nil && g.addPlace() {
					return entered // prepare's function may have come too early
				}
				return queued
			}
		}
	}
}

// prepare is called before anybody waits for a place. The channel is not made
// with the group, so that it belongs to the bubble that the tasks belong to. It
// has room for the places of those who are about to receive them; where that is
// not enough, a task that ends waits a moment for them.
func (g *Group) prepare() {
	g.handed = make(chan *place, min(g.config.limit, 64))
	stop := context.AfterFunc(g.ctx, func() {
		if g.addPlace() { // one will do: who is refused hands it on
			g.handed <- nil
		}
	})
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stop = stop
}

// addPlace takes a place beyond the limit for one of those who wait, if there are
// any. It is for when the context is done, so that no task will take it up.
func (g *Group) addPlace() bool {
	for {
		s := g.state.Load()
		if s&allWaiting == 0 {
			return false
		}
		if g.state.CompareAndSwap(s, s-oneWaiting+onePlace) {
			return true
		}
	}
}

// awaitObserved waits until a place is handed on.
func (g *Group) awaitObserved(o Observer) *place {
	o.GroupQueued(g.config.name, 1)
	defer o.GroupQueued(g.config.name, -1)
	return <-g.handed
}

// leave hands a place on, or gives it back if nobody waits.
func (g *Group) leave(p *place) {
	for {
		s := g.state.Load()
		if s&allWaiting != 0 {
			if g.state.CompareAndSwap(s, s-oneWaiting) {
				if p == nil {
					p = g.newPlace()
				}
				g.handed <- p
				return
			}
		} else if g.state.CompareAndSwap(s, s-onePlace) {
			if s-onePlace == waitCalled {
				g.wakeWait()
			}
			return
		}
	}
}

func (g *Group) newPlace() *place {
	p := new(place)
	p.start = func() {
		fn := p.fn
		p.fn = nil
		g.run(fn, p)
	}
	return p
}

// waitIdle waits until no place is taken and nobody waits for one, and lets no
// task start any more. It reports whether that was so before. It is called with
// the mutex held, which it releases while it waits.
func (g *Group) waitIdle() (wasOver bool) {
	for {
		s := g.state.Load()
		switch {
		case s&groupOver != 0:
			return true
		case s&^waitCalled == 0:
			if g.state.CompareAndSwap(s, s|groupOver) {
				return false
			}
		case g.state.CompareAndSwap(s, s|waitCalled):
			if g.idle == nil {
				g.idle = make(chan struct{})
			}
			idle := g.idle
			g.mu.Unlock()
			<-idle
			g.mu.Lock()
		}
	}
}

// wakeWait has those in waitIdle look again.
func (g *Group) wakeWait() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.idle != nil {
		close(g.idle)
		g.idle = nil
		g.state.And(^uint64(waitCalled))
	}
}
