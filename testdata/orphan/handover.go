package orphan

import (
	"context"
	"sync"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// This file holds channels that may have been handed to nobody yet, and those
// whose senders and receivers are counted or ended elsewhere.

// GoodStillServed serves hosts as they come, and takes the answers of all that
// still run before it returns, in a deferred function.
func GoodStillServed(ctx context.Context, hosts []string) error {
	in := make(chan string)
	go func() {
		defer close(in)
		for _, h := range hosts {
			select {
			case in <- h:
			case <-ctx.Done():
			}
		}
	}()
	ended := make(chan error)
	running := 0
	defer func() {
		for running > 0 {
			<-ended
			running--
		}
	}()
	late := time.After(patience)
	for {
		select {
		case h, ok := <-in:
			if !ok {
				return nil
			}
			running++
			go func() {
				ended <- work.Fetch(ctx, h)
			}()
		case err := <-ended:
			running--
			if err != nil {
				return err
			}
		case <-late:
			return errLate
		}
	}
}

// BadStillServed waits for one of those that still run.
func BadStillServed(ctx context.Context, hosts []string) error {
	in := make(chan string, len(hosts))
	for _, h := range hosts {
		in <- h
	}
	close(in)
	ended := make(chan error)
	running := 0
	defer func() {
		if running > 0 {
			<-ended
			running--
		}
	}()
	for {
		select {
		case h, ok := <-in:
			if !ok {
				return nil
			}
			running++
			go func() { // want `goroutine can block for ever sending to ended.*\(orphan/abandoned-send\)`
				ended <- work.Fetch(ctx, h)
			}()
		case err := <-ended:
			running--
			if err != nil {
				return err
			}
		}
	}
}

// A desk answers one question at a time.
type desk struct {
	questions chan question
	closed    chan struct{}
}

type question struct {
	host   string
	answer chan error
}

func newDesk(ctx context.Context) *desk {
	d := &desk{make(chan question), make(chan struct{})}
	go func() {
		for {
			select {
			case q := <-d.questions:
				q.answer <- work.Fetch(ctx, q.host)
			case <-d.closed:
				return
			}
		}
	}()
	return d
}

// put hands q over, and reports whether somebody has it.
func (d *desk) put(q question) bool {
	select {
	case d.questions <- q:
		return true
	case <-d.closed:
		return false
	}
}

// ask waits for the answer if there will be one.
func (d *desk) ask(host string) error {
	answer := make(chan error)
	if !d.put(question{host, answer}) {
		return errLate
	}
	return <-answer
}

// GoodAsked returns without an answer only where nobody has the question.
func GoodAsked(ctx context.Context, hosts []string) error {
	d := newDesk(ctx)
	var err error
	for _, h := range hosts {
		if e := d.ask(h); err == nil {
			err = e
		}
	}
	close(d.closed)
	if e := d.ask(work.Quick); err == nil {
		err = e
	}
	return err
}

// An agency has callers wait for what its goroutine tells them.
type agency struct {
	mu      sync.Mutex
	waiting []inquiry
}

type inquiry struct {
	host string
	told chan error
}

// wait is told what became of host. It returns at once if there is nothing to
// inquire, before anybody knows of it.
func (a *agency) wait(ctx context.Context, host string) error {
	told := make(chan error)
	i := inquiry{host: host, told: told}
	if host == "" {
		return nil
	}
	a.begin(ctx, host)
	a.mu.Lock()
	a.waiting = append(a.waiting, i)
	a.mu.Unlock()
	return <-told
}

func (a *agency) begin(ctx context.Context, host string) {
	go func() {
		err := work.Fetch(ctx, host)
		for range 100 {
			a.mu.Lock()
			waiting := a.waiting
			a.waiting = nil
			a.mu.Unlock()
			for _, i := range waiting {
				i.told <- err
			}
			if len(waiting) > 0 {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
}

// GoodInquiry waits in turn.
func GoodInquiry(ctx context.Context, hosts []string) error {
	a := new(agency)
	if err := a.wait(ctx, ""); err != nil {
		return err
	}
	var err error
	for _, h := range hosts {
		if e := a.wait(ctx, h); err == nil {
			err = e
		}
	}
	return err
}

// A stopper starts what it is given, and waits for all of it.
type stopper struct {
	wg   sync.WaitGroup
	quit chan struct{}
}

func (c *stopper) start(f func()) { c.wg.Go(f) }

// A gauge is switched on and off by the goroutine that watches it, which is also
// the one that ends it.
type gauge struct {
	ctx      context.Context
	switched chan bool
}

func (p *gauge) init(ctx context.Context, c *stopper) {
	*p = gauge{ctx: ctx, switched: make(chan bool)}
	c.start(p.loop)
}

func (p *gauge) loop() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	goesOn, on := true, false
	for goesOn {
		select {
		case <-tick.C:
			if on {
				_ = work.Fetch(p.ctx, work.Quick)
			}
		case on, goesOn = <-p.switched:
		}
	}
}

func (p *gauge) turn(on bool) { p.switched <- on }
func (p *gauge) stop()        { close(p.switched) }

// GoodGauge watches a gauge for a while.
func GoodGauge(ctx context.Context, hosts []string) error {
	c := &stopper{quit: make(chan struct{})}
	p := new(gauge)
	p.init(ctx, c)
	c.start(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		on := false
		for {
			select {
			case <-c.quit:
				p.stop()
				return
			case <-tick.C:
				on = !on
				p.turn(on)
			}
		}
	})
	err := work.Fetch(ctx, hosts[0])
	close(c.quit)
	c.wg.Wait()
	return err
}

func (p *gauge) loopUntil(quit chan struct{}) {
	for {
		select {
		case on := <-p.switched:
			if on {
				_ = work.Fetch(p.ctx, work.Quick)
			}
		case <-quit:
			return
		}
	}
}

// BadGauge has a gauge that ends when it likes, and a watcher that does not see it.
func BadGauge(ctx context.Context, hosts []string) error {
	c := &stopper{quit: make(chan struct{})}
	p := &gauge{ctx: ctx, switched: make(chan bool)}
	c.start(func() { p.loopUntil(c.quit) })
	c.start(func() { // want `goroutine can block for ever sending to switched.*\(orphan/abandoned-send\)`
		for range 1000 {
			p.turn(true)
			p.turn(false)
		}
	})
	err := work.Fetch(ctx, hosts[0])
	close(c.quit)
	return err
}

// A backlog has chores, each with a channel that has room for what becomes of it.
type backlog struct {
	mu     sync.Mutex
	chores []chore
	quit   chan struct{}
}

type chore struct {
	host string
	done chan error
}

// work does the chores that there are, as often as it is asked to.
func (b *backlog) work(ctx context.Context, asked chan struct{}) {
	for {
		select {
		case <-b.quit:
			return
		case <-asked:
		}
		b.mu.Lock()
		for len(b.chores) > 0 {
			o := b.chores[0]
			b.chores = b.chores[1:]
			o.done <- work.Fetch(ctx, o.host)
		}
		b.mu.Unlock()
	}
}

// GoodBacklog gives up on its chores, each of which finds room.
func GoodBacklog(ctx context.Context, hosts []string) error {
	b := &backlog{quit: make(chan struct{})}
	defer close(b.quit)
	asked := make(chan struct{}, 1)
	go b.work(ctx, asked)
	for _, h := range hosts {
		o := chore{h, make(chan error, 1)}
		b.mu.Lock()
		b.chores = append(b.chores, o)
		b.mu.Unlock()
		select {
		case asked <- struct{}{}:
		default:
		}
		select {
		case err := <-o.done:
			if err != nil {
				return err
			}
		case <-time.After(patience):
			return errLate
		}
	}
	return nil
}

// GoodFirstOnly has each of its servers say that it has ended, of which one is heard:
// the others are refused by the Once.
func GoodFirstOnly(ctx context.Context, hosts []string) error {
	ended := make(chan error)
	var once sync.Once
	end := func(err error) {
		once.Do(func() { ended <- err })
	}
	for _, h := range hosts {
		go func() { end(work.Fetch(ctx, h)) }()
	}
	return <-ended
}

// BadFirstOnly has a Once for each of them.
func BadFirstOnly(ctx context.Context, hosts []string) error {
	ended := make(chan error)
	for _, h := range hosts {
		go func() { // want `goroutine can block for ever sending to ended.*\(orphan/abandoned-send\)`
			ended <- work.Fetch(ctx, h)
		}()
	}
	return <-ended
}

// source is kept from other packages: only here its methods can be called.
type source interface {
	answers(ctx context.Context, hosts []string) <-chan error
	results(ctx context.Context, hosts []string) <-chan error
}

type fetches struct{}

func (fetches) answers(ctx context.Context, hosts []string) <-chan error {
	out := make(chan error)
	go func() {
		defer close(out)
		for _, h := range hosts {
			select {
			case <-ctx.Done():
				return
			default:
			}
			out <- work.Fetch(ctx, h)
		}
	}()
	return out
}

func (fetches) results(ctx context.Context, hosts []string) <-chan error {
	out := make(chan error)
	go func() { // want `sending to out.*the function can return without receiving.*\(orphan/half-guarded\)`
		defer close(out)
		for _, h := range hosts {
			select {
			case <-ctx.Done():
				return
			default:
			}
			out <- work.Fetch(ctx, h)
		}
	}()
	return out
}

// from makes it hard to see what the source is.
func from(any) source { return fetches{} }

// GoodSource takes all answers of whatever source it has.
func GoodSource(ctx context.Context, hosts []string) (err error) {
	for e := range from(nil).answers(ctx, hosts) {
		if e != nil {
			err = e
		}
	}
	return err
}

// BadSource takes answers until one is bad.
func BadSource(ctx context.Context, hosts []string) error {
	for err := range from(nil).results(ctx, hosts) {
		if err != nil {
			return err
		}
	}
	return nil
}

// GoodPipeline has workers between the hosts and the answers: when the answers are
// closed, the workers have taken all hosts.
func GoodPipeline(ctx context.Context, hosts []string) (err error) {
	in, out := make(chan string), make(chan error)
	var workers sync.WaitGroup
	for range 2 {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for h := range in {
				out <- work.Fetch(ctx, h)
			}
		}()
	}
	go func() {
		workers.Wait()
		close(out)
	}()
	go func() {
		for _, h := range hosts {
			in <- h
		}
		close(in)
	}()
	for e := range out {
		if e != nil {
			err = e
		}
	}
	return err
}

// BadPipeline leaves the workers alone at the first error, and they the hosts.
func BadPipeline(ctx context.Context, hosts []string) (err error) {
	in, out := make(chan string), make(chan error)
	var workers sync.WaitGroup
	workers.Add(1)
	go func() { // want `sending to out.*\(orphan/abandoned-send\)`
		defer workers.Done()
		for h := range in {
			out <- work.Fetch(ctx, h)
		}
	}()
	go func() {
		workers.Wait()
		close(out)
	}()
	go func() { // want `sending to in.*\(orphan/deaf-producer\)`
		for _, h := range hosts {
			in <- h
		}
		close(in)
	}()
	for e := range out {
		if e != nil {
			return e
		}
	}
	return nil
}

// stock has tokens, of which everybody who asks takes one.
type stock struct {
	tokens chan struct{}
	quit   chan struct{}
}

func (d *stock) serve(ctx context.Context, hosts []string) {
	for _, h := range hosts {
		select {
		case <-d.tokens:
		case <-d.quit:
			return
		}
		if h == "" {
			d.tokens <- struct{}{}
			continue
		}
		go d.ask(ctx, h)
	}
}

func (d *stock) ask(ctx context.Context, host string) {
	defer func() { d.tokens <- struct{}{} }()
	select {
	case <-d.quit:
		return
	default:
	}
	_ = work.Fetch(ctx, host)
}

// GoodStock gives back each token that it has taken: there is room for it.
func GoodStock(ctx context.Context, hosts []string) error {
	d := &stock{make(chan struct{}, 2), make(chan struct{})}
	for range 2 {
		d.tokens <- struct{}{}
	}
	go d.serve(ctx, hosts)
	_ = work.Fetch(ctx, work.Quick)
	close(d.quit)
	return nil
}

// till takes a coin if there is one, and gives one back always.
type till struct {
	coins chan struct{}
	quit  chan struct{}
}

func (t *till) serve(ctx context.Context, hosts []string) {
	for _, h := range hosts {
		select {
		case <-t.coins:
		case <-t.quit:
			return
		default:
		}
		if h == "" {
			t.coins <- struct{}{}
			continue
		}
		go t.ask(ctx, h) // want `sending to coins.*\(orphan/half-guarded\)`
	}
}

func (t *till) ask(ctx context.Context, host string) {
	defer func() { t.coins <- struct{}{} }()
	select {
	case <-t.quit:
		return
	default:
	}
	_ = work.Fetch(ctx, host)
}

// BadStock gives back more than it has taken.
func BadStock(ctx context.Context, hosts []string) error {
	t := &till{make(chan struct{}, 1), make(chan struct{})}
	t.coins <- struct{}{}
	go t.serve(ctx, hosts)
	_ = work.Fetch(ctx, work.Quick)
	close(t.quit)
	return nil
}

// GoodCaptured is given the address of the channel that the answer comes on.
func GoodCaptured(ctx context.Context, hosts []string) error {
	ask := func(host string) *chan error {
		answer := make(chan error)
		go func() { answer <- work.Fetch(ctx, host) }()
		return &answer
	}
	first, second := ask(hosts[0]), ask(hosts[1])
	if err := <-*first; err != nil {
		<-*second
		return err
	}
	return <-*second
}

// GoodRecheck asks again at each tick, but not before the last answer has come: a
// case whose channel is nil is off.
func GoodRecheck(ctx context.Context, hosts []string) error {
	answers := make(chan error, 1)
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	late := time.After(patience)
	for tick := ticker.C; ; {
		select {
		case <-late:
			return errLate
		case <-tick:
			tick = nil
			go func() { answers <- work.Fetch(ctx, work.Slow) }()
		case err := <-answers:
			if err == nil {
				return nil
			}
			tick = ticker.C
		}
	}
}

// BadRecheck asks again whether or not there is an answer.
func BadRecheck(ctx context.Context, hosts []string) error {
	answers := make(chan error, 1)
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	late := time.After(patience)
	for {
		select {
		case <-late:
			return errLate
		case <-ticker.C:
			go func() { answers <- work.Fetch(ctx, work.Slow) }() // want `sending to answers.*\(orphan/abandoned-send\)`
		case err := <-answers:
			if err == nil {
				return nil
			}
		}
	}
}

// purse gives back two coins for each that was taken.
type purse struct{ coins, quit chan struct{} }

func (p *purse) spend(ctx context.Context, hosts []string) {
	for _, h := range hosts {
		select {
		case <-p.coins:
		case <-p.quit:
			return
		}
		if h == "" {
			p.coins <- struct{}{}
			continue
		}
		go func() { // want `sending to coins.*\(orphan/half-guarded\)`
			select {
			case <-p.quit:
				return
			default:
			}
			_ = work.Fetch(ctx, h)
			p.coins <- struct{}{}
			p.coins <- struct{}{}
		}()
	}
}

// BadPurse has room for one of the two.
func BadPurse(ctx context.Context, hosts []string) error {
	p := &purse{make(chan struct{}, 1), make(chan struct{})}
	p.coins <- struct{}{}
	go p.spend(ctx, []string{work.Slow})
	_ = work.Fetch(ctx, work.Quick)
	close(p.quit)
	return nil
}
