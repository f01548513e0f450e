// Package afterwait holds the exhibits of the check afterwait: for every
// sub-check what it reports, and what it must leave alone.
package afterwait
