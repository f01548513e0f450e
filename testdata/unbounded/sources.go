package unbounded

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadReadDir starts a task for each entry of a directory.
func BadReadDir(ctx context.Context, tree fs.FS) error {
	found, err := fs.ReadDir(tree, ".")
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	for range found {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task for each element of found, which comes from ReadDir.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadWalk starts one for each file of a tree: a callback is a loop as well.
func BadWalk(ctx context.Context, tree fs.FS) error {
	g, gctx := errgroup.WithContext(ctx)
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task for each time that fs.WalkDir calls back.*\(unbounded/size\)`
		return nil
	})
	return errors.Join(err, g.Wait())
}

// GoodWalk has a limit.
func GoodWalk(ctx context.Context, tree fs.FS) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || gctx.Err() != nil {
			return errors.Join(err, gctx.Err())
		}
		g.Go(func() error { return work.Fetch(gctx, work.Quick) })
		return nil
	})
	return errors.Join(err, g.Wait())
}

// BadCollected collects what a walk finds first.
func BadCollected(ctx context.Context, tree fs.FS) error {
	var found []string
	err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		found = append(found, name)
		return err
	})
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	for range found {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task for each element of found.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadListed has a function of its own that lists.
func BadListed(ctx context.Context, tree fs.FS) error {
	found, err := everything(tree)
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	for range found {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task for each element of found, which comes from Glob.*\(unbounded/size\)`
	}
	return g.Wait()
}

func everything(tree fs.FS) ([]string, error) {
	list, err := fs.Glob(tree, "*")
	if err != nil {
		return nil, err
	}
	return list[1:], nil
}

// BadDecoded goes through what somebody sent.
func BadDecoded(ctx context.Context, text string) error {
	var got []string
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range got {
		g.Go(func() error { return work.Fetch(gctx, u) }) // want `g.Go starts a task for each element of got, which comes from Unmarshal.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadScanner starts a task for each line.
func BadScanner(ctx context.Context, text string) error {
	g, gctx := errgroup.WithContext(ctx)
	scanner := bufio.NewScanner(strings.NewReader(text))
	for scanner.Scan() {
		g.Go(func() error { return work.Fetch(gctx, work.Quick) }) // want `g.Go starts a task for each time that scanner.Scan has more.*\(unbounded/size\)`
	}
	return errors.Join(scanner.Err(), g.Wait())
}

// A fetchRequest is what a client sends.
type fetchRequest struct{ Wanted []string }

// BadRequest lets the client decide.
func BadRequest(ctx context.Context, wanted []string) error {
	return serve(ctx, &fetchRequest{wanted})
}

func serve(ctx context.Context, r *fetchRequest) error {
	g, gctx := errgroup.WithContext(ctx)
	for _, u := range r.Wanted {
		g.Go(func() error { return work.Fetch(gctx, u) }) // want `g.Go starts a task for each element of r.Wanted.*\(unbounded/size\)`
	}
	return g.Wait()
}

// BadReceived starts one for each message that it receives.
func BadReceived(ctx context.Context, messages <-chan string) error {
	var wg sync.WaitGroup
	for m := range messages {
		wg.Add(1)
		go func() { // want `go starts a task for each value received from messages.*\(unbounded/size\)`
			defer wg.Done()
			work.Log(ctx, m)
			_ = work.Fetch(ctx, m)
		}()
	}
	wg.Wait()
	return nil
}

// A vertex is a node of a graph.
type vertex struct{ below []*vertex }

// BadFed has tasks that find out what there is to do next.
func BadFed(ctx context.Context, root *vertex) error {
	found := make(chan *vertex)
	var open sync.WaitGroup
	open.Add(1)
	go func() { found <- root }()
	go func() {
		open.Wait()
		close(found)
	}()
	for v := range found {
		go func() { // want `go starts a task for each value received from found.*\(unbounded/size\)`
			defer open.Done()
			_ = work.Fetch(ctx, work.Quick)
			for _, b := range v.below {
				open.Add(1)
				found <- b
			}
		}()
	}
	return nil
}
