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

// measure finds the median of the nanoseconds that each way takes, and its
// allocations.
func measure(ways []way, rounds int, length time.Duration) {
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
	for i, s := range samples {
		slices.Sort(s)
		ways[i].cost = s[len(s)/2]
		ways[i].allocs = allocations(ways[i].run, counts[i])
	}
	runtime.KeepAlive(ballast)
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

// settledMemory returns the memory in use when there is no garbage.
func settledMemory() memory {
	runtime.GC()
	runtime.GC() // what the first has handed to finalizers and cleanups
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return memory{float64(m.HeapAlloc + m.StackInuse), float64(m.Mallocs - m.Frees)}
}
