// Command futurelint finds the ways futures-style concurrency fails in Go.
//
// It is two programs. Called by the go command (go vet -vettool=futurelint) it
// analyses the one package that a configuration file describes. Called by
// anybody else it is the command line, which has go vet call it back for every
// package and renders the findings; see "futurelint help".
package main

import "os"

func main() {
	args := os.Args[1:]
	if isVettool(args) {
		vettool(args)
		return
	}
	os.Exit(run(args, os.Stdout, os.Stderr))
}
