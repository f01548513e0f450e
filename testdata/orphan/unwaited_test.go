package orphan

import (
	"context"
	"sync"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestUnwaited runs the exhibits of orphan/unwaited: each starts what takes an
// hour, and is over when it returns.
func TestUnwaited(t *testing.T) {
	proof.Show(t, proof.Orphan, proof.Direct,
		BadUnwaitedLocal, GoodUnwaitedLocal,
		BadUnwaitedGo, GoodUnwaitedDeferred,
		BadUnwaitedPointer, GoodUnwaitedPointer,
		BadUnwaitedField, GoodUnwaitedField,
		BadUnwaitedEmbedded, GoodUnwaitedInterface,
		BadUnwaitedPointerField, GoodUnwaitedShared, GoodUnwaitedAlone,
		GoodUnwaitedCloser, GoodUnwaitedCollected, GoodUnwaitedNoSpawn,
	)
}

// TestUnwaitedElsewhere waits in place of those whom the exhibits leave the
// waiting to.
func TestUnwaitedElsewhere(t *testing.T) {
	proof.Show(t, proof.Orphan, func(f func(context.Context) *sync.WaitGroup) proof.Program {
		return func(ctx context.Context) error { f(ctx).Wait(); return nil }
	}, GoodUnwaitedReturned)
	proof.Show(t, proof.Orphan, func(f func(context.Context) func()) proof.Program {
		return func(ctx context.Context) error { f(ctx)(); return nil }
	}, GoodUnwaitedWaitFunction)
	proof.Show(t, proof.Orphan, func(f func(context.Context, *sync.WaitGroup)) proof.Program {
		return func(ctx context.Context) error {
			var wg sync.WaitGroup
			f(ctx, &wg)
			wg.Wait()
			return nil
		}
	}, GoodUnwaitedGiven)
	proof.Show(t, proof.Orphan, func(f func(context.Context, func(*sync.WaitGroup))) proof.Program {
		return func(ctx context.Context) error { f(ctx, (*sync.WaitGroup).Wait); return nil }
	}, GoodUnwaitedHandedOn)
	proof.Show(t, proof.Orphan, func(f func(*Tested, context.Context)) proof.Program {
		return func(ctx context.Context) error {
			var x Tested
			f(&x, ctx)
			x.wg.Wait()
			return nil
		}
	}, GoodUnwaitedTested)
}
