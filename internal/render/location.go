package render

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/futurelint/futurelint/internal/finding"
)

// A repository names files for services, which know them by where they are below
// the root of the repository.
type repository struct {
	dir     string // what relative names are relative to
	root    string
	windows bool // names are Windows'
}

// repository returns the repository that the report's directory is in: what holds
// the nearest .git, a directory or the file of a worktree, or else the directory
// itself.
func (r *Report) repository() repository {
	repo := repository{dir: r.Dir, root: r.Dir, windows: filepath.Separator == '\\'}
	for dir := r.Dir; filepath.IsAbs(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			repo.root = dir
			break
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return repo
}

// path returns the name of file below the root, with forward slashes. A file
// elsewhere keeps its whole name, and inside is false. No file has no name.
func (r repository) path(file string) (name string, inside bool) {
	if noFile(file) {
		return "", false
	}
	name = r.absolute(file)
	root := strings.TrimSuffix(r.slash(r.root), "/") + "/"
	if len(name) > len(root) && (name[:len(root)] == root || r.windows && strings.EqualFold(name[:len(root)], root)) {
		return name[len(root):], true
	}
	return name, false
}

// place returns "file:line:column" with the name that the file has in the
// repository.
func (r repository) place(p finding.Place) string {
	name, _ := r.path(p.File)
	if name == "" {
		return "(no file)"
	}
	if at := lineColumn(p); at != "" {
		name += ":" + at
	}
	return name
}

// absolute returns the absolute name of file with forward slashes.
func (r repository) absolute(file string) string {
	file = r.slash(file)
	if !path.IsAbs(file) && (!r.windows || !hasDrive(file)) {
		file = r.slash(r.dir) + "/" + file
	}
	if unc := r.windows && strings.HasPrefix(file, "//"); unc {
		return "/" + path.Clean(file)
	}
	return path.Clean(file)
}

func (r repository) slash(name string) string {
	if r.windows {
		return strings.ReplaceAll(name, `\`, "/")
	}
	return name
}

func hasDrive(name string) bool { return len(name) > 1 && name[1] == ':' }

// uri returns a reference to file: relative to the root, or absolute for a file
// elsewhere.
func (r repository) uri(file string) (uri string, inside bool) {
	name, inside := r.path(file)
	if inside {
		// A colon would make the first element a scheme.
		return strings.ReplaceAll((&url.URL{Path: name}).EscapedPath(), ":", "%3A"), true
	}
	return fileURI(name), false
}

// rootURI returns the address of the root, which ends in a slash.
func (r repository) rootURI() string {
	return strings.TrimSuffix(fileURI(r.absolute(r.root)), "/") + "/"
}

// fileURI returns the address of an absolute name that has forward slashes.
func fileURI(name string) string {
	u := url.URL{Scheme: "file", Path: name}
	switch {
	case strings.HasPrefix(name, "//"): // of Windows' network
		u.Host, u.Path, _ = strings.Cut(name[2:], "/")
		u.Path = "/" + u.Path
	case hasDrive(name):
		u.Path = "/" + name
	}
	return u.String()
}

// noFile reports whether a finding with this file has no place.
func noFile(file string) bool { return file == "" || file == "-" }
