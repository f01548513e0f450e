// Command bench compares package future with what does the same by hand, and
// with other packages. It is a module of its own, so that none of them is a
// dependency of those who use future.
//
// All ways to do one thing are run in turn, a few milliseconds each, for many
// rounds, so that whatever else the machine does meets all of them; it prints
// the median of each, and its ratio to that of future. Where the system tells
// it, what counts is the processor time of the process, its garbage collector
// included.
//
// Usage: bench [-rounds 41] [-time 5ms] [case ...]
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 41, "how often each way is run")
	length := flag.Duration("time", 5*time.Millisecond, "how long one run takes, about")
	flag.Parse()
	if *rounds < 1 || *length <= 0 {
		fmt.Fprintln(os.Stderr, "bench: -rounds and -time have to be positive")
		os.Exit(2)
	}
	for _, name := range flag.Args() {
		if !slices.ContainsFunc(cases, func(c comparison) bool { return c.name == name }) {
			fmt.Fprintf(os.Stderr, "bench: there is no case %q; there are:\n", name)
			for _, c := range cases {
				fmt.Fprintf(os.Stderr, "\t%s\n", c.name)
			}
			os.Exit(2)
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "case\tway\tns\tof future's")
	for _, c := range cases {
		if flag.NArg() != 0 && !slices.Contains(flag.Args(), c.name) {
			continue
		}
		medians := measure(c.ways, *rounds, *length)
		for i, way := range c.ways {
			fmt.Fprintf(w, "%s\t%s\t%.1f\t%.2f\n", c.name, way.name, medians[i], medians[i]/medians[0])
		}
		w.Flush()
	}
}

// A comparison is several ways to do one thing, of which the first is future's.
type comparison struct {
	name string
	ways []way
}

type way struct {
	name string
	run  func(n int) // does the thing n times
}

// measure returns the median of the nanoseconds that each way takes.
func measure(ways []way, rounds int, length time.Duration) []float64 {
	counts := make([]int, len(ways))
	for i, way := range ways {
		counts[i] = 1
		for {
			start := time.Now()
			way.run(counts[i])
			if took := time.Since(start); took >= length/2 {
				break
			}
			counts[i] *= 2
		}
	}
	samples := make([][]float64, len(ways))
	for round := range rounds {
		for k := range ways {
			i := (k + round) % len(ways) // nobody always comes after the same
			start := processorTime()
			ways[i].run(counts[i])
			samples[i] = append(samples[i], float64(processorTime()-start)/float64(counts[i]))
		}
	}
	medians := make([]float64, len(ways))
	for i, s := range samples {
		slices.Sort(s)
		medians[i] = s[len(s)/2]
	}
	return medians
}
