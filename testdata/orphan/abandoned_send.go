// Package orphan holds the exhibits of the check orphan: for every
// sub-check what it reports, and what it must leave alone.
package orphan

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/sourcegraph/conc"
	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// patience is how long the exhibits wait for an answer. What is slow takes longer.
const patience = time.Minute

// most is the greatest number of hosts that they ask at the same time.
const most = 8

var (
	errLate = errors.New("no answer in time")
	errMany = errors.New("too many hosts")
)

// BadTimeout waits no longer than a minute for an answer that nobody is there to
// take when it comes.
func BadTimeout(ctx context.Context, hosts []string) error {
	errc := make(chan error)
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

// GoodTimeout has room for the answer.
func GoodTimeout(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
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

// GoodTimeoutTaken takes the answer after it has told the asker to stop.
func GoodTimeoutTaken(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errc := make(chan error)
	go func() {
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		cancel()
		<-errc
		return errLate
	}
}

// GoodTimeoutDeferred takes it when it returns, in any case: there is an answer
// for the select and none for the defer, or the other way round, and a close
// for whoever comes late.
func GoodTimeoutDeferred(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	errc := make(chan error)
	defer func() { <-errc }()
	defer cancel()
	go func() {
		defer close(errc)
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodTimeoutWatched gives up sending when the context ends.
func GoodTimeoutWatched(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() {
		select {
		case errc <- work.Fetch(ctx, hosts[0]):
		case <-ctx.Done():
		}
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodTimeoutTried sends only if somebody receives at once.
func GoodTimeoutTried(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() {
		err := work.Fetch(ctx, hosts[0])
		select {
		case errc <- err:
		default:
		}
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodTimeoutClosed tells by a close, which waits for nobody.
func GoodTimeoutClosed(ctx context.Context, hosts []string) error {
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = work.Fetch(ctx, hosts[0])
	}()
	select {
	case <-done:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// BadDeadline waits until a context ends that ends the work as well: the answer
// comes, a moment too late.
func BadDeadline(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// BadTwoResults is sent two values and takes one of them.
func BadTwoResults(ctx context.Context, hosts []string) error {
	statusc := make(chan string)
	errc := make(chan error)
	go func() { // want `can block for ever sending to (statusc|errc).*\(orphan/abandoned-send\)`
		status, err := work.Get(ctx, hosts[0])
		statusc <- status
		if err != nil {
			errc <- err
		}
	}()
	select {
	case <-time.After(2 * time.Hour):
		return errLate
	case <-statusc:
		return nil
	case err := <-errc:
		return err
	}
}

// GoodTwoResults is sent one of the two, and has no other way out.
func GoodTwoResults(ctx context.Context, hosts []string) error {
	statusc := make(chan string)
	errc := make(chan error)
	go func() {
		status, err := work.Get(ctx, hosts[0])
		if err != nil {
			errc <- err
			return
		}
		statusc <- status
	}()
	select {
	case <-statusc:
		return nil
	case err := <-errc:
		return err
	}
}

// BadBetween returns between the start of the work and the receive of its
// result.
func BadBetween(ctx context.Context, hosts []string) error {
	result := make(chan error)
	go func() { // want `can block for ever sending to result.*\(orphan/abandoned-send\)`
		result <- work.Fetch(ctx, hosts[1])
	}()
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	return <-result
}

// GoodBetween has room for the result.
func GoodBetween(ctx context.Context, hosts []string) error {
	result := make(chan error, 1)
	go func() {
		result <- work.Fetch(ctx, hosts[1])
	}()
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	return <-result
}

// GoodBetweenTaken takes it on every way out.
func GoodBetweenTaken(ctx context.Context, hosts []string) error {
	result := make(chan error)
	go func() {
		result <- work.Fetch(ctx, hosts[1])
	}()
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return errors.Join(err, <-result)
	}
	return <-result
}

// GoodBetweenBefore returns before there is any work.
func GoodBetweenBefore(ctx context.Context, hosts []string) error {
	result := make(chan error)
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	go func() {
		result <- work.Fetch(ctx, hosts[1])
	}()
	return <-result
}

// GoodBetweenDeferred has a defer that takes it, and is the only one to do so.
func GoodBetweenDeferred(ctx context.Context, hosts []string) (err error) {
	result := make(chan error)
	go func() {
		result <- work.Fetch(ctx, hosts[1])
	}()
	defer func() {
		if late := <-result; err == nil {
			err = late
		}
	}()
	return work.Fetch(ctx, hosts[0])
}

// GoodBetweenLeft leaves a goroutine behind that takes what is left.
func GoodBetweenLeft(ctx context.Context, hosts []string) error {
	result := make(chan error)
	go func() {
		defer close(result)
		result <- work.Fetch(ctx, hosts[1])
	}()
	defer func() {
		go func() {
			for range result {
			}
		}()
	}()
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	return <-result
}

// BadFirst starts two and returns what the first one sends.
func BadFirst(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
		errs <- work.Fetch(ctx, hosts[0])
	}()
	go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
		errs <- work.Fetch(ctx, hosts[1])
	}()
	return <-errs
}

// GoodFirst has room for the other one.
func GoodFirst(ctx context.Context, hosts []string) error {
	errs := make(chan error, 1)
	go func() {
		errs <- work.Fetch(ctx, hosts[0])
	}()
	go func() {
		errs <- work.Fetch(ctx, hosts[1])
	}()
	return <-errs
}

// BadUntilError takes two errors, or one if it is not nil.
func BadUntilError(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
		errs <- work.Fetch(ctx, hosts[0])
	}()
	go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
		errs <- work.Fetch(ctx, hosts[1])
	}()
	for i := 0; i < 2; i++ {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// GoodUntilError has room for both.
func GoodUntilError(ctx context.Context, hosts []string) error {
	errs := make(chan error, 2)
	go func() {
		errs <- work.Fetch(ctx, hosts[0])
	}()
	go func() {
		errs <- work.Fetch(ctx, hosts[1])
	}()
	for i := 0; i < 2; i++ {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// GoodBoth goes on after an error.
func GoodBoth(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	go func() {
		errs <- work.Fetch(ctx, hosts[0])
	}()
	go func() {
		errs <- work.Fetch(ctx, hosts[1])
	}()
	var first error
	for i := 0; i < 2; i++ {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// BadInOrder waits for one after the other. The first result is taken in any
// case, the second is not.
func BadInOrder(ctx context.Context, hosts []string) error {
	one := make(chan error)
	two := make(chan error)
	go func() {
		one <- work.Fetch(ctx, hosts[0])
	}()
	go func() { // want `can block for ever sending to two.*\(orphan/abandoned-send\)`
		two <- work.Fetch(ctx, hosts[1])
	}()
	if err := <-one; err != nil {
		return err
	}
	return <-two
}

// GoodInOrder has room where it may not come to the receive.
func GoodInOrder(ctx context.Context, hosts []string) error {
	one := make(chan error)
	two := make(chan error, 1)
	go func() {
		one <- work.Fetch(ctx, hosts[0])
	}()
	go func() {
		two <- work.Fetch(ctx, hosts[1])
	}()
	if err := <-one; err != nil {
		return err
	}
	return <-two
}

// BadTwice sends to a channel with room for one value two of them, and takes one
// at most.
func BadTwice(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		errc <- work.Fetch(ctx, hosts[0])
		errc <- work.Fetch(ctx, hosts[1])
	}()
	if err := work.Fetch(ctx, work.Fails); err != nil {
		return err
	}
	return errors.Join(<-errc, <-errc)
}

// GoodTwice has room for both.
func GoodTwice(ctx context.Context, hosts []string) error {
	errc := make(chan error, 2)
	go func() {
		errc <- work.Fetch(ctx, hosts[0])
		errc <- work.Fetch(ctx, hosts[1])
	}()
	if err := work.Fetch(ctx, work.Fails); err != nil {
		return err
	}
	return errors.Join(<-errc, <-errc)
}

// GoodEither has two sends, of which it does one.
func GoodEither(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go func() {
		if _, err := work.Get(ctx, hosts[0]); err != nil {
			errc <- err
			return
		}
		errc <- work.Fetch(ctx, hosts[1])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// BadEither forgets the return between the two.
func BadEither(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		if _, err := work.Get(ctx, hosts[0]); err != nil {
			errc <- err
		}
		errc <- work.Fetch(ctx, hosts[1])
	}()
	return <-errc
}

// GoodSendAndReturn has a send in a loop, after which it returns.
func GoodSendAndReturn(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go func() {
		for _, h := range hosts {
			if err := work.Fetch(ctx, h); err != nil {
				errc <- err
				return
			}
		}
		errc <- nil
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// BadFailures starts goroutines one after the other that report their failures,
// and leaves when something else happens.
func BadFailures(ctx context.Context, hosts []string) error {
	fail := make(chan error)
	stop := time.After(patience)
	for {
		done := make(chan struct{})
		go func() { // want `can block for ever sending to fail.*\(orphan/abandoned-send\)`
			defer close(done)
			if err := work.Fetch(ctx, hosts[0]); err != nil {
				fail <- err
			}
		}()
		select {
		case <-done:
		case err := <-fail:
			return err
		case <-stop:
			return nil
		}
	}
}

// GoodFailures has room for the failure, after which there is no other.
func GoodFailures(ctx context.Context, hosts []string) error {
	stop := time.After(patience)
	for {
		done := make(chan struct{})
		fail := make(chan error, 1)
		go func() {
			defer close(done)
			if err := work.Fetch(ctx, hosts[0]); err != nil {
				fail <- err
			}
		}()
		select {
		case <-done:
		case err := <-fail:
			return err
		case <-stop:
			return nil
		}
	}
}

// BadReader has a goroutine that reads until it fails and says so at last, and a
// loop that may have left by then.
func BadReader(ctx context.Context, hosts []string) error {
	done := make(chan struct{})
	go func() { // want `can block for ever sending to done.*\(orphan/abandoned-send\)`
		for {
			if err := work.Fetch(ctx, hosts[1]); err != nil {
				break
			}
		}
		done <- struct{}{}
	}()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return nil
		case <-tick.C:
			if err := work.Fetch(ctx, hosts[0]); err != nil {
				return err
			}
		}
	}
}

// GoodReader closes the channel.
func GoodReader(ctx context.Context, hosts []string) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if err := work.Fetch(ctx, hosts[1]); err != nil {
				break
			}
		}
	}()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return nil
		case <-tick.C:
			if err := work.Fetch(ctx, hosts[0]); err != nil {
				return err
			}
		}
	}
}

// BadRange stops at the first error to receive what is still to come.
func BadRange(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() { // want `can block for ever sending to names`
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodRange goes on to the end.
func GoodRange(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() {
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	var errs error
	for h := range names {
		errs = errors.Join(errs, work.Fetch(ctx, h))
	}
	return errs
}

// GoodRangeRest receives the rest before it returns.
func GoodRangeRest(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() {
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			for range names {
			}
			return err
		}
	}
	return nil
}

// GoodRangeDeferred receives it in a defer.
func GoodRangeDeferred(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() {
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	defer func() {
		for range names {
		}
	}()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// swallow receives what is left.
func swallow[T any](c <-chan T) {
	for range c {
	}
}

// GoodRangeCallee has a function that does it.
func GoodRangeCallee(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() {
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	defer swallow(names)
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodRangeRoom has room for everything.
func GoodRangeRoom(ctx context.Context, hosts []string) error {
	names := make(chan string, len(hosts))
	go func() {
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// visit calls f with every host, until there is an error.
func visit(ctx context.Context, hosts []string, f func(host string) error) error {
	for _, h := range hosts {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f(h); err != nil {
			return err
		}
	}
	return nil
}

// BadCallback sends in a function that is called with every host.
func BadCallback(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() { // want `can block for ever sending to names`
		defer close(names)
		_ = visit(ctx, hosts, func(host string) error {
			names <- host
			return nil
		})
	}()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodCallback sends there as long as the context lives.
func GoodCallback(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	names := make(chan string)
	go func() {
		defer close(names)
		_ = visit(ctx, hosts, func(host string) error {
			select {
			case names <- host:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// BadFanIn starts as many as it is told and stops to receive at the first error.
func BadFanIn(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error)
	for _, h := range hosts {
		go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
			errs <- work.Fetch(ctx, h)
		}()
	}
	for range hosts {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// GoodFanInRoom has room for one answer each.
func GoodFanInRoom(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error, len(hosts))
	for _, h := range hosts {
		go func() {
			errs <- work.Fetch(ctx, h)
		}()
	}
	for range hosts {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// GoodFanInAll receives as often as it starts something.
func GoodFanInAll(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error)
	for _, h := range hosts {
		go func() {
			errs <- work.Fetch(ctx, h)
		}()
	}
	var err error
	for range hosts {
		err = errors.Join(err, <-errs)
	}
	return err
}

// GoodFanInCount does so by the number.
func GoodFanInCount(ctx context.Context, hosts []string) error {
	n := min(len(hosts), most)
	errs := make(chan error)
	for i := 0; i < n; i++ {
		go func() {
			errs <- work.Fetch(ctx, hosts[i])
		}()
	}
	var err error
	for i := 0; i < n; i++ {
		if e := <-errs; e != nil {
			err = e
		}
	}
	return err
}

// GoodFanInStarted counts what it has started, and takes that many.
func GoodFanInStarted(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error)
	started := 0
	for _, h := range hosts {
		if h == "" {
			continue
		}
		started++
		go func() {
			errs <- work.Fetch(ctx, h)
		}()
	}
	var err error
	for ; started > 0; started-- {
		err = errors.Join(err, <-errs)
	}
	return err
}

// BadFanInRoom has room for one answer, and there are more.
func BadFanInRoom(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error, 1)
	for _, h := range hosts {
		go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
			errs <- work.Fetch(ctx, h)
		}()
	}
	return <-errs
}

// BadFanInTwice has room for one answer each, and each may send two.
func BadFanInTwice(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error, len(hosts))
	for _, h := range hosts {
		go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
			if err := work.Fetch(ctx, h); err != nil {
				errs <- err
			}
			errs <- nil
		}()
	}
	if err := work.Fetch(ctx, work.Fails); err != nil {
		return err
	}
	for range hosts {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// GoodClosedWhenDone receives until a closer, which waits for the senders, has
// closed the channel.
func GoodClosedWhenDone(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error)
	var wg sync.WaitGroup
	for _, h := range hosts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs <- work.Fetch(ctx, h)
		}()
	}
	go func() {
		wg.Wait()
		close(errs)
	}()
	var all error
	for err := range errs {
		all = errors.Join(all, err)
	}
	return all
}

// BadClosedWhenDone leaves before that: the senders stay, and the closer with
// them.
func BadClosedWhenDone(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	errs := make(chan error)
	var wg sync.WaitGroup
	for _, h := range hosts {
		wg.Add(1)
		go func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
			defer wg.Done()
			errs <- work.Fetch(ctx, h)
		}()
	}
	go func() {
		wg.Wait()
		close(errs)
	}()
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// BadWaitGroup starts the senders with WaitGroup.Go.
func BadWaitGroup(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() { // want `can block for ever sending to errs.*\(orphan/abandoned-send\)`
			errs <- work.Fetch(ctx, hosts[i])
		})
	}
	if err := <-errs; err != nil {
		return err
	}
	err := <-errs
	wg.Wait()
	return err
}

// GoodWaitGroup takes what they send, and then waits for them.
func GoodWaitGroup(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			errs <- work.Fetch(ctx, hosts[i])
		})
	}
	err := errors.Join(<-errs, <-errs)
	wg.Wait()
	return err
}

// GoodWaitGroupRoom waits for them, and looks at what there is then.
func GoodWaitGroupRoom(ctx context.Context, hosts []string) error {
	errs := make(chan error, 2)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			if err := work.Fetch(ctx, hosts[i]); err != nil {
				errs <- err
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}

// BadGroup starts the sender in an errgroup, and does not come to its Wait.
func BadGroup(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	content := make(chan string)
	g.Go(func() error { // want `can block for ever sending to content.*\(orphan/abandoned-send\)`
		c, err := work.Get(gctx, hosts[1])
		content <- c
		return err
	})
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	work.Log(ctx, <-content)
	return g.Wait()
}

// GoodGroup has it watch the group's context.
func GoodGroup(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	content := make(chan string)
	g.Go(func() error {
		c, err := work.Get(gctx, hosts[1])
		if err != nil {
			return err
		}
		select {
		case content <- c:
			return nil
		case <-gctx.Done():
			return gctx.Err()
		}
	})
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	select {
	case c := <-content:
		work.Log(ctx, c)
	case <-gctx.Done():
	}
	return g.Wait()
}

// BadConc starts it in a group of conc.
func BadConc(ctx context.Context, hosts []string) error {
	var wg conc.WaitGroup
	result := make(chan error)
	wg.Go(func() { // want `can block for ever sending to result.*\(orphan/abandoned-send\)`
		var err error
		defer func() { result <- err }()
		err = work.Fetch(ctx, hosts[1])
	})
	if err := work.Fetch(ctx, hosts[0]); err != nil {
		return err
	}
	err := <-result
	wg.Wait()
	return err
}

// BadSometimes receives only if it is asked to.
func BadSometimes(ctx context.Context, hosts []string) error {
	result := make(chan error)
	go func() { // want `can block for ever sending to result.*\(orphan/abandoned-send\)`
		result <- work.Fetch(ctx, hosts[1])
	}()
	err := work.Fetch(ctx, hosts[0])
	if err == nil {
		err = <-result
	}
	return err
}

// BadDialogue asks and is answered over the same channel, until it is stopped.
func BadDialogue(ctx context.Context, hosts []string) error {
	lines := make(chan string)
	go func() { // want `can block for ever sending to lines.*\(orphan/abandoned-send\)`
		for {
			line, err := work.Get(ctx, <-lines)
			if err != nil {
				line = ""
			}
			lines <- line
		}
	}()
	for _, h := range hosts {
		lines <- h
		select {
		case <-time.After(patience):
			return errLate
		case line := <-lines:
			work.Log(ctx, line)
		}
	}
	return nil
}

// GoodSlots takes a slot before it starts something, which gives it back at the
// end.
func GoodSlots(ctx context.Context, hosts []string) error {
	slots := make(chan struct{}, 2)
	errs := make(chan error, len(hosts))
	for _, h := range hosts {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			errs <- work.Fetch(ctx, h)
		}()
	}
	return <-errs
}

// GoodSlotsInside has goroutines that take the slot themselves.
func GoodSlotsInside(ctx context.Context, hosts []string) error {
	if len(hosts) > most {
		return errMany
	}
	slots := make(chan struct{}, 1)
	for _, h := range hosts {
		go func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if err := work.Fetch(ctx, h); err != nil {
				work.Log(ctx, err.Error())
			}
		}()
	}
	return work.Fetch(ctx, work.Fails)
}

// GoodTokens has goroutines that take a token and put it back.
func GoodTokens(ctx context.Context, hosts []string) error {
	tokens := make(chan int, 2)
	for i := range 2 {
		tokens <- i
	}
	for range 3 {
		go func() {
			token := <-tokens
			if err := work.Fetch(ctx, hosts[token]); err != nil {
				work.Log(ctx, err.Error())
			}
			tokens <- token
		}()
	}
	return work.Fetch(ctx, work.Fails)
}

// GoodOtherReceiver has a second receiver, which stays.
func GoodOtherReceiver(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	go func() {
		defer close(errs)
		for _, h := range hosts {
			errs <- work.Fetch(ctx, h)
		}
	}()
	go func() {
		for err := range errs {
			if err != nil {
				work.Log(ctx, err.Error())
			}
		}
	}()
	return <-errs
}
