// Package afterwait defines an analyzer.
package afterwait
