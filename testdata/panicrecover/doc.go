// Package panicrecover holds the exhibits of the check panicrecover: for every
// sub-check what it reports, and what it must leave alone.
package panicrecover
