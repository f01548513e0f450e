// Command gen brings the table of checks in a README up to date.
package main

import (
	"bytes"
	"log"
	"os"

	"github.com/futurelint/futurelint"
	"github.com/futurelint/futurelint/internal/readme"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: gen README.md")
	}
	if err := update(os.Args[1]); err != nil {
		log.Fatalf("%s: %v", os.Args[1], err)
	}
}

func update(name string) error {
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text, err := readme.Update(old, futurelint.Checks())
	if err != nil || bytes.Equal(text, old) {
		return err
	}
	// A reader never sees half a file.
	if err := os.WriteFile(name+".new", text, 0o666); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
