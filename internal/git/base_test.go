package git_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/futurelint/futurelint/internal/git"
)

// newRepository makes a repository of one commit with the files.
func newRepository(t *testing.T, files map[string]string) *git.Repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "-A"},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "base"},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	r, err := git.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func newBase(t *testing.T, r *git.Repository) *git.Base {
	t.Helper()
	b, err := r.NewBase(context.Background(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBase(t *testing.T) {
	r := newRepository(t, map[string]string{"a/a.go": "package a\n", "b/b.go": "package b\n", "b/c/c.go": "package c\n", "same.go": "package same\n"})
	if b := newBase(t, r); !b.Same() {
		t.Error("a fresh checkout is not the same")
	}
	write(t, filepath.Join(r.Root, "a/a.go"), "package a // changed\n")
	write(t, filepath.Join(r.Root, "d/new name.go"), "package d\n")
	if err := os.RemoveAll(filepath.Join(r.Root, "b")); err != nil {
		t.Fatal(err)
	}
	b := newBase(t, r)
	var text bytes.Buffer
	if err := b.WriteOverlay(&text); err != nil {
		t.Fatal(err)
	}
	var overlay struct{ Replace map[string]string }
	if err := json.Unmarshal(text.Bytes(), &overlay); err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for name, old := range overlay.Replace {
		rel, err := filepath.Rel(r.Root, name)
		if err != nil {
			t.Fatal(err)
		}
		if old == "" {
			got[rel] = "absent"
			continue
		}
		data, err := b.ReadFile(name)
		if err != nil || filepath.Base(old) != filepath.Base(name) {
			t.Errorf("%s: %s, %v", name, old, err)
		}
		got[rel] = string(data)
	}
	want := map[string]string{"a/a.go": "package a\n", "b/b.go": "package b\n", "b/c/c.go": "package c\n", "d/new name.go": "absent"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("overlay (-want +got):\n%s", diff)
	}
	for dir, want := range map[string]bool{"a": true, "b": true, "b/c": true, "d": false, ".": true, "nowhere": false} {
		if got := b.HasGo(filepath.Join(r.Root, dir)); got != want {
			t.Errorf("%s had Go files: %t, want %t", dir, got, want)
		}
	}
	remove, err := b.MakeDirs()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(r.Root, "b/c")); err != nil {
		t.Error(err)
	}
	remove()
	if _, err := os.Stat(filepath.Join(r.Root, "b")); !os.IsNotExist(err) {
		t.Errorf("%v, want none such", err)
	}
}

// TestBaseTrimmed has files removed that nobody has asked for in a long time.
func TestBaseTrimmed(t *testing.T) {
	r := newRepository(t, map[string]string{"a.go": "package a\n"})
	write(t, filepath.Join(r.Root, "a.go"), "package a // changed\n")
	newBase(t, r)
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(cache, "futurelint", "base")
	long := time.Now().Add(-30 * 24 * time.Hour)
	dirs, err := filepath.Glob(filepath.Join(store, "??", "*"))
	if err != nil || len(dirs) != 1 {
		t.Fatal(dirs, err)
	}
	old := filepath.Join(store, "00", "unused")
	write(t, filepath.Join(old, "b.go"), "package b\n")
	for _, name := range []string{old, dirs[0], filepath.Join(store, "trimmed")} {
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dirs[0], "a.go"), "") // as if it had been cut off
	b := newBase(t, r)
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("%v, want none such", err)
	}
	if data, err := b.ReadFile(filepath.Join(r.Root, "a.go")); err != nil || string(data) != "package a\n" {
		t.Errorf("%q, %v", data, err)
	}
}
