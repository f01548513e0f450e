package check

import (
	"fmt"
	"strings"
)

// Packages is a set of packages, given by import paths in which "..." stands for
// anything, as in the patterns of the go command. It is the value of a flag.
type Packages struct{ patterns []string }

// String returns the patterns, for package flag.
func (p *Packages) String() string { return strings.Join(p.patterns, ",") }

// Set parses a list of patterns that commas separate, for package flag. An empty
// list names no package.
func (p *Packages) Set(list string) error {
	p.patterns = nil
	for pattern := range strings.SplitSeq(list, ",") {
		pattern = strings.TrimSpace(pattern)
		switch {
		case pattern == "":
		case pattern == ".", pattern == "..", strings.HasPrefix(pattern, "./"), strings.HasPrefix(pattern, "../"):
			return fmt.Errorf("%s: must be an import path, in which ... stands for anything", pattern)
		case strings.ContainsAny(pattern, " \t*?[]{}\\\"'`"):
			return fmt.Errorf("%s: must be an import path; nothing but ... stands for anything", pattern)
		case strings.HasPrefix(pattern, "/"), strings.HasSuffix(pattern, "/"), strings.Contains(pattern, "//"):
			return fmt.Errorf("%s: must be an import path, which has no empty elements", pattern)
		default:
			p.patterns = append(p.patterns, pattern)
		}
	}
	return nil
}

// Empty reports whether no package is named.
func (p *Packages) Empty() bool { return len(p.patterns) == 0 }

// Match reports whether the package at path is one of the set. As with the go
// command, a pattern that ends in "/..." names the package in front of it too.
func (p *Packages) Match(path string) bool {
	path, _, _ = strings.Cut(path, " ") // of a package with its tests
	for _, pattern := range p.patterns {
		if base, ok := strings.CutSuffix(pattern, "/..."); ok && matches(strings.Split(base, "..."), path) {
			return true
		}
		if matches(strings.Split(pattern, "..."), path) {
			return true
		}
	}
	return false
}

// matches reports whether path is made of the pieces with anything between them.
func matches(pieces []string, path string) bool {
	if len(pieces) == 1 {
		return path == pieces[0]
	}
	rest, ok := strings.CutPrefix(path, pieces[0])
	if !ok {
		return false
	}
	last := len(pieces) - 1
	for _, piece := range pieces[1:last] {
		i := strings.Index(rest, piece)
		if i < 0 {
			return false
		}
		rest = rest[i+len(piece):]
	}
	return strings.HasSuffix(rest, pieces[last])
}

// A Policy makes a sub-check a rule that teams choose for some of their packages:
// it is on where its flag names any, whatever the tier, and speaks in no others.
type Policy struct {
	Flag  string // "require-join"
	Usage string
	Packages
}
