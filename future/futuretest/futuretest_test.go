package futuretest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"testing"
)

// run runs a scenario in a process of its own and returns what it says.
func run(t *testing.T, mode, test string) (out string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$")
	cmd.Env = append(os.Environ(), variable+"="+mode)
	data, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(data), cmd.ProcessState.ExitCode()
}

// at is how messages name the place in a scenario that has the given text.
func at(t *testing.T, test, text string) string {
	t.Helper()
	const file = "scenario_test.go"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	start := strings.Index(string(data), "func "+test+"(")
	place := start + strings.Index(string(data[max(start, 0):]), text)
	if start < 0 || place < start {
		t.Fatalf("%s has no %q in %s", file, text, test)
	}
	return fmt.Sprintf("%s:%d (github.com/futurelint/futurelint/future/futuretest_test.%s", name, 1+strings.Count(string(data[:place]), "\n"), test)
}

// said are the lines with a finding, and those that go with it, without the place
// where package testing says it stands.
func said(out string) (lines []string) {
	for line := range strings.Lines(out) {
		if _, text, ok := strings.Cut(line, "futuretest: "); ok {
			lines = append(lines, strings.TrimSpace(text))
		} else if strings.Contains(line, "left by one of") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

var scenarios = []struct {
	test string
	want func(at func(text string) string) []string
}{
	{"TestLeavesNothing", func(func(string) string) []string { return nil }},
	{"TestLeavesGivenUp", func(func(string) string) []string { return nil }},
	{"TestLeavesWhatOnlyContinuationsGaveUp", func(at func(string) string) []string {
		return []string{"a future that future.NewFuture made at " + at("future.NewFuture") + ") is neither settled nor awaited"}
	}},
	{"TestLeavesFuture", func(at func(string) string) []string {
		return []string{"a future that future.NewFuture made at " + at("future.NewFuture") + ") is neither settled nor awaited"}
	}},
	{"TestLeavesFutureWithContinuations", func(at func(string) string) []string {
		return []string{"a future that future.NewFuture made at " + at("future.NewFuture") + ") is neither settled nor awaited"}
	}},
	{"TestLeavesNamedWork", func(at func(string) string) []string {
		return []string{`the future "warm" that future.GoTraced made at ` + at("future.GoTraced") + ") is neither settled nor awaited"}
	}},
	{"TestLeavesFailure", func(at func(string) string) []string {
		return []string{`nobody has looked at the failure of the future "warm" that future.GoTraced made at ` + at("future.GoTraced") + "): EOF"}
	}},
	{"TestLeavesFailureOfZeroFuture", func(at func(string) string) []string {
		return []string{"nobody has looked at the failure of a future that future.Future.Reject settled at " + at("new(future") + "): EOF"}
	}},
	{"TestLeavesFailureOfMap", func(at func(string) string) []string {
		return []string{"nobody has looked at the failure of a future that future.Future.Reject settled at " + at("f.Reject") + "): worse"}
	}},
	{"TestLeavesFromBubble", func(at func(string) string) []string {
		return []string{"a future that future.NewFuture made at " + at("future.NewFuture") + ".func1) is neither settled nor awaited"}
	}},
	{"TestLeavesAroundSubtest", func(at func(string) string) []string {
		return []string{
			"a future that future.NewFuture made at " + at("future.NewFuture[string]") + ".func1) is neither settled nor awaited",
			"a future that future.NewFuture made at " + at("future.NewFuture[int]") + ") is neither settled nor awaited",
		}
	}},
	{"TestLeavesInParallel", func(at func(string) string) []string {
		return []string{
			"a future that future.NewFuture made at " + at("future.NewFuture[int]") + ".func1.1) is neither settled nor awaited",
			"left by one of these tests, which overlap: TestLeavesInParallel/group/a, TestLeavesInParallel/group/b",
		}
	}},
}

func TestScenarios(t *testing.T) {
	for _, tt := range scenarios {
		t.Run(tt.test, func(t *testing.T) {
			want := tt.want(func(text string) string { return at(t, tt.test, text) })
			out, code := run(t, "check", tt.test)
			if got := said(out); !slices.Equal(got, want) || (code == 0) != (want == nil) || strings.Contains(out, "SKIP") {
				t.Errorf("exit code %d\nwant %q\ngot  %q, in\n%s", code, want, got, out)
			}
			if strings.Contains(out, "future: nobody has looked") {
				t.Errorf("what is reported is logged as well:\n%s", out)
			}
		})
	}
}

// Where the toolchain has the goroutine leak profile, what it knows is marked.
func TestGoroutines(t *testing.T) {
	mark, note := "", ""
	if pprof.Lookup("goroutineleak") != nil {
		mark, note = " (leaked)", "nobody can wake those marked as leaked; "
	}
	for _, tt := range []struct{ test, head, top string }{
		{
			"TestLeavesTask",
			"futuretest: goroutines do not end: " + note + "1 of them are tasks of a future.Group that outlive it: Wait has to be called, and they have to end with its context; found unexpected goroutines:\n",
			" in state select (no cases)" + mark + ", with github.com/futurelint/futurelint/future/futuretest_test.TestLeavesTask.func1 on top of the stack:\n",
		},
		{
			"TestLeavesWaiter",
			"futuretest: goroutines do not end: " + note + "found unexpected goroutines:\n",
			" in state chan receive" + mark + ", with github.com/futurelint/futurelint/future.(*Future[...]).wait on top of the stack:\n",
		},
	} {
		for _, mode := range []string{"check", "main"} {
			out, code := run(t, mode, tt.test)
			if code != 1 || !strings.Contains(out, tt.head) || !strings.Contains(out, tt.top) || strings.Count(out, "futuretest: ") != 1 {
				t.Errorf("%s, %s: exit code %d\n%s\nwant\n%s%s", tt.test, mode, code, out, tt.head, tt.top)
			}
		}
	}
}

func TestVerifyTestMain(t *testing.T) {
	out, code := run(t, "main", "TestLeavesFuture")
	want := "futuretest: a future that future.NewFuture made at " + at(t, "TestLeavesFuture", "future.NewFuture") + ") is neither settled nor awaited\n"
	if code != 1 || out != "PASS\n"+want {
		t.Errorf("exit code %d\n%s\nwant\n%s", code, out, want)
	}
	if out, code := run(t, "main", "TestScenarios/none"); code != 0 || strings.Contains(out, "futuretest: ") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// The other tests on a toolchain that has the goroutine leak profile if that of this
// process lacks it, and the other way round.
func TestOtherToolchain(t *testing.T) {
	const experiment = "goroutineleakprofile"
	if os.Getenv("FUTURETEST_OTHER") != "" {
		t.Skip("in the other toolchain")
	}
	value := experiment
	if pprof.Lookup("goroutineleak") != nil {
		value = "no" + experiment
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-v", "-run=^(TestScenarios|TestGoroutines)$", ".")
	cmd.Env = append(os.Environ(), "GOEXPERIMENT="+value, "FUTURETEST_OTHER=1")
	out, err := cmd.CombinedOutput()
	switch {
	case strings.Contains(string(out), "unknown GOEXPERIMENT"):
		t.Skip("there is no other toolchain")
	case err != nil || !strings.Contains(string(out), "--- PASS: TestGoroutines"):
		t.Errorf("%v\n%s", err, out)
	}
}
