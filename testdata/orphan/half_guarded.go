package orphan

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/sourcegraph/conc"
	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadLastError sends every answer as long as somebody wants one, and the error at
// the end in any case.
func BadLastError(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer)
	go func() { // want `can block for ever sending to answers.*\(orphan/half-guarded\)`
		err := visit(ctx, hosts, func(host string) error {
			content, err := work.Get(ctx, host)
			select {
			case answers <- answer{content, err}:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		if err != nil {
			answers <- answer{err: err}
		}
		close(answers)
	}()
	for a := range answers {
		if a.err != nil {
			return a.err
		}
	}
	return nil
}

// GoodLastError sends the error in the same way.
func GoodLastError(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer)
	go func() {
		err := visit(ctx, hosts, func(host string) error {
			content, err := work.Get(ctx, host)
			select {
			case answers <- answer{content, err}:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		if err != nil {
			select {
			case answers <- answer{err: err}:
			case <-ctx.Done():
			}
		}
		close(answers)
	}()
	for a := range answers {
		if a.err != nil {
			return a.err
		}
	}
	return nil
}

// GoodLastErrorTaken has a receiver that goes on until the channel is closed.
func GoodLastErrorTaken(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer)
	go func() {
		err := visit(ctx, hosts, func(host string) error {
			content, err := work.Get(ctx, host)
			select {
			case answers <- answer{content, err}:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		if err != nil {
			answers <- answer{err: err}
		}
		close(answers)
	}()
	var first error
	for a := range answers {
		if a.err != nil && first == nil {
			first = a.err
			cancel()
		}
	}
	return first
}

// Updates returns a channel that tells every minute what a host says, as long as
// the context lives.
func Updates(ctx context.Context, host string) <-chan string {
	updates := make(chan string, 1)
	go func() { // want `can block for ever sending to updates.*\(orphan/half-guarded\)`
		defer close(updates)
		tick := time.NewTicker(time.Minute)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			content, err := work.Get(ctx, host)
			if err != nil {
				return
			}
			updates <- content
		}
	}()
	return updates
}

// BadUpdates takes one of them, and does something else for an hour.
func BadUpdates(ctx context.Context, hosts []string) error {
	updates := Updates(ctx, hosts[0])
	work.Log(ctx, <-updates)
	return work.Fetch(ctx, work.Slow)
}

// UpdatesWatched does the same, and watches the context there as well.
func UpdatesWatched(ctx context.Context, host string) <-chan string {
	updates := make(chan string, 1)
	go func() {
		defer close(updates)
		tick := time.NewTicker(time.Minute)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			content, err := work.Get(ctx, host)
			if err != nil {
				return
			}
			select {
			case updates <- content:
			case <-ctx.Done():
				return
			}
		}
	}()
	return updates
}

// GoodUpdates may do something else.
func GoodUpdates(ctx context.Context, hosts []string) error {
	updates := UpdatesWatched(ctx, hosts[0])
	work.Log(ctx, <-updates)
	return work.Fetch(ctx, work.Slow)
}

// A keyring makes a new key from time to time, until it is closed.
type keyring struct {
	done chan struct{}
	stop chan struct{}
	keys chan string
}

// rotate makes the keys.
func (k *keyring) rotate() {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			k.keys <- now.String()
		case <-k.done:
			return
		}
	}
}

// use has every new key used, until it is stopped.
func (k *keyring) use(ctx context.Context) {
	for {
		select {
		case key := <-k.keys:
			work.Log(ctx, key)
		case <-k.stop:
			return
		}
	}
}

// BadKeyring stops the user an hour before it closes the ring.
func BadKeyring(ctx context.Context, hosts []string) error {
	k := &keyring{make(chan struct{}), make(chan struct{}), make(chan string)}
	go k.rotate() // want `can block for ever sending to (k\.)?keys.*\(orphan/half-guarded\)`
	go k.use(ctx)
	close(k.stop)
	err := work.Fetch(ctx, work.Slow)
	close(k.done)
	return err
}

// A bell rings for whoever looks after it, who does not ask for which time it is.
type bell struct {
	done, stop chan struct{}
	rings      chan int
}

func (b *bell) ring() {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-tick.C:
			b.rings <- i
		case <-b.done:
			return
		}
	}
}

// look has something done at every ring, until it is stopped.
func (b *bell) look(ctx context.Context) {
	for {
		select {
		case <-b.rings:
			work.Log(ctx, "ring")
		case <-b.stop:
			return
		}
	}
}

// BadBell stops the looking an hour before the ringing.
func BadBell(ctx context.Context, hosts []string) error {
	b := &bell{make(chan struct{}), make(chan struct{}), make(chan int)}
	go b.ring() // want `can block for ever sending to (b\.)?rings.*\(orphan/half-guarded\)`
	go b.look(ctx)
	close(b.stop)
	err := work.Fetch(ctx, work.Slow)
	close(b.done)
	return err
}

// A gong is a bell whose rings are taken away when nobody looks any more.
type gong struct {
	done, over chan struct{}
	rings      chan int
}

func (g *gong) ring() {
	defer close(g.over)
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-tick.C:
			g.rings <- i
		case <-g.done:
			return
		}
	}
}

// hush takes the rings until there are no more.
func (g *gong) hush() {
	for {
		select {
		case <-g.rings:
		case <-g.over:
			return
		}
	}
}

// GoodGong lets the ringing end.
func GoodGong(ctx context.Context, hosts []string) error {
	g := &gong{make(chan struct{}), make(chan struct{}), make(chan int)}
	go g.ring()
	go g.hush()
	err := work.Fetch(ctx, work.Slow)
	close(g.done)
	return err
}

// A chain is a keyring whose keys are made for as long as they are wanted.
type chain struct {
	done chan struct{}
	stop chan struct{}
	keys chan string
}

// rotate makes the keys.
func (c *chain) rotate() {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			select {
			case c.keys <- now.String():
			case <-c.done:
				return
			}
		case <-c.done:
			return
		}
	}
}

// use has every new key used, until it is stopped.
func (c *chain) use(ctx context.Context) {
	for {
		select {
		case key := <-c.keys:
			work.Log(ctx, key)
		case <-c.stop:
			return
		}
	}
}

// GoodKeyring does the same with a ring that can be closed.
func GoodKeyring(ctx context.Context, hosts []string) error {
	c := &chain{make(chan struct{}), make(chan struct{}), make(chan string)}
	go c.rotate()
	go c.use(ctx)
	close(c.stop)
	err := work.Fetch(ctx, work.Slow)
	close(c.done)
	return err
}

// errorsOf tells by which error a subscription ends, its context's included.
func errorsOf(ctx context.Context, host string) <-chan error {
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc`
		for {
			select {
			case <-ctx.Done():
				errc <- ctx.Err()
				return
			case <-time.After(time.Second):
				if err := work.Fetch(ctx, host); err != nil {
					errc <- err
					return
				}
			}
		}
	}()
	return errc
}

// BadSubscription returns without the error if something else fails.
func BadSubscription(ctx context.Context, hosts []string) error {
	errc := errorsOf(ctx, hosts[0])
	if err := work.Fetch(ctx, work.Fails); err != nil {
		return err
	}
	return <-errc
}

// A download receives in a goroutine until there is no more or it is stopped.
type download struct {
	data chan string
	errc chan error
}

func newDownload(ctx context.Context, host string) *download {
	d := &download{data: make(chan string), errc: make(chan error)}
	go func() { // want `can block for ever sending to (d\.)?errc.*\(orphan/half-guarded\)`
		for {
			content, err := work.Get(ctx, host)
			if err != nil {
				d.errc <- err
				return
			}
			select {
			case d.data <- content:
			case <-ctx.Done():
				return
			}
		}
	}()
	return d
}

// read looks for an error without waiting for one.
func (d *download) read(ctx context.Context) (string, error) {
	select {
	case err := <-d.errc:
		return "", err
	default:
	}
	select {
	case s := <-d.data:
		return s, nil
	case <-time.After(patience):
		return "", io.ErrNoProgress
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// BadDownload reads until it has to wait for too long.
func BadDownload(ctx context.Context, hosts []string) error {
	d := newDownload(ctx, hosts[1])
	_, err := d.read(ctx)
	return err
}

// An upload has room for the one error that there is.
type upload struct {
	data chan string
	errc chan error
}

func newUpload(ctx context.Context, host string) *upload {
	u := &upload{data: make(chan string), errc: make(chan error, 1)}
	go func() {
		for {
			content, err := work.Get(ctx, host)
			if err != nil {
				u.errc <- err
				return
			}
			select {
			case u.data <- content:
			case <-ctx.Done():
				return
			}
		}
	}()
	return u
}

func (u *upload) read(ctx context.Context) (string, error) {
	select {
	case err := <-u.errc:
		return "", err
	default:
	}
	select {
	case s := <-u.data:
		return s, nil
	case <-time.After(patience):
		return "", io.ErrNoProgress
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// GoodDownload leaves the error where it is.
func GoodDownload(ctx context.Context, hosts []string) error {
	u := newUpload(ctx, hosts[1])
	_, err := u.read(ctx)
	return err
}

// BadQuit watches a channel of its own, by which the receiver stops it, while it
// waits for work, but not while it hands the work on.
func BadQuit(ctx context.Context, hosts []string) error {
	quit := make(chan struct{})
	names := make(chan string)
	go func() { // want `can block for ever sending to names`
		for i := 0; ; i++ {
			select {
			case <-quit:
				return
			case <-time.After(time.Second):
			}
			names <- hosts[i%len(hosts)]
		}
	}()
	defer close(quit)
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			// Meanwhile there is another name.
			return errors.Join(err, work.Fetch(ctx, work.Slow))
		}
	}
	return nil
}

// GoodQuit watches it in both places.
func GoodQuit(ctx context.Context, hosts []string) error {
	quit := make(chan struct{})
	names := make(chan string)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-quit:
				return
			case <-time.After(time.Second):
			}
			select {
			case <-quit:
				return
			case names <- hosts[i%len(hosts)]:
			}
		}
	}()
	defer close(quit)
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return errors.Join(err, work.Fetch(ctx, work.Slow))
		}
	}
	return nil
}

// relay passes on what comes in, and stops when the context ends before there is
// something.
func relay(ctx context.Context, in <-chan string, out chan<- string) {
	for {
		select {
		case s := <-in:
			out <- s
		case <-ctx.Done():
			return
		}
	}
}

// BadRelay leaves the relay with a value that nobody takes.
func BadRelay(ctx context.Context, hosts []string) error {
	in, out := make(chan string), make(chan string)
	go relay(ctx, in, out) // want `can block for ever sending to out.*\(orphan/half-guarded\)`
	for _, h := range hosts {
		select {
		case in <- h:
		case <-time.After(patience):
			return errLate
		}
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
		select {
		case s := <-out:
			work.Log(ctx, s)
		case <-time.After(patience):
			return errLate
		}
	}
	return nil
}

// BadRelayGroup starts it in a group, whose Wait it does not come to.
func BadRelayGroup(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	in, out := make(chan string, 1), make(chan string)
	g.Go(func() error { // want `can block for ever sending to out.*\(orphan/half-guarded\)`
		for {
			select {
			case s := <-in:
				out <- s
			case <-gctx.Done():
				return gctx.Err()
			}
		}
	})
	in <- hosts[0]
	if err := work.Fetch(gctx, hosts[1]); err != nil {
		return err
	}
	select {
	case s := <-out:
		work.Log(ctx, s)
	case <-gctx.Done():
	}
	return g.Wait()
}

// BadRelayGeneric does it for values of any type, with conc.
func BadRelayGeneric(ctx context.Context, hosts []string) error {
	var wg conc.WaitGroup
	in := make(chan string, 1)
	in <- hosts[0]
	out := relayAll(ctx, &wg, in)
	if err := work.Fetch(ctx, hosts[1]); err != nil {
		return err
	}
	work.Log(ctx, <-out)
	wg.Wait()
	return nil
}

func relayAll[T any](ctx context.Context, wg *conc.WaitGroup, in <-chan T) <-chan T {
	out := make(chan T)
	wg.Go(func() { // want `can block for ever sending to out.*\(orphan/half-guarded\)`
		for ctx.Err() == nil {
			select {
			case v := <-in:
				out <- v
			case <-ctx.Done():
			}
		}
	})
	return out
}

// An actor does what it is asked, one after the other, and replies.
type actor struct {
	requests chan string
	replies  chan error
	quit     chan struct{}
}

func (a *actor) loop(ctx context.Context) {
	for {
		select {
		case host := <-a.requests:
			a.replies <- work.Fetch(ctx, host)
		case <-a.quit:
			return
		}
	}
}

// do asks and waits for the reply, as long as it takes.
func (a *actor) do(host string) error {
	a.requests <- host
	return <-a.replies
}

// GoodActor has a loop that replies to somebody who waits for nothing else.
func GoodActor(ctx context.Context, hosts []string) error {
	a := &actor{make(chan string), make(chan error), make(chan struct{})}
	go a.loop(ctx)
	defer close(a.quit)
	for _, h := range hosts {
		if err := a.do(h); err != nil {
			return err
		}
	}
	return nil
}

// A clerk is an actor that is asked and replies through a request of its own.
type clerk struct {
	orders chan order
	quit   chan struct{}
}

type order struct {
	host string
	errc chan error
}

func (c *clerk) loop(ctx context.Context) {
	for {
		select {
		case o := <-c.orders:
			o.errc <- work.Fetch(ctx, o.host)
		case <-c.quit:
			return
		}
	}
}

// GoodClerk waits for the reply that it has asked for.
func GoodClerk(ctx context.Context, hosts []string) error {
	c := &clerk{make(chan order), make(chan struct{})}
	go c.loop(ctx)
	defer close(c.quit)
	for _, h := range hosts {
		o := order{h, make(chan error)}
		select {
		case c.orders <- o:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := <-o.errc; err != nil {
			return err
		}
	}
	return nil
}

// GoodStays has a receiver in the spawner that may leave, and another one that
// does not.
func GoodStays(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make(chan error)
	go func() {
		defer close(errs)
		for _, h := range hosts {
			if ctx.Err() != nil {
				return
			}
			errs <- work.Fetch(ctx, h)
		}
	}()
	go swallow(errs)
	select {
	case err := <-errs:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodJoinedDrain returns when the goroutine has ended, and receives until then.
func GoodJoinedDrain(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	names := make(chan string)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer close(names)
		for i := 0; ; i++ {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
			names <- hosts[i%len(hosts)]
		}
	}()
	defer wg.Wait()
	defer swallow(names)
	defer cancel()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// A hub has streams that say goodbye, to a loop that waits for all of them.
type hub struct {
	closing chan string
	wg      sync.WaitGroup
}

func (h *hub) serve(ctx context.Context, host string) {
	defer h.wg.Done()
	defer func() { h.closing <- host }()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
			if err := work.Fetch(ctx, host); err != nil {
				return
			}
		}
	}
}

// run leaves when all streams have said goodbye.
func (h *hub) run(ctx context.Context, hosts []string) error {
	open := 0
	for _, host := range hosts {
		open++
		h.wg.Add(1)
		go h.serve(ctx, host)
	}
	for open > 0 {
		select {
		case host := <-h.closing:
			work.Log(ctx, host)
			open--
		case <-ctx.Done():
			for range open {
				<-h.closing
			}
			open = 0
		}
	}
	h.wg.Wait()
	return ctx.Err()
}

// GoodHub takes every goodbye, whether the context ends or not.
func GoodHub(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	h := &hub{closing: make(chan string)}
	return h.run(ctx, hosts)
}

// push sends unless the context ends, and reports whether it has sent.
func push[T any](ctx context.Context, c chan<- T, v T) bool {
	select {
	case c <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// GoodPush sends by a function that watches the context.
func GoodPush(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	names := make(chan string)
	go func() {
		defer close(names)
		for _, h := range hosts {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
			if !push(ctx, names, h) {
				return
			}
		}
	}()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodDrop drops what nobody takes at once.
func GoodDrop(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ticks := make(chan time.Time)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case now := <-time.After(time.Second):
				select {
				case ticks <- now:
				default:
				}
			}
		}
	}()
	<-ticks
	return work.Fetch(ctx, hosts[0])
}

// GoodOnce sends one value when it is stopped, for which there is room.
func GoodOnce(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errc := make(chan error, 1)
	go func() {
		for {
			select {
			case <-ctx.Done():
				errc <- ctx.Err()
				return
			case <-time.After(time.Second):
			}
		}
	}()
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	cancel()
	return <-errc
}

// A meter adds up what its workers count.
type meter struct {
	counts  chan int
	stop    chan struct{} // ends the workers
	end     chan struct{} // ends the sum
	workers sync.WaitGroup
}

func newMeter() *meter {
	return &meter{counts: make(chan int), stop: make(chan struct{}), end: make(chan struct{})}
}

func (m *meter) add() {
	total := 0
	for {
		select {
		case n := <-m.counts:
			total += n
		case <-m.end:
			return
		}
	}
}

func (m *meter) count(ctx context.Context, host string) {
	defer m.workers.Done()
	for {
		select {
		case <-m.stop:
			return
		default:
		}
		content, _ := work.Get(ctx, host)
		m.counts <- len(content)
	}
}

func (m *meter) start(ctx context.Context, hosts []string) {
	for _, h := range hosts {
		m.workers.Add(1)
		go m.count(ctx, h)
	}
}

// GoodMeter ends the sum when it has waited for the workers.
func GoodMeter(ctx context.Context, hosts []string) error {
	m := newMeter()
	go m.add()
	m.start(ctx, hosts)
	err := work.Fetch(ctx, work.Quick)
	close(m.stop)
	m.workers.Wait()
	close(m.end)
	return err
}

// An odometer adds up in the same way.
type odometer struct {
	counts  chan int
	stop    chan struct{}
	end     chan struct{}
	workers sync.WaitGroup
}

func (o *odometer) add() {
	total := 0
	for {
		select {
		case n := <-o.counts:
			total += n
		case <-o.end:
			return
		}
	}
}

func (o *odometer) count(ctx context.Context, host string) {
	defer o.workers.Done()
	for {
		select {
		case <-o.stop:
			return
		default:
		}
		content, _ := work.Get(ctx, host)
		o.counts <- len(content)
	}
}

func (o *odometer) start(ctx context.Context, hosts []string) {
	for _, h := range hosts {
		o.workers.Add(1)
		go o.count(ctx, h) // want `sending to counts.*\(orphan/half-guarded\)` `nothing waits for o.workers.*\(orphan/unwaited\)`
	}
}

// BadMeter ends the sum while the workers still count.
func BadMeter(ctx context.Context, hosts []string) error {
	o := &odometer{counts: make(chan int), stop: make(chan struct{}), end: make(chan struct{})}
	go o.add()
	o.start(ctx, hosts)
	err := work.Fetch(ctx, work.Quick)
	close(o.stop)
	close(o.end)
	return err
}

// A ferry takes one passenger at a time, and says when it is back.
type ferry struct {
	passengers chan string
	back       chan error
	quit       chan struct{}
}

func (f *ferry) cross(ctx context.Context) {
	for {
		select {
		case host := <-f.passengers:
			f.back <- work.Fetch(ctx, host)
		case <-f.quit:
			return
		}
	}
}

func (f *ferry) dispatch(hosts []string) {
	for _, h := range hosts {
		select {
		case <-f.back:
			f.passengers <- h
		case <-f.quit:
			return
		}
	}
}

// GoodFerry has room for the one answer that may still come.
func GoodFerry(ctx context.Context, hosts []string) error {
	f := &ferry{make(chan string, 1), make(chan error, 1), make(chan struct{})}
	f.passengers <- hosts[0]
	go f.cross(ctx)
	go f.dispatch(hosts[1:])
	err := work.Fetch(ctx, work.Quick)
	close(f.quit)
	return err
}

// GoodBothClosed receives until both channels have been closed: what is nil has
// been.
func GoodBothClosed(ctx context.Context, hosts []string) error {
	p := &pipes{odd: make(chan string), even: make(chan string), quit: make(chan struct{}), drained: make(chan struct{})}
	go p.feed(hosts)
	go p.drain(ctx)
	err := work.Fetch(ctx, work.Quick)
	close(p.quit)
	<-p.drained
	return err
}

type pipes struct {
	odd, even     chan string
	quit, drained chan struct{}
}

func (p *pipes) feed(hosts []string) {
	defer close(p.odd)
	defer close(p.even)
	for i, h := range hosts {
		select {
		case <-p.quit:
			return
		default:
		}
		if i%2 == 0 {
			p.even <- h
		} else {
			p.odd <- h
		}
	}
}

func (p *pipes) drain(ctx context.Context) {
	defer close(p.drained)
	odd, even := p.odd, p.even
	for odd != nil || even != nil {
		select {
		case h, ok := <-odd:
			if !ok {
				odd = nil
				continue
			}
			work.Log(ctx, h)
		case h, ok := <-even:
			if !ok {
				even = nil
				continue
			}
			work.Log(ctx, h)
		}
	}
}

// A retrier has a queue of its own for what it has to do again.
type retrier struct {
	again chan string
	quit  chan struct{}
}

func (r *retrier) run(ctx context.Context) {
	for {
		select {
		case h := <-r.again:
			if err := work.Fetch(ctx, h); err != nil {
				r.again <- work.Quick
			}
		case <-r.quit:
			return
		}
	}
}

// GoodRetrier puts back one host into the queue that it has taken it from.
func GoodRetrier(ctx context.Context, hosts []string) error {
	r := &retrier{make(chan string, 1), make(chan struct{})}
	r.again <- hosts[0]
	go r.run(ctx)
	err := work.Fetch(ctx, work.Quick)
	close(r.quit)
	return err
}
