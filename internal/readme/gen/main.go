// Command gen brings the table of checks in a README, and the pages of the checks,
// up to date.
package main

import (
	"bytes"
	"log"
	"os"
	"path/filepath"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/readme"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: gen README.md DIRECTORY")
	}
	old, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	text, err := readme.Update(old, futurelint.Checks())
	if err != nil {
		log.Fatalf("%s: %v", os.Args[1], err)
	}
	if err := update(os.Args[1], text); err != nil {
		log.Fatal(err)
	}
	for _, c := range futurelint.Checks() {
		if err := update(filepath.Join(os.Args[2], c.Name+".md"), readme.Page(c)); err != nil {
			log.Fatal(err)
		}
	}
}

func update(name string, text []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(text, old) {
		return nil
	}
	// A reader never sees half a file.
	if err := os.WriteFile(name+".new", text, 0o666); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
