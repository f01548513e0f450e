// Package errgroup does with panics what the real one did in its releases v0.14
// and v0.15: it keeps them for Wait.
package errgroup

import (
	"context"
	"runtime"
	"sync"
)

type Group struct {
	cancel     func(error)
	wg         sync.WaitGroup
	errOnce    sync.Once
	err        error
	mu         sync.Mutex
	panicValue any
	abnormal   bool
}

func WithContext(ctx context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Group{cancel: cancel}, ctx
}

func (g *Group) Wait() error {
	g.wg.Wait()
	if g.cancel != nil {
		g.cancel(g.err)
	}
	if g.panicValue != nil {
		panic(g.panicValue)
	}
	if g.abnormal {
		runtime.Goexit()
	}
	return g.err
}

func (g *Group) Go(f func() error) {
	g.add(f)
}

func (g *Group) add(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		normalReturn := false
		defer func() {
			if normalReturn {
				return
			}
			v := recover()
			g.mu.Lock()
			defer g.mu.Unlock()
			g.abnormal = true
			if v != nil && g.panicValue == nil {
				g.panicValue = v
			}
		}()

		err := f()
		normalReturn = true
		if err != nil {
			g.errOnce.Do(func() { g.err = err })
		}
	}()
}
