package vocab

// contexts holds what makes contexts of contexts, and what looks at them.
var contexts = []Row{
	// context and os/signal. WithoutCancel keeps the values and nothing else.
	{Pkg: "context", Name: "WithCancel", Role: Derive},
	{Pkg: "context", Name: "WithCancelCause", Role: Derive},
	{Pkg: "context", Name: "WithDeadline", Role: Derive},
	{Pkg: "context", Name: "WithDeadlineCause", Role: Derive},
	{Pkg: "context", Name: "WithTimeout", Role: Derive},
	{Pkg: "context", Name: "WithTimeoutCause", Role: Derive},
	{Pkg: "context", Name: "WithValue", Role: Derive},
	{Pkg: "os/signal", Name: "NotifyContext", Role: Derive},
	{Pkg: "context", Name: "Background", Role: Detach},
	{Pkg: "context", Name: "TODO", Role: Detach},
	{Pkg: "context", Name: "WithoutCancel", Role: Detach},
	{Pkg: "context", Name: "Cause", Role: Poll},

	// runtime and net/http: the profiler and the tracer keep labels, tasks and
	// hooks in the context. pprof.Do and trace.WithRegion call the function
	// themselves; trace.WithRegion gives it no context.
	{Pkg: "runtime/pprof", Name: "WithLabels", Role: Derive},
	{Pkg: "runtime/pprof", Name: "Do", Role: Run, Arg: 2, Traits: GivesContext},
	{Pkg: "runtime/trace", Name: "NewTask", Role: Derive},
	{Pkg: "runtime/trace", Name: "WithRegion", Role: Run, Arg: 2},
	{Pkg: "net/http/httptrace", Name: "WithClientTrace", Role: Derive},

	// Loggers that travel in contexts. zerolog's WithContext makes a context of
	// one; logrus's method of that name makes an entry, and is not listed.
	{Pkg: containerdLog, Name: "WithLogger", Role: Derive},
	{Pkg: bklog, Name: "WithLogger", Role: Derive},
	{Pkg: logr, Name: "NewContext", Role: Derive},
	{Pkg: logr, Name: "NewContextWithSlogLogger", Role: Derive},
	{Pkg: klog, Name: "NewContext", Role: Derive},
	{Pkg: hclog, Name: "WithContext", Role: Derive},
	{Pkg: zerolog, Name: "Logger.WithContext", Role: Derive},

	// go.opentelemetry.io/otel: a tracer is an interface, and so is a propagator,
	// which makes the context of an incoming request.
	{Pkg: otelTrace, Name: "Tracer.Start", Role: Derive},
	{Pkg: otelTrace, Name: "ContextWithSpan", Role: Derive},
	{Pkg: otelTrace, Name: "ContextWithSpanContext", Role: Derive},
	{Pkg: otelTrace, Name: "ContextWithRemoteSpanContext", Role: Derive},
	{Pkg: otelBaggage, Name: "ContextWithBaggage", Role: Derive},
	{Pkg: otelBaggage, Name: "ContextWithoutBaggage", Role: Derive},
	{Pkg: otelPropagation, Name: "TextMapPropagator.Extract", Role: Derive},
	{Pkg: otelPropagation, Name: "TraceContext.Extract", Role: Derive},
	{Pkg: otelPropagation, Name: "Baggage.Extract", Role: Derive},

	// Tracing before OpenTelemetry.
	{Pkg: opentracing, Name: "ContextWithSpan", Role: Derive},
	{Pkg: opentracing, Name: "StartSpanFromContext", Role: Derive, CtxResult: 1},
	{Pkg: opentracing, Name: "StartSpanFromContextWithTracer", Role: Derive, CtxResult: 1},
	{Pkg: ocTrace, Name: "NewContext", Role: Derive},
	{Pkg: ocTrace, Name: "StartSpan", Role: Derive},
	{Pkg: ocTrace, Name: "StartSpanWithRemoteParent", Role: Derive},
	{Pkg: ocTrace, Name: "Tracer.NewContext", Role: Derive},
	{Pkg: ocTrace, Name: "Tracer.StartSpan", Role: Derive},
	{Pkg: ocTrace, Name: "Tracer.StartSpanWithRemoteParent", Role: Derive},
	{Pkg: ocTag, Name: "New", Role: Derive},
	{Pkg: ocTag, Name: "NewContext", Role: Derive},
	{Pkg: ocTag, Name: "Do", Role: Run, Arg: 1, Traits: GivesContext},

	// google.golang.org/grpc: metadata and peers are values of the context.
	{Pkg: grpcMetadata, Name: "NewIncomingContext", Role: Derive},
	{Pkg: grpcMetadata, Name: "NewOutgoingContext", Role: Derive},
	{Pkg: grpcMetadata, Name: "AppendToOutgoingContext", Role: Derive},
	{Pkg: grpcPeer, Name: "NewContext", Role: Derive},
}
