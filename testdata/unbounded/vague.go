package unbounded

import (
	"context"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// This file holds fan-outs whose names seem to tell that there are many, and do
// not. By default they are silent; how many there are is for review.

// BadItems runs f for each of whatever it is given: a generic helper calls that
// items.
func BadItems(ctx context.Context, list []string) error {
	return EachItem(ctx, list, work.Fetch)
}

// EachItem is for callers of which nothing is seen.
func EachItem[T any](ctx context.Context, items []T, f func(context.Context, T) error) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, item := range items {
		g.Go(func() error { return f(gctx, item) }) // want `g.Go starts a task for each element of items .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadQueuedItems puts the items together itself, one for each word of a text.
func BadQueuedItems(ctx context.Context, text string) error {
	var items []string
	for w := range strings.SplitSeq(text, ",") {
		items = append(items, w)
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, item := range items {
		g.Go(func() error { return work.Fetch(gctx, item) }) // want `g.Go starts a task for each element of items .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadOrgIDs goes through the IDs of things of which a user has a few.
func BadOrgIDs(ctx context.Context, orgIDs []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, org := range orgIDs {
		g.Go(func() error { return work.Fetch(gctx, org) }) // want `g.Go starts a task for each element of orgIDs .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadTenantIDs goes through those of things of which there are many.
func BadTenantIDs(ctx context.Context, tenantIDs []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, id := range tenantIDs {
		g.Go(func() error { return work.Fetch(gctx, id) }) // want `g.Go starts a task for each element of tenantIDs .*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadDependencies fetches what a package asks for, which is as much as its authors
// like.
func BadDependencies(ctx context.Context, dependencies []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, d := range dependencies {
		g.Go(func() error { return work.Fetch(gctx, d) }) // want `g.Go starts a task for each element of dependencies .*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadServiceDependencies fetches those of a service, of which there are a few.
func BadServiceDependencies(ctx context.Context, serviceDependencies []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, d := range serviceDependencies {
		g.Go(func() error { return work.Fetch(gctx, d) }) // want `g.Go starts a task for each element of serviceDependencies .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadEntryPoints goes through what a server listens on: they are not points.
func BadEntryPoints(ctx context.Context, entryPoints []string) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, e := range entryPoints {
		g.Go(func() error { return work.Fetch(gctx, e) }) // want `g.Go starts a task for each element of entryPoints .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

type digest int

// BadByDigest goes through a map that is keyed by digests, which says nothing of
// how much is in it.
func BadByDigest(ctx context.Context, list []string) error {
	by := make(map[digest]string)
	for i, v := range list {
		by[digest(i)] = v
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, v := range by {
		g.Go(func() error { return work.Fetch(gctx, v) }) // want `g.Go starts a task for each element of by .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadRace tries all of the URLs at once, for the sake of the first that answers: a
// limit would make them take turns.
func BadRace(ctx context.Context, urls []string) error {
	return first(ctx, urls).err
}

type answer struct{ err error }

func first(ctx context.Context, urls []string) answer {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer, len(urls))
	for _, u := range urls {
		go func() { // want `go starts a task for each element of urls .*\(unbounded/unsized\)`
			answers <- answer{work.Fetch(ctx, u)}
		}()
	}
	return <-answers
}

// BadAnswers wants all of them, and receives as many.
func BadAnswers(ctx context.Context, urls []string) error {
	answers := make(chan answer, len(urls))
	for _, u := range urls {
		go func() { // want `go starts a task for each element of urls .*\(unbounded/size\)`
			answers <- answer{work.Fetch(ctx, u)}
		}()
	}
	for range urls {
		if a := <-answers; a.err != nil {
			return a.err
		}
	}
	return nil
}

// packObjects holds the objects of one disk.
type packObjects struct{ host string }

func (p *packObjects) clean(ctx context.Context) error { return work.Fetch(ctx, p.host) }

// BadHolders goes through things of which each holds many, and which are few.
func BadHolders(ctx context.Context, hosts []string) error {
	var sets []*packObjects
	for _, h := range hosts {
		sets = append(sets, &packObjects{h})
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, set := range sets {
		g.Go(func() error { return set.clean(gctx) }) // want `g.Go starts a task for each element of sets .*\(unbounded/unsized\)`
	}
	return g.Wait()
}

// BadGrouped has a task for each of the groups that its objects fall into, by a
// number that is computed of them.
func BadGrouped(ctx context.Context, objects []string) error {
	groups := make(map[int][]string)
	for i, o := range objects {
		k := i % 100
		groups[k] = append(groups[k], o)
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, group := range groups {
		g.Go(func() error { return work.Fetch(gctx, group[0]) }) // want `g.Go starts a task for each element of groups .*\(unbounded/unsized\)`
	}
	return g.Wait()
}
