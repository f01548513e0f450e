// Package p has nothing to report.
package p

import (
	"context"
	"log"
	"sync"

	"golang.org/x/sync/errgroup"
)

func flush(logs []string) {
	var wg sync.WaitGroup
	wg.Go(func() { upload(logs[0]) })
	wg.Go(func() { upload(logs[1]) })
	wg.Wait()
}

func fetchAll(ctx context.Context, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, url := range urls {
		g.Go(func() error { return fetch(ctx, url) })
	}
	return g.Wait()
}

func serve(jobs []func()) {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
		}()
		parse(jobs)
	}()
	<-done
}

func parse(jobs []func()) { jobs[0]() }

func upload(string) {}

func fetch(ctx context.Context, url string) error { return ctx.Err() }
