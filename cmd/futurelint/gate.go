package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/futurelint/futurelint/internal/atomicfile"
	"github.com/futurelint/futurelint/internal/finding"
	"github.com/futurelint/futurelint/internal/fingerprint"
	"github.com/futurelint/futurelint/internal/gate"
	"github.com/futurelint/futurelint/internal/git"
	"github.com/futurelint/futurelint/internal/govet"
	"github.com/futurelint/futurelint/internal/selection"
)

// gateOptions say which findings are let through.
type gateOptions struct {
	mergeBase     string // of -new-from-merge-base
	rev           string // of -new-from-rev
	baseline      string
	writeBaseline string
	exitZero      bool
}

func (o *gateOptions) register(fs *flag.FlagSet) {
	for name, value := range map[string]*string{
		"new-from-merge-base": &o.mergeBase,
		"new-from-rev":        &o.rev,
		"baseline":            &o.baseline,
		"write-baseline":      &o.writeBaseline,
	} {
		fs.Func(name, "", func(v string) error {
			if v == "" {
				// A variable of a script that is not set: to go on
				// without a gate would be the wrong guess.
				return errors.New("must not be empty")
			}
			*value = v
			return nil
		})
	}
	fs.BoolVar(&o.exitZero, "exit-zero", false, "")
}

// any reports whether findings are compared with anything.
func (o *gateOptions) any() bool {
	return o.mergeBase != "" || o.rev != "" || o.baseline != "" || o.writeBaseline != ""
}

// checkGate says what of the flags does not go together.
func (o *options) checkGate() error {
	switch {
	case o.mergeBase != "" && o.rev != "":
		return errors.New("-new-from-merge-base and -new-from-rev exclude each other")
	case (o.fix || o.diff) && o.any():
		return errors.New("fixes are for all findings: -fix and -diff do not go with -new-from-..., -baseline or -write-baseline")
	case o.writeBaseline != "" && (o.mergeBase != "" || o.rev != ""):
		return errors.New("-write-baseline writes all findings, not those that are new since a revision")
	case (o.mergeBase != "" || o.rev != "") && slices.ContainsFunc(o.build, func(f string) bool { return strings.HasPrefix(f, "-overlay=") }):
		return errors.New("-overlay does not go with -new-from-..., which makes an overlay of its own")
	}
	return nil
}

// A comparison is what findings are compared with. It is made before they are, so
// that what is wrong with it shows at once.
type comparison struct {
	*options
	vet   *govet.Command
	repo  *git.Repository // nil without -new-from-...
	base  string          // the commit
	known []fingerprint.Key
	on    map[string]bool // sub-checks by name

	// Where the packages of an analysis are, filled in when it is needed.
	packages map[string]govet.Package
}

// compare makes the comparison that the options ask for, nil if they ask for none.
func (o *options) compare(ctx context.Context, vet *govet.Command) (*comparison, error) {
	if !o.any() {
		return nil, nil
	}
	c := &comparison{options: o, vet: vet, on: make(map[string]bool)}
	on, err := o.Resolve(o.conf.sets)
	if err != nil {
		return nil, err
	}
	for sub, v := range on {
		if !o.Decides(sub) {
			v = o.conf.runs(sub, v)
		}
		c.on[sub.ID()] = v
	}
	if o.baseline != "" {
		if c.known, err = gate.ReadBaseline(o.baseline); err != nil {
			return nil, err
		}
	}
	if o.mergeBase == "" && o.rev == "" {
		return c, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if c.repo, err = git.Open(ctx, dir); err != nil {
		return nil, err
	}
	if o.rev != "" {
		c.base, err = c.repo.Commit(ctx, o.rev)
	} else {
		c.base, err = c.repo.MergeBase(ctx, o.mergeBase)
	}
	return c, err
}

// apply leaves those findings in res that are new. It says on stderr what there is
// to say about the base and the baseline.
func (c *comparison) apply(ctx context.Context, res *govet.Result, stderr io.Writer) error {
	var err error
	if c.packages, err = c.vet.Packages(ctx, c.vet.Patterns); err != nil {
		return err
	}
	fingerprint.Describe(res.Findings, os.ReadFile)
	if c.repo != nil && len(res.Findings) > 0 {
		if err := c.sinceBase(ctx, res, stderr); err != nil {
			return err
		}
	}
	if c.baseline != "" {
		fresh, gone := gate.New(res.Findings, c.known, c.listed(c.known), c.exists(ctx, c.known))
		res.Findings = fresh
		c.sayStale(stderr, c.analysed(ctx, gone, res))
	}
	if c.writeBaseline != "" {
		return c.write(ctx, res, stderr)
	}
	return nil
}

// sinceBase drops the findings that the base has as well.
func (c *comparison) sinceBase(ctx context.Context, res *govet.Result, stderr io.Writer) error {
	base, err := c.repo.NewBase(ctx, c.base)
	if err != nil {
		return err
	}
	if base.Same() {
		res.Findings = nil
		return nil
	}
	overlay, err := os.CreateTemp("", "futurelint-*.json")
	if err != nil {
		return err
	}
	defer os.Remove(overlay.Name())
	if err := errors.Join(base.WriteOverlay(overlay), overlay.Close()); err != nil {
		return err
	}
	remove, err := base.MakeDirs()
	if err != nil {
		return err
	}
	defer remove()
	vet := *c.vet
	vet.BuildFlags = append(slices.Clone(vet.BuildFlags), "-overlay="+overlay.Name())
	before, err := vet.Packages(ctx, c.basePatterns(base, res.Findings))
	if err != nil {
		return err
	}
	var paths []string
	for _, path := range slices.Sorted(maps.Keys(before)) {
		// Broken packages that are there no more are of no interest.
		if _, now := c.packages[path]; now || !before[path].Broken {
			paths = append(paths, path)
		}
	}
	old := new(govet.Result)
	if len(paths) > 0 {
		vet.Patterns = paths
		if old, err = vet.Check(ctx); err != nil {
			return err
		}
	}
	for _, s := range old.Skipped {
		fmt.Fprintf(stderr, "futurelint: at %.12s: %v; all findings there count as new\n", c.base, s)
	}
	res.Failed = res.Failed || old.Failed
	fingerprint.Describe(old.Findings, base.ReadFile)
	known := make([]fingerprint.Key, len(old.Findings))
	for i := range old.Findings {
		known[i] = fingerprint.Of(&old.Findings[i])
	}
	there := func(path string) bool { _, ok := before[path]; return ok }
	res.Findings, _ = gate.New(res.Findings, known, there, c.exists(ctx, known))
	return nil
}

// basePatterns names what of the base there is to analyse: the packages that have
// findings now, as far as they were there, and, if one was not, those that are gone,
// in case that one of them was moved.
func (c *comparison) basePatterns(base *git.Base, found []finding.Finding) []string {
	dirs := make(map[string]bool)
	for i := range found {
		dir := c.packages[found[i].Package].Dir
		if dir == "" {
			dir = filepath.Dir(found[i].Start.File)
		}
		if base.HasGo(dir) {
			dirs[dir] = true
			continue
		}
		for _, gone := range base.Vanished() {
			dirs[gone] = true
		}
	}
	return slices.Sorted(maps.Keys(dirs))
}

// listed reports whether a package is one of those that the keys name.
func (c *comparison) listed(keys []fingerprint.Key) gate.Packages {
	in := make(map[string]bool)
	for _, k := range keys {
		in[k.Package] = true
	}
	return func(path string) bool { return in[path] }
}

// exists reports whether there is a package. It asks the go command about those of
// the keys that were not analysed.
func (c *comparison) exists(ctx context.Context, keys []fingerprint.Key) gate.Packages {
	there := make(map[string]bool)
	var ask []string
	for _, k := range keys {
		if _, analysed := c.packages[k.Package]; !analysed && !there[k.Package] {
			there[k.Package] = true // unless it turns out otherwise
			ask = append(ask, k.Package)
		}
	}
	asked := len(ask) == 0
	return func(path string) bool {
		if _, analysed := c.packages[path]; analysed {
			return true
		}
		if !asked {
			asked = true
			// Without an answer nothing is taken for gone.
			if list, err := c.vet.Packages(ctx, ask); err == nil {
				for _, p := range ask {
					there[p] = list[p].Dir != "" && hasGo(list[p].Dir)
				}
			}
		}
		return there[path]
	}
}

func hasGo(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return filepath.Ext(e.Name()) == ".go" })
}

// analysed returns those of the keys of which the analysis can tell whether they
// match anything: their sub-checks ran, and their packages were analysed in whole or
// exist no more.
func (c *comparison) analysed(ctx context.Context, keys []fingerprint.Key, res *govet.Result) []fingerprint.Key {
	exists := c.exists(ctx, keys)
	return slices.DeleteFunc(slices.Clone(keys), func(k fingerprint.Key) bool {
		if selection.Known(k.Check) && !c.on[k.Check] {
			return true
		}
		_, ran := c.packages[k.Package]
		if slices.ContainsFunc(res.Skipped, func(s govet.Skipped) bool { return s.Path == k.Package }) || res.Failed && len(res.Skipped) == 0 {
			ran = false
		}
		return !ran && exists(k.Package)
	})
}

func (c *comparison) sayStale(stderr io.Writer, stale []fingerprint.Key) {
	if len(stale) == 0 {
		return
	}
	entries := counted(len(stale), "entry matches", "entries match")
	fmt.Fprintf(stderr, "futurelint: %s: %s nothing any more; -write-baseline %s drops what is stale:\n", c.baseline, entries, c.baseline)
	for _, k := range stale {
		in := k.Package
		if k.Decl != "" {
			in = k.Decl + " of " + k.Package
		}
		fmt.Fprintf(stderr, "\t%s in %s: %s\n", k.Check, in, k.Construct)
	}
}

// write writes the baseline. Of the file that is there it keeps what the analysis
// cannot tell anything of.
func (c *comparison) write(ctx context.Context, res *govet.Result, stderr io.Writer) error {
	if res.Failed && len(res.Skipped) == 0 {
		return fmt.Errorf("the analysis failed, and %s is left as it was", c.writeBaseline)
	}
	var keep []fingerprint.Key
	var old []fingerprint.Key
	var err error
	// There is nothing to keep in a pipe, and to read it might take for ever.
	if info, statErr := os.Stat(c.writeBaseline); statErr != nil || info.Mode().IsRegular() || info.IsDir() {
		old, err = gate.ReadBaseline(c.writeBaseline)
	}
	switch {
	case err == nil:
		judged := make(map[fingerprint.Key]bool)
		for _, k := range c.analysed(ctx, old, res) {
			judged[k] = true
		}
		keep = slices.DeleteFunc(old, func(k fingerprint.Key) bool { return judged[k] })
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	keys := keep
	for i := range res.Findings {
		keys = append(keys, fingerprint.Of(&res.Findings[i]))
	}
	if err := atomicfile.Write(c.writeBaseline, func(w io.Writer) error { return gate.WriteBaseline(w, keys) }); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	fmt.Fprintf(stderr, "futurelint: %s lists %s\n", c.writeBaseline, counted(len(keys), "finding", "findings"))
	res.Findings = nil
	return nil
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
