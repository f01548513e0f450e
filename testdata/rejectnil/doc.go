// Package rejectnil holds the exhibits of the check rejectnil: for every
// sub-check what it reports, and what it must leave alone.
package rejectnil
