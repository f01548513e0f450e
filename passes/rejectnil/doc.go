// Package rejectnil defines an analyzer.
package rejectnil
