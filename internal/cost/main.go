//go:build unix

// Command cost measures what futurelint costs beside go vet on the same
// packages: the CPU seconds of all processes, without cached results and with
// them, and the peak resident set of the largest process.
//
//	go run ./internal/cost [-dir DIR] [-tier TIER] [-n N] [packages]
//
// Both start from a build cache of their own in which the dependencies are
// compiled, because that is the compiler's cost and not theirs. What go vet
// itself does is the yardstick: loading, parsing and type-checking are the same
// for both.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("cost: ")
	var m measurement
	flag.StringVar(&m.dir, "dir", ".", "where the packages are looked up")
	flag.StringVar(&m.tier, "tier", "strict", "tier of futurelint's sub-checks")
	flag.IntVar(&m.n, "n", 1, "how often to measure; the least counts")
	flag.Parse()
	if m.packages = flag.Args(); len(m.packages) == 0 {
		m.packages = []string{"./..."}
	}
	if err := m.run(); err != nil {
		log.Fatal(err)
	}
}

// A measurement compares go vet and futurelint on the same packages.
type measurement struct {
	dir, tier string
	n         int
	packages  []string
}

func (m *measurement) run() error {
	tmp, err := os.MkdirTemp("", "futurelint-cost")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	program := filepath.Join(tmp, "futurelint")
	build := exec.Command("go", "build", "-o", program, "github.com/futurelint/futurelint/cmd/futurelint")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	tools := []struct {
		name string
		args []string
	}{
		{"go vet", []string{"go", "vet"}},
		{"futurelint", []string{program, "-tier=" + m.tier}},
	}
	var costs [2]costs
	for range max(1, m.n) {
		for i, tool := range tools {
			c, err := m.measure(tool.args)
			if err != nil {
				return fmt.Errorf("%s: %w", tool.name, err)
			}
			costs[i].least(c)
		}
	}
	tw := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\tcold CPU s\twarm CPU s\tpeak RSS MB\t")
	for i, tool := range tools {
		c := costs[i]
		fmt.Fprintf(tw, "%s\t%.2f\t%.2f\t%.0f\t\n", tool.name, c.cold.cpu, c.warm.cpu, c.rss())
	}
	vet, own := costs[0], costs[1]
	fmt.Fprintf(tw, "ratio\t%.2f\t%.2f\t%.2f\t\n", own.cold.cpu/vet.cold.cpu, own.warm.cpu/vet.warm.cpu, own.rss()/vet.rss())
	return tw.Flush()
}

// measure runs a command on the packages twice, in a build cache that holds
// what the compiler makes and nothing else.
func (m *measurement) measure(args []string) (costs, error) {
	cache, err := os.MkdirTemp("", "futurelint-cost-cache")
	if err != nil {
		return costs{}, err
	}
	defer os.RemoveAll(cache)
	env := append(os.Environ(), "GOCACHE="+cache)
	list := append([]string{"go", "list", "-export", "-deps", "-test", "-f", ""}, m.packages...)
	if _, err := m.child(list, env); err != nil {
		return costs{}, fmt.Errorf("%s: %w", strings.Join(list, " "), err)
	}
	args = append(args, m.packages...)
	var c costs
	if c.cold, err = m.child(args, env); err == nil {
		c.warm, err = m.child(args, env)
	}
	return c, err
}
