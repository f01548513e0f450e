package work

import (
	"context"
	"log/slog"
)

// requestKey is the key of the request's name in a context.
type requestKey struct{}

// WithRequest returns a context that carries the name of a request.
func WithRequest(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, requestKey{}, name)
}

// Request returns the name of the request that ctx carries.
func Request(ctx context.Context) string {
	name, _ := ctx.Value(requestKey{}).(string)
	return name
}

// Log writes a line to the log, with the name of the request. It does not wait
// for ctx.
func Log(ctx context.Context, text string) {
	slog.Default().With("request", Request(ctx)).Debug(text)
}

// Identify returns what u is called. The context is there for the day when it
// has to be looked up.
func Identify(ctx context.Context, u string) string { return "resource " + u }
