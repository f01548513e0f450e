package orphan

import (
	"context"
	"testing"

	"github.com/futurelint/futurelint/internal/proof"
)

// TestCtxWatcher runs the exhibits of orphan/ctx-watcher, whose contexts live on.
func TestCtxWatcher(t *testing.T) {
	proof.Show(t, proof.Orphan, proof.Direct,
		BadCtxWatcher, GoodCtxWatcher, GoodCtxWatcherDone, GoodCtxWatcherJoined,
		BadCtxWatcherEach, GoodCtxWatcherEach, GoodCtxWatcherOwnEach,
		GoodCtxWatcherLife, GoodCtxWatcherOwn, GoodCtxWatcherWorks,
	)
	proof.Show(t, proof.Orphan, func(f func(*Source) (*Proxy, <-chan struct{})) proof.Program {
		return func(ctx context.Context) error { f(&Source{ctx}); return nil }
	}, BadCtxWatcherMethod, GoodCtxWatcherMethod)
	proof.Show(t, proof.Orphan, func(f func(context.Context) *QuickLink) proof.Program {
		return func(ctx context.Context) error { f(ctx).Close(); return nil }
	}, BadCtxWatcherClosed)
}
