// Package guarded has the same facts by way of package guards.
package guarded

import "guards"

func Run(f func()) { // want Run:`^recovers\(1\) guarded$`
	defer guards.Log()
	f()
}

func Crash(f func()) {
	defer guards.HandleCrash()
	f()
}

func Go(f func()) { guards.Go(f) } // want Go:`^spawns\(1\) recovers\(1\)$`

func Retry(op func() error) error { return guards.Wrap(op)() } // want Retry:`^recovers\(1\)$`
