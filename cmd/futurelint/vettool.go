package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/config"
	"github.com/futurelint/futurelint/internal/model"
	"github.com/futurelint/futurelint/internal/report"
	"github.com/futurelint/futurelint/internal/std"
	"github.com/futurelint/futurelint/passes/ignore"
)

// isVettool reports whether the go command calls: for the version that its
// cache keys hold, for the flags, or to have a package analysed.
func isVettool(args []string) bool {
	return slices.Contains(args, "-V=full") || slices.Contains(args, "-flags") ||
		len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg") && !takesLast(args)
}

// takesLast reports whether the last argument is the value of a flag of the command
// line, such as -baseline. The go command writes a flag and its value as one.
func takesLast(args []string) bool {
	if len(args) < 2 {
		return false
	}
	name, ok := strings.CutPrefix(args[len(args)-2], "-")
	if !ok || strings.Contains(name, "=") {
		return false
	}
	f := new(options).flagSet().Lookup(strings.TrimPrefix(name, "-"))
	if f == nil {
		return false
	}
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return !ok || !b.IsBoolFlag()
}

// vettool does what the go command asks for, and exits.
func vettool(args []string) {
	log.SetFlags(0)
	log.SetPrefix("futurelint: ")
	if slices.Contains(args, "-V=full") {
		if err := fullVersion(os.Stdout); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	}
	flag.String("config", "", "none, or what futurelint -config makes of a file")
	if u, ok := readUnit(args[len(args)-1]); ok {
		if err := u.configure(args); err != nil {
			// Some of them tell one line after the other.
			log.Fatal(err)
		}
		if u.VetxOnly {
			u.facts(args[len(args)-1])
		}
	}
	ignore.Without(dropped(args)...)
	unitchecker.Main(futurelint.Analyzers()...)
}

// dropped returns the names of the checks that unitchecker.Main does not run. Flags
// that name some drop all others; if there are none, those that negate some drop
// these.
//
// What unitchecker.Main drops would run all the same, because the analyzer of
// directives requires it.
func dropped(args []string) []string {
	said := make(map[string]bool)
	positive := false
	for _, arg := range args {
		name, value, given := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		on, err := strconv.ParseBool(value)
		switch {
		case !strings.HasPrefix(arg, "-"):
			continue
		case !given:
			on = true
		case err != nil:
			continue // unitchecker.Main complains, if it is one of ours
		}
		said[name] = on
	}
	for _, c := range futurelint.Checks() {
		positive = positive || said[c.Name]
	}
	var names []string
	for _, c := range futurelint.Checks() {
		if on, given := said[c.Name]; positive && !on || given && !on {
			names = append(names, c.Name)
		}
	}
	return names
}

// A unit is the part of a unit's description that says whose it is, and whether
// its facts are all that is wanted.
type unit struct {
	Dir           string
	ImportPath    string
	ModulePath    string
	ModuleVersion string
	Module        *analysis.Module
	VetxOnly      bool
	VetxOutput    string
}

// readUnit reads the description of a unit. It returns false for one that
// unitchecker.Main had better complain about.
func readUnit(file string) (u unit, ok bool) {
	data, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(data, &u) != nil {
		return u, false
	}
	return u, true
}

// facts writes the facts of a dependency, and exits.
//
// unitchecker.Main would run every check on it, because they all require an
// analyzer with facts, and throw the findings away. The model is enough, and it
// has no flags to parse. The standard library has no facts at all, because the
// vocabulary knows it.
func (u unit) facts(file string) {
	if std.Contains(u.ImportPath) {
		if err := os.WriteFile(u.VetxOutput, nil, 0o666); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	}
	unitchecker.Run(file, []*analysis.Analyzer{model.Analyzer})
}

// own reports whether the unit belongs to a module that is analysed in its own
// right: the main module, or one of a workspace. Configuration is for them; the
// facts of all others must be the same whoever asks.
func (u unit) own() bool {
	path, version := u.ModulePath, u.ModuleVersion
	if u.Module != nil {
		path, version = u.Module.Path, u.Module.Version
	}
	if path == "" { // files on the command line, or the standard library
		return !u.VetxOnly && !std.Contains(u.ImportPath)
	}
	return version == ""
}

// configure has the configuration of the unit's module take effect. Flags are
// parsed later, and so override it.
func (u unit) configure(args []string) error {
	if !u.own() {
		return nil
	}
	c, err := u.configuration(args)
	if c == nil || err != nil {
		return err
	}
	if err := c.Validate(futurelint.Checks()); err != nil {
		return err
	}
	if err := c.Apply(futurelint.Checks()); err != nil {
		return err
	}
	report.Exclude = c.Excludes
	if len(c.Rows()) > 0 {
		run := model.Analyzer.Run
		model.Analyzer.Run = func(pass *analysis.Pass) (any, error) {
			for _, pkg := range append(pass.Pkg.Imports(), pass.Pkg) {
				if err := c.Resolve(pkg); err != nil {
					log.Fatal(err)
				}
			}
			return run(pass)
		}
	}
	return nil
}

// configuration returns the configuration that the flags name, or that of the
// unit's module, nil if there is none.
func (u unit) configuration(args []string) (*config.Config, error) {
	file := ""
	for _, arg := range args {
		value, ok := strings.CutPrefix("-"+strings.TrimLeft(arg, "-"), "-config=")
		switch {
		case !ok:
		case value == noConfig:
			return nil, nil
		default:
			file, data, err := unpinned(value)
			if err != nil {
				return nil, err
			}
			return config.Parse(file, data)
		}
	}
	dir := u.Dir
	if dir == "" {
		var err error
		if dir, err = os.Getwd(); err != nil {
			return nil, err
		}
	}
	file, err := config.Find(dir)
	if file == "" || err != nil {
		return nil, err
	}
	return config.Read(file)
}

// fullVersion answers the go command, which asks which program this is. The
// answer is part of what its cache knows results by, and so must change with all
// that changes results and that the go command cannot know of: the program, and
// the configuration files of the modules that it can analyse from here.
func fullVersion(w io.Writer) error {
	name, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	work, err := config.Workspace("go", dir)
	if err != nil {
		return err
	}
	conf, err := config.Hash(dir, work)
	if err != nil {
		return err
	}
	id := h.Sum(nil)
	if conf != nil {
		h.Write(conf)
		id = h.Sum(nil)
	}
	_, err = fmt.Fprintf(w, "%s version devel futurelint buildID=%x\n", name, id)
	return err
}
