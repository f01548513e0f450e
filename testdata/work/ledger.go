package work

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Ledger keeps the entries that were written to it in full.
type Ledger struct {
	mu      sync.Mutex
	entries []string
}

// Write writes the entry, which takes a tenth of a second. Nothing is written if
// ctx ends first.
func (l *Ledger) Write(ctx context.Context, entry string) error {
	if err := pause(ctx, 100*time.Millisecond); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, entry)
	return nil
}

// Has reports whether the entry was written.
func (l *Ledger) Has(entry string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Contains(l.entries, entry)
}
