// Package atomicfile writes files whole or not at all.
package atomicfile

import (
	"bytes"
	"io"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"
)

// Write replaces the file called name, which need not exist, with what write
// writes: readers see the old file or the new one, and after an error, a full disk
// say, the old one is still there. What is not a regular file, such as a pipe or
// /dev/stdout, is written to as it is.
func Write(name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return os.WriteFile(name, b.Bytes(), 0)
	}
	// What a symbolic link stands for is replaced, not the link.
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	return maybe.WriteFile(name, b.Bytes(), 0o644)
}
