// Package git asks a git repository what it was like at an earlier commit.
//
// It runs the git command, which knows of worktrees, submodules, shallow clones,
// attributes and every version of the repository format; it changes nothing.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A Repository is a checkout: the work tree of a repository or of a submodule.
type Repository struct {
	Root string // absolute

	// found says that git is to find the repository by its place alone, and not
	// by what the environment names.
	found bool
}

// Open returns the repository that the directory belongs to. The error says so if
// there is none, or no git.
func Open(ctx context.Context, dir string) (*Repository, error) {
	found := byPlace(ctx, dir)
	root, err := output(ctx, dir, found, nil, "rev-parse", "--show-toplevel")
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("the git command is needed and is not there: %w", err)
	case err != nil:
		return nil, fmt.Errorf("not in the work tree of a git repository: %w", err)
	}
	r := &Repository{Root: filepath.FromSlash(strings.TrimRight(string(root), "\r\n")), found: found}
	// Behind a symbolic link the go command names files by the way that the
	// user went, and git by the one that is there.
	if up, err := output(ctx, dir, found, nil, "rev-parse", "--show-cdup"); err == nil {
		if abs, err := filepath.Abs(filepath.Join(dir, filepath.FromSlash(strings.TrimRight(string(up), "\r\n")))); err == nil && same(abs, r.Root) {
			r.Root = abs
		}
	}
	return r, nil
}

// byPlace reports whether git is to find the repository of a directory by the place
// alone, although GIT_DIR names one: it names the same, or none.
//
// A hook in a linked worktree runs with GIT_DIR and without GIT_WORK_TREE, which
// makes git take any directory that it runs in for the root.
func byPlace(ctx context.Context, dir string) bool {
	if os.Getenv("GIT_DIR") == "" || os.Getenv("GIT_WORK_TREE") != "" {
		return false
	}
	found, err := output(ctx, dir, true, nil, "rev-parse", "--absolute-git-dir")
	if err != nil {
		return false
	}
	named, err := output(ctx, dir, false, nil, "rev-parse", "--absolute-git-dir")
	return err != nil || same(strings.TrimRight(string(found), "\r\n"), strings.TrimRight(string(named), "\r\n"))
}

func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// Commit returns the name of the commit that rev stands for.
func (r *Repository) Commit(ctx context.Context, rev string) (string, error) {
	out, err := r.output(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err == nil {
		return strings.TrimSpace(string(out)), nil
	}
	if exitStatus(err) < 0 {
		return "", err
	}
	return "", fmt.Errorf("%s names no commit that this clone has%s", rev, r.remedy(ctx, rev))
}

// MergeBase returns the commit at which HEAD parted from rev.
func (r *Repository) MergeBase(ctx context.Context, rev string) (string, error) {
	other, err := r.Commit(ctx, rev)
	if err != nil {
		return "", err
	}
	out, err := r.output(ctx, "merge-base", "HEAD", other)
	if err == nil {
		return strings.TrimSpace(string(out)), nil
	}
	if exitStatus(err) != 1 {
		return "", err
	}
	return "", fmt.Errorf("HEAD and %s have no common ancestor in this clone%s", rev, r.remedy(ctx, rev))
}

// remedy says how to come by what a clone lacks.
func (r *Repository) remedy(ctx context.Context, rev string) string {
	if out, err := r.output(ctx, "rev-parse", "--is-shallow-repository"); err == nil && strings.TrimSpace(string(out)) == "true" {
		return ", which is shallow: run git fetch --unshallow (in GitHub's checkout action: fetch-depth: 0)"
	}
	if remote, branch, ok := strings.Cut(rev, "/"); ok {
		if _, err := r.output(ctx, "remote", "get-url", remote); err == nil {
			return fmt.Sprintf("; git fetch %s %s may bring it", remote, branch)
		}
	}
	return ""
}

func (r *Repository) output(ctx context.Context, args ...string) ([]byte, error) {
	return output(ctx, r.Root, r.found, nil, args...)
}

// environment returns the environment of git. If found, it is without what names a
// repository: that of a hook is for the repository that the hook is of, and neither
// for its submodules nor for its directories.
func environment(found bool) []string {
	env := os.Environ()
	if found {
		env = slices.DeleteFunc(env, func(v string) bool {
			name, _, _ := strings.Cut(v, "=")
			return slices.Contains(naming, name)
		})
	}
	// To refresh the index is none of our business, and would need its lock.
	return append(env, "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
}

// naming are the variables that name a repository, or parts of one.
var naming = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX",
	"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_IMPLICIT_WORK_TREE",
}

// output returns what git prints; found is as for environment. The error has what git
// says.
func output(ctx context.Context, dir string, found bool, stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	cmd.Env = environment(found)
	cmd.Stdin = bytes.NewReader(stdin)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if text := strings.TrimSpace(said.String()); text != "" {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, text)
	}
	return nil, fmt.Errorf("git %s: %w", args[0], err)
}

// exitStatus returns the status that git exited with, -1 if it did not get that
// far.
func exitStatus(err error) int {
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return -1
}
