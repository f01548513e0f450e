package orphan

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadResponse answers in a goroutine and returns.
func BadResponse(w http.ResponseWriter, r *http.Request) {
	go func() {
		if err := work.Fetch(context.Background(), work.Quick); err == nil {
			fmt.Fprintln(w, "done") // want `w used by a goroutine that the handler may leave behind.*\(orphan/response\)`
		}
	}()
}

// GoodResponse waits for the goroutine.
func GoodResponse(w http.ResponseWriter, r *http.Request) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := work.Fetch(r.Context(), work.Quick); err == nil {
			fmt.Fprintln(w, "done")
		}
	}()
	<-done
}

// BadResponseTimeout waits for the goroutine or for the client to go.
func BadResponseTimeout(w http.ResponseWriter, r *http.Request) {
	done := make(chan error, 1)
	go func() {
		err := work.Fetch(context.WithoutCancel(r.Context()), work.Slow)
		w.WriteHeader(http.StatusTeapot) // want `w used by a goroutine that the handler may leave behind`
		done <- err
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		http.Error(w, "too late", http.StatusGatewayTimeout)
	}
}

// GoodResponseTimeout has the goroutine write to a buffer of its own.
func GoodResponseTimeout(w http.ResponseWriter, r *http.Request) {
	var buf bytes.Buffer
	done := make(chan error, 1)
	go func() {
		err := work.Fetch(context.WithoutCancel(r.Context()), work.Slow)
		fmt.Fprintln(&buf, "done")
		done <- err
	}()
	select {
	case <-done:
		buf.WriteTo(w)
	case <-time.After(time.Second):
		http.Error(w, "too late", http.StatusGatewayTimeout)
	}
}

// GoodResponseBothWays waits on either way out.
func GoodResponseBothWays(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() {
		err := work.Fetch(ctx, work.Slow)
		fmt.Fprintln(w, err)
		done <- err
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		cancel()
		<-done
	}
}

// BadResponseNamed hands the response to a named function.
func BadResponseNamed(w http.ResponseWriter, r *http.Request) {
	go respond(context.Background(), w)
	w.WriteHeader(http.StatusAccepted)
}

func respond(ctx context.Context, w http.ResponseWriter) {
	_ = work.Fetch(ctx, work.Quick)
	w.Write([]byte("done")) // want `w used by a goroutine that the handler may leave behind`
}

// GoodResponseGroup waits for a WaitGroup when it returns.
func GoodResponseGroup(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		_ = work.Fetch(context.Background(), work.Quick)
		fmt.Fprintln(w, "done")
	})
}

// BadResponseEarly waits on one way out, and not on the other.
func BadResponseEarly(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		_ = work.Fetch(context.Background(), work.Slow)
		json.NewEncoder(w).Encode("done") // want `w used by a goroutine that the handler may leave behind`
	}()
	if err := work.Fetch(r.Context(), r.Header.Get("fetch")); err == nil {
		return
	}
	wg.Wait()
}

// BadResponseBody reads the request in a goroutine.
func BadResponseBody(w http.ResponseWriter, r *http.Request) {
	go func() {
		_ = work.Fetch(context.Background(), work.Quick)
		io.Copy(io.Discard, r.Body) // want `r.Body used by a goroutine that the handler may leave behind`
	}()
	w.WriteHeader(http.StatusAccepted)
}

// GoodResponseBody reads the request first.
func GoodResponseBody(w http.ResponseWriter, r *http.Request) {
	data, _ := io.ReadAll(r.Body)
	go func() {
		_ = work.Fetch(context.Background(), string(data))
	}()
	w.WriteHeader(http.StatusAccepted)
}

// GoodResponsePipe copies what the goroutine writes until it closes the pipe.
func GoodResponsePipe(w http.ResponseWriter, r *http.Request) {
	in, out := io.Pipe()
	go func() {
		_, err := io.Copy(out, r.Body)
		out.CloseWithError(err)
	}()
	io.Copy(w, in)
}

// serveTo is what a goroutine writes to.
type outlet struct {
	out    http.ResponseWriter
	events int
}

func (f *outlet) pump() {
	_ = work.Fetch(context.Background(), work.Quick)
	fmt.Fprintln(f.out, f.events) // want `w used by a goroutine that the handler may leave behind`
}

// BadResponseField has the response in a field.
func BadResponseField(w http.ResponseWriter, r *http.Request) {
	f := &outlet{out: w}
	go f.pump()
}

// BadResponseFlush flushes what it has wrapped the response in.
func BadResponseFlush(w http.ResponseWriter, r *http.Request) {
	out := bufio.NewWriter(w)
	flusher, _ := w.(http.Flusher)
	go func() {
		_ = work.Fetch(context.Background(), work.Quick)
		out.WriteString("done") // want `w used by a goroutine that the handler may leave behind`
		out.Flush()
		if flusher != nil {
			flusher.Flush()
		}
	}()
}

// GoodResponseWatched stops with the request, which the handler waits for.
func GoodResponseWatched(w http.ResponseWriter, r *http.Request) {
	events := make(chan string)
	go func() {
		for {
			select {
			case e := <-events:
				fmt.Fprintln(w, e)
			case <-r.Context().Done():
				return
			}
		}
	}()
	events <- "one"
}

// GoodResponseHelper waits in a function.
func GoodResponseHelper(w http.ResponseWriter, r *http.Request) {
	done := make(chan error, 1)
	go func() {
		_ = work.Fetch(context.Background(), work.Quick)
		_, err := io.WriteString(w, "done")
		done <- err
	}()
	_ = settle(done)
}

func settle(done <-chan error) error { return <-done }

// GoodResponseHijacked has taken the connection over.
func GoodResponseHijacked(w http.ResponseWriter, r *http.Request) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		http.Error(w, "no", http.StatusInternalServerError)
		return
	}
	conn, rw, err := hijacker.Hijack()
	if err != nil {
		return
	}
	go func() {
		defer conn.Close()
		io.Copy(conn, rw)
		io.Copy(io.Discard, r.Body)
	}()
}

// A Tripper sends the body of a request, which is its own to send.
type Tripper struct{ sent chan error }

// RoundTrip does not wait until all is sent.
func (t *Tripper) RoundTrip(req *http.Request) (*http.Response, error) {
	go func() {
		_, err := io.Copy(io.Discard, req.Body)
		t.sent <- err
	}()
	return &http.Response{Request: req}, nil
}

// GoodResponseValues uses what is not the connection's.
func GoodResponseValues(w http.ResponseWriter, r *http.Request) {
	go func() {
		_ = work.Fetch(context.WithoutCancel(r.Context()), r.URL.Path)
	}()
	w.WriteHeader(http.StatusAccepted)
}

// GoodResponseBothDirections is a proxy: what reads the request ends with it.
func GoodResponseBothDirections(w http.ResponseWriter, r *http.Request) {
	answer := bytes.NewBufferString("done")
	go func() {
		io.Copy(io.Discard, r.Body)
	}()
	io.Copy(w, answer)
	time.Sleep(time.Millisecond)
}

// GoodResponseTimer has a timer write, which it stops.
func GoodResponseTimer(w http.ResponseWriter, r *http.Request) {
	timer := time.AfterFunc(time.Hour, func() { w.WriteHeader(http.StatusGatewayTimeout) })
	defer timer.Stop()
	_ = work.Fetch(r.Context(), work.Quick)
}

// GoodResponseRange takes what the goroutine writes until it is done.
func GoodResponseRange(w http.ResponseWriter, r *http.Request) {
	lines := make(chan string)
	go func() {
		defer close(lines)
		rows := bufio.NewScanner(r.Body)
		for rows.Scan() {
			lines <- rows.Text()
		}
	}()
	for line := range lines {
		fmt.Fprintln(w, line)
	}
}
