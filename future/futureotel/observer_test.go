package futureotel_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/futurelint/futurelint/future"
	"github.com/futurelint/futurelint/future/futureotel"
)

// spansOf returns the spans that end while fn runs in one of its own, by name.
func spansOf(t *testing.T, fn func(ctx context.Context)) (parent tracetest.SpanStub, children tracetest.SpanStubs) {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	defer future.SetObserver(future.SetObserver(futureotel.New(provider)))
	ctx, span := provider.Tracer("test").Start(t.Context(), "parent")
	fn(ctx)
	span.End()
	for _, s := range exporter.GetSpans() {
		if s.Name == "parent" {
			parent = s
		} else {
			children = append(children, s)
		}
	}
	return parent, children
}

func value(s tracetest.SpanStub, key string) string {
	i := slices.IndexFunc(s.Attributes, func(a attribute.KeyValue) bool { return string(a.Key) == key })
	if i < 0 {
		return "none"
	}
	return s.Attributes[i].Value.Emit()
}

func TestParentHasAllChildren(t *testing.T) {
	const n = 50
	parent, children := spansOf(t, func(ctx context.Context) {
		var fs []*future.Future[int]
		for i := range n {
			fs = append(fs, future.GoTraced(ctx, fmt.Sprint("child ", i), func(context.Context) (int, error) { return i, nil }))
		}
		if _, err := future.All(ctx, fs); err != nil {
			t.Error(err)
		}
		future.Go(ctx, func(context.Context) (int, error) { return 0, nil }).Await(ctx) // has no name
	})
	if len(children) != n {
		t.Fatalf("%d spans, want %d", len(children), n)
	}
	for _, s := range children {
		if s.Parent.SpanID() != parent.SpanContext.SpanID() || s.SpanContext.TraceID() != parent.SpanContext.TraceID() {
			t.Errorf("%s is no child of the span that it was started in", s.Name)
		}
		if value(s, "future.name") != s.Name || value(s, "future.eager") != "true" || value(s, "future.outcome") != "resolved" {
			t.Errorf("%s has attributes %v", s.Name, s.Attributes)
		}
		if s.Status.Code != codes.Unset {
			t.Errorf("%s has status %v", s.Name, s.Status)
		}
	}
}

func TestOutcomes(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		outcome string
		work    func(context.Context) (int, error)
	}{
		{"rejected", func(context.Context) (int, error) { return 0, boom }},
		{"panicked", func(context.Context) (int, error) { panic(boom) }},
		{"canceled", func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }},
	}
	for _, tt := range tests {
		t.Run(tt.outcome, func(t *testing.T) {
			_, children := spansOf(t, func(ctx context.Context) {
				ctx, cancel := context.WithCancel(ctx)
				if tt.outcome == "canceled" {
					cancel()
				}
				defer cancel()
				_, err := future.GoTraced(ctx, "work", tt.work).Await(context.WithoutCancel(ctx))
				if err == nil {
					t.Error("no error")
				}
			})
			if len(children) != 1 {
				t.Fatalf("%d spans", len(children))
			}
			s := children[0]
			if value(s, "future.outcome") != tt.outcome || s.Status.Code != codes.Error || len(s.Events) != 1 {
				t.Errorf("got %v, status %v, events %v", s.Attributes, s.Status, s.Events)
			}
		})
	}
}

func TestLazyAndGroup(t *testing.T) {
	parent, children := spansOf(t, func(ctx context.Context) {
		l := future.NewLazy(func(ctx context.Context) (int, error) {
			return future.GoTraced(ctx, "within", func(context.Context) (int, error) { return 1, nil }).Await(ctx)
		}, future.Name("lazy"))
		l.Await(ctx)
		g := future.NewGroup(ctx, future.Name("group"))
		g.Go(func(context.Context) error { return nil })
		if err := g.Wait(); err != nil {
			t.Error(err)
		}
	})
	by := make(map[string]tracetest.SpanStub)
	for _, s := range children {
		by[s.Name] = s
	}
	if len(by) != 3 || value(by["lazy"], "future.eager") != "false" || value(by["group"], "future.eager") != "true" {
		t.Errorf("got %v", children)
	}
	if by["within"].Parent.SpanID() != by["lazy"].SpanContext.SpanID() || by["lazy"].Parent.SpanID() != parent.SpanContext.SpanID() {
		t.Error("the spans do not stand in each other")
	}
}

func TestNilProvider(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	futureotel.New(nil)
}
