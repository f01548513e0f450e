package plain

import (
	"fmt"
	"log"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// GoodMachine starts a goroutine for a step whose function recovers for itself.
func GoodMachine(job string) error {
	m := &machine{failed: make(chan error, 1)}
	m.run([]string{"go", job})
	return <-m.failed
}

// A machine runs programs, whose panics end the frame that they happen in.
type machine struct{ failed chan error }

func (m *machine) run(program []string) {
	defer func() {
		if r := recover(); r != nil {
			m.failed <- fmt.Errorf("panic: %v", r)
		}
	}()
	m.step(program)
}

func (m *machine) step(program []string) {
	if program[0] == "go" {
		go func() {
			m.call(program[1:])
		}()
		return
	}
	m.failed <- jobs.Do(program[0])
}

func (m *machine) call(program []string) {
	log.Print("calling ", program[0])
	m.run(program)
}
