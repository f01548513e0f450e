package afterwait

import (
	"context"
	"errors"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadCancelled overwrites the parameter with a context that it cancels, and
// goes on with it.
func BadCancelled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	err := work.Fetch(ctx, work.Quick)
	cancel()
	if err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick) // want `context ctx passed to work.Fetch after cancel\(\): it is always cancelled by then \(afterwait/canceled\)`
}

// GoodCancelled gives it a name of its own.
func GoodCancelled(ctx context.Context) error {
	tctx, cancel := context.WithTimeout(ctx, time.Second)
	err := work.Fetch(tctx, work.Quick)
	cancel()
	if err != nil {
		return err
	}
	return work.Fetch(ctx, work.Quick)
}

// GoodCancelDeferred cancels when it returns.
func GoodCancelDeferred(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return work.Fetch(ctx, work.Quick)
}

// GoodBranch cancels in a branch that ends there.
func GoodBranch(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	if err := work.Fetch(ctx, work.Quick); err != nil {
		cancel()
		return err
	}
	err := work.Fetch(ctx, work.Quick)
	cancel()
	return err
}

// GoodClosure calls cancel in a function that is called when the time comes.
func GoodClosure(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { cancel() })
	defer stop()
	return work.Fetch(ctx, work.Quick)
}

// GoodOnPurpose asks for what a finished context asks for.
func GoodOnPurpose(ctx context.Context) error {
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := work.Fetch(over, work.Slow); !errors.Is(err, context.Canceled) {
		return errors.New("not over")
	}
	return nil
}

// GoodWaited waits for what it has cancelled to notice.
func GoodWaited(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- work.Fetch(ctx, work.Slow) }()
	if err := work.Fetch(ctx, work.Quick); err != nil {
		cancel()
		return err
	}
	cancel()
	<-ctx.Done()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// GoodEachRound makes a context a round.
func GoodEachRound(ctx context.Context) error {
	for range 3 {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		err := work.Fetch(ctx, work.Quick)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

// BadEachRound derives that of every round but the first from the one before.
func BadEachRound(ctx context.Context) error {
	var cancel context.CancelFunc
	for range 2 {
		ctx, cancel = context.WithTimeout(ctx, time.Second)
		err := work.Fetch(ctx, work.Quick) // want `context ctx passed to work.Fetch after cancel\(\): it is always cancelled by then, from the second round on \(afterwait/canceled\)`
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

// BadNested uses a context that hangs on the cancelled one.
func BadNested(ctx context.Context) error {
	outer, cancel := context.WithCancel(ctx)
	inner := work.WithRequest(outer, "inner")
	if err := work.Fetch(inner, work.Quick); err != nil {
		cancel()
		return err
	}
	cancel()
	return work.Fetch(inner, work.Quick) // want `context inner passed to work.Fetch after cancel\(\): it is always cancelled by then \(afterwait/canceled\)`
}

// GoodOther cancels one context and uses the other.
func GoodOther(ctx context.Context) error {
	actx, acancel := context.WithCancel(ctx)
	bctx, bcancel := context.WithCancel(ctx)
	defer bcancel()
	if err := work.Fetch(actx, work.Quick); err != nil {
		acancel()
		return err
	}
	acancel()
	return work.Fetch(bctx, work.Quick)
}

// GoodRestarted cancels a context and puts another in its place.
func GoodRestarted(ctx context.Context) error {
	wctx, cancel := context.WithCancel(ctx)
	for range 3 {
		err := work.Fetch(wctx, work.Quick)
		cancel()
		wctx, cancel = context.WithCancel(ctx)
		if err != nil {
			cancel()
			return err
		}
	}
	err := work.Fetch(wctx, work.Quick)
	cancel()
	return err
}

// GoodLogged logs with the cancelled context.
func GoodLogged(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	err := work.Fetch(ctx, work.Quick)
	cancel()
	work.Log(ctx, "over")
	return err
}

// GoodOwnVariable overwrites a variable that is new in each round.
func GoodOwnVariable(ctx context.Context) error {
	for range 2 {
		ctx := work.WithRequest(ctx, "round")
		fetch := func() error { return work.Fetch(ctx, work.Quick) }
		if err := fetch(); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		err := work.Fetch(ctx, work.Quick)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}
