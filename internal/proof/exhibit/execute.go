package exhibit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/futurelint/futurelint/internal/proof"
)

// execute runs the tests of packages in dir, with env in their environment as
// well, and returns the exhibits that they show, with what is wrong: tests that
// fail. Packages with tests that need the
// race detector are run once more, with it.
func execute(dir string, env []string, packages ...string) ([]showing, []problem, error) {
	e, err := test(dir, env, packages)
	if err != nil {
		return nil, nil, err
	}
	race := make(map[string]bool)
	for _, s := range e.showings {
		if s.symptom == proof.Race.String() && s.outcome == "skip" {
			race[s.pkg] = true
		}
	}
	if len(race) == 0 {
		return e.showings, e.problems, nil
	}
	var again []string
	for pkg := range race {
		again = append(again, pkg)
	}
	slices.Sort(again)
	raced, err := test(dir, env, append([]string{"-race"}, again...))
	if err != nil {
		return nil, nil, err
	}
	return append(e.showings, raced.showings...), append(e.problems, raced.problems...), nil
}

// An execution is what a run of go test has said.
type execution struct {
	showings []showing
	problems []problem
}

// test runs go test with args.
func test(dir string, env, args []string) (*execution, error) {
	cmd := exec.Command("go", append([]string{"test", "-json", "-timeout=3m"}, args...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	e, readErr := read(out)
	if readErr != nil {
		return nil, readErr
	}
	if err != nil && len(e.problems) == 0 {
		return nil, fmt.Errorf("go test in %s: %w\n%s%s", dir, err, out, &stderr)
	}
	return e, nil
}

// An event is a line of go test -json.
type event struct {
	Action, Package, ImportPath, Test string
	Output, Key, Value                string
}

// read reads the output of go test -json.
func read(out []byte) (*execution, error) {
	type name struct{ pkg, test string }
	e := new(execution)
	output := make(map[name]*strings.Builder)
	showings := make(map[name]*showing)
	var order []name
	failed := make(map[string]bool) // packages with a test that failed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var ev event
		if err := dec.Decode(&ev); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go test -json: %w", err)
		}
		n := name{ev.Package, ev.Test}
		if ev.Package == "" {
			// A build says what package it is of in another way:
			// "example.com/p [example.com/p.test]".
			n.pkg, _, _ = strings.Cut(ev.ImportPath, " ")
		}
		if output[n] == nil {
			output[n] = new(strings.Builder)
		}
		s := showings[n]
		switch ev.Action {
		case "output", "build-output":
			if !strings.HasPrefix(ev.Output, "=== ") && !strings.HasPrefix(strings.TrimSpace(ev.Output), "--- ") {
				output[n].WriteString(ev.Output)
			}
		case "attr":
			if s == nil {
				s = &showing{test: ev.Test, pkg: ev.Package}
				showings[n] = s
				order = append(order, n)
			}
			switch ev.Key {
			case proof.AttrExhibit:
				s.exhibit = ev.Value
			case proof.AttrSymptom:
				s.symptom = ev.Value
			}
		case "pass", "skip":
			if s != nil {
				s.outcome = ev.Action
			}
		case "fail":
			if s != nil {
				s.outcome = ev.Action
			}
			// A package fails because of its tests, and a test because of
			// its subtests: what says nothing itself is not named.
			text := strings.TrimSpace(output[n].String())
			if ev.Test == "" && failed[ev.Package] || ev.Test != "" && text == "" {
				continue
			}
			failed[ev.Package] = true
			e.problems = append(e.problems, problem{text: fmt.Sprintf("%s fails: %s", strings.TrimSpace(ev.Package+" "+ev.Test), text)})
		}
	}
	for _, n := range order {
		if showings[n].exhibit != "" {
			e.showings = append(e.showings, *showings[n])
		}
	}
	return e, nil
}
