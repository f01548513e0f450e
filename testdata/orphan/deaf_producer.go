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

// Pages returns a channel that gives what the hosts say, one after the other. The
// context ends the requests, and nothing else.
func Pages(ctx context.Context, hosts []string) (<-chan string, <-chan error) {
	pages := make(chan string, 1)
	errc := make(chan error, 1)
	go func() { // want `can block for ever sending to pages.*\(orphan/deaf-producer\)`
		defer close(pages)
		defer close(errc)
		for _, h := range hosts {
			content, err := work.Get(ctx, h)
			if err != nil {
				errc <- err
				return
			}
			pages <- content
		}
	}()
	return pages, errc
}

// BadPages reads one page, and has enough.
func BadPages(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pages, _ := Pages(ctx, hosts)
	work.Log(ctx, <-pages)
	return work.Fetch(ctx, work.Slow)
}

// PagesWatched stops with the context.
func PagesWatched(ctx context.Context, hosts []string) (<-chan string, <-chan error) {
	pages := make(chan string, 1)
	errc := make(chan error, 1)
	go func() {
		defer close(pages)
		defer close(errc)
		for _, h := range hosts {
			content, err := work.Get(ctx, h)
			if err != nil {
				errc <- err
				return
			}
			select {
			case pages <- content:
			case <-ctx.Done():
				errc <- ctx.Err()
				return
			}
		}
	}()
	return pages, errc
}

// GoodPages may have enough.
func GoodPages(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pages, _ := PagesWatched(ctx, hosts)
	work.Log(ctx, <-pages)
	return work.Fetch(ctx, work.Slow)
}

// PagesRoom has room for all that there may be.
func PagesRoom(ctx context.Context, hosts []string) <-chan string {
	pages := make(chan string, len(hosts))
	go func() {
		defer close(pages)
		for _, h := range hosts {
			content, err := work.Get(ctx, h)
			if err != nil {
				return
			}
			pages <- content
		}
	}()
	return pages
}

// GoodPagesRoom leaves the rest where it is.
func GoodPagesRoom(ctx context.Context, hosts []string) error {
	pages := PagesRoom(ctx, hosts)
	work.Log(ctx, <-pages)
	return work.Fetch(ctx, work.Slow)
}

// fewPages gives three pages, for which there is room.
func fewPages(ctx context.Context, host string) <-chan string {
	const few = 3
	pages := make(chan string, few)
	go func() {
		defer close(pages)
		for range few {
			content, err := work.Get(ctx, host)
			if err != nil {
				return
			}
			pages <- content
		}
	}()
	return pages
}

// GoodFewPages reads one.
func GoodFewPages(ctx context.Context, hosts []string) error {
	pages := fewPages(ctx, hosts[0])
	work.Log(ctx, <-pages)
	return work.Fetch(ctx, work.Slow)
}

// Contents gives the pages of all hosts, and no context could stop it: whoever asks
// for them takes them all.
func Contents(hosts []string) <-chan string {
	ctx := context.Background()
	pages := make(chan string)
	go func() {
		defer close(pages)
		for _, h := range hosts {
			content, _ := work.Get(ctx, h)
			pages <- content
		}
	}()
	return pages
}

// hostTree is a tree of hosts.
type hostTree struct {
	host        string
	left, right *hostTree
}

// Walk calls f for every host.
func (t *hostTree) Walk(f func(host string)) {
	if t != nil {
		t.left.Walk(f)
		f(t.host)
		t.right.Walk(f)
	}
}

// Hosts gives the hosts of a tree, between two that mark its ends.
func (t *hostTree) Hosts() <-chan string {
	hosts := make(chan string)
	go func() {
		hosts <- "begin"
		t.Walk(func(h string) { hosts <- h })
		hosts <- "end"
		close(hosts)
	}()
	return hosts
}

// GoodContents takes all pages.
func GoodContents(ctx context.Context, hosts []string) error {
	var t *hostTree
	for _, h := range hosts {
		t = &hostTree{host: h, left: t}
	}
	for h := range t.Hosts() {
		work.Log(ctx, h)
	}
	for content := range Contents(hosts) {
		work.Log(ctx, content)
	}
	return nil
}

// decode sends what the stream says until it ends.
func decode(ctx context.Context, s *work.Stream, sizes chan<- int) {
	defer close(sizes)
	for {
		m, err := s.Recv()
		if err != nil {
			work.Log(ctx, err.Error())
			return
		}
		sizes <- len(m)
	}
}

// BadDecode starts a declared function and takes the first size.
func BadDecode(ctx context.Context, hosts []string) error {
	s, err := work.Open(ctx, hosts[0])
	if err != nil {
		return err
	}
	sizes := make(chan int)
	go decode(ctx, s, sizes) // want `can block for ever sending to sizes`
	select {
	case n := <-sizes:
		if n == 0 {
			return io.ErrUnexpectedEOF
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// decodeWatched does so until the context ends.
func decodeWatched(ctx context.Context, s *work.Stream, sizes chan<- int) {
	defer close(sizes)
	for {
		m, err := s.Recv()
		if err != nil {
			work.Log(ctx, err.Error())
			return
		}
		select {
		case sizes <- len(m):
		case <-ctx.Done():
			return
		}
	}
}

// GoodDecode may leave.
func GoodDecode(ctx context.Context, hosts []string) error {
	s, err := work.Open(ctx, hosts[0])
	if err != nil {
		return err
	}
	sizes := make(chan int)
	go decodeWatched(ctx, s, sizes)
	select {
	case n := <-sizes:
		if n == 0 {
			return io.ErrUnexpectedEOF
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// GoodDecodeAll takes all sizes.
func GoodDecodeAll(ctx context.Context, hosts []string) error {
	s, err := work.Open(ctx, hosts[0])
	if err != nil {
		return err
	}
	sizes := make(chan int)
	go func() {
		defer close(sizes)
		for {
			m, err := s.Recv()
			if err != nil {
				work.Log(ctx, err.Error())
				return
			}
			sizes <- len(m)
		}
	}()
	total := 0
	for n := range sizes {
		total += n
	}
	if total == 0 {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// An Event is something that has happened to a host.
type Event struct {
	Host string
	Err  error
}

// A Watcher tells what happens to hosts.
type Watcher struct {
	hosts  []string
	events chan Event
}

// NewWatcher starts a watcher, which lives as long as the context.
func NewWatcher(ctx context.Context, hosts []string) *Watcher {
	w := &Watcher{hosts: hosts, events: make(chan Event)}
	go w.run(ctx) // want `can block for ever sending to (w\.)?events.*\(orphan/deaf-producer\)`
	return w
}

func (w *Watcher) run(ctx context.Context) {
	defer close(w.events)
	for _, h := range w.hosts {
		w.events <- Event{h, work.Fetch(ctx, h)}
	}
}

// Next waits for an event.
func (w *Watcher) Next(ctx context.Context) (Event, error) {
	select {
	case e, ok := <-w.events:
		if !ok {
			return e, io.EOF
		}
		return e, nil
	case <-ctx.Done():
		return Event{}, ctx.Err()
	}
}

// BadWatcher takes one event.
func BadWatcher(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	e, err := NewWatcher(ctx, hosts).Next(ctx)
	return errors.Join(err, e.Err)
}

// An Observer is a watcher that stops with its context.
type Observer struct {
	hosts  []string
	events chan Event
}

// NewObserver starts an observer.
func NewObserver(ctx context.Context, hosts []string) *Observer {
	o := &Observer{hosts: hosts, events: make(chan Event)}
	go o.run(ctx)
	return o
}

func (o *Observer) run(ctx context.Context) {
	defer close(o.events)
	for _, h := range o.hosts {
		if !o.tell(ctx, Event{h, work.Fetch(ctx, h)}) {
			return
		}
	}
}

// tell sends an event, if the context does not end first.
func (o *Observer) tell(ctx context.Context, e Event) bool {
	select {
	case o.events <- e:
		return true
	case <-ctx.Done():
		return false
	}
}

// Next waits for an event.
func (o *Observer) Next(ctx context.Context) (Event, error) {
	select {
	case e, ok := <-o.events:
		if !ok {
			return e, io.EOF
		}
		return e, nil
	case <-ctx.Done():
		return Event{}, ctx.Err()
	}
}

// GoodObserver takes one event.
func GoodObserver(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	e, err := NewObserver(ctx, hosts).Next(ctx)
	return errors.Join(err, e.Err)
}

// A crier has a channel that is closed when it is to stop, which its goroutine
// does not look at.
type crier struct {
	news chan string
	stop chan struct{}
}

func (c *crier) cry(hosts []string) {
	for i := 0; ; i++ {
		c.news <- hosts[i%len(hosts)]
	}
}

func (c *crier) listen(ctx context.Context) error {
	for {
		select {
		case n := <-c.news:
			if err := work.Fetch(ctx, n); err != nil {
				return err
			}
		case <-c.stop:
			return nil
		}
	}
}

// BadCrier listens until there is an error.
func BadCrier(ctx context.Context, hosts []string) error {
	c := &crier{make(chan string), make(chan struct{})}
	go c.cry(hosts) // want `can block for ever sending to (c\.)?news`
	defer close(c.stop)
	return c.listen(ctx)
}

// BadBeside watches the context at one send and not at the other.
func BadBeside(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	out := make(chan answer)
	go func() { // want `can block for ever sending to out`
		defer close(out)
		for _, h := range hosts {
			content, err := work.Get(ctx, h)
			if err != nil {
				out <- answer{err: err}
				continue
			}
			select {
			case out <- answer{content: content}:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range hosts {
		if err := work.Fetch(ctx, work.Fails); err != nil {
			return err
		}
		if a := <-out; a.err != nil {
			return a.err
		}
	}
	return nil
}

// GoodBeside watches it at both.
func GoodBeside(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	out := make(chan answer)
	go func() {
		defer close(out)
		for _, h := range hosts {
			content, err := work.Get(ctx, h)
			if err != nil {
				if !push(ctx, out, answer{err: err}) {
					return
				}
				continue
			}
			select {
			case out <- answer{content: content}:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range hosts {
		if err := work.Fetch(ctx, work.Fails); err != nil {
			return err
		}
		if a := <-out; a.err != nil {
			return a.err
		}
	}
	return nil
}

// eachOf gives the results of a function for a list, one after the other.
func eachOf[T any](ctx context.Context, hosts []string, get interface {
	get(ctx context.Context, host string) (T, error)
}) <-chan T {
	out := make(chan T)
	go func() { // want `can block for ever sending to out.*\(orphan/deaf-producer\)`
		defer close(out)
		for _, h := range hosts {
			v, err := get.get(ctx, h)
			if err != nil {
				return
			}
			out <- v
		}
	}()
	return out
}

// getter is how a page is got.
type getter struct{}

func (getter) get(ctx context.Context, host string) (string, error) { return work.Get(ctx, host) }

// BadEach takes one of them and works on it for an hour.
func BadEach(ctx context.Context, hosts []string) error {
	for s := range eachOf(ctx, hosts, getter{}) {
		if s != "" {
			return work.Fetch(ctx, work.Slow)
		}
	}
	return io.EOF
}

// BadProducerGroup produces in an errgroup.
func BadProducerGroup(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	out := make(chan string)
	g.Go(func() error { // want `can block for ever sending to out`
		defer close(out)
		for _, h := range hosts {
			content, err := work.Get(gctx, h)
			if err != nil {
				return err
			}
			out <- content
		}
		return nil
	})
	for s := range out {
		if err := work.Fetch(ctx, work.Fails); err != nil {
			return err
		}
		work.Log(ctx, s)
	}
	return g.Wait()
}

// GoodProducerGroup has a task that takes all, whatever fails.
func GoodProducerGroup(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	out := make(chan string)
	g.Go(func() error {
		defer close(out)
		for _, h := range hosts {
			content, err := work.Get(gctx, h)
			if err != nil {
				return err
			}
			out <- content
		}
		return nil
	})
	g.Go(func() error {
		var errs error
		for s := range out {
			errs = errors.Join(errs, work.Fetch(gctx, s))
		}
		return errs
	})
	return g.Wait()
}

// BadProducerConc produces in a group of conc, by a method value.
func BadProducerConc(ctx context.Context, hosts []string) error {
	var wg conc.WaitGroup
	l := &list{ctx: ctx, hosts: hosts, out: make(chan string)}
	produce := l.produce
	wg.Go(produce) // want `can block for ever sending to (l\.)?out.*\(orphan/deaf-producer\)`
	for s := range l.out {
		if err := work.Fetch(ctx, work.Fails); err != nil {
			return err
		}
		work.Log(ctx, s)
	}
	wg.Wait()
	return nil
}

// A list produces what its hosts say. It has its context in a field.
type list struct {
	ctx   context.Context
	hosts []string
	out   chan string
}

func (l *list) produce() {
	defer close(l.out)
	for _, h := range l.hosts {
		content, err := work.Get(l.ctx, h)
		if err != nil {
			return
		}
		l.out <- content
	}
}

// lines gives what a host says again and again, until it fails. All of its
// callers take everything.
func lines(ctx context.Context, hosts []string) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for _, h := range hosts {
			content, err := work.Get(ctx, h)
			if err != nil {
				return
			}
			out <- content
		}
	}()
	return out
}

// GoodConsumed takes everything.
func GoodConsumed(ctx context.Context, hosts []string) error {
	for s := range lines(ctx, hosts) {
		work.Log(ctx, s)
	}
	return nil
}

// GoodConsumedRest takes the rest.
func GoodConsumedRest(ctx context.Context, hosts []string) error {
	out := lines(ctx, hosts)
	defer swallow(out)
	for s := range out {
		if err := work.Fetch(ctx, work.Fails); err != nil {
			return err
		}
		work.Log(ctx, s)
	}
	return nil
}

// GoodOneSend has a producer that sends once, and somebody who waits for it.
func GoodOneSend(ctx context.Context, hosts []string) error {
	out := make(chan string)
	go func() {
		for _, h := range hosts {
			if content, err := work.Get(ctx, h); err == nil {
				out <- content
				return
			}
		}
		close(out)
	}()
	work.Log(ctx, <-out)
	return nil
}

// A journal writes what it is told in a goroutine that never leaves before the
// end.
type journal struct {
	entries chan string
	done    chan struct{}
}

func (j *journal) write(ctx context.Context) {
	defer close(j.done)
	for e := range j.entries {
		if err := work.Fetch(ctx, e); err != nil {
			work.Log(ctx, err.Error())
		}
	}
}

// GoodJournal has several goroutines that tell it something.
func GoodJournal(ctx context.Context, hosts []string) error {
	j := &journal{make(chan string), make(chan struct{})}
	go j.write(ctx)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			for _, h := range hosts {
				if ctx.Err() != nil {
					return
				}
				j.entries <- h[i:]
			}
		})
	}
	wg.Wait()
	close(j.entries)
	<-j.done
	return nil
}

// GoodWorkers has workers that receive until the channel is closed, and a
// producer that gives up for nothing.
func GoodWorkers(ctx context.Context, hosts []string) error {
	names := make(chan string)
	results := make(chan error, len(hosts))
	go func() {
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for h := range names {
				results <- work.Fetch(ctx, h)
			}
		})
	}
	wg.Wait()
	close(results)
	var errs error
	for err := range results {
		errs = errors.Join(errs, err)
	}
	return errs
}

// GoodTimer gives up when a timer says so.
func GoodTimer(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() {
		for _, h := range hosts {
			select {
			case names <- h:
			case <-time.After(patience):
				work.Log(ctx, "nobody wants "+h)
				return
			}
		}
	}()
	return work.Fetch(ctx, <-names)
}
