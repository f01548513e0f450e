// Command newcheck lays out a new check: its package, an exhibit with its proof,
// and its lines in the registries, that of the suite and that of what can be
// suppressed.
//
//	go run ./internal/newcheck NAME[/SUB]
//
// It is run in the root of the module. The check that it writes compiles, is
// listed, and reports nothing, which the test of the exhibits does not put up
// with; CONTRIBUTING.md says how to go on.
package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("newcheck: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./internal/newcheck NAME[/SUB]")
	}
	files, err := scaffold(".", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range files {
		fmt.Println(name)
	}
}
