package futureprom_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/future/futureprom"
)

// served installs an observer, and returns what scrapes its metrics over HTTP.
func served(t *testing.T) (scrape func() string) {
	t.Helper()
	registry := prometheus.NewRegistry()
	o, err := futureprom.New(registry)
	if err != nil {
		t.Fatal(err)
	}
	previous := future.SetObserver(o)
	server := httptest.NewServer(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	t.Cleanup(func() {
		server.Close()
		future.SetObserver(previous)
	})
	return func() string {
		t.Helper()
		response, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatal(response.Status, err)
		}
		return string(text)
	}
}

func want(t *testing.T, metrics string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(metrics, line+"\n") {
			t.Errorf("%s is not in\n%s", line, metrics)
		}
	}
}

func TestWork(t *testing.T) {
	scrape := served(t)
	ctx := t.Context()
	proceed := make(chan struct{})
	running := future.GoTraced(ctx, "fetch", func(context.Context) (int, error) { <-proceed; return 1, nil })
	want(t, scrape(), `future_inflight{name="fetch"} 1`)
	close(proceed)
	running.Await(ctx)
	future.GoTraced(ctx, "fetch", func(context.Context) (int, error) { return 0, errors.New("no") }).Await(ctx)
	future.GoTraced(ctx, "fetch", func(context.Context) (int, error) { panic("boom") }).Await(ctx)
	dead, cancel := context.WithCancelCause(ctx)
	cancel(context.DeadlineExceeded)
	future.GoTraced(dead, "fetch", func(ctx context.Context) (int, error) { return 0, ctx.Err() }).Await(ctx)
	future.Race(ctx, []func(context.Context) (int, error){
		func(context.Context) (int, error) { return 1, nil },
		func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() },
	})
	want(t, scrape(),
		`future_inflight{name="fetch"} 0`,
		`future_duration_seconds_count{name="fetch",outcome="resolved"} 1`,
		`future_duration_seconds_count{name="fetch",outcome="rejected"} 1`,
		`future_duration_seconds_count{name="fetch",outcome="panicked"} 1`,
		`future_duration_seconds_count{name="fetch",outcome="canceled"} 1`,
		`future_panics_total{name="fetch"} 1`,
		`future_canceled_total{name="fetch",reason="deadline"} 1`,
		`future_canceled_total{name="",reason="lost"} 1`,
		`future_duration_seconds_count{name="",outcome="resolved"} 1`,
	)
}

func TestGroup(t *testing.T) {
	scrape := served(t)
	g := future.NewGroup(t.Context(), future.Name("uploads"), future.Limit(2))
	proceed := make(chan struct{})
	task := func(context.Context) error { <-proceed; return nil }
	for range 2 {
		if err := g.Go(task); err != nil {
			t.Error(err)
		}
	}
	third := future.Go(t.Context(), func(context.Context) (int, error) { return 0, g.Go(task) })
	metrics := scrape()
	for !strings.Contains(metrics, `errgroup_queued{group="uploads"} 1`) {
		runtime.Gosched()
		metrics = scrape()
	}
	want(t, metrics, `errgroup_concurrency_limit{group="uploads"} 2`, `future_inflight{name="uploads"} 2`)
	close(proceed)
	if _, err := third.Await(t.Context()); err != nil {
		t.Error(err)
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
	want(t, scrape(), `errgroup_queued{group="uploads"} 0`, `future_duration_seconds_count{name="uploads",outcome="resolved"} 3`)
}

func TestUnobserved(t *testing.T) {
	scrape := served(t)
	func() {
		f := future.GoTraced(t.Context(), "forgotten", func(context.Context) (int, error) { return 0, errors.New("lost") })
		<-f.Done()
	}()
	const line = `future_unobserved_total{name="forgotten"} 1`
	for range 1000 {
		runtime.GC()
		if strings.Contains(scrape(), line) {
			return
		}
	}
	want(t, scrape(), line)
}

func TestRegisteredTwice(t *testing.T) {
	registry := prometheus.NewRegistry()
	if _, err := futureprom.New(registry); err != nil {
		t.Fatal(err)
	}
	if o, err := futureprom.New(registry); o != nil || err == nil {
		t.Errorf("got %v, %v", o, err)
	}
	// What cannot be registered whole is not registered in part.
	registry = prometheus.NewRegistry()
	blocker := prometheus.NewGauge(prometheus.GaugeOpts{Name: "errgroup_queued"})
	registry.MustRegister(blocker)
	if _, err := futureprom.New(registry); err == nil {
		t.Error("no error")
	}
	registry.Unregister(blocker)
	if _, err := futureprom.New(registry); err == nil {
		return
	}
	// The registry remembers the labels of a name; all that counts is that
	// nothing is in the way of the others.
	families, err := registry.Gather()
	if err != nil || len(families) != 0 {
		t.Errorf("left: %v, %v", families, err)
	}
}

func TestNilRegisterer(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	futureprom.New(nil)
}
