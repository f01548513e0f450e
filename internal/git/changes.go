package git

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A Change is a file of the work tree that is not what it was at a commit.
type Change struct {
	Path string // absolute
	Base bool   // the file was there
	Head bool   // the file is there
	Blob string // names what it held, if it was there
	repo *Repository
}

// Modes of tree entries.
const (
	symlink   = "120000"
	submodule = "160000"
)

// Changes returns the files that differ between the commit and the work tree,
// untracked ones included and ignored ones not, in no special order. It goes into
// submodules.
func (r *Repository) Changes(ctx context.Context, commit string) ([]Change, error) {
	out, err := r.output(ctx, "diff-index", "-z", "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none", commit, "--")
	if err != nil {
		return nil, err
	}
	// ":100644 100644 <blob> <blob> M\0path\0", with a blob of zeros for what
	// the index does not know.
	fields := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	var changes []Change
	changed := make(map[string]bool) // submodules
	for i := 0; i+1 < len(fields); i += 2 {
		meta := strings.Fields(strings.TrimPrefix(fields[i], ":"))
		if len(meta) != 5 {
			return nil, fmt.Errorf("git diff-index: cannot read %q", fields[i])
		}
		path := filepath.Join(r.Root, filepath.FromSlash(fields[i+1]))
		if meta[0] == submodule || meta[1] == submodule {
			changed[path] = true
			inside, err := submoduleChanges(ctx, path, meta[0], meta[2])
			if err != nil {
				return nil, err
			}
			changes = append(changes, inside...)
			continue
		}
		c := Change{Path: path, Base: meta[4] != "A" && meta[0] != symlink, Head: meta[4] != "D", Blob: meta[2], repo: r}
		if meta[4] == "D" {
			// Taken out of the index, it may still be there.
			if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
				c.Head = true
			}
		}
		if c.Base || c.Head {
			changes = append(changes, c)
		}
	}
	known := make(map[string]bool, len(changes))
	for _, c := range changes {
		known[c.Path] = true
	}
	untracked, err := r.output(ctx, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(untracked), "\x00") {
		path := filepath.Join(r.Root, filepath.FromSlash(name))
		// A name that ends in a slash is a repository of somebody else's.
		if name != "" && !strings.HasSuffix(name, "/") && !known[path] {
			changes = append(changes, Change{Path: path, Head: true, repo: r})
		}
	}
	return changes, nil
}

// submoduleChanges returns what has changed in a submodule since the commit that
// the outer repository had it at.
func submoduleChanges(ctx context.Context, path, mode, commit string) ([]Change, error) {
	if _, err := os.Stat(filepath.Join(path, ".git")); err != nil {
		return nil, nil // not checked out, then as now
	}
	sub := &Repository{Root: path, found: true}
	if mode != submodule {
		return sub.all(ctx)
	}
	if _, err := sub.Commit(ctx, commit); err != nil {
		return nil, fmt.Errorf("submodule %s: %w", path, err)
	}
	return sub.Changes(ctx, commit)
}

// all returns every file of a submodule that was not there.
func (r *Repository) all(ctx context.Context) ([]Change, error) {
	out, err := r.output(ctx, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	var changes []Change
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" && !strings.HasSuffix(name, "/") {
			changes = append(changes, Change{Path: filepath.Join(r.Root, filepath.FromSlash(name)), Head: true, repo: r})
		}
	}
	return changes, nil
}

// Contents returns what the files that were there held, by path, as it is in the
// repository: without what filters and line ends make of it in the work tree.
func Contents(ctx context.Context, changes []Change) (map[string][]byte, error) {
	byRepo := make(map[*Repository][]Change)
	for _, c := range changes {
		if c.Base {
			byRepo[c.repo] = append(byRepo[c.repo], c)
		}
	}
	contents := make(map[string][]byte)
	for repo, list := range byRepo {
		var request bytes.Buffer
		for _, c := range list {
			request.WriteString(c.Blob + "\n")
		}
		out, err := output(ctx, repo.Root, repo.found, request.Bytes(), "cat-file", "--batch")
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			var text []byte
			if text, out, err = object(out); err != nil {
				return nil, fmt.Errorf("%s: %w", c.Path, err)
			}
			contents[c.Path] = text
		}
	}
	return contents, nil
}

// object cuts one answer of cat-file --batch off: "<name> <type> <size>\n", what
// the object holds, "\n".
func object(out []byte) (text, rest []byte, err error) {
	header, rest, _ := bytes.Cut(out, []byte("\n"))
	fields := strings.Fields(string(header))
	if len(fields) != 3 {
		return nil, nil, fmt.Errorf("git cat-file: %s", header)
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil || size < 0 || size+1 > len(rest) {
		return nil, nil, fmt.Errorf("git cat-file: %s", header)
	}
	return rest[:size], rest[size+1:], nil
}
