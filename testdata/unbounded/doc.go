// Package unbounded holds the exhibits of the check unbounded: for every
// sub-check what it reports, and what it must leave alone.
package unbounded
