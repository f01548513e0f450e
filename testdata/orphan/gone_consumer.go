package orphan

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/orphan/feed"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadConsumer stops at the first error to receive what another package's
// goroutine sends.
func BadConsumer(ctx context.Context, hosts []string) error {
	for h := range feed.Values(hosts) { // want `feed.Values.*blocks for ever.*\(orphan/gone-consumer\)`
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodConsumer receives all.
func GoodConsumer(ctx context.Context, hosts []string) error {
	var errs error
	for h := range feed.Values(hosts) {
		errs = errors.Join(errs, work.Fetch(ctx, h))
	}
	return errs
}

// GoodConsumerRest breaks out of the loop and receives the rest behind it.
func GoodConsumerRest(ctx context.Context, hosts []string) error {
	var err error
	names := feed.Values(hosts)
	for h := range names {
		if err = work.Fetch(ctx, h); err != nil {
			break
		}
	}
	for range names {
	}
	return err
}

// GoodConsumerDefer has a defer that receives it.
func GoodConsumerDefer(ctx context.Context, hosts []string) error {
	names := feed.Values(hosts)
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

// GoodConsumerDrain has a function of the package that feeds do so.
func GoodConsumerDrain(ctx context.Context, hosts []string) error {
	names := feed.Values(hosts)
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			feed.Drain(names)
			return err
		}
	}
	return nil
}

// GoodConsumerGoroutine leaves that to a goroutine.
func GoodConsumerGoroutine(ctx context.Context, hosts []string) error {
	names := feed.Values(hosts)
	for h := range names {
		if err := work.Fetch(ctx, h); err != nil {
			go swallow(names)
			return err
		}
	}
	return nil
}

// GoodConsumerLater goes on to receive, and does nothing with it.
func GoodConsumerLater(ctx context.Context, hosts []string) error {
	var first error
	for h := range feed.Names(hosts) {
		if first != nil {
			continue
		}
		if err := work.Fetch(ctx, h); err != nil {
			first = err
		}
	}
	return first
}

// BadConsumerBreak breaks out of a loop over a channel that it gets by way of a
// function that gets it by way of another.
func BadConsumerBreak(ctx context.Context, hosts []string) error {
	var err error
	for h := range feed.Names(hosts) { // want `feed.Names.*blocks for ever.*\(orphan/gone-consumer\)`
		if err = work.Fetch(ctx, h); err != nil {
			break
		}
	}
	work.Log(ctx, "done")
	return err
}

// BadConsumerOpen receives from a channel that it gets with an error, in a loop
// of its own.
func BadConsumerOpen(ctx context.Context, hosts []string) error {
	names, err := feed.Open(hosts) // want `feed.Open.*blocks for ever.*\(orphan/gone-consumer\)`
	if err != nil {
		return err
	}
	for {
		h, ok := <-names
		if !ok {
			return nil
		}
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
}

// GoodConsumerOpen has no channel when there is an error.
func GoodConsumerOpen(ctx context.Context, hosts []string) error {
	var errs error
	names, err := feed.Open(nil)
	if err != nil {
		names, err = feed.Open(hosts)
	}
	if err != nil {
		return err
	}
	for {
		h, ok := <-names
		if !ok {
			return errs
		}
		if err := work.Fetch(ctx, h); err != nil {
			errs = errors.Join(errs, err)
		}
	}
}

// BadConsumerMethod leaves when the context ends, of which the store's goroutine
// knows nothing.
func BadConsumerMethod(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	all := feed.NewStore(hosts).All() // want `All.*blocks for ever.*\(orphan/gone-consumer\)`
	for {
		select {
		case h, ok := <-all:
			if !ok {
				return nil
			}
			work.Log(ctx, h)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// BadConsumerTimer gives up when it has waited for too long.
func BadConsumerTimer(ctx context.Context, hosts []string) error {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	names := feed.NewStore(hosts).All() // want `All.*blocks for ever.*\(orphan/gone-consumer\)`
	for {
		select {
		case h, ok := <-names:
			if !ok {
				return nil
			}
			work.Log(ctx, h)
		case <-limit.C:
			return errLate
		}
	}
}

// BadConsumerQuit leaves when it is told to, by a channel that it was given.
func BadConsumerQuit(ctx context.Context, hosts []string) error {
	quit := make(chan struct{})
	time.AfterFunc(patience, func() { close(quit) })
	return logUntil(ctx, quit, hosts)
}

func logUntil(ctx context.Context, quit <-chan struct{}, hosts []string) error {
	names := feed.NewStore(hosts).All() // want `All.*blocks for ever.*\(orphan/gone-consumer\)`
	for {
		select {
		case <-quit:
			return nil
		case h, ok := <-names:
			if !ok {
				return nil
			}
			work.Log(ctx, h)
		}
	}
}

// GoodConsumerDone leaves when the producer says that there is no more.
func GoodConsumerDone(ctx context.Context, hosts []string) error {
	names, done := feed.Counted(hosts)
	for {
		select {
		case h := <-names:
			work.Log(ctx, h)
		case <-done:
			return nil
		}
	}
}

// GoodConsumerMethod takes the rest when it ends.
func GoodConsumerMethod(ctx context.Context, hosts []string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s := feed.NewStore(hosts)
	all := s.All()
	for {
		select {
		case h, ok := <-all:
			if !ok {
				return nil
			}
			work.Log(ctx, h)
		case <-ctx.Done():
			for h := range all {
				work.Log(ctx, h)
			}
			s.Wait()
			return ctx.Err()
		}
	}
}

// BadConsumerStage leaves the end of a pipeline.
func BadConsumerStage(ctx context.Context, hosts []string) error {
	for h := range feed.Upper(feed.Room(hosts)) { // want `feed.Upper.*blocks for ever.*\(orphan/gone-consumer\)`
		work.Log(ctx, h)
		if err := work.Fetch(ctx, work.Fails); err != nil {
			return err
		}
	}
	return nil
}

// BadConsumerYield is an iterator that stops when its caller does.
func BadConsumerYield(ctx context.Context, hosts []string) error {
	for h := range names(hosts) {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

func names(hosts []string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for h := range feed.Names(hosts) { // want `feed.Names.*blocks for ever.*\(orphan/gone-consumer\)`
			if !yield(h) {
				return
			}
		}
	}
}

// BadConsumerBackground has a producer that a context would stop, and gives it
// one that never ends.
func BadConsumerBackground(ctx context.Context, hosts []string) error {
	for h := range feed.Until(context.Background(), hosts) { // want `feed.Until.*blocks for ever.*\(orphan/gone-consumer\)`
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// BadConsumerWithout has it be told by one that nobody can end.
func BadConsumerWithout(ctx context.Context, hosts []string) error {
	names := feed.Until(context.WithoutCancel(ctx), hosts) // want `feed.Until.*blocks for ever.*\(orphan/gone-consumer\)`
	for h := range names {
		work.Log(ctx, h)
		if err := work.Fetch(ctx, work.Fails); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// BadConsumerTask receives in a task of a group, which fails.
func BadConsumerTask(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	names := feed.Names(hosts) // want `feed.Names.*blocks for ever.*\(orphan/gone-consumer\)`
	g.Go(func() error {
		for h := range names {
			if err := work.Fetch(gctx, h); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

// GoodConsumerTasks has two of them, of which one does not fail.
func GoodConsumerTasks(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	names := feed.Names(hosts)
	g.Go(func() error {
		for h := range names {
			if err := work.Fetch(gctx, h); err != nil {
				return err
			}
		}
		return nil
	})
	g.Go(func() error {
		for h := range names {
			work.Log(gctx, h)
		}
		return nil
	})
	return g.Wait()
}

// GoodConsumerWorkers has several that fail if there is something to fail at, of
// which there are as many as workers.
func GoodConsumerWorkers(ctx context.Context, hosts []string) error {
	g, gctx := errgroup.WithContext(ctx)
	names := feed.Names(hosts)
	for range len(hosts) {
		g.Go(func() error {
			for h := range names {
				return work.Fetch(gctx, h)
			}
			return nil
		})
	}
	return g.Wait()
}

// GoodConsumerCheck returns at the error that a row has, which is the last one.
func GoodConsumerCheck(ctx context.Context, hosts []string) error {
	for r := range feed.NewTable(hosts).Rows() {
		if err := r.Check(); err != nil {
			return err
		}
		work.Log(ctx, r.Text)
	}
	return nil
}

// GoodConsumerErr asks the table for it, whose rows have ended then.
func GoodConsumerErr(ctx context.Context, hosts []string) error {
	t := feed.NewTable(hosts)
	for r := range t.Rows() {
		if err := t.Err(); err != nil {
			return err
		}
		work.Log(ctx, r.Text)
	}
	return nil
}

// GoodConsumerFlush fails when it has received the last one.
func GoodConsumerFlush(ctx context.Context, hosts []string) error {
	const end = ""
	for h := range feed.Values(append(hosts[1:], end)) {
		if h == end {
			break
		}
		work.Log(ctx, h)
	}
	if err := work.Fetch(ctx, work.Fails); err != nil {
		return err
	}
	return nil
}

// GoodConsumerCancel cancels the context of the producer when it leaves.
func GoodConsumerCancel(ctx context.Context, hosts []string) error {
	fctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for h := range feed.Until(fctx, hosts) {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodConsumerParent has a context that somebody else ends.
func GoodConsumerParent(ctx context.Context, hosts []string) error {
	for h := range feed.Until(ctx, hosts) {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodConsumerStop closes what stops the producer.
func GoodConsumerStop(ctx context.Context, hosts []string) error {
	stop := make(chan struct{})
	defer close(stop)
	for h := range feed.Stoppable(stop, hosts) {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodConsumerRoom leaves the rest where there is room for it.
func GoodConsumerRoom(ctx context.Context, hosts []string) error {
	for h := range feed.Room(hosts) {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodConsumerOnce does not wait for the one value.
func GoodConsumerOnce(ctx context.Context, hosts []string) error {
	for _, h := range hosts {
		select {
		case err := <-feed.Once(ctx, h):
			if err != nil {
				return err
			}
		case <-time.After(time.Microsecond):
			return errLate
		}
	}
	return nil
}

// GoodConsumerLast returns at an error that is the last thing that comes.
func GoodConsumerLast(ctx context.Context, hosts []string) error {
	for r := range feed.Results(hosts) {
		if r.Err != nil {
			return r.Err
		}
	}
	return nil
}

// GoodConsumerSentinel returns when it receives what it knows to be the end.
func GoodConsumerSentinel(ctx context.Context, hosts []string) error {
	const end = ""
	for h := range feed.Values(append(hosts[1:], end)) {
		if h == end {
			break
		}
		work.Log(ctx, h)
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodConsumerCounted takes as many as it has given.
func GoodConsumerCounted(ctx context.Context, hosts []string) error {
	c := feed.Values(hosts)
	for range len(hosts) {
		work.Log(ctx, <-c)
	}
	return nil
}

// GoodConsumerUnknown has a source of which nothing is known.
func GoodConsumerUnknown(ctx context.Context, hosts []string) error {
	return fetchAllOf(ctx, feed.NewKept(hosts))
}

func fetchAllOf(ctx context.Context, s feed.Source) error {
	for h := range s.Names() {
		if err := work.Fetch(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// GoodConsumerHandedOn returns the channel to somebody who receives all.
func GoodConsumerHandedOn(ctx context.Context, hosts []string) error {
	rest, err := firstName(ctx, hosts)
	if err != nil {
		swallow(rest)
	}
	return err
}

func firstName(ctx context.Context, hosts []string) (<-chan string, error) {
	c := feed.Values(hosts)
	for h := range c {
		if err := work.Fetch(ctx, h); err != nil {
			return c, err
		}
	}
	return c, nil
}
