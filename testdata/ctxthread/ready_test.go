package ctxthread

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// over makes an exhibit fetch urls.
func over(urls ...string) func(func(context.Context, []string) error) proof.Program {
	return func(f func(context.Context, []string) error) proof.Program {
		return func(ctx context.Context) error { return f(ctx, urls) }
	}
}

// failsBesideSlow has a task that fails soon and one that takes an hour if it is
// not told.
var failsBesideSlow = over(work.Fails, work.Slow)

// written reports an entry that an exhibit did not write, although it was to be
// written whatever fails.
func written(f func(context.Context, *work.Ledger) error) proof.Program {
	return func(ctx context.Context) error {
		var l work.Ledger
		if err := f(ctx, &l); err != nil && !errors.Is(err, work.ErrFailed) {
			return err
		}
		if !l.Has("entry") {
			return errors.New("the entry was not written")
		}
		return nil
	}
}

// writtenOver is written for exhibits that fetch urls as well.
func writtenOver(urls ...string) func(func(context.Context, []string, *work.Ledger) error) proof.Program {
	return func(f func(context.Context, []string, *work.Ledger) error) proof.Program {
		return written(func(ctx context.Context, l *work.Ledger) error { return f(ctx, urls, l) })
	}
}

// drained receives from the streams that an exhibit has opened.
func drained(f func(context.Context, []string) ([]*work.Stream, error)) proof.Program {
	return func(ctx context.Context) error {
		streams, err := f(ctx, []string{work.Quick, work.Quick})
		if err != nil {
			return err
		}
		for _, s := range streams {
			if err := s.Drain(); err != nil {
				return err
			}
		}
		return nil
	}
}

// requested hands an exhibit a request instead of a context.
func requested(f func(*http.Request, []string) error) proof.Program {
	return func(ctx context.Context) error {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
		return f(r, []string{work.Fails, work.Slow})
	}
}

// indexed hands an exhibit the address of an index that cannot be fetched.
func indexed(f func(context.Context, string) error) proof.Program {
	return func(ctx context.Context) error {
		err := f(ctx, work.Fails)
		if !errors.Is(err, work.ErrFailed) {
			return errors.Join(errors.New("the index was fetched"), err)
		}
		return nil
	}
}

// within hands an exhibit two jobs: one fails, and what the other is part of
// ends soon.
func within(f func(context.Context, []Job) error) proof.Program {
	return func(ctx context.Context) error {
		soon, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		return f(ctx, []Job{{ctx, work.Fails}, {soon, work.Slow}})
	}
}
