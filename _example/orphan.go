package example

import (
	"context"
	"time"
)

// Ask gives up after a second. The answer that comes later has nobody to take it,
// and its goroutine waits for ever.
func Ask(ctx context.Context, u string) error {
	answer := make(chan error)
	go func() { answer <- fetch(ctx, u) }()
	select {
	case err := <-answer:
		return err
	case <-time.After(time.Second):
		return context.DeadlineExceeded
	}
}
