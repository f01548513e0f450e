// Package work is what the tasks in the exhibits do. It takes the time that the
// proofs count on: everything fails within a second or goes on for an hour,
// unless its context ends first.
package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/futurelint/futurelint/internal/proof"
)

// What Fetch can be asked for.
const (
	Quick = "quick" // succeeds after a millisecond
	Fails = "fails" // fails after ten
	Slow  = "slow"  // succeeds after an hour
)

// ErrFailed is the error of what is asked to fail.
var ErrFailed = errors.New("work failed")

// Fetch fetches u. It returns early if ctx ends.
func Fetch(ctx context.Context, u string) error {
	defer proof.Count(ctx)()
	switch u {
	case Fails:
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
		return fmt.Errorf("fetch %s: %w", u, ErrFailed)
	case Slow:
		return pause(ctx, time.Hour)
	}
	return pause(ctx, time.Millisecond)
}

// Get fetches u and returns its content.
func Get(ctx context.Context, u string) (string, error) {
	if err := Fetch(ctx, u); err != nil {
		return "", err
	}
	return "content of " + u, nil
}

// pause waits for d to pass or ctx to end.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
