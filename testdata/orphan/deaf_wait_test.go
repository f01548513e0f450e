package orphan

import (
	"context"
	"testing"
	"time"

	"github.com/futurelint/futurelint/internal/proof"
)

// stopped ends an exhibit's context soon; the exhibit is to return the
// end of its context, at once.
func stopped(f func(context.Context) error) proof.Program {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
		defer cancel()
		return f(ctx)
	}
}

// TestDeafWait runs the exhibits of orphan/deaf-wait.
func TestDeafWait(t *testing.T) {
	proof.Show(t, proof.LateCancel, stopped,
		BadDeafWait, GoodDeafWait, BadDeafWaitTimer, BadDeafWaitTicker, BadDeafWaitStop, GoodDeafWaitStop,
		BadDeafWaitField, GoodDeafWaitField, GoodDeafWaitShort,
		BadDeafWaitClient, GoodDeafWaitClient, GoodDeafWaitDetached, GoodDeafWaitStraight,
	)
	// Its ten seconds are neither soon nor long.
	proof.Show(t, proof.Hang, stopped, GoodDeafWaitGrace)
}
