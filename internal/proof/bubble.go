package proof

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// A trial is what happened when a program ran in a bubble.
type trial struct {
	returned bool
	err      error
	elapsed  time.Duration // virtual, until the program returned
	panicked any           // what the program's own goroutine panicked with
	alive    bool          // the context was not ended by then
	// stuck is the runtime's report about goroutines of the bubble that
	// nobody can wake, "" if there were none when the bubble ended.
	stuck string
}

// grace is how long goroutines are given, in virtual time, to come to an end
// after a program has returned and its context is cancelled.
const grace = 24 * time.Hour

// try runs p in a bubble. With wait, goroutines that the program leaves behind
// have their context cancelled and the grace to end; without it they must have
// ended when the program returns.
func try(t *testing.T, p Program, wait bool) (tr trial) {
	defer func() {
		// The deadlock report is a panic of the goroutine that called
		// synctest.Test, and can be recovered there.
		if r := recover(); r != nil {
			tr.stuck = fmt.Sprint(r)
		}
	}()
	synctest.Test(t, func(*testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		start := time.Now()
		func() {
			// A panic that leaves the bubble's main function would
			// end the process.
			defer func() { tr.panicked = recover() }()
			tr.err = p(ctx)
			tr.returned = true
		}()
		tr.elapsed = time.Since(start)
		tr.alive = ctx.Err() == nil
		if wait {
			cancel()
			time.Sleep(grace)
		}
		_ = cancel // an orphan's context lives on
	})
	return tr
}

// String says in words what happened.
func (tr trial) String() string {
	switch {
	case tr.panicked != nil:
		return fmt.Sprintf("panicked after %v: %v", tr.elapsed, tr.panicked)
	case !tr.returned:
		return "never returned: " + tr.stuck
	case tr.stuck != "":
		return fmt.Sprintf("returned after %v, then: %s", tr.elapsed, tr.stuck)
	case tr.err != nil:
		return fmt.Sprintf("returned after %v: %s", tr.elapsed, describe(tr.err))
	}
	return fmt.Sprintf("returned without an error after %v", tr.elapsed)
}

// describe returns the text of err, even if it is a nil pointer.
func describe(err error) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprintf("%T whose Error method panics: %v", err, r)
		}
	}()
	return err.Error()
}

// clean returns the sight of a trial in which something other than the symptom
// went wrong, nil if nothing did.
func (tr trial) clean() *sight {
	if tr.panicked != nil || !tr.returned || tr.stuck != "" {
		return &sight{void: true, what: tr.String()}
	}
	return nil
}
