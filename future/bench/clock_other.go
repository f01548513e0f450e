//go:build !unix

package main

import "time"

var started = time.Now()

// processorTime returns how long this process has been running.
func processorTime() time.Duration { return time.Since(started) }
