// Package example is what the README's first command analyses: a finding of
// every check, in code that compiles, passes go vet, and looks all right.
//
// The directory's name keeps it out of ./... patterns.
package example

import (
	"context"
	"net/http"
)

// fetch gets u and throws the body away.
func fetch(ctx context.Context, u string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
