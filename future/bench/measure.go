package main

import (
	"runtime"
	"slices"
	"time"
)

// ballast is a heap such as a program has that does something else as well. Without
// it the garbage collector would run hundreds of times a second, and be most of
// what is measured.
var ballast = make([]byte, 64<<20)

// measure finds the median of the nanoseconds that each way of each case takes, and
// its allocations. Every round is one of all cases, so that none has only a good or
// a bad time of the machine to itself.
func measure(all [][]way, rounds int, length time.Duration) {
	counts := make([][]int, len(all))
	samples := make([][][]float64, len(all))
	for c, ways := range all {
		samples[c] = make([][]float64, len(ways))
		for _, way := range ways {
			counts[c] = append(counts[c], calls(way, length))
		}
	}
	for round := range rounds {
		for c, ways := range all {
			for k := range ways {
				i := (k + round) % len(ways) // nobody always comes after the same
				start := processorTime()
				ways[i].run(counts[c][i])
				took := processorTime() - start
				samples[c][i] = append(samples[c][i], float64(took)/float64(counts[c][i]))
			}
		}
	}
	for c, ways := range all {
		for i := range ways {
			slices.Sort(samples[c][i])
			ways[i].cost = samples[c][i][rounds/2]
			ways[i].allocs = allocations(ways[i].run, counts[c][i])
		}
	}
	runtime.KeepAlive(ballast)
}

// calls returns how often a way has to be run to take about that long.
func calls(w way, length time.Duration) int {
	for n := 1; ; n *= 2 {
		start := time.Now()
		w.run(n)
		if time.Since(start) >= length/2 {
			return n
		}
	}
}

// allocations returns how many allocations a way takes once, those of its
// goroutines included.
func allocations(run func(int), n int) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run(n)
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / float64(n)
}

// held is how many of a thing are there at once when its memory is counted.
const held = 1_000_000

// weigh finds the memory that each way holds for one thing, stacks included, and
// its allocations.
func weigh(ways []way) {
	for i := range ways {
		w := &ways[i]
		fill, release := w.hold(held)
		before := settledMemory()
		fill()
		after := settledMemory()
		release()
		w.cost = (after.bytes - before.bytes) / held
		w.allocs = (after.objects - before.objects) / held
	}
}

type memory struct{ bytes, objects float64 }

// settledMemory returns the memory in use when there is no garbage, which takes a
// few collections: what ends late, or is handed to finalizers and cleanups, is gone
// only when one more finds nothing.
func settledMemory() memory {
	var m runtime.MemStats
	for range 10 {
		last := m.HeapAlloc + m.StackInuse
		runtime.GC()
		runtime.ReadMemStats(&m)
		if m.HeapAlloc+m.StackInuse == last {
			break
		}
	}
	return memory{float64(m.HeapAlloc + m.StackInuse), float64(m.Mallocs - m.Frees)}
}
