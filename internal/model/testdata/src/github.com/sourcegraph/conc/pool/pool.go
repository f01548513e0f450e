// Package pool has some names of the real one.
package pool

import "context"

type Pool struct{}

func New() *Pool                                             { return new(Pool) }
func (p *Pool) Go(f func())                                  { f() }
func (p *Pool) Wait()                                        {}
func (p *Pool) WithContext(ctx context.Context) *ContextPool { return new(ContextPool) }

type ContextPool struct{ err error }

func (p *ContextPool) Go(f func(context.Context) error) { p.err = f(context.Background()) }
func (p *ContextPool) Wait() error                      { return p.err }
func (p *ContextPool) WithCancelOnError() *ContextPool  { return p }
