// Package far sends nothing itself: it lends its channels to another package.
package far

import (
	"context"
	"errors"
	"time"

	"github.com/futurelint/futurelint/testdata/orphan/feed"
	"github.com/futurelint/futurelint/testdata/work"
)

const patience = time.Minute

var errLate = errors.New("no answer in time")

// BadFarSend has another package send the result.
func BadFarSend(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc.*\(orphan/abandoned-send\)`
		feed.Deliver(errc, work.Fetch(ctx, hosts[0]))
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}

// BadFarSends has it send all of them, and takes the first.
func BadFarSends(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go func() { // want `can block for ever sending to names.*\(orphan/(abandoned-send|deaf-producer)\)`
		feed.DeliverAll(names, hosts)
	}()
	return work.Fetch(ctx, <-names)
}

// GoodFarReceive has it receive, in any case.
func GoodFarReceive(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() { feed.Deliver(errc, work.Fetch(ctx, hosts[0])) }()
	if err := work.Fetch(ctx, hosts[1]); err != nil {
		feed.Receive(errc)
		return err
	}
	return feed.Receive(errc)
}

// GoodFarDrain leaves what is left to it.
func GoodFarDrain(ctx context.Context, hosts []string) error {
	names := make(chan string)
	go feed.DeliverAll(names, hosts)
	defer feed.Drain(names)
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodFarRoom has room for what it sends.
func GoodFarRoom(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go func() { feed.Deliver(errc, work.Fetch(ctx, hosts[0])) }()
	select {
	case err := <-errc:
		return err
	case <-time.After(patience):
		return errLate
	}
}
