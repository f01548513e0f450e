package orphan

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadEndless probes for ever.
func BadEndless(ctx context.Context) error {
	var probes atomic.Int64
	go func() {
		for { // want `endless loop in a goroutine never looks at ctx: when ctx ends, the goroutine goes on \(orphan/endless\)`
			probes.Add(1)
			time.Sleep(time.Hour)
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodEndless probes until the context ends.
func GoodEndless(ctx context.Context) error {
	var probes atomic.Int64
	go func() {
		t := time.NewTicker(time.Hour)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				probes.Add(1)
			case <-ctx.Done():
				return
			}
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// BadEndlessReceive takes jobs as if there were no end to them.
func BadEndlessReceive(ctx context.Context) error {
	jobs := make(chan string)
	go func() {
		for { // want `endless loop in a goroutine never looks at ctx`
			job := <-jobs
			_ = work.Fetch(context.Background(), job)
		}
	}()
	jobs <- work.Quick
	return nil
}

// GoodEndlessRange takes jobs until the channel is closed.
func GoodEndlessRange(ctx context.Context) error {
	jobs := make(chan string)
	defer close(jobs)
	go func() {
		for job := range jobs {
			_ = work.Fetch(context.Background(), job)
		}
	}()
	jobs <- work.Quick
	return nil
}

// A Prober probes.
type Prober struct{ probes atomic.Int64 }

// BadEndlessMethod starts a method that runs into another's loop.
func BadEndlessMethod(ctx context.Context) error {
	p := new(Prober)
	go p.run()
	return work.Fetch(ctx, work.Quick)
}

func (p *Prober) run() { p.loop() }

func (p *Prober) loop() {
	for range time.Tick(time.Hour) { // want `endless loop in a goroutine never looks at ctx`
		p.probes.Add(1)
	}
}

// GoodEndlessPasses hands the context on, to what ends with it.
func GoodEndlessPasses(ctx context.Context) error {
	go func() {
		for {
			if err := work.Fetch(ctx, work.Slow); err != nil {
				return
			}
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodEndlessPolls asks the context at every round.
func GoodEndlessPolls(ctx context.Context) error {
	go func() {
		for ctx.Err() == nil {
			time.Sleep(100 * time.Millisecond)
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

// GoodEndlessFails ends when something fails.
func GoodEndlessFails(ctx context.Context) error {
	go func() {
		for i := 0; ; i++ {
			u := work.Quick
			if i > 3 {
				u = work.Fails
			}
			if err := work.Fetch(context.Background(), u); err != nil {
				return
			}
		}
	}()
	return work.Fetch(ctx, work.Quick)
}

var cleaner sync.Once

// EndlessOnce starts what lives as long as the process does, which no proof can
// wait for. It is left alone.
func EndlessOnce(ctx context.Context) error {
	cleaner.Do(func() {
		go func() {
			for {
				pulse.Add(1)
				time.Sleep(time.Hour)
			}
		}()
	})
	return work.Fetch(ctx, work.Quick)
}
