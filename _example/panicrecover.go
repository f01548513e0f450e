package example

import (
	"context"
	"fmt"
	"time"
)

// WithTimeout gives up on fn after a while. Whoever calls it under a recover, as
// all of net/http's handlers run, is not covered when fn panics.
func WithTimeout(ctx context.Context, fn func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- fn(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Try wraps the error that is nil instead of the value that it recovers.
func Try(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %w", err)
		}
	}()
	return fn()
}
