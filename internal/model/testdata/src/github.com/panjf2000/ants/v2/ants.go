// Package ants has some names of the real one.
package ants

type Pool struct{}

func NewPool(n int) (*Pool, error)    { return new(Pool), nil }
func (p *Pool) Submit(f func()) error { f(); return nil }

type PoolWithFunc struct{ f func(any) }

func NewPoolWithFunc(n int, f func(any)) (*PoolWithFunc, error) { return &PoolWithFunc{f}, nil }
func (p *PoolWithFunc) Invoke(v any) error                      { p.f(v); return nil }
