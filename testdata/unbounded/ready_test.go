package unbounded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing/fstest"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// most is how many tasks a bounded exhibit may run at the same time: what the
// limits in the exhibits say, and what the fixes do.
var most = int64(max(8, runtime.GOMAXPROCS(0)))

// wide is the symptom of an exhibit that runs more.
var wide = proof.Width(most)

// many is data of the size that nobody tried.
var many = func() []string {
	list := make([]string, 1000)
	for i := range list {
		list[i] = work.Quick
	}
	return list
}()

// overMany gives an exhibit a thousand elements.
func overMany(f func(context.Context, []string) error) proof.Program {
	return func(ctx context.Context) error { return f(ctx, many) }
}

// overFew gives it as many as an installation has of what it goes through.
func overFew(f func(context.Context, []string) error) proof.Program {
	return func(ctx context.Context) error { return f(ctx, many[:3]) }
}

// overTree gives it a tree of a thousand files.
func overTree(f func(context.Context, fs.FS) error) proof.Program {
	tree := fstest.MapFS{}
	for i := range many {
		tree[fmt.Sprintf("dir%d/file%d", i%10, i)] = &fstest.MapFile{}
		tree[fmt.Sprintf("file%d", i)] = &fstest.MapFile{}
	}
	return func(ctx context.Context) error { return f(ctx, tree) }
}

// overText gives it a thousand lines, which are a JSON array as well.
func overText(f func(context.Context, string) error) proof.Program {
	text := "[\"" + strings.Join(many, "\",\n\"") + "\"]"
	return func(ctx context.Context) error { return f(ctx, text) }
}

// overChannel sends it a thousand values.
func overChannel(f func(context.Context, <-chan string) error) proof.Program {
	return func(ctx context.Context) error {
		ch := make(chan string)
		go func() {
			defer close(ch)
			for _, id := range many {
				select {
				case ch <- id:
				case <-ctx.Done():
					return
				}
			}
		}()
		return f(ctx, ch)
	}
}

// overGraph gives it a node with a thousand leaves beneath it.
func overGraph(f func(context.Context, *vertex) error) proof.Program {
	root := &vertex{}
	for range many {
		root.below = append(root.below, &vertex{})
	}
	return func(ctx context.Context) error { return f(ctx, root) }
}

// startsInVain fails an exhibit whose tasks begin something after one has failed.
func startsInVain(f func(context.Context, []string, *logbook) error) proof.Program {
	return func(ctx context.Context) error {
		var l logbook
		list := append([]string{work.Fails}, many...)
		if err := f(ctx, list, &l); !errors.Is(err, work.ErrFailed) {
			return fmt.Errorf("the failure was lost: %w", err)
		}
		if n := l.late.Load(); n > most {
			return fmt.Errorf("%d tasks began when the group had failed", n)
		}
		return nil
	}
}

// A crowd is a listener to which a thousand clients connect, and then no more.
type crowd struct{ left atomic.Int64 }

func (c *crowd) Accept() (net.Conn, error) {
	if c.left.Add(-1) < 0 {
		return nil, net.ErrClosed
	}
	conn, _ := net.Pipe()
	return conn, nil
}

func (*crowd) Close() error   { return nil }
func (*crowd) Addr() net.Addr { return nil }

// overListener gives an exhibit a listener with a crowd in front of it.
func overListener(f func(context.Context, net.Listener) error) proof.Program {
	return func(ctx context.Context) error {
		var c crowd
		c.left.Store(int64(len(many)))
		return f(ctx, &c)
	}
}
