// Command futurelint finds the ways futures-style concurrency fails.
package main

import (
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/futurelint/futurelint"
)

func main() { unitchecker.Main(futurelint.Analyzers()...) }
