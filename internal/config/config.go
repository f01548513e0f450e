// Package config is what a file .futurelint.yaml says: which checks run, where
// they report, and what is known of third-party APIs that neither inference nor
// a directive tells.
//
// A file applies to the packages of one module, or of all the modules beneath it
// that have none of their own; see [Find]. It says how an API is understood where
// it is used: the facts of dependencies never depend on it.
//
// [Parse] reads a file; a driver that has settings of its own decodes the same
// [Config] from JSON. Either is checked by [Config.Validate], and takes effect by
// [Config.Apply].
package config

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/futurelint/futurelint/internal/vocab"
)

// Name is what a configuration file is called.
const Name = ".futurelint.yaml"

// A Config is the content of a configuration file, or of the settings of a driver
// in the same form.
type Config struct {
	// Tier is the tier of sub-checks that are on: default or strict, "" for
	// the default.
	Tier string
	// Checks says otherwise for checks, which may be "default", "strict" or
	// "off", and for sub-checks, which may be "on" or "off".
	Checks map[string]string
	// Tests says whether to report in test files: auto, all or none, "" for
	// auto.
	Tests string
	// Exclude are patterns of files in which nothing is reported; see
	// [Config.Excludes].
	Exclude []string
	// Spawners run a function in a goroutine of its own.
	Spawners []Function
	// Recoverers recover the panics of a function that they are given.
	Recoverers []Function
	// Limiters bound what is started, in the ways that the directive limits
	// does.
	Limiters []Function
	// Settlers settle a future; with an Arg, they fail it with that error.
	Settlers []Function
	// ValueOnlyContexts use the contexts that they are given for their values
	// and never to wait.
	ValueOnlyContexts []Function
	// Settings are the analyzers' own settings, by check and name, in the form
	// of their flags.
	Settings map[string]map[string]string

	file string // "" for settings of a driver
	at   map[string]position
}

// A Function names a function of somebody's API.
type Function struct {
	// Func is the function's name as go/types prints it: "example.com/x.Go",
	// "(*example.com/x.Pool).Submit", "(example.com/x.Doer).Do".
	Func string
	// Arg is the parameter that the list speaks of, by its name or its index,
	// receivers not counted. It may be "" if only one can be meant.
	Arg string
	// Joined says of a spawner that it waits for what it starts, Limited that
	// it waits for room before it starts it.
	Joined, Limited bool

	path string // in the file: "spawners[0]"
}

// File returns the file that c was read from, "" if it was none.
func (c *Config) File() string { return c.file }

// A position is a place in the file.
type position struct{ line, col int }

// An Error is something wrong in a configuration.
type Error struct {
	File      string // "" for settings of a driver
	Line, Col int    // 0 if not known
	Message   string
}

func (e *Error) Error() string {
	switch {
	case e.File == "":
		return "settings: " + e.Message
	case e.Line == 0:
		return short(e.File) + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", short(e.File), e.Line, e.Col, e.Message)
}

// short returns the name of the file as seen from the current directory, if it
// lies beneath that.
func short(file string) string {
	dir, err := os.Getwd()
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// failures collects what is wrong.
type failures struct {
	file string
	list []*Error
}

func (f *failures) add(at position, format string, args ...any) {
	f.list = append(f.list, &Error{f.file, at.line, at.col, fmt.Sprintf(format, args...)})
}

// err returns the failures in the order of the file, nil if there are none.
func (f *failures) err() error {
	slices.SortStableFunc(f.list, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), strings.Compare(a.Message, b.Message))
	})
	var errs []error
	for _, e := range f.list {
		errs = append(errs, e)
	}
	return errors.Join(errs...)
}

// place returns where the file says what path names.
func (c *Config) place(path string) position { return c.at[path] }

// functions returns all functions that c names, with the rows that they stand
// for.
func (c *Config) functions() []named {
	var list []named
	add := func(fs []Function, role vocab.Role, kind vocab.ParamKind, optional bool) {
		for _, f := range fs {
			list = append(list, c.named(f, role, kind, optional))
		}
	}
	add(c.Spawners, vocab.Spawn, vocab.FuncParam, false)
	add(c.Recoverers, vocab.Run, vocab.FuncParam, false)
	add(c.Limiters, vocab.Limit, vocab.NoParam, true)
	add(c.Settlers, vocab.Settle, vocab.ErrorParam, true)
	add(c.ValueOnlyContexts, vocab.ValuesOnly, vocab.NoParam, true)
	return list
}

// A named is a function with the row that it stands for.
type named struct {
	Function
	row vocab.Row
	bad string // why the name cannot be one
}

func (c *Config) named(f Function, role vocab.Role, kind vocab.ParamKind, optional bool) named {
	n := named{Function: f, row: vocab.Row{Role: role, Arg: -1}}
	n.row.Pkg, n.row.Name, n.bad = splitName(f.Func, role == vocab.ValuesOnly)
	if f.Arg != "" || !optional {
		n.row.Param = vocab.Param{Kind: kind, Name: f.Arg}
		if i, ok := index(f.Arg); ok {
			n.row.Param = vocab.Param{Kind: kind, Index: i, Indexed: true}
		}
	}
	switch role {
	case vocab.Spawn:
		if f.Joined {
			n.row.Role = vocab.RunAll
		}
	case vocab.Run:
		n.row.Traits = vocab.Recovers
	case vocab.Limit:
		n.row.Traits = vocab.ByShape
	}
	return n
}

// Rows returns the rows of the vocabulary that c stands for. The names must be
// good ones.
func (c *Config) Rows() []vocab.Row {
	var rows []vocab.Row
	for _, n := range c.functions() {
		spawns := func(r vocab.Row) bool {
			return r.Pkg == n.row.Pkg && r.Name == n.row.Name && (r.Role == vocab.Spawn || r.Role == vocab.RunAll)
		}
		if n.row.Role == vocab.Run {
			// What is recovered is what is started, if the same function
			// is known to start something.
			if i := slices.IndexFunc(rows, spawns); i >= 0 {
				rows[i].Traits |= vocab.Recovers
				continue
			}
		}
		rows = append(rows, n.row)
		if n.Limited {
			rows = append(rows, vocab.Row{Pkg: n.row.Pkg, Name: n.row.Name, Role: vocab.Limit, Arg: -1, Traits: vocab.ByShape})
		}
	}
	return rows
}
