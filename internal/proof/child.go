package proof

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// childVar is set in the environment of a child process to the name of the test
// that the child is to run.
const childVar = "FUTURELINT_PROOF_CHILD"

// childLimit is how long a child may take. It is only ever reached by a child
// that hangs where a bubble would not notice.
const childLimit = time.Minute

// Crash returns the symptom of a program that ends its process by a panic in
// some goroutine, with a report that contains text. The program runs in a child
// process, which is this test over again.
func Crash(text string) Symptom {
	return Symptom{"crash", func(t *testing.T, p Program) sight {
		code, out := child(t, p)
		switch {
		case code == 0:
			return sight{what: "the process lived on"}
		case code == 2 && strings.Contains(out, text):
			return sight{shown: true, what: "the process died: " + panicLine(out)}
		}
		return sight{void: true, what: out}
	}}
}

// Race is seen in a program in which the race detector sees a race. It needs a
// test binary built with -race.
var Race = Symptom{"race", func(t *testing.T, p Program) sight {
	if !raceEnabled {
		t.Skip("needs go test -race")
	}
	code, out := child(t, p)
	shown := strings.Contains(out, "WARNING: DATA RACE")
	return sight{shown: shown, void: code != 0 && !shown, what: panicLine(out)}
}}

// child runs p in a child process and returns its exit code and output.
func child(t *testing.T, p Program) (int, string) {
	if os.Getenv(childVar) == t.Name() {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			if err := p(ctx); err != nil {
				t.Log(err)
			}
			cancel()
			time.Sleep(grace)
		})
		os.Exit(0)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), childLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, "-test.run=^"+strings.ReplaceAll(t.Name(), "/", "$/^")+"$")
	cmd.Env = append(os.Environ(), childVar+"="+t.Name(), "GOTRACEBACK=single")
	out, err := cmd.CombinedOutput()
	exit := (*exec.ExitError)(nil)
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// panicLine returns the line of a process's output that says why it died.
func panicLine(out string) string {
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") || strings.HasPrefix(line, "WARNING: DATA RACE") {
			return strings.TrimSpace(line)
		}
	}
	return strings.TrimSpace(out)
}
