package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"

	"github.com/futurelint/futurelint/internal/govet"
	"github.com/futurelint/futurelint/internal/selection"
)

// The exit status.
const (
	clean    = 0
	findings = 1
	failed   = 2 // could not do the job, or not all of it
)

// options is what the command line says.
type options struct {
	selection.Selection
	outputs
	gateOptions
	dir      string // of -C
	fix      bool
	diff     bool
	explain  bool
	config   string
	conf     *configuration // what the files say, once they have been read
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
		if _, err := io.WriteString(stdout, shortUsage); err != nil {
			return fail(stderr, err)
		}
		return clean
	case err != nil:
		return fail(stderr, err)
	}
	if opts.dir != "" {
		if err := os.Chdir(opts.dir); err != nil {
			return fail(stderr, err)
		}
	}
	vet, err := opts.command(stderr)
	if err != nil {
		return fail(stderr, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	status, err := opts.analyse(ctx, vet, stdout, stderr)
	switch {
	case ctx.Err() != nil:
		return fail(stderr, errors.New("interrupted"))
	case err != nil:
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

// flagSet returns the flags, which set o.
func (o *options) flagSet() *flag.FlagSet {
	fs := flag.NewFlagSet("futurelint", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // run writes errors and usage
	fs.Usage = func() {}
	o.Selection.Register(fs)
	o.gateOptions.register(fs)
	fs.StringVar(&o.dir, "C", "", "")
	fs.Var(&o.outputs, "f", "")
	fs.BoolVar(&o.fix, "fix", false, "")
	fs.BoolVar(&o.diff, "diff", false, "")
	fs.BoolVar(&o.explain, "explain", false, "")
	fs.StringVar(&o.config, "config", "", "")
	for _, name := range buildFlags {
		fs.Func(name, "", func(v string) error {
			o.build = append(o.build, "-"+name+"="+v)
			return nil
		})
	}
	return fs
}

// flagNames returns the names of all flags, sorted.
func flagNames() []string {
	var names []string
	new(options).flagSet().VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	return names
}

// parse reads the command line.
func parse(args []string) (*options, error) {
	o := new(options)
	fs := o.flagSet()
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
	return o, o.checkGate()
}

// command returns the call of go vet that does what the options say.
func (o *options) command(stderr io.Writer) (*govet.Command, error) {
	gocmd, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("the go command does the loading and is not there: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the vettool, which is this program: %w", err)
	}
	vet := &govet.Command{
		Go:         gocmd,
		Tool:       self,
		BuildFlags: o.build,
		Patterns:   o.patterns,
		Stderr:     stderr,
	}
	if o.conf, err = o.configuration(vet); err != nil {
		return nil, err
	}
	vet.Exclude = o.conf.excludes
	if vet.ToolFlags, err = o.Flags(o.conf.sets); err != nil {
		return nil, err
	}
	if o.conf.flag != "" {
		vet.ToolFlags = append(vet.ToolFlags, "-config="+o.conf.flag)
	}
	return vet, nil
}

// analyse has go vet do the work and renders what comes back.
func (o *options) analyse(ctx context.Context, vet *govet.Command, stdout, stderr *os.File) (status int, err error) {
	if o.diff {
		return diff(ctx, vet, stdout, stderr)
	}
	compared, err := o.compare(ctx, vet)
	if err != nil {
		return failed, err
	}
	res, fixed, err := o.find(ctx, vet, compared, stderr)
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
	case len(res.Findings) > 0 && !o.exitZero:
		return findings, nil
	}
	return clean, nil
}

// find returns the findings that are to be shown, and whether all fixes that were
// asked for could be applied.
func (o *options) find(ctx context.Context, vet *govet.Command, compared *comparison, stderr *os.File) (res *govet.Result, fixed bool, err error) {
	p := newProgress(stderr)
	defer p.stop()
	vet.Stderr, vet.Unit = p, p.unit
	if o.fix {
		return fix(ctx, vet)
	}
	if res, err = vet.Check(ctx); err != nil || compared == nil {
		return res, true, err
	}
	return res, true, compared.apply(ctx, res, p)
}

// nameSkipped says which packages were not analysed.
func nameSkipped(stderr io.Writer, res *govet.Result) {
	for _, s := range res.Skipped {
		fmt.Fprintln(stderr, "futurelint:", s)
	}
}
