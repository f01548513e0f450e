//go:build unix

package atomicfile_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/futurelint/futurelint/internal/atomicfile"
)

// write writes n bytes to the file.
func write(name string, n int) error {
	return atomicfile.Write(name, func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Repeat("x", n))
		return err
	})
}

// only returns what the one file in a directory holds.
func only(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v, want one file", entries, err)
	}
	data, err := os.ReadFile(filepath.Join(dir, entries[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	for _, n := range []int{3, 1} {
		if err := write(name, n); err != nil {
			t.Fatal(err)
		}
		if got := only(t, dir); len(got) != n {
			t.Errorf("%q, want %d bytes", got, n)
		}
	}
	broken := errors.New("broken")
	err := atomicfile.Write(name, func(w io.Writer) error {
		io.WriteString(w, "half")
		return broken
	})
	if got := only(t, dir); !errors.Is(err, broken) || got != "x" {
		t.Errorf("%v, %q", err, got)
	}
	if err := write(filepath.Join(dir, "no", "such", "directory"), 1); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v, want one that says that there is no such directory", err)
	}
	if err := write(dir, 1); err == nil {
		t.Error("a directory was written to")
	}
}

func TestWriteLink(t *testing.T) {
	name, link := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "link")
	if err := errors.Join(write(name, 3), os.Symlink(name, link), write(link, 1)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v, %v", info.Mode(), err)
	}
	if got := only(t, filepath.Dir(name)); got != "x" {
		t.Errorf("%q behind the link", got)
	}
}

func TestWritePipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip(err)
	}
	read := make(chan string)
	go func() {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		}
		read <- string(data)
	}()
	if err := write(name, 3); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "xxx" {
		t.Errorf("%q", got)
	}
}

// TestWriteFull runs itself in a process that may not write as much as it wants to,
// which fails as on a full disk.
func TestWriteFull(t *testing.T) {
	if name := os.Getenv("FULL"); name != "" {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 10, Max: 10}); err != nil {
			t.Fatal(err)
		}
		if err := write(name, 100); !errors.Is(err, syscall.EFBIG) {
			t.Fatalf("%v, want %v", err, syscall.EFBIG)
		}
		return
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := write(name, 20); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestWriteFull$")
	cmd.Env = append(os.Environ(), "FULL="+name)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := only(t, dir); len(got) != 20 {
		t.Errorf("%d bytes are left of 20", len(got))
	}
}
