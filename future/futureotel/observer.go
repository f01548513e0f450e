// Package futureotel shows the work of package future as OpenTelemetry spans.
//
// It is a module of its own, so that only programs that use it depend on
// OpenTelemetry.
package futureotel

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/futurelint/futurelint/future"
)

const scope = "github.com/futurelint/futurelint/future/futureotel"

// New returns an observer that makes a span of all work that has a name: of
// [future.GoTraced], and of a [future.Group] or [future.Lazy] with
// [future.Name]. Install it by [future.SetObserver]. It starts no goroutine, and
// panics if provider is nil.
//
// The span has the name of the work, and is a child of the span in the context
// that the work was started with. Spans that the work starts with its own
// context are its children. Its attributes are future.name, future.eager and
// future.outcome, which is resolved, rejected, canceled or panicked. Of a failure
// it has the error as an event, and the status Error.
func New(provider trace.TracerProvider) future.Observer {
	if provider == nil {
		panic("futureotel: New called with a nil provider")
	}
	return &observer{provider.Tracer(scope)}
}

type observer struct{ tracer trace.Tracer }

func (o *observer) Start(ctx context.Context, w future.Work) (context.Context, func(future.Outcome)) {
	if w.Name == "" {
		return ctx, func(future.Outcome) {}
	}
	ctx, span := o.tracer.Start(ctx, w.Name, trace.WithAttributes(
		attribute.String("future.name", w.Name),
		attribute.Bool("future.eager", w.Eager),
	))
	return ctx, func(outcome future.Outcome) {
		span.SetAttributes(attribute.String("future.outcome", outcome.String()))
		if outcome.Err != nil {
			span.RecordError(outcome.Err)
			span.SetStatus(codes.Error, outcome.String())
		}
		span.End()
	}
}

// Unobserved leaves the failure to the log: its span has ended long ago.
func (*observer) Unobserved(string, error) bool { return false }

func (*observer) GroupLimit(string, int)  {}
func (*observer) GroupQueued(string, int) {}
