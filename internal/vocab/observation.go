package vocab

const (
	containerdLog   = "github.com/containerd/log"
	bklog           = "github.com/moby/buildkit/util/bklog"
	logr            = "github.com/go-logr/logr"
	klog            = "k8s.io/klog/v2"
	hclog           = "github.com/hashicorp/go-hclog"
	zerolog         = "github.com/rs/zerolog"
	otelTrace       = "go.opentelemetry.io/otel/trace"
	otelMetric      = "go.opentelemetry.io/otel/metric"
	otelLog         = "go.opentelemetry.io/otel/log"
	otelBaggage     = "go.opentelemetry.io/otel/baggage"
	otelPropagation = "go.opentelemetry.io/otel/propagation"
	opentracing     = "github.com/opentracing/opentracing-go"
	ocTrace         = "go.opencensus.io/trace"
	ocStats         = "go.opencensus.io/stats"
	ocTag           = "go.opencensus.io/tag"
	grpcMetadata    = "google.golang.org/grpc/metadata"
	grpcPeer        = "google.golang.org/grpc/peer"
)

// observation holds what logs, traces and counts: it reads the values of the
// contexts it is given and does not wait for them. Packages whose own code
// shows that need no row; these hand the context to an interface, keep it for
// the record, or belong to the standard library, which is never analysed.
//
// The rows speak of whole packages, also of functions that return a context or
// hand one to a function they call: what becomes of that context is said by the
// rows in [contexts].
var observation = []Row{
	// The standard library.
	{Pkg: "log/slog", Name: "*", Role: ValuesOnly},
	{Pkg: "runtime/pprof", Name: "*", Role: ValuesOnly},
	{Pkg: "runtime/trace", Name: "*", Role: ValuesOnly},
	{Pkg: "net/http/httptrace", Name: "*", Role: ValuesOnly},

	// Logs. logrus keeps the context in the entry, for its hooks. zap has
	// nothing to do with contexts, but takes one as the value of a field.
	{Pkg: "github.com/sirupsen/logrus", Name: "*", Role: ValuesOnly},
	{Pkg: "go.uber.org/zap", Name: "*", Role: ValuesOnly},
	{Pkg: zerolog, Name: "*", Role: ValuesOnly},
	{Pkg: zerolog + "/log", Name: "*", Role: ValuesOnly},
	{Pkg: logr, Name: "*", Role: ValuesOnly},
	{Pkg: hclog, Name: "*", Role: ValuesOnly},
	{Pkg: klog, Name: "*", Role: ValuesOnly},
	{Pkg: "github.com/quay/zlog", Name: "*", Role: ValuesOnly},

	// The loggers of containerd and BuildKit are asked for by a variable,
	// G, which holds GetLogger.
	{Pkg: containerdLog, Name: "G", Role: ValuesOnly},
	{Pkg: containerdLog, Name: "*", Role: ValuesOnly},
	{Pkg: bklog, Name: "G", Role: ValuesOnly},
	{Pkg: bklog, Name: "*", Role: ValuesOnly},

	// Traces and metrics. OpenTelemetry's instruments and loggers are
	// interfaces: a processor or an exporter may block, and says in its
	// contract that it must not.
	{Pkg: otelTrace, Name: "*", Role: ValuesOnly},
	{Pkg: otelMetric, Name: "*", Role: ValuesOnly},
	{Pkg: otelLog, Name: "*", Role: ValuesOnly},
	{Pkg: otelBaggage, Name: "*", Role: ValuesOnly},
	{Pkg: otelPropagation, Name: "*", Role: ValuesOnly},
	{Pkg: ocTrace, Name: "*", Role: ValuesOnly},
	{Pkg: ocStats, Name: "*", Role: ValuesOnly},
	{Pkg: ocTag, Name: "*", Role: ValuesOnly},
	{Pkg: opentracing, Name: "*", Role: ValuesOnly},

	// google.golang.org/grpc
	{Pkg: grpcMetadata, Name: "*", Role: ValuesOnly},
	{Pkg: grpcPeer, Name: "*", Role: ValuesOnly},
}
