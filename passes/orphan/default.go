package orphan

import (
	"honnef.co/go/tools/analysis/lint"

	"github.com/futurelint/futurelint/internal/check"
)

var unwaited = &check.Sub{Name: "unwaited", Doc: &lint.RawDocumentation{
	Title: "goroutines counted in a WaitGroup that nobody waits for",
	Text: `The goroutine is counted in with \'Add\' and out with \'Done\', or started with
the WaitGroup's \'Go\', and nothing in the package calls \'Wait\': whoever stops
the component goes on while its goroutines still run. The count is kept for
nothing.`,
	Before: `s.pending.Add(1)
go func() {
	defer s.pending.Done()
	s.fetch(req)
}()

func (s *Syncer) Close() { close(s.quit) }`,
	After: `func (s *Syncer) Close() {
	close(s.quit)
	s.pending.Wait()
}`,
	Since: "0.1.0",
}}

var ticker = &check.Sub{Name: "ticker", Doc: &lint.RawDocumentation{
	Title: "wait for a ticker or timer that Stop does not end",
	Text: `\'Stop\' stops the ticks; it does not close the channel. A goroutine that ranges
over \'t.C\', or receives from it with nothing beside the receive, is not told:
after \'t.Stop()\' it waits for ever, with all that it holds. A timer made by
\'time.AfterFunc\' has no channel at all: a receive from its \'C\' blocks for
ever.`,
	Before: `go func() {
	for range s.ticker.C {
		s.flush()
	}
}()

func (s *Sink) Close() { s.ticker.Stop() }`,
	After: `go func() {
	for {
		select {
		case <-s.ticker.C:
			s.flush()
		case <-s.done:
			return
		}
	}
}()

func (s *Sink) Close() {
	s.ticker.Stop()
	close(s.done)
}`,
	Since: "0.1.0",
}}

var response = &check.Sub{Name: "response", Doc: &lint.RawDocumentation{
	Title: "goroutine that uses the response or the request body of a handler which may have returned",
	Text: `When an HTTP handler returns, the server finishes the response, closes the
request's body and uses the connection for the next request. A goroutine that
still writes the response or reads the body then fails, loses what it writes,
or panics. The handler has to wait for it on every way out.`,
	Before: `go func() {
	done <- render(w, page)
}()
select {
case err := <-done:
	return err
case <-r.Context().Done():
	return r.Context().Err()
}`,
	After: `var buf bytes.Buffer
go func() {
	done <- render(&buf, page)
}()
select {
case err := <-done:
	if err == nil {
		_, err = buf.WriteTo(w)
	}
	return err
case <-r.Context().Done():
	return r.Context().Err()
}`,
	Since: "0.1.0",
}}
