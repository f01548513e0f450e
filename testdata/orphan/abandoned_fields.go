package orphan

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// report sends what a fetch comes to.
func report(ctx context.Context, host string, errc chan<- error) {
	errc <- work.Fetch(ctx, host)
}

// BadNamed starts a declared function that sends to its parameter.
func BadNamed(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go report(ctx, hosts[0], errc) // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodNamed gives it a channel with room.
func GoodNamed(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go report(ctx, hosts[0], errc)
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodNamedTwice gives two of them one with room for the one that is not waited
// for.
func GoodNamedTwice(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go report(ctx, hosts[0], errc)
	go report(ctx, hosts[1], errc)
	return <-errc
}

// BadNamedTwice gives them one without.
func BadNamedTwice(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go report(ctx, hosts[0], errc) // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
	go report(ctx, hosts[1], errc) // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
	return <-errc
}

// GoodNamedTaken takes both answers.
func GoodNamedTaken(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go report(ctx, hosts[0], errc)
	go report(ctx, hosts[1], errc)
	return errors.Join(<-errc, <-errc)
}

// BadHelper sends in a function that the goroutine calls.
func BadHelper(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		work.Log(ctx, hosts[0])
		report(ctx, hosts[0], errc)
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// offer sends the error unless the context ends first.
func offer(ctx context.Context, errc chan<- error, err error) {
	select {
	case errc <- err:
	case <-ctx.Done():
	}
}

// GoodHelper does so with a way out.
func GoodHelper(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() {
		offer(ctx, errc, work.Fetch(ctx, hosts[0]))
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// wait takes the error, after it has stopped what is to send it.
func wait(cancel func(), errc <-chan error) error {
	cancel()
	return <-errc
}

// GoodReceivedByCallee leaves the receive to a function.
func GoodReceivedByCallee(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errc := make(chan error)
	go report(ctx, hosts[0], errc)
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return wait(cancel, errc)
	}
}

// BadVariable sends in a function literal that stands in a variable.
func BadVariable(ctx context.Context, hosts []string) error {
	var result chan error
	ask := func() {
		result <- work.Fetch(ctx, hosts[0])
	}
	result = make(chan error)
	go ask() // want `can block for ever sending to result.*\(orphan/abandoned-send\)`
	select {
	case err := <-result:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// BadPassed has a literal that is given the channel.
func BadPassed(ctx context.Context, hosts []string) error {
	result := make(chan error)
	go func(out chan<- error) { // want `can block for ever sending to (out|result).*\(orphan/abandoned-send\)`
		out <- work.Fetch(ctx, hosts[0])
	}(result)
	select {
	case err := <-result:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// BadReassigned makes a channel without room where there was one with.
func BadReassigned(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	if len(hosts) > 1 {
		errc = make(chan error)
	}
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodReassigned has room in either.
func GoodReassigned(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	if len(hosts) > 1 {
		errc = make(chan error, len(hosts))
	}
	go func() {
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodConstant has room for as many as a constant says.
func GoodConstant(ctx context.Context, hosts []string) error {
	const workers = 3
	errc := make(chan error, workers)
	for range workers {
		go report(ctx, hosts[0], errc)
	}
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// firstOf returns what a host says, as a T, if it is there in time.
func firstOf[T ~string](ctx context.Context, host string) (T, error) {
	values := make(chan T)
	go func() { // want `can block for ever sending to values.*\(orphan/abandoned-send\)`
		content, err := work.Get(ctx, host)
		if err != nil {
			content = ""
		}
		values <- T(content)
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case v := <-values:
		return v, nil
	case <-timer.C:
		return "", errLate
	}
}

// A page is a text of its own type.
type page string

// BadGeneric calls a generic function that leaves its goroutine behind.
func BadGeneric(ctx context.Context, hosts []string) error {
	_, err := firstOf[page](ctx, hosts[0])
	return err
}

// An answer is what a host says.
type answer struct {
	content string
	err     error
}

// A call is a question under way.
type call struct {
	host string
	done chan answer
}

func (c *call) run(ctx context.Context) {
	content, err := work.Get(ctx, c.host)
	c.done <- answer{content, err}
}

// BadStruct has the channel in the field of a struct, and starts a method.
func BadStruct(ctx context.Context, hosts []string) error {
	c := &call{host: hosts[0], done: make(chan answer)}
	go c.run(ctx) // want `can block for ever sending to (c\.)?done.*\(orphan/abandoned-send\)`
	select {
	case a := <-c.done:
		return a.err
	case <-time.After(patience):
		return errLate
	}
}

// A roomyCall is one that has room for its answer.
type roomyCall struct {
	host string
	done chan answer
}

func (c *roomyCall) run(ctx context.Context) {
	content, err := work.Get(ctx, c.host)
	c.done <- answer{content, err}
}

// GoodStruct makes the channel with room.
func GoodStruct(ctx context.Context, hosts []string) error {
	c := &roomyCall{host: hosts[0], done: make(chan answer, 1)}
	go c.run(ctx)
	select {
	case a := <-c.done:
		return a.err
	case <-time.After(patience):
		return errLate
	}
}

// A probe asks a host whether it is alive.
type probe struct {
	host string
	wg   sync.WaitGroup
}

func (p *probe) send(ctx context.Context, alive chan bool) {
	alive <- work.Fetch(ctx, p.host) == nil
}

// BadMethod starts a method that is given the channel.
func BadMethod(ctx context.Context, hosts []string) error {
	p := &probe{host: hosts[0]}
	alive := make(chan bool)
	go p.send(ctx, alive) // want `can block for ever sending to alive.*\(orphan/abandoned-send\)`
	select {
	case <-alive:
		return nil
	case <-time.After(patience):
		return errLate
	}
}

// BadMethodValue starts it as a value.
func BadMethodValue(ctx context.Context, hosts []string) error {
	p := &probe{host: hosts[0]}
	alive := make(chan bool)
	send := p.send
	go send(ctx, alive) // want `can block for ever sending to alive.*\(orphan/abandoned-send\)`
	select {
	case <-alive:
		return nil
	case <-time.After(patience):
		return errLate
	}
}

// GoodMethodValue waits for as long as it takes.
func GoodMethodValue(ctx context.Context, hosts []string) error {
	p := &probe{host: hosts[0]}
	alive := make(chan bool)
	send := p.send
	go send(ctx, alive)
	if !<-alive {
		return errLate
	}
	return nil
}

// Ask asks a host and returns a channel that gives the answer: a future by hand.
func Ask(ctx context.Context, host string) <-chan error {
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		errc <- work.Fetch(ctx, host)
	}()
	return errc
}

// BadFuture is a caller that does not wait for the answer.
func BadFuture(ctx context.Context, hosts []string) error {
	answer := Ask(ctx, hosts[0])
	select {
	case err := <-answer:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// AskRoom returns one with room for it.
func AskRoom(ctx context.Context, host string) <-chan error {
	errc := make(chan error, 1)
	go func() {
		errc <- work.Fetch(ctx, host)
	}()
	return errc
}

// GoodFuture has an answer that waits for nobody.
func GoodFuture(ctx context.Context, hosts []string) error {
	answer := AskRoom(ctx, hosts[0])
	select {
	case err := <-answer:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// A Node has a state that can be waited for.
type Node struct{ host string }

// State returns a channel that gives the state when there is one, or when the
// context has ended.
func (n *Node) State(ctx context.Context) <-chan answer {
	result := make(chan answer)
	up := make(chan struct{})
	go func() {
		defer close(up)
		if err := work.Fetch(ctx, n.host); err != nil {
			work.Log(ctx, err.Error())
		}
	}()
	go func() { // want `can block for ever sending to result.*\(orphan/abandoned-send\)`
		select {
		case <-ctx.Done():
			result <- answer{err: ctx.Err()}
			return
		case <-up:
		}
		result <- answer{content: n.host}
	}()
	return result
}

// BadState waits for a state, and for no longer than a minute.
func BadState(ctx context.Context, hosts []string) error {
	n := &Node{hosts[0]}
	select {
	case a := <-n.State(ctx):
		return a.err
	case <-time.After(patience):
		return errLate
	}
}

// start asks a host and returns a channel with the error. Only this package calls
// it.
func start(ctx context.Context, host string) chan error {
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		errc <- work.Fetch(ctx, host)
	}()
	return errc
}

// BadStart returns at the first error and leaves the other one.
func BadStart(ctx context.Context, hosts []string) error {
	one := start(ctx, hosts[0])
	two := start(ctx, hosts[1])
	select {
	case err := <-one:
		return err
	case err := <-two:
		return err
	}
}

// begin asks a host, and all of its callers take the answer.
func begin(ctx context.Context, host string) <-chan error {
	errc := make(chan error)
	go func() {
		errc <- work.Fetch(ctx, host)
	}()
	return errc
}

// GoodTakenByCaller takes it, whatever happens in between.
func GoodTakenByCaller(ctx context.Context, hosts []string) error {
	errc := begin(ctx, hosts[0])
	err := work.Fetch(ctx, hosts[1])
	return errors.Join(err, <-errc)
}

// GoodTakenAtOnce does nothing else.
func GoodTakenAtOnce(ctx context.Context, hosts []string) error {
	return <-begin(ctx, hosts[0])
}

// A query is a question to a server, with a channel for the reply.
type query struct {
	host  string
	reply chan error
}

// serveQueries answers one after the other.
func serveQueries(ctx context.Context, queries <-chan *query) {
	for q := range queries {
		q.reply <- work.Fetch(ctx, q.host)
	}
}

// BadReply waits a minute for the reply: the server is stuck with it.
func BadReply(ctx context.Context, hosts []string) error {
	queries := make(chan *query)
	go serveQueries(ctx, queries) // want `can block for ever sending to (q\.)?reply`
	defer close(queries)
	q := &query{host: hosts[0], reply: make(chan error)}
	queries <- q
	select {
	case err := <-q.reply:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// A demand is a query of whoever waits for the reply as long as it takes.
type demand struct {
	host  string
	reply chan error
}

// serveDemands answers one after the other.
func serveDemands(ctx context.Context, demands <-chan *demand) {
	for d := range demands {
		d.reply <- work.Fetch(ctx, d.host)
	}
}

// GoodReply waits for it.
func GoodReply(ctx context.Context, hosts []string) error {
	demands := make(chan *demand)
	go serveDemands(ctx, demands)
	defer close(demands)
	d := &demand{host: hosts[0], reply: make(chan error)}
	demands <- d
	return <-d.reply
}

// A request is a query with room for the reply.
type request struct {
	host  string
	reply chan error
}

// serveRequests answers one after the other.
func serveRequests(ctx context.Context, requests <-chan *request) {
	for r := range requests {
		r.reply <- work.Fetch(ctx, r.host)
	}
}

// GoodReplyRoom need not wait for it.
func GoodReplyRoom(ctx context.Context, hosts []string) error {
	requests := make(chan *request)
	go serveRequests(ctx, requests)
	defer close(requests)
	r := &request{host: hosts[0], reply: make(chan error, 1)}
	requests <- r
	select {
	case err := <-r.reply:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// A manager runs things until one of them fails.
type manager struct {
	errc chan error
}

func (m *manager) start(ctx context.Context, host string) {
	go func() { // want `can block for ever sending to (m\.)?errc`
		if err := work.Fetch(ctx, host); err != nil {
			m.errc <- err
		}
	}()
}

func (m *manager) wait(ctx context.Context) error {
	select {
	case err := <-m.errc:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// BadManager waits for the first of two failures, if the context does not end
// before.
func BadManager(ctx context.Context, hosts []string) error {
	m := &manager{errc: make(chan error)}
	m.start(ctx, hosts[0])
	m.start(ctx, hosts[1])
	return m.wait(ctx)
}

// A watcher does something with the errors that come out of a channel.
type watcher interface{ watch(errc <-chan error) }

// patient watches in a goroutine of its own.
type patient struct{ ctx context.Context }

func (p patient) watch(errc <-chan error) {
	go func() {
		for err := range errc {
			if err != nil {
				work.Log(p.ctx, err.Error())
			}
		}
	}()
}

// GoodEscapes hands the channel to somebody unknown, who may receive.
func GoodEscapes(ctx context.Context, hosts []string) error {
	return watched(ctx, patient{ctx}, hosts)
}

func watched(ctx context.Context, r watcher, hosts []string) error {
	errc := make(chan error)
	r.watch(errc)
	go func() {
		defer close(errc)
		errc <- work.Fetch(ctx, hosts[1])
	}()
	return work.Fetch(ctx, hosts[0])
}

// A Mailbox is where others receive.
type Mailbox struct {
	// Errors is for whoever has the mailbox.
	Errors chan error
}

// GoodExported stores the channel where its caller finds it.
func GoodExported(ctx context.Context, hosts []string) error {
	m := new(Mailbox)
	defer m.empty()
	return m.ask(ctx, hosts)
}

func (m *Mailbox) empty() {
	go func() { <-m.Errors }()
}

func (m *Mailbox) ask(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	m.Errors = errc
	go func() {
		errc <- work.Fetch(ctx, hosts[1])
	}()
	return work.Fetch(ctx, hosts[0])
}

// GoodCollected keeps the channels in a slice, and takes from each.
func GoodCollected(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	var answers []chan error
	for _, h := range hosts {
		errc := make(chan error)
		answers = append(answers, errc)
		go func() {
			errc <- work.Fetch(ctx, h)
		}()
	}
	var err error
	for _, errc := range answers {
		err = errors.Join(err, <-errc)
	}
	return err
}

// GoodNil sends only if there is a channel, and there is none.
func GoodNil(ctx context.Context, hosts []string) error {
	var errc chan error
	go func() {
		err := work.Fetch(ctx, hosts[0])
		if errc != nil {
			errc <- err
		}
	}()
	return nil
}

// A lock is a mutex that can be tried.
type lock struct{ held chan struct{} }

func (l lock) lock()   { l.held <- struct{}{} }
func (l lock) unlock() { <-l.held }

// GoodLock has goroutines that send to lock and receive to unlock.
func GoodLock(ctx context.Context, hosts []string) error {
	l := lock{held: make(chan struct{}, 1)}
	for range 3 {
		go func() {
			l.lock()
			defer l.unlock()
			if err := work.Fetch(ctx, hosts[0]); err != nil {
				work.Log(ctx, err.Error())
			}
		}()
	}
	return work.Fetch(ctx, hosts[1])
}

// A shelf keeps a few buffers for those who need one.
type shelf struct{ free chan []byte }

func (s *shelf) put(b []byte) {
	select {
	case s.free <- b:
	default:
	}
}

// GoodShelf puts a buffer back if there is room.
func GoodShelf(ctx context.Context, hosts []string) error {
	s := &shelf{free: make(chan []byte, 1)}
	for range 3 {
		go func() {
			defer s.put(make([]byte, 8))
			if err := work.Fetch(ctx, hosts[0]); err != nil {
				work.Log(ctx, err.Error())
			}
		}()
	}
	return work.Fetch(ctx, hosts[1])
}

// await starts the sender, takes what it sends and waits until it has ended.
func (p *probe) await(ctx context.Context, alive chan bool) {
	p.wg.Go(func() { p.send(ctx, alive) })
	defer p.wg.Wait()
	<-alive
}

// GoodJoined has a method that takes the answer and waits for the sender.
func GoodJoined(ctx context.Context, hosts []string) error {
	p := &probe{host: hosts[0]}
	p.await(ctx, make(chan bool))
	return nil
}
