//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fakeGo stands in for a go command that takes its time. It says that it has begun
// through a pipe, and leaves a file when it is interrupted.
const fakeGo = `#!/bin/sh
trap 'echo interrupted > ended; exit 1' INT
echo started > started
while :; do read -r line < never; done
`

// TestInterrupt ends the program in the midst of its work.
func TestInterrupt(t *testing.T) {
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			dir, bin := t.TempDir(), t.TempDir()
			for _, pipe := range []string{"started", "never"} {
				if err := syscall.Mkfifo(filepath.Join(dir, pipe), 0o600); err != nil {
					t.Skip(err)
				}
			}
			if err := os.WriteFile(filepath.Join(bin, "go"), []byte(fakeGo), 0o777); err != nil {
				t.Fatal(err)
			}
			report := filepath.Join(dir, "report.json")
			if err := os.WriteFile(report, []byte("old"), 0o666); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(name, "-f=json="+report, "./...")
			var stderr bytes.Buffer
			cmd.Dir, cmd.Stderr = dir, &stderr
			cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.ReadFile(filepath.Join(dir, "started")); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != failed || !strings.Contains(stderr.String(), "futurelint: interrupted\n") {
				t.Errorf("exit status %d, want %d, standard error %q", code, failed, stderr.String())
			}
			if _, err := os.Stat(filepath.Join(dir, "ended")); err != nil {
				t.Errorf("the go command was left running, or killed: %v", err)
			}
			files, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			if data, err := os.ReadFile(report); err != nil || string(data) != "old" || len(files) != 4 {
				t.Errorf("%d files, report %q, %v", len(files), data, err)
			}
		})
	}
}
