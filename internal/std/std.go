// Package std knows which packages belong to the standard library.
//
// A vettool is not told: the unit's configuration names the standard packages
// among its imports only, and a missing module means other things as well.
package std

import "slices"

//go:generate go run ./gen

// Contains reports whether the package at path belongs to the standard library
// of the Go version that the list was generated with. It does not allocate.
func Contains(path string) bool {
	_, ok := slices.BinarySearch(packages[:], path)
	return ok
}
