package orphan

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// opened has an exhibit fail, as a caller sees it: what comes with an error is
// not looked at.
func opened[T interface{ Close() }](f func(context.Context, string) (T, error)) proof.Program {
	return func(ctx context.Context) error {
		x, err := f(ctx, work.Fails)
		if err == nil {
			x.Close()
		}
		return nil
	}
}

// TestStarted runs the exhibits of orphan/started-not-closed.
func TestStarted(t *testing.T) {
	proof.Show(t, proof.Leak, opened[*Mapper],
		BadStarted, GoodStarted, BadStartedReturned, GoodStartedDeferred, GoodStartedItself,
	)
	proof.Show(t, proof.Leak, opened[*Dialer], BadStartedSelf, BadStartedSelect, GoodStartedJoined, GoodStartedFirst)
	proof.Show(t, proof.Leak, func(f func(context.Context, string) (*Mapper, error)) proof.Program {
		return func(ctx context.Context) error {
			_, _ = f(ctx, work.Fails)
			for _, q := range queues {
				q.Close()
			}
			return nil
		}
	}, GoodStartedKept)
}
