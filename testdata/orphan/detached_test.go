package orphan

import (
	"context"
	"testing"
	"time"

	"github.com/futurelint/futurelint/internal/proof"
)

// over runs an exhibit and ends its context, which ends what it has started.
func over(f func(context.Context) error) proof.Program {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithCancel(ctx)
		err := f(ctx)
		cancel()
		time.Sleep(time.Millisecond)
		return err
	}
}

// TestDetached runs the exhibits of orphan/detached.
func TestDetached(t *testing.T) {
	proof.Show(t, proof.Orphan, over, BadDetached, GoodDetached, BadDetachedMethod, GoodDetachedTask)
	// What is to outlive its context comes to an end by itself.
	proof.Show(t, proof.Leak, over, GoodDetachedSaid, GoodDetachedNoContext)
}
