// Package govet runs a vettool through the go command and reads what comes
// back.
//
// go vet brings the build cache with per-package results and facts, the
// parallelism, build tags, cgo, overlays and workspaces. What it does not say,
// this package finds out: which packages it passed over without a word because
// something that they import does not compile.
package govet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/futurelint/futurelint/internal/finding"
)

// A Command is one way to call go vet.
type Command struct {
	Go         string    // the go command
	Tool       string    // the vettool
	Dir        string    // where the go command runs, "" for the current directory
	BuildFlags []string  // flags that go vet and go list share
	ToolFlags  []string  // flags of the vettool
	Patterns   []string  // packages
	Stderr     io.Writer // what the go command and the compilers say
	Unit       func()    // called, if set, for every package analysed
	// Exclude, if set, reports whether findings in a file are left out.
	Exclude func(file string) bool
}

// A Result is what an analysis found.
type Result struct {
	Findings []finding.Finding // tidy
	// Failed says that the go command or an analyzer could not do all of
	// the job; what they said about it is on the standard error.
	Failed bool
	// Skipped are the packages that were asked for and not analysed. It may
	// be empty in spite of Failed.
	Skipped []Skipped
}

// Check analyses the packages. A package that does not load or compile does
// not keep the others from being analysed. The error is for a go command that
// cannot be run, and for a ctx that ends before it is through.
func (c *Command) Check(ctx context.Context) (*Result, error) {
	r, err := c.check(ctx, c.Patterns)
	if err != nil {
		return nil, err
	}
	if !r.failed {
		return &Result{Findings: finding.Tidy(r.findings), Failed: r.broken}, nil
	}
	res := &Result{Failed: true}
	if packages, err := c.list(ctx); err == nil {
		if good := packages.rest(); r.units == 0 && good != nil {
			if r, err = c.check(ctx, good); err != nil {
				return nil, err
			}
		}
		res.Skipped = packages.skipped(r)
	}
	res.Findings = finding.Tidy(r.findings)
	return res, nil
}

// run is what one call of go vet came to.
type run struct {
	findings   []finding.Finding
	units      int
	failed     bool            // the go command failed
	broken     bool            // an analyzer failed
	uncompiled map[string]bool // IDs of packages that the go command named in its errors
	crashed    map[string]bool // those among them where it was the analysis that failed
	refused    map[string]bool // those where it was the configuration that is wrong
	last       string          // ID of the package that the go command named last
}

func newRun() *run {
	return &run{uncompiled: make(map[string]bool), crashed: make(map[string]bool), refused: make(map[string]bool)}
}

// configuration is what shows that a tool complains of its configuration file.
const configuration = ".futurelint.yaml:"

// note takes in a line that the go command writes besides results.
func (r *run) note(line []byte) {
	if id, ok := strings.CutPrefix(string(bytes.TrimSpace(line)), "# "); ok && !strings.HasPrefix(id, "[") {
		r.last = id
		r.uncompiled[id] = true
	} else if bytes.HasPrefix(line, []byte("panic: ")) || bytes.HasPrefix(line, []byte("fatal error: ")) {
		r.crashed[r.last] = true
	} else if bytes.Contains(line, []byte(configuration)) {
		r.refused[r.last] = true
	}
}

func (c *Command) check(ctx context.Context, patterns []string) (*run, error) {
	r := newRun()
	overlay, err := readOverlay(c.Dir, c.BuildFlags)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex // both streams may carry either
	object := func(b []byte) {
		mu.Lock()
		defer mu.Unlock()
		r.units++
		if c.Unit != nil {
			c.Unit()
		}
		found, err := decode(b)
		if err != nil {
			r.broken = true
			fmt.Fprintln(c.Stderr, err)
		}
		overlay.restore(found)
		if c.Exclude != nil {
			// The tool knows the names of replacements only.
			found = slices.DeleteFunc(found, func(f finding.Finding) bool { return c.Exclude(f.Start.File) })
		}
		r.findings = append(r.findings, found...)
	}
	text := func(line []byte) {
		mu.Lock()
		defer mu.Unlock()
		r.note(line)
		c.Stderr.Write(line)
	}
	err = c.pipe(c.vet(ctx, append([]string{"-json"}, c.ToolFlags...), patterns), object, text)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		r.failed, err = true, nil
	}
	return r, err
}

// pipe runs cmd and hands on the objects and lines of both of its streams.
func (c *Command) pipe(cmd *exec.Cmd, object, text func([]byte)) error {
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var (
		wg     sync.WaitGroup
		broken [2]error
	)
	for i, stream := range []io.Reader{stdout, stderr} {
		wg.Go(func() { broken[i] = split(stream, object, text) })
	}
	wg.Wait()
	return errors.Join(cmd.Wait(), errors.Join(broken[:]...))
}

// vet returns the go vet command with flags of the vettool.
func (c *Command) vet(ctx context.Context, flags, patterns []string) *exec.Cmd {
	args := []string{"vet", "-vettool=" + c.Tool}
	args = append(args, c.BuildFlags...)
	args = append(args, flags...)
	args = append(args, "--")
	return c.command(ctx, append(args, patterns...))
}

// command returns a call of the go command. Where ctx ends it is interrupted, as
// from a keyboard, and ends when what it has started has ended; it gets some time
// for that.
func (c *Command) command(ctx context.Context, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Go, args...)
	cmd.Dir = c.Dir
	cmd.Cancel = func() error {
		if err := cmd.Process.Signal(os.Interrupt); err == nil || errors.Is(err, os.ErrProcessDone) {
			return err
		}
		return cmd.Process.Kill() // Windows has no such signal
	}
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// Fix applies the suggested fixes to the files, as far as packages load and
// compile, with more flags of the vettool. It reports whether go vet did so
// without an error.
func (c *Command) Fix(ctx context.Context, flags ...string) (bool, error) {
	ok, err := c.fix(ctx, flags, c.Patterns)
	if ok || err != nil {
		return ok, err
	}
	if packages, err := c.list(ctx); err == nil {
		if good := packages.rest(); good != nil {
			_, err = c.fix(ctx, flags, good)
			return false, err
		}
	}
	return false, nil
}

func (c *Command) fix(ctx context.Context, flags, patterns []string) (bool, error) {
	cmd := c.vet(ctx, slices.Concat([]string{"-fix"}, c.ToolFlags, flags), patterns)
	cmd.Stdout, cmd.Stderr = c.Stderr, c.Stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return false, nil
	}
	return err == nil, err
}

// Diff returns what Fix would change as a unified diff, sorted by file. The
// result has no findings.
func (c *Command) Diff(ctx context.Context) ([]byte, *Result, error) {
	diff, r, err := c.diff(ctx, c.Patterns)
	if err != nil {
		return nil, nil, err
	}
	res := &Result{Failed: r.failed}
	if r.failed {
		if packages, err := c.list(ctx); err == nil {
			if good := packages.rest(); len(diff) == 0 && good != nil {
				if diff, r, err = c.diff(ctx, good); err != nil {
					return nil, nil, err
				}
			}
			res.Skipped = packages.skipped(r)
		}
	}
	return sortDiff(diff), res, nil
}

func (c *Command) diff(ctx context.Context, patterns []string) ([]byte, *run, error) {
	var diff, said bytes.Buffer
	cmd := c.vet(ctx, append([]string{"-fix", "-diff"}, c.ToolFlags...), patterns)
	cmd.Stdout, cmd.Stderr = &diff, &said
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	r := newRun()
	for line := range bytes.Lines(said.Bytes()) {
		r.note(line)
		if bytes.HasSuffix(line, []byte(" skipped (e.g. due to conflicts)\n")) {
			delete(r.uncompiled, r.last) // it was analysed
		}
		// The go command exits with 1 for a diff as for an error; only
		// for an error does it say something as well, but for news of
		// downloads.
		r.failed = r.failed || err != nil && !bytes.HasPrefix(line, []byte("go: downloading "))
	}
	c.Stderr.Write(said.Bytes())
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		r.failed = r.failed || exit.ExitCode() != 1
		err = nil
	}
	return diff.Bytes(), r, err
}

// sortDiff sorts a diff by file: the go command prints that of a package when
// it has it.
func sortDiff(diff []byte) []byte {
	var files [][]byte
	lines := slices.Collect(bytes.Lines(diff))
	for i, line := range lines {
		header := bytes.HasPrefix(line, []byte("--- ")) && bytes.HasSuffix(line, []byte(" (old)\n")) &&
			i+1 < len(lines) && bytes.HasPrefix(lines[i+1], []byte("+++ "))
		if header || len(files) == 0 {
			files = append(files, nil)
		}
		files[len(files)-1] = append(files[len(files)-1], line...)
	}
	slices.SortStableFunc(files, bytes.Compare)
	return bytes.Join(files, nil)
}
