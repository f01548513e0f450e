package main

import (
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress is a line on a terminal's standard error that says how far a run
// is, once it has taken a second. What others write there goes through Write,
// which makes room for it.
type progress struct {
	out  *os.File
	done chan struct{} // nil where there is no terminal
	wg   sync.WaitGroup

	mu    sync.Mutex
	units int
	shown bool
}

func newProgress(out *os.File) *progress {
	p := &progress{out: out}
	if term.IsTerminal(int(out.Fd())) {
		p.done = make(chan struct{})
		p.wg.Go(p.loop)
	}
	return p
}

func (p *progress) loop() {
	start := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-p.done:
			return
		case <-tick.C:
			p.mu.Lock()
			p.clear()
			fmt.Fprintf(p.out, "futurelint: %d packages analysed, %s", p.units, time.Since(start).Round(time.Second))
			p.shown = true
			p.mu.Unlock()
		}
	}
}

// unit counts a package.
func (p *progress) unit() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.units++
}

// clear takes the line away. The caller holds mu.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.shown = false
	}
}

func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return p.out.Write(b)
}

// stop ends the line. It may be called once.
func (p *progress) stop() {
	if p.done == nil {
		return
	}
	close(p.done)
	p.wg.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}
