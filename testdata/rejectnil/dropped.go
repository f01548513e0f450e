package rejectnil

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// save fails.
func save(string) error { return errEmpty }

// BadDropped returns nil where the task has failed.
func BadDropped(context.Context) error {
	var g errgroup.Group
	g.Go(func() error {
		if err := save("a"); err != nil { // want `task of g.Go drops the error that it finds here and returns nil: whoever waits sees success \(rejectnil/dropped\)`
			return nil
		}
		return save("b")
	})
	return g.Wait()
}

// GoodDropped returns the error.
func GoodDropped(context.Context) error {
	var g errgroup.Group
	g.Go(func() error {
		if err := save("a"); err != nil {
			return err
		}
		return save("b")
	})
	return g.Wait()
}

// BadDroppedValue drops the error of a call that has a value too.
func BadDroppedValue(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		list, err := rows("broken")
		if err != nil { // want `task of g.Go drops the error.*\(rejectnil/dropped\)`
			return nil
		}
		work.Log(gctx, list[0])
		return nil
	})
	return g.Wait()
}

// BadDroppedElse has the good case first.
func BadDroppedElse(context.Context) error {
	var g errgroup.Group
	g.Go(func() error {
		defer work.Log(context.Background(), "done")
		if err := save("a"); err == nil { // want `task of g.Go drops the error.*\(rejectnil/dropped\)`
			return save("b")
		}
		return nil
	})
	return g.Wait()
}

// A store is saved by a method that a group runs.
type store struct{ name string }

func (s *store) save() error {
	err := save(s.name)
	if err != nil { // want `task of g.Go drops the error.*\(rejectnil/dropped\)`
		return nil
	}
	return nil
}

// BadDroppedMethod runs a method.
func BadDroppedMethod(context.Context) error {
	var g errgroup.Group
	g.Go((&store{"a"}).save)
	return g.Wait()
}

// GoodLogged logs the error, and goes without.
func GoodLogged(context.Context) error {
	var g errgroup.Group
	g.Go(func() error {
		if err := save("a"); err != nil {
			slog.Debug("not saved", "err", err)
			return nil
		}
		return save("b")
	})
	return g.Wait()
}

// GoodCounted counts the failures.
func GoodCounted(context.Context) error {
	var g errgroup.Group
	var failures atomic.Int32
	g.Go(func() error {
		if err := save("a"); err != nil {
			failures.Add(1)
			return nil
		}
		return save("b")
	})
	err := g.Wait()
	return differs(string(rune('0'+failures.Load())), "1", err)
}

// GoodRecorded keeps the error for later.
func GoodRecorded(context.Context) error {
	var g errgroup.Group
	errs := make([]error, 1)
	g.Go(func() error {
		err := save("a")
		errs[0] = err
		if err != nil {
			return nil
		}
		return save("b")
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return known(errs[0], errEmpty)
}

// known returns err unless it is the one that was to come.
func known(err, want error) error {
	if errors.Is(err, want) {
		return nil
	}
	return err
}

// GoodOuter keeps it in a variable of the spawner.
func GoodOuter(context.Context) error {
	var g errgroup.Group
	var err error
	g.Go(func() error {
		err = save("a")
		if err != nil {
			return nil
		}
		return save("b")
	})
	if werr := g.Wait(); werr != nil {
		return werr
	}
	return known(err, errEmpty)
}

// GoodCompared drops an error that it knows.
func GoodCompared(context.Context) error {
	var g errgroup.Group
	g.Go(func() error {
		if err := save("a"); errors.Is(err, errEmpty) {
			return nil
		} else if err != nil {
			return err
		}
		return save("b")
	})
	return g.Wait()
}

// GoodEOF ends with the stream.
func GoodEOF(context.Context) error {
	var g errgroup.Group
	r, w := io.Pipe()
	g.Go(func() error {
		buf := make([]byte, 8)
		for {
			if _, err := r.Read(buf); err != nil {
				return nil
			}
		}
	})
	g.Go(w.Close)
	return g.Wait()
}

// GoodNotThere has nothing to do if there is no file.
func GoodNotThere(context.Context) error {
	var g errgroup.Group
	g.Go(func() error {
		if _, err := os.Stat("no such file"); err != nil {
			return nil
		}
		return save("b")
	})
	return g.Wait()
}

// GoodStopped stops when it is told to.
func GoodStopped(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	var g errgroup.Group
	g.Go(func() error {
		if err := ctx.Err(); err != nil {
			return nil
		}
		return save("b")
	})
	return g.Wait()
}

// GoodOnPurpose says that it is meant.
func GoodOnPurpose(context.Context) error {
	var g errgroup.Group
	g.Go(func() error {
		if err := save("a"); err != nil {
			return nil // the copy is all we need
		}
		return save("b")
	})
	return g.Wait()
}

// GoodAnswer has a task that answers a question: is it there?
func GoodAnswer(context.Context) error {
	var g errgroup.Group
	found := make(chan bool, 1)
	g.Go(func() error {
		ok, err := exists("broken")
		found <- ok
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	<-found
	return nil
}

func exists(query string) (bool, error) {
	if _, err := rows(query); err != nil {
		return false, nil
	}
	return true, nil
}
