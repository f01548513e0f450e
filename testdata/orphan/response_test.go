package orphan

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/futurelint/futurelint/internal/proof"
	"github.com/futurelint/futurelint/testdata/work"
)

// A connection is what the server has between two requests: it notes when a
// handler that has returned still uses it.
type connection struct {
	over, late atomic.Bool
	body       io.Reader
	header     http.Header
}

func (c *connection) use() {
	if c.over.Load() {
		c.late.Store(true)
	}
}

func (c *connection) Header() http.Header         { c.use(); return c.header }
func (c *connection) Write(b []byte) (int, error) { c.use(); return len(b), nil }
func (c *connection) WriteHeader(int)             { c.use() }
func (c *connection) Read(b []byte) (int, error)  { c.use(); return c.body.Read(b) }
func (c *connection) Close() error                { return nil }

// served has a handler serve a request, and fails if the handler or what it
// leaves behind uses the connection when it has returned.
func served(f func(http.ResponseWriter, *http.Request)) proof.Program {
	return func(ctx context.Context) error {
		c := &connection{body: strings.NewReader("a\nb\n"), header: make(http.Header)}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/"+work.Quick, c)
		if err != nil {
			return err
		}
		f(c, r)
		cancel()
		c.over.Store(true)
		time.Sleep(2 * time.Hour)
		if c.late.Load() {
			return errors.New("the connection was used after the handler had returned")
		}
		return nil
	}
}

// TestResponse runs the exhibits of orphan/response.
func TestResponse(t *testing.T) {
	proof.Show(t, proof.Failure, served,
		BadResponse, GoodResponse,
		BadResponseTimeout, GoodResponseTimeout, GoodResponseBothWays,
		BadResponseNamed, BadResponseEarly, GoodResponseGroup,
		BadResponseBody, GoodResponseBody, GoodResponsePipe, GoodResponseRange,
		BadResponseField, BadResponseFlush, GoodResponseWatched, GoodResponseHelper,
		GoodResponseBothDirections, GoodResponseTimer,
		GoodResponseHijacked, GoodResponseValues,
	)
}
