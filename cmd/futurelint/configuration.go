package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/check"
	"github.com/futurelint/futurelint/internal/config"
	"github.com/futurelint/futurelint/internal/govet"
)

// noConfig is the value of -config that has no configuration file looked for.
const noConfig = "none"

// pinned returns the value of the vettool's flag -config for a file: its name and
// a hash of what it says, because cmd/go's cache knows results by the flags.
func pinned(file string, data []byte) string {
	sum := sha256.Sum256(data)
	return file + "@sha256:" + hex.EncodeToString(sum[:])
}

// unpinned returns the file that the value of the vettool's flag -config names,
// and what it says.
func unpinned(value string) (file string, data []byte, err error) {
	i := strings.LastIndex(value, "@sha256:")
	if i < 0 || !filepath.IsAbs(value[:i]) {
		return "", nil, errors.New("-config: go vet knows results by its flags, not by what is in a file; it takes none, and futurelint -config takes a file")
	}
	file = value[:i]
	if data, err = os.ReadFile(file); err != nil {
		return "", nil, err
	}
	if pinned(file, data) != value {
		return "", nil, fmt.Errorf("%s has changed while it was in use", file)
	}
	return file, data, nil
}

// A configuration is what the command line knows of configuration files.
type configuration struct {
	flag  string         // the value of the vettool's flag -config, "" for none
	files []configured   // of all modules that may be analysed
	some  bool           // modules have none
	byDir map[string]int // indexes in files by directories, -1 for none
}

type configured struct {
	*config.Config
	modules []string
	partial bool
}

// configuration reads the configuration that -config names, or that of the
// modules that the go command can analyse here, and says what is wrong in it:
// every package's process would, each for itself.
func (o *options) configuration(vet *govet.Command) (*configuration, error) {
	c := &configuration{byDir: make(map[string]int)}
	if o.config == noConfig {
		c.flag = noConfig
		return c, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	work, err := config.Workspace(vet.Go, dir)
	if err != nil {
		return nil, err
	}
	scopes, err := config.Scopes(dir, work)
	if err != nil {
		return nil, err
	}
	if o.config != "" {
		file, err := filepath.Abs(o.config)
		if err != nil {
			return nil, err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("-config: %w", err)
		}
		c.flag = pinned(file, data)
		for i := range scopes {
			scopes[i].File = file
		}
		if len(scopes) == 0 {
			scopes = []config.Scope{{Module: dir, File: file}}
		}
	}
	for _, s := range scopes {
		if s.File == "" {
			c.some = true
			continue
		}
		i := slices.IndexFunc(c.files, func(f configured) bool { return f.File() == s.File })
		if i < 0 {
			parsed, err := config.Read(s.File)
			if err != nil {
				return nil, err
			}
			if err := parsed.Validate(futurelint.Checks()); err != nil {
				return nil, err
			}
			i = len(c.files)
			c.files = append(c.files, configured{Config: parsed})
		}
		f := &c.files[i]
		f.modules = append(f.modules, s.Module)
		f.partial = f.partial || o.config != "" || s.Partial(work)
	}
	lister := &config.Lister{Go: vet.Go, Flags: vet.BuildFlags}
	for _, f := range c.files {
		modules := f.modules
		if work != "" {
			modules = modules[:1] // they all see the same
		}
		if err := f.Locate(lister, modules, f.partial); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// excludes reports whether a file is one in which nothing is reported. The
// vettool knows by itself, but for files that an overlay puts others in place of.
func (c *configuration) excludes(file string) bool {
	if len(c.files) == 0 {
		return false
	}
	dir := filepath.Dir(file)
	i, ok := c.byDir[dir]
	if !ok {
		i = slices.IndexFunc(c.files, func(f configured) bool { return slices.Contains(f.modules, config.Module(dir)) })
		c.byDir[dir] = i
	}
	return i >= 0 && c.files[i].Excludes(file)
}

// runs reports whether a sub-check runs in one of the modules; otherwise is whether
// it does without a file.
func (c *configuration) runs(sub *check.Sub, otherwise bool) bool {
	return otherwise && (c.some || len(c.files) == 0) ||
		slices.ContainsFunc(c.files, func(f configured) bool { return f.Runs(sub) })
}

// sets reports whether a configuration file gives an analyzer's setting a value.
func (c *configuration) sets(check, name string) bool {
	return slices.ContainsFunc(c.files, func(f configured) bool {
		_, ok := f.Settings[check][name]
		return ok
	})
}
