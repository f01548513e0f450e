// Package safe is what a code base has of its own around panics.
package safe

import (
	"fmt"
	"log"
	"runtime/debug"
)

// ReallyCrash says whether HandleCrash raises a panic again.
var ReallyCrash = true

// HandleCrash logs a panic, and raises it again unless it is told not to.
func HandleCrash() {
	if r := recover(); r != nil {
		log.Printf("panic: %v", r)
		if ReallyCrash {
			panic(r)
		}
	}
}

// LogPanic logs a panic, and stops it.
func LogPanic() {
	if r := recover(); r != nil {
		log.Printf("panic: %v\n%s", r, debug.Stack())
	}
}

// ToError makes the error of a panic.
func ToError(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
	}
}

// Go starts fn in a goroutine that logs its panics.
func Go(fn func()) { GoWith(fn, func(r any) { log.Printf("panic: %v", r) }) }

// GoWith starts fn in a goroutine whose panics failed is told of.
func GoWith(fn func(), failed func(any)) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				failed(r)
			}
		}()
		fn()
	}()
}

// Operation returns op with its panics made errors.
func Operation(op func() error) func() error {
	return func() (err error) {
		defer ToError(&err)
		return op()
	}
}
