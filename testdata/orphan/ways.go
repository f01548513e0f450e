package orphan

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// GoodRecovered sends what it has recovered instead of the answer.
func GoodRecovered(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				errc <- fmt.Errorf("panic: %v", r)
			}
		}()
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodPool has workers that take all hosts before they end, and a loop that takes
// one of their two answers for each host.
func GoodPool(ctx context.Context, hosts []string) error {
	in := make(chan string)
	names, errs := make(chan string), make(chan error)
	go func() {
		for _, h := range hosts {
			in <- h
		}
		close(in)
	}()
	workers := min(2, len(hosts))
	for range workers {
		go func() {
			for h := range in {
				if err := work.Fetch(ctx, h); err != nil {
					errs <- err
				} else {
					names <- h
				}
			}
		}()
	}
	var first error
	for range hosts {
		select {
		case h := <-names:
			work.Log(ctx, h)
		case err := <-errs:
			first = errors.Join(first, err)
		}
	}
	return first
}

// GoodActive counts how many are left, and leaves with the last.
func GoodActive(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	for _, h := range hosts {
		go func() { errs <- work.Fetch(ctx, h) }()
	}
	active := len(hosts)
	var first error
	for {
		select {
		case err := <-errs:
			first = errors.Join(first, err)
			active--
			if active == 0 {
				return first
			}
		case <-time.After(patience):
			work.Log(ctx, "still waiting")
		}
	}
}

// GoodFlag remembers why it has left the loop, and takes the rest then.
func GoodFlag(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() {
		defer close(names)
		for _, h := range hosts {
			names <- h
		}
	}()
	var failed error
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			failed = err
			break
		}
	}
	if failed != nil {
		for range names {
		}
	}
	return failed
}

// GoodLeft sees the error that the goroutine has left behind: it has ended.
func GoodLeft(ctx context.Context, hosts []string) error {
	var failed error
	names := make(chan string)
	go func() {
		defer close(names)
		for _, h := range hosts {
			if err := work.Fetch(ctx, h); err != nil {
				failed = err
				return
			}
			names <- h
		}
	}()
	for h := range names {
		work.Log(ctx, h)
	}
	if failed != nil {
		return failed
	}
	return nil
}

// GoodOneAtATime starts the next when the one before is done, and no more when one
// has failed.
func GoodOneAtATime(ctx context.Context, hosts []string) error {
	var (
		done  chan struct{}
		fail  = make(chan error, 1)
		first error
	)
	over := time.After(patience)
	for i := 0; ; {
		if done == nil && i < len(hosts) {
			h := hosts[i]
			i++
			done = make(chan struct{})
			go func() {
				if err := work.Fetch(ctx, h); err != nil {
					fail <- err
					return
				}
				close(done)
			}()
		}
		select {
		case <-done:
			done = nil
		case first = <-fail:
		case <-over:
			return first
		}
	}
}

// An outbox has letters, each with a channel for its receipt, which has room for
// it.
type outbox struct {
	mu      sync.Mutex
	letters chan *letter
}

type letter struct {
	host    string
	receipt chan error
}

// deliver gives every letter a receipt.
func (o *outbox) deliver(ctx context.Context) {
	for {
		select {
		case l := <-o.letters:
			l.receipt <- work.Fetch(ctx, l.host)
		case <-ctx.Done():
			return
		}
	}
}

// post waits a minute for the receipt.
func (o *outbox) post(ctx context.Context, host string) error {
	l := &letter{host: host, receipt: make(chan error, 1)}
	select {
	case o.letters <- l:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-l.receipt:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// GoodLetters has room for each receipt, however long the one who delivers goes
// on.
func GoodLetters(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	o := &outbox{letters: make(chan *letter)}
	go o.deliver(ctx)
	for _, h := range hosts {
		if err := o.post(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// A ticket is a result that its Done gives away: who takes it is not known.
type ticket struct{ err chan error }

// Done gives the result.
func (t *ticket) Done() <-chan error { return t.err }

// NewTicket starts the work for it.
func NewTicket(ctx context.Context, host string) *ticket {
	t := &ticket{err: make(chan error)}
	go func() { t.err <- work.Fetch(ctx, host) }()
	return t
}

// GoodTicket takes the result.
func GoodTicket(ctx context.Context, hosts []string) error {
	return <-NewTicket(ctx, hosts[0]).Done()
}

// GoodToldByResult has room for the one error that its goroutine sends: whoever has
// sent one says so, and is the last.
func GoodToldByResult(ctx context.Context, hosts []string) error {
	names, errs := make(chan string, 1), make(chan error, 1)
	give := func(h string) bool {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case names <- h:
			return true
		case <-timer.C:
			errs <- errLate
			return false
		}
	}
	go func() {
		defer close(names)
		for _, h := range hosts {
			if err := work.Fetch(ctx, h); err != nil {
				errs <- err
				return
			}
			if !give(h) {
				return
			}
			if ctx.Err() != nil {
				errs <- ctx.Err()
				return
			}
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodRangeFunc ends the range over a function, and all else, with the one error.
func GoodRangeFunc(ctx context.Context, hosts []string) error {
	errs := make(chan error, 1)
	go func() {
		for round := range 3 {
			for h, err := range asked(ctx, hosts) {
				if err != nil {
					errs <- err
					return
				}
				work.Log(ctx, fmt.Sprint(round, h))
			}
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

func asked(ctx context.Context, hosts []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, h := range hosts {
			if !yield(h, work.Fetch(ctx, h)) {
				return
			}
		}
	}
}

// GoodRangeReceives takes one answer for each host that a function gives.
func GoodRangeReceives(ctx context.Context, hosts []string) error {
	errs := make(chan error)
	for _, h := range hosts {
		go func() { errs <- work.Fetch(ctx, h) }()
	}
	var first error
	for range slices.Values(hosts) {
		first = errors.Join(first, <-errs)
	}
	return first
}
