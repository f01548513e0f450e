package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"strings"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/govet"
)

// The exit status.
const (
	clean    = 0
	findings = 1
	failed   = 2 // could not do the job, or not all of it
)

// options is what the command line says.
type options struct {
	selection
	outputs
	fix      bool
	diff     bool
	explain  bool
	build    []string
	patterns []string
}

// buildFlags are handed on to the go command.
var buildFlags = []string{"tags", "mod", "modfile", "overlay", "buildvcs"}

// run is the command line. It returns the exit status.
func run(args []string, stdout, stderr *os.File) int {
	if len(args) > 0 {
		if command, ok := subcommands[args[0]]; ok {
			if asksForUsage(args) {
				command, args = help, args[:1]
			}
			if err := command(stdout, args[1:]); err != nil {
				return fail(stderr, err)
			}
			return clean
		}
	}
	opts, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		if err := help(stdout, nil); err != nil {
			return fail(stderr, err)
		}
		return clean
	case err != nil:
		return fail(stderr, err)
	}
	vet, err := opts.command(stderr)
	if err != nil {
		return fail(stderr, err)
	}
	status, err := opts.analyse(vet, stdout, stderr)
	if err != nil {
		return fail(stderr, err)
	}
	return status
}

// asksForUsage reports whether the words behind a subcommand ask what it takes:
// "list -h", "help list".
func asksForUsage(args []string) bool {
	for _, arg := range args[1:] {
		_, command := subcommands[arg]
		if arg == "-h" || arg == "-help" || arg == "--help" || command && args[0] == "help" {
			return true
		}
	}
	return false
}

func fail(stderr io.Writer, err error) int {
	fmt.Fprintln(stderr, "futurelint:", err)
	return failed
}

// parse reads the command line.
func parse(args []string) (*options, error) {
	o := new(options)
	fs := flag.NewFlagSet("futurelint", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // run writes errors and usage
	fs.Usage = func() {}
	o.register(fs)
	fs.Var(&o.outputs, "f", "")
	fs.BoolVar(&o.fix, "fix", false, "")
	fs.BoolVar(&o.diff, "diff", false, "")
	fs.BoolVar(&o.explain, "explain", false, "")
	for _, name := range buildFlags {
		fs.Func(name, "", func(v string) error {
			o.build = append(o.build, "-"+name+"="+v)
			return nil
		})
	}
	if err := fs.Parse(args); err != nil {
		return nil, flagError(fs, err)
	}
	o.patterns = fs.Args()
	for _, p := range o.patterns {
		if strings.HasPrefix(p, "-") {
			return nil, fmt.Errorf("flag %s stands behind a package; flags come first", p)
		}
	}
	switch {
	case o.diff && len(o.outputs) > 0:
		return nil, fmt.Errorf("-diff writes a diff, not %s", o.outputs[0].format)
	case o.explain && (o.diff || o.console() != "text"):
		return nil, fmt.Errorf("-explain goes with text output only")
	}
	return o, nil
}

// command returns the call of go vet that does what the options say.
func (o *options) command(stderr io.Writer) (*govet.Command, error) {
	flags, err := o.flags()
	if err != nil {
		return nil, err
	}
	gocmd, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("the go command does the loading and is not there: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the vettool, which is this program: %w", err)
	}
	return &govet.Command{
		Go:         gocmd,
		Tool:       self,
		BuildFlags: o.build,
		ToolFlags:  flags,
		Patterns:   o.patterns,
		Stderr:     stderr,
	}, nil
}

// analyse has go vet do the work and renders what comes back.
func (o *options) analyse(vet *govet.Command, stdout, stderr *os.File) (status int, err error) {
	if o.diff {
		return diff(vet, stdout, stderr)
	}
	p := newProgress(stderr)
	vet.Stderr, vet.Unit = p, p.unit
	var (
		res   *govet.Result
		fixed = true
	)
	if o.fix {
		res, fixed, err = fix(vet)
	} else {
		res, err = vet.Check()
	}
	p.stop()
	if err != nil {
		return failed, err
	}
	nameSkipped(stderr, res)
	if err := o.render(res, stdout); err != nil {
		return failed, err
	}
	switch {
	case res.Failed || !fixed:
		return failed, nil
	case len(res.Findings) > 0:
		return findings, nil
	}
	return clean, nil
}

// fix applies the suggested fixes and returns what is left. Of fixes of one
// check that contradict each other the second is offered when the first has
// been applied: as long as there are fewer, there is more to do. Where those of
// two checks do, go vet applies nothing to the package, so that the checks take
// turns. It reports whether all that was offered could be applied.
func fix(vet *govet.Command) (res *govet.Result, fixed bool, err error) {
	stderr := vet.Stderr
	turns := [][]string{nil}
	for least := math.MaxInt; ; {
		var said bytes.Buffer
		vet.Stderr = &said
		fixed = true
		for _, flags := range turns {
			ok, err := vet.Fix(flags...)
			if err != nil {
				return nil, false, err
			}
			fixed = fixed && ok
		}
		vet.Stderr = stderr
		if res, err = vet.Check(); err != nil {
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

// diff writes what -fix would change. There are findings if that is anything.
func diff(vet *govet.Command, stdout, stderr io.Writer) (status int, err error) {
	out, res, err := vet.Diff()
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

// nameSkipped says which packages were not analysed.
func nameSkipped(stderr io.Writer, res *govet.Result) {
	for _, s := range res.Skipped {
		fmt.Fprintln(stderr, "futurelint:", s)
	}
}
