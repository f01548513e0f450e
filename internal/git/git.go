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
	"strings"
)

// A Repository is a checkout: the work tree of a repository or of a submodule.
type Repository struct {
	Root string // absolute
}

// Open returns the repository that the directory belongs to. The error says so if
// there is none, or no git.
func Open(ctx context.Context, dir string) (*Repository, error) {
	root, err := output(ctx, dir, nil, "rev-parse", "--show-toplevel")
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("the git command is needed and is not there: %w", err)
	case err != nil:
		return nil, fmt.Errorf("not in the work tree of a git repository: %w", err)
	}
	r := &Repository{Root: filepath.FromSlash(strings.TrimRight(string(root), "\r\n"))}
	// Behind a symbolic link the go command names files by the way that the
	// user went, and git by the one that is there.
	if up, err := output(ctx, dir, nil, "rev-parse", "--show-cdup"); err == nil {
		if abs, err := filepath.Abs(filepath.Join(dir, filepath.FromSlash(strings.TrimRight(string(up), "\r\n")))); err == nil && same(abs, r.Root) {
			r.Root = abs
		}
	}
	return r, nil
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
	return output(ctx, r.Root, nil, args...)
}

// output returns what git prints. The error has what git says.
func output(ctx context.Context, dir string, stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	// To refresh the index is none of our business, and would need its lock.
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
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
