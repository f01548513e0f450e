// Package model is what the checks know about a package: one analyzer computes
// it, every check asks it.
package model
