package main

import (
	"bytes"
	"context"
	"io"
	"math"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/govet"
)

// fix applies the suggested fixes and returns what is left. Of fixes of one
// check that contradict each other the second is offered when the first has
// been applied: as long as there are fewer, there is more to do. Where those of
// two checks do, go vet applies nothing to the package, so that the checks take
// turns. It reports whether all that was offered could be applied.
func fix(ctx context.Context, vet *govet.Command) (res *govet.Result, fixed bool, err error) {
	stderr := vet.Stderr
	turns := [][]string{nil}
	for least := math.MaxInt; ; {
		var said bytes.Buffer
		vet.Stderr = &said
		fixed = true
		for _, flags := range turns {
			ok, err := vet.Fix(ctx, flags...)
			if err != nil {
				return nil, false, err
			}
			fixed = fixed && ok
		}
		vet.Stderr = stderr
		if res, err = vet.Check(ctx); err != nil {
			return nil, false, err
		}
		if !fixed && !res.Failed && len(turns) == 1 {
			turns = oneByOne()
			continue
		}
		// What keeps a package from being fixed mostly keeps it from
		// being analysed as well, and has then been said.
		if !res.Failed {
			stderr.Write(said.Bytes())
		}
		n := left(res.Findings)
		if !fixed || n == 0 || n >= least {
			return res, fixed, nil
		}
		least = n
	}
}

// oneByOne returns for every check the flags that switch the others off.
func oneByOne() [][]string {
	var turns [][]string
	for _, c := range futurelint.Checks() {
		var flags []string
		for _, other := range futurelint.Checks() {
			if other != c {
				flags = append(flags, "-"+other.Name+"=false")
			}
		}
		turns = append(turns, flags)
	}
	return turns
}

// left returns how many findings a fix could be applied to.
func left(found []finding.Finding) int {
	n := 0
	for i := range found {
		if found[i].Fixable() {
			n++
		}
	}
	return n
}

// diff writes what -fix would change. There are findings if that is anything.
func diff(ctx context.Context, vet *govet.Command, stdout, stderr io.Writer) (status int, err error) {
	out, res, err := vet.Diff(ctx)
	if err != nil {
		return failed, err
	}
	nameSkipped(stderr, res)
	if _, err := stdout.Write(out); err != nil {
		return failed, err
	}
	switch {
	case res.Failed:
		return failed, nil
	case len(out) > 0:
		return findings, nil
	}
	return clean, nil
}
