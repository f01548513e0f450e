package rejectnil

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/futurelint/futurelint/testdata/pledge"
)

// BadEmbedded rejects a promise that another type embeds.
func BadEmbedded(ctx context.Context) error {
	t := pledge.NewTicket("a")
	t.Reject(nil) // want `t.Reject\(nil\) rejects without an error.*\(rejectnil/nil\)`
	_, err := t.Await(ctx)
	return err
}

// BadMethodValue rejects through a method value.
func BadMethodValue(ctx context.Context) error {
	p := pledge.New[int]()
	reject := p.Reject
	reject(nil) // want `reject\(nil\) rejects without an error.*\(rejectnil/nil\)`
	_, err := p.Await(ctx)
	return err
}

// BadSlot sends a result without an error.
func BadSlot(context.Context) error {
	s := pledge.NewSlot()
	s.FailWith(nil) // want `s.FailWith\(nil\) rejects without an error.*\(rejectnil/nil\)`
	_, err := s.Get()
	return err
}

// GoodSlot sends one with an error.
func GoodSlot(context.Context) error {
	s := pledge.NewSlot()
	s.FailWith(errEmpty)
	_, err := s.Get()
	return err
}

// BadLatch wakes those who wait with no error and no value.
func BadLatch(context.Context) error {
	l := pledge.NewLatch()
	if _, err := rows("none"); err == nil {
		l.SetError(err) // want `l.SetError\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
	}
	_, err := l.Get()
	return err
}

// GoodLatch wakes them with an error.
func GoodLatch(context.Context) error {
	l := pledge.NewLatch()
	if _, err := rows("broken"); err != nil {
		l.SetError(err)
	}
	_, err := l.Get()
	return err
}

// BadRejected makes a promise that is rejected from the start.
func BadRejected(ctx context.Context) error {
	_, err := pledge.Rejected[int](nil).Await(ctx) // want `pledge.Rejected\[int\]\(nil\) rejects without an error.*\(rejectnil/nil\)`
	return err
}

// GoodRejected makes one with an error.
func GoodRejected(ctx context.Context) error {
	_, err := pledge.Rejected[int](errEmpty).Await(ctx)
	return err
}

// BadHanded rejects with a function that it was handed.
func BadHanded(ctx context.Context) error {
	p := pledge.Do(func(resolve func(string), reject func(error)) {
		list, err := rows("none")
		if err != nil || len(list) == 0 {
			reject(err)
			return
		}
		resolve(list[0])
	})
	q := pledge.Do(func(_ func(string), reject func(error)) {
		_, err := p.Await(ctx)
		if err == nil {
			reject(err) // want `reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
		}
	})
	_, err := q.Await(ctx)
	return err
}

// GoodHanded does so with an error.
func GoodHanded(ctx context.Context) error {
	p := pledge.Do(func(resolve func(string), reject func(error)) {
		list, err := rows("broken")
		if err != nil {
			reject(err)
			return
		}
		resolve(list[0])
	})
	_, err := p.Await(ctx)
	return err
}

// BadInterface rejects through an interface of the house.
func BadInterface(context.Context) error {
	s, await := pledge.Open()
	list, err := rows("none")
	switch {
	case err != nil:
		s.Reject(err)
	case len(list) == 0:
		s.Reject(err) // want `s.Reject\(err\) rejects without an error, err is nil here.*\(rejectnil/nil\)`
	default:
		s.Resolve(list[0])
	}
	_, err = await()
	return err
}

// GoodInterface does so through one whose promises are careful.
func GoodInterface(context.Context) error {
	c := pledge.NewCareful()
	var e pledge.Ender = c
	e.Reject(nil)
	_, err := c.Await()
	return err
}

// BadStrict rejects a promise that panics without an error.
func BadStrict(context.Context) error {
	s := pledge.NewStrict()
	list, err := rows("none")
	if err == nil && len(list) == 0 {
		s.Reject(err) // want `s.Reject\(err\) rejects without an error, err is nil here: it panics \(rejectnil/nil\)`
	}
	_, err = s.Await()
	return err
}

// GoodStrict has an error for it.
func GoodStrict(context.Context) error {
	s := pledge.NewStrict()
	if _, err := rows("broken"); err != nil {
		s.Reject(err)
	}
	_, err := s.Await()
	return err
}

// abort rejects whatever it is given.
func abort(p *pledge.Promise[string], err error) { p.Reject(err) }

// BadPassedOn hands nil to a function that rejects with it.
func BadPassedOn(ctx context.Context) error {
	p := pledge.New[string]()
	abort(p, nil) // want `abort\(p, nil\) rejects without an error.*\(rejectnil/nil\)`
	_, err := p.Await(ctx)
	return err
}

// abortUnless rejects only if there is reason to.
func abortUnless(p *pledge.Promise[string], ok bool, err error) {
	if ok {
		p.Resolve("fine")
		return
	}
	p.Reject(err)
}

// GoodPassedOn hands nil to a function that does not look at it then.
func GoodPassedOn(ctx context.Context) error {
	p := pledge.New[string]()
	abortUnless(p, true, nil)
	v, err := p.Await(ctx)
	return differs(v, "fine", err)
}

// differs returns an error if an exhibit got something else than it should.
func differs(got, want string, err error) error {
	if got != want {
		err = errors.Join(err, errors.New("got "+got))
	}
	return err
}

// A queue rejects all that wait in it.
type queue struct {
	mu      sync.Mutex
	waiting []*pledge.Promise[string]
}

// failAll rejects all that wait.
func (q *queue) failAll(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, p := range q.waiting {
		p.Reject(err)
	}
	q.waiting = nil
}

// BadAll rejects all that wait without an error.
func BadAll(ctx context.Context) error {
	p := pledge.New[string]()
	q := &queue{waiting: []*pledge.Promise[string]{p}}
	q.failAll(nil) // want `q.failAll\(nil\) rejects without an error.*\(rejectnil/nil\)`
	_, err := p.Await(ctx)
	return err
}

// GoodAll does so with an error.
func GoodAll(ctx context.Context) error {
	p := pledge.New[string]()
	q := &queue{waiting: []*pledge.Promise[string]{p}}
	q.failAll(errEmpty)
	_, err := p.Await(ctx)
	return err
}

// A cell keeps its result in one atomic pointer.
type cell[T any] struct {
	result atomic.Pointer[result[T]]
	ready  chan struct{}
}

type result[T any] struct {
	value T
	err   error
}

func (c *cell[T]) resolve(v T) {
	c.result.Store(&result[T]{value: v})
	close(c.ready)
}

func (c *cell[T]) completeExceptionally(err error) {
	r := &result[T]{err: err}
	c.result.Store(r)
	close(c.ready)
}

func (c *cell[T]) get() (T, error) {
	<-c.ready
	r := c.result.Load()
	return r.value, r.err
}

// BadAtomic rejects a promise of this package.
func BadAtomic(context.Context) error {
	c := &cell[string]{ready: make(chan struct{})}
	list, err := rows("none")
	switch {
	case err != nil:
		c.completeExceptionally(err)
	case len(list) == 0:
		c.completeExceptionally(err) // want `c.completeExceptionally\(err\) rejects without an error.*\(rejectnil/nil\)`
	default:
		c.resolve(list[0])
	}
	_, err = c.get()
	return err
}

// GoodAtomic rejects it with an error.
func GoodAtomic(context.Context) error {
	c := &cell[string]{ready: make(chan struct{})}
	if list, err := rows("broken"); err != nil {
		c.completeExceptionally(err)
	} else {
		c.resolve(list[0])
	}
	_, err := c.get()
	return err
}

// GoodCareful rejects a promise that puts an error of its own in place of nil.
func GoodCareful(context.Context) error {
	c := pledge.NewCareful()
	c.Reject(nil)
	_, err := c.Await()
	return err
}

// GoodCarefulLate does so with one that looks at what it has kept.
func GoodCarefulLate(context.Context) error {
	c := pledge.NewCareful()
	c.RejectLate(nil)
	_, err := c.Await()
	return err
}

// GoodSettle settles with a value and no error.
func GoodSettle(ctx context.Context) error {
	p := pledge.New[string]()
	p.Settle("fine", nil)
	v, err := p.Await(ctx)
	return differs(v, "fine", err)
}

// GoodFinish ends a call well.
func GoodFinish(context.Context) error {
	c := pledge.NewCall()
	c.Finish(nil)
	return c.Wait()
}

// GoodOnlyEnd ends what has no other end to end well.
func GoodOnlyEnd(context.Context) error {
	s := pledge.NewStream()
	s.Fail(nil)
	return s.Wait()
}

// A loop runs until it is told to stop, or fails.
type loop struct {
	done chan struct{}
	err  error
}

// Stop ends the loop from outside.
func (l *loop) Stop() { close(l.done) }

func (l *loop) setErr(err error) {
	l.err = err
	close(l.done)
}

// GoodEnded ends a loop, which has no other end than an early one.
func GoodEnded(context.Context) error {
	l := &loop{done: make(chan struct{})}
	go l.setErr(nil)
	<-l.done
	return l.err
}

// GoodSetNil ends a latch without a value, and says so.
func GoodSetNil(context.Context) error {
	l := pledge.NewLatch()
	l.SetError(nil)
	_, err := l.Get()
	return err
}

// A backlog wakes those who work it off.
type backlog struct {
	items chan string
	quiet chan struct{}
}

func (b *backlog) push(item string) {
	b.items <- item
	b.wake()
}

func (b *backlog) wake() { b.quiet <- struct{}{} }

// A session has a backlog, and an error once it is over, which is nil if it
// went well.
type session struct {
	backlog *backlog
	err     error
}

func (s *session) fail(err error) {
	s.err = err
	s.backlog.wake()
}

// GoodSession ends a session well.
func GoodSession(context.Context) error {
	b := &backlog{items: make(chan string, 1), quiet: make(chan struct{}, 2)}
	b.push("fine")
	s := &session{backlog: b}
	s.fail(nil)
	<-b.quiet
	return s.err
}

// GoodPipe closes a pipe, for which nil means the end of the stream.
func GoodPipe(context.Context) error {
	r, w := io.Pipe()
	go func() {
		io.WriteString(w, "fine")
		w.CloseWithError(nil)
	}()
	data, err := io.ReadAll(r)
	return differs(string(data), "fine", err)
}

// GoodCancel ends a context with the usual cause.
func GoodCancel(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	cancel(nil)
	if context.Cause(ctx) != context.Canceled {
		return errors.New("no cause")
	}
	return nil
}

// A meter keeps the last failure.
type meter struct{ last error }

// A board has flags that anyone may raise, and a note of the last failure,
// which is not what those who wait for the flags look at.
type board struct {
	log   *meter
	raise chan struct{}
}

func (b *board) failed(err error) {
	b.log.last = err
	b.raise <- struct{}{}
}

func (b *board) done() { b.raise <- struct{}{} }

// GoodOther raises flags, with nothing to note.
func GoodOther(context.Context) error {
	b := &board{log: new(meter), raise: make(chan struct{}, 2)}
	b.done()
	b.failed(nil)
	<-b.raise
	<-b.raise
	return b.log.last
}
