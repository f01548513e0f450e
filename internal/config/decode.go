package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/futurelint/futurelint/internal/nearest"
)

// keys are what a configuration can say, besides the names of checks.
var keys = []string{"tier", "checks", "tests", "exclude", "spawners", "recoverers", "limiters", "settlers", "value-only-contexts"}

// Keys returns what a configuration can say, besides the names of checks.
func Keys() []string { return slices.Clone(keys) }

// Read reads and parses a file.
func Read(file string) (*Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(file, data)
}

// Parse parses the content of a file. What checks there are it does not know: it
// is [Config.Validate] that says whether the names are good ones.
func Parse(file string, data []byte) (*Config, error) {
	if file != "" {
		abs, err := filepath.Abs(file)
		if err != nil {
			return nil, err
		}
		file = abs
	}
	root, err := parseYAML(file, data)
	if err != nil {
		return nil, err
	}
	d := &decoder{fails: failures{file: file}, c: &Config{file: file, at: make(map[string]position)}}
	d.config(root)
	if err := d.fails.err(); err != nil {
		return nil, err
	}
	return d.c, nil
}

// UnmarshalJSON decodes the settings of a driver, which have the form of a file.
func (c *Config) UnmarshalJSON(data []byte) error {
	// JSON is YAML.
	parsed, err := Parse("", data)
	if err == nil {
		*c = *parsed
	}
	return err
}

type decoder struct {
	c     *Config
	fails failures
}

func (d *decoder) config(root node) {
	if !d.is(root, mapping, "the file") {
		return
	}
	c := d.c
	d.each(root, "", func(key string, v node) {
		switch key {
		case "tier":
			c.Tier = d.text(v, key)
		case "tests":
			c.Tests = d.text(v, key)
		case "checks":
			c.Checks = make(map[string]string)
			if d.is(v, mapping, key) {
				d.each(v, key+".", func(name string, v node) { c.Checks[name] = d.text(v, key+": "+name) })
			}
		case "exclude":
			c.Exclude = d.texts(v, key)
		case "spawners":
			c.Spawners = d.functions(v, key, "arg", "joined", "limited")
		case "recoverers":
			c.Recoverers = d.functions(v, key, "arg")
		case "limiters":
			c.Limiters = d.functions(v, key)
		case "settlers":
			c.Settlers = d.functions(v, key, "arg")
		case "value-only-contexts":
			c.ValueOnlyContexts = d.functions(v, key)
		default:
			if c.Settings == nil {
				c.Settings = make(map[string]map[string]string)
			}
			c.Settings[key] = d.settings(v, key)
		}
	})
}

// settings reads the settings of an analyzer, which are values and lists.
func (d *decoder) settings(v node, check string) map[string]string {
	m := make(map[string]string)
	if v.kind != mapping {
		// It may be no check at all: then that is what is wrong.
		d.c.at[check+"!"] = v.position
		return nil
	}
	d.each(v, check+".", func(name string, v node) {
		if v.kind == list {
			m[name] = strings.Join(d.texts(v, check+": "+name), ",")
			return
		}
		m[name] = d.text(v, check+": "+name)
	})
	return m
}

func (d *decoder) functions(v node, path string, more ...string) []Function {
	if !d.is(v, list, path) {
		return nil
	}
	var fs []Function
	for i, item := range v.items {
		f := Function{path: fmt.Sprintf("%s[%d]", path, i)}
		d.c.at[f.path] = item.position
		if item.kind == scalar {
			f.Func = d.text(item, path)
		} else if d.is(item, mapping, "each of "+path) {
			d.function(&f, item, append([]string{"func"}, more...))
		}
		fs = append(fs, f)
	}
	return fs
}

func (d *decoder) function(f *Function, v node, known []string) {
	d.each(v, f.path+".", func(key string, v node) {
		if !slices.Contains(known, key) {
			d.unknown(d.c.place(f.path+"."+key), key, known)
			return
		}
		switch key {
		case "func":
			f.Func = d.text(v, key)
			d.c.at[f.path] = v.position
		case "arg":
			f.Arg = d.text(v, key)
			d.c.at[f.path+".arg"] = v.position
		case "joined":
			f.Joined = d.bool(v, key)
		case "limited":
			f.Limited = d.bool(v, key)
		}
	})
	if f.Func == "" {
		d.fails.add(v.position, "func is missing: the name of the function")
	}
}

// each visits the pairs of a mapping and notes where they stand.
func (d *decoder) each(v node, prefix string, visit func(key string, v node)) {
	for _, p := range v.pairs {
		if at, ok := d.c.at[prefix+p.key.text]; ok {
			d.fails.add(p.key.position, "%s is there already, in line %d", p.key.text, at.line)
			continue
		}
		d.c.at[prefix+p.key.text] = p.key.position
		visit(p.key.text, p.value)
	}
}

// is reports whether v is of the kind. What is left empty is an error only where
// a value is needed.
func (d *decoder) is(v node, want kind, what string) bool {
	if v.kind != want && (v.kind != nothing || want == scalar) {
		d.fails.add(v.position, "%s must be %s, not %s", what, want, v.kind)
	}
	return v.kind == want
}

func (d *decoder) text(v node, what string) string {
	if d.is(v, scalar, what) && v.text == "" {
		d.fails.add(v.position, "%s is empty", what)
	}
	return v.text
}

func (d *decoder) texts(v node, what string) []string {
	if !d.is(v, list, what) {
		return nil
	}
	var texts []string
	for i, item := range v.items {
		d.c.at[fmt.Sprintf("%s[%d]", what, i)] = item.position
		texts = append(texts, d.text(item, "each of "+what))
	}
	return texts
}

func (d *decoder) bool(v node, what string) bool {
	if !d.is(v, scalar, what) {
		return false
	}
	if v.text != "true" && v.text != "false" {
		d.fails.add(v.position, "%s must be true or false, not %s", what, v.text)
	}
	return v.text == "true"
}

func (d *decoder) unknown(at position, key string, known []string) {
	d.fails.add(at, "%s", unknown("key", key, known))
}

// unknown says that there is no such thing, and what may have been meant.
func unknown(what, name string, known []string) string {
	if n := nearest.Name(name, known); n != "" {
		return fmt.Sprintf("unknown %s %q, did you mean %s?", what, name, n)
	}
	if len(known) > 12 {
		return fmt.Sprintf("unknown %s %q", what, name)
	}
	return fmt.Sprintf("unknown %s %q; there are %s", what, name, strings.Join(known, ", "))
}

// index returns the number that arg is.
func index(arg string) (int, bool) {
	i, err := strconv.Atoi(arg)
	return i, err == nil && i >= 0
}
