package future

import (
	"context"
	"sync"
)

// A Flight lets callers that want the same at the same time share the work: of
// the functions that are given with one key, one runs, and all get its result.
// It keeps no results: who comes later starts the work again.
//
// The zero Flight is ready for use. A Flight must not be copied after first use.
// Its methods may be called by any number of goroutines at the same time.
type Flight[K comparable, V any] struct {
	mu    sync.Mutex
	calls map[K]*attendance[V]
}

// Do calls fn in a goroutine of its own, unless such a call for key is running,
// waits for its result, and returns that. It reports whether the call had more
// than one caller: what the value points to is shared among them then. Work that
// panics fails with a [*PanicError], for each caller, and work that ends its
// goroutine with [ErrGoexit].
//
// ctx bounds the wait, as for [Future.Await], and not the work: the context that
// fn is given has the values of the ctx of the caller that started it, and ends
// when all callers have given up. Who comes after that starts the work again,
// even if what was called off has not returned yet.
//
// If ctx is done at the start and the work would have to be started, it is not.
// Do panics if ctx or fn is nil.
func (g *Flight[K, V]) Do(ctx context.Context, key K, fn func(context.Context) (V, error)) (v V, shared bool, err error) {
	mustHave("Do", ctx, fn == nil)
	c, err := g.join(ctx, key, fn)
	if err != nil {
		return v, false, err
	}
	v, err = c.result.Await(ctx)
	return v, g.leave(key, c), err
}

func (g *Flight[K, V]) join(ctx context.Context, key K, fn func(context.Context) (V, error)) (*attendance[V], error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.calls[key]
	switch {
	case c != nil:
		c.shared = true
	case ctx.Err() != nil:
		return nil, givenUp(ctx)
	default:
		if g.calls == nil {
			g.calls = make(map[K]*attendance[V])
		}
		c = attend(ctx, Work{}, fn, func(c *attendance[V], _ V, _ error) {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.remove(key, c)
		})
		if key == key { // what is not is never found, nor removed
			g.calls[key] = c
		}
	}
	c.waiting++
	return c, nil
}

// leave reports whether the call was shared.
func (g *Flight[K, V]) leave(key K, c *attendance[V]) (shared bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.leave() {
		g.remove(key, c)
	}
	return c.shared
}

// remove keeps others from joining a call that has its result, or no callers.
func (g *Flight[K, V]) remove(key K, c *attendance[V]) {
	if g.calls[key] == c {
		delete(g.calls, key)
	}
}

// Forget lets the next Do for key start the work even if a call for it is
// running. Those who wait for that call get its result, and its context ends
// when they have given up. Forget does not block.
func (g *Flight[K, V]) Forget(key K) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.calls, key)
}
