package govet

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/futurelint/futurelint/internal/finding"
)

// An overlay maps replacement files to the files that they stand for. go vet
// hands the replacements to the vettool, so that places name them.
type overlay map[string]string

// readOverlay reads the file that -overlay names in flags, if it does.
func readOverlay(dir string, flags []string) (overlay, error) {
	var name string
	for _, f := range flags {
		if s, ok := strings.CutPrefix(f, "-overlay="); ok {
			name = s
		}
	}
	if name == "" {
		return nil, nil
	}
	abs := func(path string) (string, error) {
		if dir != "" && !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		return filepath.Abs(path)
	}
	name, err := abs(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	var file struct{ Replace map[string]string }
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("overlay %s: %w", name, err)
	}
	o := make(overlay)
	for original, replacement := range file.Replace {
		if replacement == "" {
			continue // a file taken away
		}
		if original, err = abs(original); err != nil {
			return nil, err
		}
		if replacement, err = abs(replacement); err != nil {
			return nil, err
		}
		o[replacement] = original
	}
	return o, nil
}

// restore makes the places of findings name the original files.
func (o overlay) restore(findings []finding.Finding) {
	if len(o) == 0 {
		return
	}
	back := func(p *finding.Place) {
		if original, ok := o[p.File]; ok {
			p.File = original
		}
	}
	for i := range findings {
		f := &findings[i]
		back(&f.Start)
		back(&f.End)
		for j := range f.Related {
			back(&f.Related[j].Place)
		}
		for _, fix := range f.Fixes {
			for j, e := range fix.Edits {
				if original, ok := o[e.File]; ok {
					fix.Edits[j].File = original
				}
			}
		}
	}
}
