// Package ctxthread defines an analyzer.
package ctxthread
