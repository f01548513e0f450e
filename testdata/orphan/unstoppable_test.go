package orphan

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestUnstoppable makes a cache, and closes it.
func TestUnstoppable(t *testing.T) {
	proof.Show(t, proof.Leak, func(f func() *Cache) proof.Program {
		return func(context.Context) error { f().Close(); return nil }
	}, BadUnstoppable, GoodUnstoppable, BadUnstoppablePoll, GoodUnstoppablePoll)
	proof.Show(t, proof.Leak, func(f func() <-chan int) proof.Program {
		return func(context.Context) error { <-f(); return nil }
	}, GoodUnstoppableChannel)
	proof.Show(t, proof.Leak, func(f func() <-chan int) proof.Program {
		return func(context.Context) error { f(); return nil }
	}, BadUnstoppableChannel)
	proof.Show(t, proof.Leak, proof.Direct, BadUnstoppableStart)
}
