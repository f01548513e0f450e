package git

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/futurelint/futurelint/internal/atomicfile"
)

// A Base is the work tree as it was at a commit, in the form of an overlay: the go
// command sees the old files at their places, so that it need not build another
// tree, and has the results for whatever did not change in its cache.
type Base struct {
	Commit  string
	changes []Change
	replace map[string]string // "" for a file that was not there
}

// NewBase returns the work tree as it was at the commit. It keeps the old files in
// the user's cache directory, under names that depend on nothing but their places
// and contents: these names are in what the go command caches. Files that have not
// been used for some days are removed.
func (r *Repository) NewBase(ctx context.Context, commit string) (*Base, error) {
	changes, err := r.Changes(ctx, commit)
	if err != nil {
		return nil, err
	}
	contents, err := Contents(ctx, changes)
	if err != nil {
		return nil, err
	}
	store, err := openStore()
	if err != nil {
		return nil, err
	}
	b := &Base{Commit: commit, changes: changes, replace: make(map[string]string, len(changes))}
	for _, c := range changes {
		b.replace[c.Path] = ""
		if c.Base {
			if b.replace[c.Path], err = store.keep(c, contents[c.Path]); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// Same reports whether nothing has changed.
func (b *Base) Same() bool { return len(b.changes) == 0 }

// WriteOverlay writes the overlay in the form of the go command's -overlay flag.
func (b *Base) WriteOverlay(w io.Writer) error {
	return json.NewEncoder(w).Encode(struct{ Replace map[string]string }{b.replace})
}

// MakeDirs makes the directories that are there no more, empty, because the go
// command runs tools in the directories of packages. remove removes them again.
func (b *Base) MakeDirs() (remove func(), err error) {
	var made []string // outer ones first
	remove = func() {
		for _, dir := range slices.Backward(made) {
			os.Remove(dir) // unless somebody uses it
		}
	}
	for _, c := range b.changes {
		if !c.Base || c.Head {
			continue
		}
		var missing []string
		for dir := filepath.Dir(c.Path); ; dir = filepath.Dir(dir) {
			if _, err := os.Lstat(dir); err == nil || dir == filepath.Dir(dir) {
				break
			}
			missing = append(missing, dir)
		}
		for _, dir := range slices.Backward(missing) {
			if err := os.Mkdir(dir, 0o777); err != nil {
				remove()
				return nil, err
			}
			made = append(made, dir)
		}
	}
	return remove, nil
}

// HasGo reports whether the directory, which may be there no more, had Go files.
func (b *Base) HasGo(dir string) bool {
	added := make(map[string]bool)
	for _, c := range b.changes {
		switch {
		case filepath.Dir(c.Path) != dir || filepath.Ext(c.Path) != ".go":
		case c.Base:
			return true
		default:
			added[c.Path] = true
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if name := filepath.Join(dir, e.Name()); !e.IsDir() && filepath.Ext(name) == ".go" && !added[name] {
			return true
		}
	}
	return false
}

// Vanished returns the directories that had Go files and have none.
func (b *Base) Vanished() []string {
	var dirs []string
	seen := make(map[string]bool)
	for _, c := range b.changes {
		dir := filepath.Dir(c.Path)
		if !c.Base || c.Head || filepath.Ext(c.Path) != ".go" || seen[dir] {
			continue
		}
		seen[dir] = true
		if files, err := filepath.Glob(filepath.Join(escape(dir), "*.go")); err == nil && len(files) == 0 {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// escape returns a pattern of filepath.Glob that matches name alone.
func escape(name string) string {
	if filepath.Separator == '\\' {
		return name // there is nothing to escape with
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

// A store keeps old versions of files.
type store struct{ dir string }

// unused is how long a file stays in the store that nobody asks for.
const unused = 5 * 24 * time.Hour

func openStore() (*store, error) {
	// Containers often have no home: what is temporary does as well there, if
	// nobody else can write to it.
	dirs := []string{filepath.Join(os.TempDir(), fmt.Sprintf("futurelint-%d", os.Getuid()))}
	if cache, err := os.UserCacheDir(); err == nil {
		dirs = []string{filepath.Join(cache, "futurelint"), dirs[0]}
	}
	var first error
	for _, dir := range dirs {
		s := &store{dir: filepath.Join(dir, "base")}
		err := os.MkdirAll(s.dir, 0o700)
		if err == nil {
			err = s.trim()
		}
		if err == nil {
			return s, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, fmt.Errorf("no place for the files of the base: %w", first)
}

// keep returns the name of a file that has the text and the base name of c.
func (s *store) keep(c Change, text []byte) (string, error) {
	sum := sha256.Sum256([]byte(c.Path + "\x00" + c.Blob))
	name := hex.EncodeToString(sum[:16])
	dir := filepath.Join(s.dir, name[:2], name)
	file := filepath.Join(dir, filepath.Base(c.Path))
	now := time.Now()
	if os.Chtimes(dir, now, now) == nil {
		if info, err := os.Stat(file); err == nil && info.Size() == int64(len(text)) {
			return file, nil
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	return file, atomicfile.Write(file, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// trim removes what has not been used for long, once a day.
func (s *store) trim() error {
	stamp := filepath.Join(s.dir, "trimmed")
	now := time.Now()
	if info, err := os.Stat(stamp); err == nil && now.Sub(info.ModTime()) < 24*time.Hour {
		return nil
	}
	dirs, err := filepath.Glob(filepath.Join(escape(s.dir), "??", "*"))
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err == nil && now.Sub(info.ModTime()) > unused {
			err = os.RemoveAll(dir)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.WriteFile(stamp, nil, 0o666)
}

// ReadFile returns what a file held.
func (b *Base) ReadFile(name string) ([]byte, error) {
	if old, changed := b.replace[name]; changed {
		if old == "" {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		name = old
	}
	return os.ReadFile(name)
}
