package unbounded

import (
	"context"
	"encoding/json"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadRecursion starts a task for each node of a graph, by tasks that start tasks.
func BadRecursion(ctx context.Context, root *vertex) error {
	g, gctx := errgroup.WithContext(ctx)
	var visit func(v *vertex)
	visit = func(v *vertex) {
		for _, b := range v.below {
			g.Go(func() error { // want `g.Go starts a task for each element of v.below with nothing to bound them.*\(unbounded/unsized\)`
				visit(b)
				return work.Fetch(gctx, work.Quick)
			})
		}
	}
	visit(root)
	return g.Wait()
}

// BadLinks follows a list, link by link.
func BadLinks(ctx context.Context, list []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for l := linked(list); l != nil; l = l.next {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

type link struct{ next *link }

func linked(list []string) *link {
	var first *link
	for range list {
		first = &link{first}
	}
	return first
}

// BadWords goes through something that no name says more of.
func BadWords(ctx context.Context, text string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, w := range strings.Fields(text) {
		g.Go(func() error { return work.Fetch(gctx, w) }) // want `g.Go starts a task for each element of strings.Fields.*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadReplicas would be a wrong report, were it not for review only: an
// installation has few replicas. This one has a thousand.
func BadReplicas(ctx context.Context, replicas []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, r := range replicas {
		g.Go(func() error { return work.Fetch(gctx, r) }) // want `g.Go starts a task for each element of replicas .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// A setupConfig is what somebody wrote down.
type setupConfig struct {
	Files []string
}

// BadConfigured goes through what stands in a configuration, which is not long as
// a rule, whatever it is called.
func BadConfigured(ctx context.Context, text string) error {
	var cfg setupConfig
	if err := json.Unmarshal([]byte("{\"Files\": "+text+"}"), &cfg); err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, f := range cfg.Files {
		g.Go(func() error { return work.Fetch(gctx, f) }) // want `g.Go starts a task for each element of cfg.Files.*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadFields goes through a map whose keys are called keys, as those of every map.
func BadFields(ctx context.Context, list []string) error {
	return fetchFields(ctx, numbered(list))
}

func fetchFields(ctx context.Context, by map[int]string) error {
	g, gctx := errgroup.WithContext(ctx)
	for key, value := range by {
		g.Go(func() error { // want `g.Go starts a task for each element of by .*\(unbounded/unsized\)`
			work.Log(gctx, strings.Repeat("x", key))
			return work.Fetch(gctx, value)
		})
	}
	return g.Wait()
}

func numbered(list []string) map[int]string {
	by := make(map[int]string)
	for i, v := range list {
		by[i] = v
	}
	return by
}

// BadFollowed needs a goroutine each for as long as its task lasts: a limit would
// be wrong, and whether there are few enough is for review.
func BadFollowed(ctx context.Context, files []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, f := range files {
		g.Go(func() error { return follow(gctx, f) }) // want `g.Go starts a task for each element of files .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

func follow(ctx context.Context, f string) error {
	ctx, cancel := context.WithTimeout(ctx, 1e9)
	defer cancel()
	err := work.Fetch(ctx, f)
	<-ctx.Done()
	return err
}
