// Command tool is a program whose goroutines may be left behind: they last no
// longer than it does.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

var errLate = errors.New("no answer in time")

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, hosts []string) error {
	return errors.Join(BadCommand(ctx, hosts), GoodCommand(ctx, hosts))
}

// BadCommand waits no longer than a minute, and then the process ends: there it
// does no harm.
func BadCommand(ctx context.Context, hosts []string) error {
	errc := make(chan error)
	go func() { // want `can block for ever sending to errc.*\(orphan/at-exit\)`
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(time.Minute):
		return errLate
	}
}

// GoodCommand has room for an answer that comes too late.
func GoodCommand(ctx context.Context, hosts []string) error {
	errc := make(chan error, 1)
	go func() {
		errc <- work.Fetch(ctx, hosts[0])
	}()
	select {
	case err := <-errc:
		return err
	case <-time.After(time.Minute):
		return errLate
	}
}
