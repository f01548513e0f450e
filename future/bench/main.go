// Command bench compares package future with what does the same by hand, and
// with other packages. It is a module of its own, so that none of them is a
// dependency of those who use future.
//
// All ways to do the same are run in turn, a few milliseconds each, for many
// rounds, so that whatever else the machine does meets all of them; it prints
// the median of each, its ratio to that of future, and how much is allocated.
// Where the system tells it, what counts is the processor time of the process,
// its garbage collector included. Of pending futures it counts the memory.
//
// Some of the ratios have a bar, which is what future is meant to keep to. With
// -check the exit status is 1 if one of them is missed. With -svg the ratios are
// drawn as well.
//
// Usage: bench [-rounds 41] [-time 5ms] [-check] [-svg FILE] [case ...]
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/futurelint/futurelint/internal/atomicfile"
)

func main() {
	rounds := flag.Int("rounds", 41, "how often each way is run")
	length := flag.Duration("time", 5*time.Millisecond, "how long one run takes, about")
	check := flag.Bool("check", false, "fail if future misses a bar")
	svg := flag.String("svg", "", "the `file` to draw the ratios in")
	flag.Parse()
	if *rounds < 1 || *length <= 0 {
		fmt.Fprintln(os.Stderr, "bench: -rounds and -time have to be positive")
		os.Exit(2)
	}
	chosen, err := choose(flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	measureAll(chosen, *rounds, *length)
	printTable(os.Stdout, chosen)
	if *svg != "" {
		err := atomicfile.Write(*svg, func(w io.Writer) error { return draw(w, chosen) })
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(2)
		}
	}
	if *check && slices.ContainsFunc(chosen, comparison.missed) {
		os.Exit(1)
	}
}

// choose returns the cases that have one of the names, or all if there are none.
func choose(names []string) ([]comparison, error) {
	for _, name := range names {
		if !slices.ContainsFunc(cases, func(c comparison) bool { return c.name == name }) {
			text := fmt.Sprintf("there is no case %q; there are:", name)
			for _, c := range cases {
				text += "\n\t" + c.name
			}
			return nil, fmt.Errorf("%s", text)
		}
	}
	var chosen []comparison
	for _, c := range cases {
		if len(names) == 0 || slices.Contains(names, c.name) {
			chosen = append(chosen, c)
		}
	}
	return chosen, nil
}

// measureAll measures the cases.
func measureAll(chosen []comparison, rounds int, length time.Duration) {
	var timed [][]way
	for _, c := range chosen {
		if c.unit == unitNs {
			timed = append(timed, c.ways)
		}
	}
	measure(timed, rounds, length)
	for _, c := range chosen {
		if c.unit == unitB {
			weigh(c.ways)
		}
	}
}

func printTable(out io.Writer, all []comparison) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "case\tway\tcost\tof future's\tallocations\tbar")
	for _, c := range all {
		for _, way := range c.ways {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.0f\t%s\n", c.name, way.name, cost(way.cost, c.unit), digits(c.ratio(way)), way.allocs, c.bar(way))
		}
	}
	w.Flush()
}

// A comparison is several ways to do one thing, of which the first is future's.
type comparison struct {
	name string
	unit string // of the cost
	want any    // what each way comes to
	ways []way
}

const (
	unitNs = "ns"
	unitB  = "B"
)

// A kind is what future is compared with.
type kind int

const (
	own   kind = iota // future itself
	floor             // the least that does the same by hand
	peer              // another package
)

type way struct {
	kind kind
	name string

	run  func(n int) // does the thing n times
	once func() any  // does it once
	// hold returns what makes n of the thing, and what lets go of them.
	hold func(n int) (fill, release func())

	least  float64 // the bar: at least so many times the cost of future's
	allocs float64 // how many allocations it takes
	most   float64 // the bar, of future's: at most so many allocations

	cost float64
}

// ratio is the cost of a way by that of future's.
func (c comparison) ratio(w way) float64 { return w.cost / c.ways[0].cost }

// fails reports whether future misses a bar that stands with the way. Half an
// allocation is what others have made meanwhile.
func (c comparison) fails(w way) bool {
	return c.ratio(w) < w.least || w.most > 0 && w.allocs > w.most+0.5
}

func (c comparison) missed() bool { return slices.ContainsFunc(c.ways, c.fails) }

func (c comparison) bar(w way) string {
	var bar string
	switch {
	case w.least > 0:
		bar = fmt.Sprintf(">= %.3g", w.least)
	case w.most > 0:
		bar = fmt.Sprintf("<= %g allocations", w.most)
	}
	if c.fails(w) {
		bar += " MISSED"
	}
	return bar
}
