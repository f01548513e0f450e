package config

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// Find returns the configuration file for the packages of the module that dir is
// in, "" if there is none: the one in the module's root directory, or else the
// nearest one above, up to the directory that has .git or go.work. Without such a
// directory nothing above the module belongs to it.
func Find(dir string) (file string, err error) {
	root := Module(dir)
	if root == "" {
		return "", nil
	}
	above := bounded(root)
	for dir := root; ; dir = filepath.Dir(dir) {
		if file, err := in(dir); err != nil || file != "" {
			return file, err
		}
		if !above || isTop(dir) {
			return "", nil
		}
	}
}

// Module returns the root directory of the module that dir is in, "" if it is in
// none.
func Module(dir string) string {
	for {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && !info.IsDir() {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// in returns the configuration file in dir.
func in(dir string) (string, error) {
	file := filepath.Join(dir, Name)
	// A symbolic link that leads nowhere is there: to read it is the error.
	switch _, err := os.Lstat(file); {
	case err == nil:
		return file, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	other := strings.TrimSuffix(file, ".yaml") + ".yml"
	if _, err := os.Stat(other); err == nil {
		return "", &Error{File: other, Message: "the configuration file is called " + Name}
	}
	return "", nil
}

// isTop reports whether dir is where a repository or a workspace begins.
func isTop(dir string) bool {
	for _, name := range [...]string{".git", "go.work"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// bounded reports whether dir, or one above it, is where a repository or a
// workspace begins.
func bounded(dir string) bool {
	for !isTop(dir) {
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
	return true
}

// Workspace asks the go command which go.work file counts in dir, "" if none
// does. It does not ask where there can be none: most runs would be slower for it.
func Workspace(gocmd, dir string) (string, error) {
	if !mayWork(dir) {
		return "", nil
	}
	cmd := exec.Command(gocmd, "env", "GOWORK")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && len(exit.Stderr) > 0 {
			err = errors.New(strings.TrimSpace(string(exit.Stderr)))
		}
		return "", fmt.Errorf("go env GOWORK: %w", err)
	}
	work := strings.TrimSpace(string(out))
	if work == "off" {
		work = ""
	}
	return work, nil
}

// mayWork reports whether there is a go.work file in dir or above it, or the
// environment names one, which go env -w cannot.
func mayWork(dir string) bool {
	if os.Getenv("GOWORK") != "" {
		return true
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
}

// A Scope is a module that is analysed in its own right, and its configuration.
type Scope struct {
	Module string // its root directory
	File   string // its configuration file, "" if it has none
}

// Scopes returns the modules that a go command in dir can analyse: those that the
// go.work file names, or else the one that dir is in. A go.work file that cannot
// be read is left to the go command to complain about.
func Scopes(dir, work string) ([]Scope, error) {
	modules := []string{Module(dir)}
	if work != "" {
		modules = uses(work)
	}
	var list []Scope
	for _, module := range modules {
		if module == "" {
			continue
		}
		file, err := Find(module)
		if err != nil {
			return nil, err
		}
		list = append(list, Scope{module, file})
	}
	return list, nil
}

// uses returns the root directories of the modules that a go.work file names.
func uses(work string) []string {
	data, err := os.ReadFile(work)
	if err != nil {
		return nil
	}
	parsed, err := modfile.ParseWork(work, data, nil)
	if err != nil {
		return nil
	}
	var dirs []string
	for _, use := range parsed.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(work), dir)
		}
		dirs = append(dirs, filepath.Clean(dir))
	}
	return dirs
}

// Hash returns a hash of the configuration of the modules that a go command in
// dir can analyse: of the content of the files, and of which module each is for.
// It is nil if there are none. The same repository in another place has the same
// hash.
func Hash(dir, work string) ([]byte, error) {
	scopes, err := Scopes(dir, work)
	if err != nil {
		return nil, err
	}
	base := dir
	if work != "" {
		base = filepath.Dir(work)
	} else if len(scopes) > 0 {
		base = scopes[0].Module
	}
	h, some := sha256.New(), false
	for _, s := range scopes {
		if s.File == "" {
			continue
		}
		data, err := os.ReadFile(s.File)
		if err != nil {
			return nil, err
		}
		some = true
		fmt.Fprintf(h, "%q %q %d\n", relative(base, s.Module), relative(s.Module, filepath.Dir(s.File)), len(data))
		h.Write(data)
	}
	if !some {
		return nil, nil
	}
	return h.Sum(nil), nil
}

func relative(base, name string) string {
	if rel, err := filepath.Rel(base, name); err == nil {
		return filepath.ToSlash(rel)
	}
	return name
}

// Partial reports whether the configuration file is for other modules than those
// that a go command with the go.work file work can analyse: it stands above the
// module, and not above the whole workspace.
func (s Scope) Partial(work string) bool {
	dir := filepath.Dir(s.File)
	if dir == s.Module {
		return false
	}
	if work == "" {
		return true
	}
	rel, err := filepath.Rel(dir, filepath.Dir(work))
	return err != nil || rel != "."
}
