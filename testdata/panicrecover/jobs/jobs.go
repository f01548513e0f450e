// Package jobs is the work of others that the exhibits run: it panics if it is
// asked for what it does not know.
package jobs

import "strings"

// What there is to do.
const (
	Fine   = "greeting=hello"
	Broken = "greeting"
)

// A Handler does something with a job.
type Handler interface{ Handle(job string) error }

// Parse returns the value of a job.
func Parse(job string) string { return strings.Split(job, "=")[1] }

// Do does a job.
func Do(job string) error {
	_ = Parse(job)
	return nil
}
