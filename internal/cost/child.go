//go:build unix

package main

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
)

// usage is what one command and all of its descendants took.
type usage struct {
	cpu float64 // user and system seconds
	rss float64 // peak resident set of the largest process, in MB
}

// costs are those of a tool without cached results and with them.
type costs struct{ cold, warm usage }

// rss returns the largest peak resident set.
func (c costs) rss() float64 { return max(c.cold.rss, c.warm.rss) }

// least keeps the smaller of each pair of values: what else runs on the machine
// only ever adds.
func (c *costs) least(d costs) {
	if c.cold.cpu == 0 {
		*c = d
		return
	}
	for _, p := range []struct{ to, from *usage }{{&c.cold, &d.cold}, {&c.warm, &d.warm}} {
		p.to.cpu = min(p.to.cpu, p.from.cpu)
		p.to.rss = min(p.to.rss, p.from.rss)
	}
}

// child runs a command. The kernel sums up CPU time over descendants that were
// waited for, and keeps the largest resident set among them. An exit status of
// 1 is that of a tool with findings.
func (m *measurement) child(args, env []string) (usage, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Env = m.dir, env
	var stderr strings.Builder
	cmd.Stderr = &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return usage{}, fmt.Errorf("%w\n%s", err, stderr.String())
	}
	ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return usage{}, errors.New("no resource usage")
	}
	return usage{cpu: seconds(ru.Utime) + seconds(ru.Stime), rss: megabytes(int64(ru.Maxrss))}, nil
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }

// megabytes converts Maxrss, which is in bytes on Darwin and in kilobytes
// elsewhere.
func megabytes(maxrss int64) float64 {
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return float64(maxrss) / (1 << 20)
	}
	return float64(maxrss) / (1 << 10)
}
