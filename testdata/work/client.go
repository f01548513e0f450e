package work

import (
	"context"
	"net/http"
)

// A Client sends requests nowhere: it fetches the path with the context of the
// request.
type Client struct{}

// Do fetches what r asks for.
func (Client) Do(r *http.Request) error { return Fetch(r.Context(), r.URL.Path) }

// A Fetcher is anything that fetches.
type Fetcher interface {
	Fetch(ctx context.Context, u string) error
}

// A Site is a Fetcher.
type Site struct{}

// Fetch fetches u.
func (Site) Fetch(ctx context.Context, u string) error { return Fetch(ctx, u) }
