// Package ctxthread holds the exhibits of the check ctxthread: for every
// sub-check what it reports, and what it must leave alone.
package ctxthread
