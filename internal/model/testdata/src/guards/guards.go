// Package guards has functions that do something to panics.
package guards

import (
	"errors"
	"log"
	"os"
)

var ReallyCrash = true

func Log() { // want Log:`^guards$`
	if r := recover(); r != nil {
		log.Print(r)
	}
}

func ToError(err *error) { // want ToError:`^guards$`
	if r := recover(); r != nil {
		*err = errors.New("panic")
	}
}

func Inner() { defer recover() } // want Inner:`^guards$`

// HandleCrash panics again in a function that it calls, unless told not to.
func HandleCrash() { // want HandleCrash:`^switched$`
	if r := recover(); r != nil {
		handle(r)
	}
}

func handle(r any) {
	log.Print(r)
	if ReallyCrash {
		panic(r)
	}
}

func Exit() { // want Exit:`^rethrows$`
	if r := recover(); r != nil {
		os.Exit(1)
	}
}

// Some stops what it knows.
func Some() { // want Some:`^guardspartly$`
	if r := recover(); r != nil {
		if _, ok := r.(error); !ok {
			panic(r)
		}
	}
}

// Nothing is called by what is deferred.
func Nothing() { func() { recover() }() }

type Guard struct{}

func (Guard) Done() { recover() } // want Done:`^guards$`

func Serve(f func()) { // want Serve:`^recovers\(1\) guarded$`
	defer Log()
	f()
}

func Crash(f func()) {
	defer HandleCrash()
	f()
}

func Wrap(f func() error) func() error { // want Wrap:`^recovers\(1\)$`
	return func() (err error) {
		defer ToError(&err)
		return f()
	}
}

func GoWith(f func(), failed func(any)) { // want GoWith:`^spawns\(11\) recovers\(1\)$`
	go func() {
		defer func() {
			if r := recover(); r != nil {
				failed(r)
			}
		}()
		f()
	}()
}

func Go(f func()) { GoWith(f, func(any) {}) } // want Go:`^spawns\(1\) recovers\(1\)$`

type Pool struct{ n int }

func (p *Pool) Go(f func(*Pool)) { // want Go:`^spawns\(1\) recovers\(1\)$`
	p.n++
	Go(func() {
		defer func() { p.n-- }()
		f(p)
	})
}

// Do keeps the panic until it has told others, and panics then.
func Do(f func()) {
	var failed any
	defer func() {
		if failed != nil {
			panic(failed)
		}
	}()
	func() {
		defer func() { failed = recover() }()
		f()
	}()
}
